"""Action `raise_the_picture`."""

from clientfit_cli.engine import Grid, action


@action(
    family="strengthen",
    what="Talk with {contact} about where they are going, not about what is open",
    answers=("strategic",),
    by="lead",
)
def raise_the_picture(answered: Grid) -> Grid:
    """Talk about the big picture.

    Else we are an expert for hire.

    Source: Sobel: back to expert for hire.
    """
    return answered
