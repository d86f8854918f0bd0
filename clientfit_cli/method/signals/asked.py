"""Signal `asked`."""

from clientfit_cli.engine import Events, Grid, fade, signal


@signal(
    dimension="voice",
    unit="days",
    fit=fade(best=60, half=120),
    weight=1,
    question="What should we do differently?",
)
def asked(feedback_asked: Events) -> Grid:
    """Days since we last asked for feedback.

    Asking is half of it: not to ask is one of the signs.

    Source: Sobel: no feedback asked.
    """
    return feedback_asked.days_since_last()
