"""Action `give_first`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.engine.advice.action import action

if TYPE_CHECKING:
    from clientfit_cli.engine.algebra.grid import Grid


@action(
    family="strengthen",
    what="Send {contact} something useful unasked",
    answers=("proactive",),
    whom="strongest",
)
def give_first(answered: Grid) -> Grid:
    """Give before being asked.

    An agenda of our own: an insight, an introduction, a result.

    Source: Sobel: reactive, no agenda of our own.
    """
    return answered
