"""Signal `continuity`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.engine.scoring.fit import line
from clientfit_cli.engine.scoring.signal import signal

if TYPE_CHECKING:
    from clientfit_cli.engine.algebra.grid import Grid
    from clientfit_cli.engine.algebra.spans import Spans


@signal(dimension="relationships", unit="days", fit=line(best=180, worst=0), weight=1)
def continuity(leads: Spans) -> Grid:
    """Days since our lead on the account last changed.

    Each change of ours starts their relationship anew.

    Source: Sobel: add talent, keep the lead.
    """
    return leads.days_since_change()
