"""Signal `time_respected`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.engine.scoring.fit import line
from clientfit_cli.engine.scoring.signal import signal

if TYPE_CHECKING:
    from clientfit_cli.engine.algebra.events import Events
    from clientfit_cli.engine.algebra.grid import Grid


@signal(dimension="engagement", unit="share", fit=line(best=0, worst=0.5), weight=1)
def time_respected(overruns: Events, days: float = 180) -> Grid:
    """Mean share by which meetings of 180 days ran over their planned time.

    A meeting that ends early counts as on time.

    Source: CPSA: do not overstay.
    """
    return overruns.mean(days)
