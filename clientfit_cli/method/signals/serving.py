"""Signal `serving`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.engine.scoring.fit import line
from clientfit_cli.engine.scoring.signal import signal

if TYPE_CHECKING:
    from clientfit_cli.engine.algebra.events import Events
    from clientfit_cli.engine.algebra.grid import Grid


@signal(dimension="value", unit="share", fit=line(best=0.85, worst=0.4), weight=1)
def serving(selling_touchpoints: Events, by_topic: Events, days: float = 90) -> Grid:
    """Touchpoints of 90 days that were not about selling, as a share of those with a topic.

    Once selling displaces serving it shows.

    Source: Gitomer: relationship over quota.
    """
    every = by_topic.count(days)
    return (every - selling_touchpoints.count(days)) / every
