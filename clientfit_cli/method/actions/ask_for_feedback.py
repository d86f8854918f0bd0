"""Action `ask_for_feedback`."""

from clientfit_cli.engine import Grid, action


@action(
    family="strengthen",
    what="Ask {contact} how we are doing, and what one thing to change",
    answers=("asked",),
)
def ask_for_feedback(answered: Grid) -> Grid:
    """Ask for feedback.

    Not to ask is one of the signs.

    Source: Sobel: no feedback asked.
    """
    return answered
