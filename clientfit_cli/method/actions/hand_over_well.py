"""Action `hand_over_well`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.engine.advice.action import action

if TYPE_CHECKING:
    from clientfit_cli.engine.algebra.grid import Grid


@action(
    family="strengthen",
    what="See {contact} together with the former lead",
    answers=("continuity",),
    whom="strongest",
    by="lead",
)
def hand_over_well(answered: Grid) -> Grid:
    """Make a change of our lead a good one.

    A joint visit, and then a lead who stays.

    Source: Sobel: keep the lead.
    """
    return answered
