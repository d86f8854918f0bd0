"""Signal `referrals`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.engine.scoring.fit import line
from clientfit_cli.engine.scoring.signal import signal

if TYPE_CHECKING:
    from clientfit_cli.engine.algebra.events import Events
    from clientfit_cli.engine.algebra.grid import Grid


@signal(
    dimension="growth",
    unit="count",
    fit=line(best=2, worst=0),
    weight=1,
    question="Who else should know us?",
)
def referrals(referrals: Events, days: float = 365) -> Grid:
    """Referrals from the client in the last 365 days.

    A client who sends others stands by us.

    Source: Butler Street: get referrals.
    """
    return referrals.count(days)
