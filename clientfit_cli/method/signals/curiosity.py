"""Signal `curiosity`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.engine.scoring.fit import fade
from clientfit_cli.engine.scoring.signal import signal

if TYPE_CHECKING:
    from clientfit_cli.engine.algebra.events import Events
    from clientfit_cli.engine.algebra.grid import Grid


@signal(dimension="value", unit="days", fit=fade(best=60, half=120), weight=1)
def curiosity(visits: Events) -> Grid:
    """Days since we were last at their place.

    Go there, meet their customers, learn their business.

    Source: CPSA on curiosity.
    """
    return visits.days_since_last()
