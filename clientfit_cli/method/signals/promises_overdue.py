"""Signal `promises_overdue`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.engine.scoring.fit import fade
from clientfit_cli.engine.scoring.signal import signal

if TYPE_CHECKING:
    from clientfit_cli.engine.algebra.grid import Grid
    from clientfit_cli.engine.algebra.spans import Spans


@signal(dimension="delivery", unit="days", fit=fade(best=0, half=15), weight=2)
def promises_overdue(overdue_promises: Spans) -> Grid:
    """Days that our oldest open commitment is overdue.

    0 when none is.

    Source: CPSA: honour commitments, no excuses.
    """
    return overdue_promises.oldest_open_days()
