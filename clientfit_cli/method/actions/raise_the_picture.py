"""Action `raise_the_picture`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.engine.advice.action import action

if TYPE_CHECKING:
    from clientfit_cli.engine.algebra.grid import Grid


@action(
    family="strengthen",
    what="Talk with {contact} about where they are going, not about what is open",
    answers=("strategic",),
    by="lead",
)
def raise_the_picture(answered: Grid) -> Grid:
    """Talk about the big picture.

    Else we are an expert for hire.

    Source: Sobel: back to expert for hire.
    """
    return answered
