"""Action `understand_notice`."""

from clientfit_cli.engine import Grid, action


@action(
    family="retain",
    what="Ask {contact} why, and agree what would change their mind or a good ending",
    answers=("notice",),
    by="lead",
)
def understand_notice(answered: Grid) -> Grid:
    """Understand why notice was given.

    What can still be done is learned by asking; a good ending keeps the door open.

    Source: Butler Street: failure is failing to act.
    """
    return answered
