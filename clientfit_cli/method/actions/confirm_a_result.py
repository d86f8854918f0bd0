"""Action `confirm_a_result`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.engine.advice.action import action

if TYPE_CHECKING:
    from clientfit_cli.engine.algebra.grid import Grid


@action(
    family="strengthen",
    what="Agree with {contact} on one result of our work, in their numbers",
    answers=("results",),
    by="lead",
)
def confirm_a_result(answered: Grid) -> Grid:
    """Have a business result confirmed.

    In their terms and by their word.

    Source: Gitomer: in terms of their results.
    """
    return answered
