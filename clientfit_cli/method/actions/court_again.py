"""Action `court_again`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.engine.advice.action import action

if TYPE_CHECKING:
    from clientfit_cli.engine.algebra.grid import Grid


@action(
    family="strengthen",
    what="Give {contact} the attention of the first hundred days: a date each fortnight",
    answers=(
        "energy",
        "rhythm",
        "constancy",
    ),
)
def court_again(answered: Grid) -> Grid:
    """Treat the old client like a new one.

    Raise the energy to the courtship's level.

    Source: Sobel: treat the old client like a new one.
    """
    return answered
