"""Action `make_it_right`."""

from clientfit_cli.engine import Grid, action


@action(
    family="retain",
    what="Ask {contact} what would make working with us easier, and do it",
    answers=("satisfaction", "mood"),
)
def make_it_right(answered: Grid) -> Grid:
    """Find out what spoils the mood, and make it right.

    Every touch sways them.

    Source: Butler Street: the client is people.
    """
    return answered
