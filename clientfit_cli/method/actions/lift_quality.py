"""Action `lift_quality`."""

from clientfit_cli.engine import Grid, action


@action(
    family="retain",
    what="Ask {contact} what a nine would take, and change one thing this week",
    answers=("quality",),
    whom="strongest",
)
def lift_quality(answered: Grid) -> Grid:
    """Lift the quality as they see it.

    Perceived quality is the one that leaves.

    Source: Sobel: actual or perceived quality slips.
    """
    return answered
