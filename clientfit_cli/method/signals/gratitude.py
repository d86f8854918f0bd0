"""Signal `gratitude`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.engine.scoring.fit import fade
from clientfit_cli.engine.scoring.signal import signal

if TYPE_CHECKING:
    from clientfit_cli.engine.algebra.events import Events
    from clientfit_cli.engine.algebra.grid import Grid


@signal(dimension="value", unit="days", fit=fade(best=60, half=120), weight=1)
def gratitude(thanks: Events) -> Grid:
    """Days since we last thanked them.

    Unknown until the account records what touchpoints gave.

    Source: Butler Street: be grateful.
    """
    return thanks.days_since_last()
