"""Signal `proactive`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.engine.scoring.fit import line
from clientfit_cli.engine.scoring.signal import signal

if TYPE_CHECKING:
    from clientfit_cli.engine.algebra.events import Events
    from clientfit_cli.engine.algebra.grid import Grid


@signal(dimension="value", unit="share", fit=line(best=0.5, worst=0.05), weight=2)
def proactive(gifts: Events, touchpoints: Events, days: float = 90) -> Grid:
    """Touchpoints of 90 days that we began and that gave the client something, as a share.

    An idea, an insight, a result, an introduction, help, training or thanks.

    Source: Sobel: reactive, no agenda of our own.
    """
    return gifts.count(days) / touchpoints.count(days)
