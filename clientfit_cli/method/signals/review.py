"""Signal `review`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.engine.scoring.fit import fade
from clientfit_cli.engine.scoring.signal import signal

if TYPE_CHECKING:
    from clientfit_cli.engine.algebra.events import Events
    from clientfit_cli.engine.algebra.grid import Grid


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
