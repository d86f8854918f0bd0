"""Signal `review`."""

from clientfit_cli.engine import Events, Grid, fade, signal


@signal(
    dimension="voice",
    unit="days",
    fit=fade(best=120, half=180),
    weight=2,
    question="When could we look at the whole relationship together?",
)
def review(reviews: Events) -> Grid:
    """Days since the last relationship review.

    Their view, their priorities, the big picture.

    Source: Sobel: hold a relationship review.
    """
    return reviews.days_since_last()
