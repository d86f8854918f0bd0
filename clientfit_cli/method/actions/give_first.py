"""Action `give_first`."""

from clientfit_cli.engine import Grid, action


@action(
    family="strengthen",
    what="Send {contact} something useful unasked",
    answers=("proactive",),
    whom="strongest",
)
def give_first(answered: Grid) -> Grid:
    """Give before being asked.

    An agenda of our own: an insight, an introduction, a result.

    Source: Sobel: reactive, no agenda of our own.
    """
    return answered
