"""Signal `preferred_channel`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.engine.scoring.fit import line
from clientfit_cli.engine.scoring.signal import signal

if TYPE_CHECKING:
    from clientfit_cli.engine.algebra.events import Events
    from clientfit_cli.engine.algebra.grid import Grid


@signal(dimension="engagement", unit="share", fit=line(best=0.9, worst=0.3), weight=1)
def preferred_channel(preferred: Events, days: float = 180) -> Grid:
    """Touchpoints of 180 days that used the contact's preferred channel, as a share.

    Only where the preference was asked.

    Source: CPSA: know how this client likes to work.
    """
    return preferred.mean(days)
