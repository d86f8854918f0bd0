"""Action `answer_rival`."""

from clientfit_cli.engine import Grid, action


@action(
    family="retain",
    what="Answer {who}: bring {contact} what they hope to find there",
    answers=("rival_seen",),
    lifts=("fresh_ideas", "news_response"),
    by="lead",
)
def answer_rival(answered: Grid) -> Grid:
    """Answer the rival who was seen there.

    Rivals look for problems to solve: solve them first.

    Source: Butler Street on rivals' hunters.
    """
    return answered
