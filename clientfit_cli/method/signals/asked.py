"""Signal `asked`."""

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
