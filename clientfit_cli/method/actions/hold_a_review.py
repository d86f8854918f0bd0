"""Action `hold_a_review`."""

from clientfit_cli.engine import Grid, action


@action(
    family="strengthen",
    what="Hold a relationship review with {contact}: their view, their priorities",
    answers=("review",),
    by="lead",
)
def hold_a_review(answered: Grid) -> Grid:
    """Hold a relationship review.

    Their view, their priorities, the big picture.

    Source: Sobel: hold a relationship review.
    """
    return answered
