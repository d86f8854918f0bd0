"""Action `turn_the_slide`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.engine.advice.action import action

if TYPE_CHECKING:
    from clientfit_cli.engine.algebra.grid import Grid


@action(
    family="strengthen",
    what="Call {contact}, who has heard less from us lately",
    answers=("momentum",),
    whom="slipping",
)
def turn_the_slide(answered: Grid) -> Grid:
    """Turn the relationship that slips most.

    None is static: it advances or slips.

    Source: Butler Street: every relationship advances or slips.
    """
    return answered
