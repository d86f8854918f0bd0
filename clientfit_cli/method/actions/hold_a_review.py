"""Action `hold_a_review`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.engine.advice.action import action

if TYPE_CHECKING:
    from clientfit_cli.engine.algebra.grid import Grid


@action(
    family="strengthen",
    what="Hold a relationship review with {contact}: their view, their priorities",
    answers=("review",),
    by="lead",
)
def hold_a_review(answered: Grid) -> Grid:
    """Hold a relationship review.

    Their view, their priorities, the big picture.

    Source: Sobel: hold a relationship review.
    """
    return answered
