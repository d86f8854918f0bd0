"""Action `court_again`."""

from clientfit_cli.engine import Grid, action


@action(
    family="strengthen",
    what="Give {contact} the attention of the first hundred days: a date each fortnight",
    answers=("energy", "rhythm", "constancy"),
)
def court_again(answered: Grid) -> Grid:
    """Treat the old client like a new one.

    Raise the energy to the courtship's level.

    Source: Sobel: treat the old client like a new one.
    """
    return answered
