"""Action `confirm_goals`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.engine.advice.action import action

if TYPE_CHECKING:
    from clientfit_cli.engine.algebra.grid import Grid


@action(
    family="strengthen",
    what="Ask {contact} what must be true a year from now",
    answers=("goals",),
    by="lead",
)
def confirm_goals(answered: Grid) -> Grid:
    """Have their goals confirmed.

    Needs change; what was promised at the sale may not be what they need today.

    Source: CPSA: serve their success.
    """
    return answered
