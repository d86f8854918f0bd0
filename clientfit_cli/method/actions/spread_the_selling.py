"""Action `spread_the_selling`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.engine.advice.action import action

if TYPE_CHECKING:
    from clientfit_cli.engine.algebra.events import Events
    from clientfit_cli.engine.algebra.grid import Grid


@action(
    family="strengthen",
    what="Move the next offer to {contact} away from the quarter's end",
    whom="strongest",
    by="lead",
)
def spread_the_selling(
    selling_touchpoints: Events,
    quarter_end_selling: Events,
    days: float = 365,
    least: float = 3,
    share: float = 0.6,
) -> Grid:
    """Spread selling over the quarter.

    Offers bunched at a quarter's end serve our quota, and clients know.

    Source: Gitomer: relationship over quota.
    """
    every, late = selling_touchpoints.count(days), quarter_end_selling.count(days)
    return (late >= least) & (late / every >= share)
