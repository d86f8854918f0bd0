"""Action `change_the_scenery`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.engine.advice.action import action

if TYPE_CHECKING:
    from clientfit_cli.engine.algebra.events import Events
    from clientfit_cli.engine.algebra.grid import Grid


@action(
    family="strengthen",
    what="Visit {contact} at their place, or take them to an event",
    answers=("curiosity",),
    whom="strongest",
)
def change_the_scenery(
    answered: Grid,
    touchpoints: Events,
    visits: Events,
    events: Events,
    days: float = 90,
    least: float = 5,
) -> Grid:
    """Change the scenery and the format.

    A visit or an event where all was calls and mail.

    Source: Sobel: change the scenery; CPSA: go there.
    """
    indoors = (visits.count(days) + events.count(days) <= 0) & (touchpoints.count(days) >= least)
    return answered | indoors
