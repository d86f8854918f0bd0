"""Action `add_value_anew`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.engine.advice.action import action
from clientfit_cli.engine.algebra.grid import FOREVER

if TYPE_CHECKING:
    from collections.abc import Callable

    from clientfit_cli.engine.algebra.events import Events
    from clientfit_cli.engine.algebra.grid import Grid


@action(
    family="strengthen",
    what="Give {contact} what they have gone without for longest: {gift}",
    whom="strongest",
)
def add_value_anew(
    gifts: Events,
    age: Grid,
    kinds_given: Callable[[float], Grid],
    days: float = 180,
    kinds: float = 3,
) -> Grid:
    """Add value in a way not used lately.

    An expert, a sounding board, an introduction, a client for a client, a trend, better terms
    for the long run.

    Source: Sobel: add value in new ways.
    """
    return (kinds_given(days) < kinds) & (age >= days) & (gifts.count(FOREVER) > 0)
