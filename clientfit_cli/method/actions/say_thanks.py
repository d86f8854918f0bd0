"""Action `say_thanks`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.engine.advice.action import action

if TYPE_CHECKING:
    from clientfit_cli.engine.algebra.grid import Grid


@action(
    family="strengthen",
    what="Thank {contact} in person for something of this year",
    answers=("gratitude",),
    whom="strongest",
)
def say_thanks(answered: Grid) -> Grid:
    """Say thanks.

    Be grateful, and say for what.

    Source: Butler Street: be grateful.
    """
    return answered
