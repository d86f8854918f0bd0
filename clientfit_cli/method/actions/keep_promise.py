"""Action `keep_promise`."""

from clientfit_cli.engine import Grid, action


@action(
    family="retain",
    what='Deliver "{who}", or agree a new day with {contact} before they ask',
    answers=("promise_broken", "promises_overdue"),
    whom="strongest",
    by="lead",
)
def keep_promise(answered: Grid) -> Grid:
    """Deliver what is overdue, or agree on a new day.

    Before they ask.

    Source: CPSA: honour commitments, no excuses.
    """
    return answered
