"""Action `draw_them_in`."""

from clientfit_cli.engine import Grid, action


@action(
    family="strengthen",
    what="Ask {contact} a question that only they can answer, live",
    answers=("two_way",),
    whom="strongest",
)
def draw_them_in(answered: Grid) -> Grid:
    """Turn sending into talking.

    Talking at someone is not a relationship.

    Source: Sobel: we communicate less.
    """
    return answered
