"""Signal `referrals`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.engine.scoring.signal import line, signal

if TYPE_CHECKING:
    from clientfit_cli.engine.algebra.events import Events, Grid


@signal(dimension="growth", unit="count", fit=line(best=2, worst=0), weight=1)
def referrals(referrals: Events, days: float = 365) -> Grid:
    """Referrals from the client in the last 365 days.

    A client who sends others stands by us.

    Source: Butler Street: get referrals.
    """
    return referrals.count(days)
