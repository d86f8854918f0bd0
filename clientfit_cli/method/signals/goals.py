"""Signal `goals`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.engine.scoring.fit import fade
from clientfit_cli.engine.scoring.signal import signal

if TYPE_CHECKING:
    from clientfit_cli.engine.algebra.events import Events
    from clientfit_cli.engine.algebra.grid import Grid


@signal(
    dimension="voice",
    unit="days",
    fit=fade(best=90, half=180),
    weight=1,
    question="What do they want to achieve in the next twelve months?",
)
def goals(goals_confirmed: Events) -> Grid:
    """Days since the client last confirmed a goal.

    What was promised at the sale is not what they need today.

    Source: Butler Street: adapt to changing needs.
    """
    return goals_confirmed.days_since_last()
