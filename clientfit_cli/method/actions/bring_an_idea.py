"""Action `bring_an_idea`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.engine.advice.action import action

if TYPE_CHECKING:
    from clientfit_cli.engine.algebra.grid import Grid


@action(
    family="strengthen",
    what="Bring {contact} one idea that they have not asked for",
    answers=("fresh_ideas",),
)
def bring_an_idea(answered: Grid) -> Grid:
    """Bring a new idea.

    Lack of innovation is behind 22% of defections.

    Source: Sobel: bring fresh ideas; evolve.
    """
    return answered
