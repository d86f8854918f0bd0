"""Action `outside_review`."""

from clientfit_cli.engine import Grid, action


@action(
    family="retain",
    what="Review the relationship with fresh eyes, and tell the lead what you see",
    whom="nobody",
    by="outsider",
)
def outside_review(red: Grid) -> Grid:
    """Have a colleague from outside the team review a red account.

    Those inside are too close to see it.

    Source: Sobel: an objective colleague reviews the relationship.
    """
    return red
