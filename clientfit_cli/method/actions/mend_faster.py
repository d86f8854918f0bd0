"""Action `mend_faster`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.engine.advice.action import action

if TYPE_CHECKING:
    from clientfit_cli.engine.algebra.grid import Grid


@action(
    family="retain",
    what="Agree with {contact} how fast an issue is to be mended, and whom they call",
    answers=("recovery",),
    whom="strongest",
    by="lead",
)
def mend_faster(answered: Grid) -> Grid:
    """Agree on how fast an issue is mended, where it took long.

    Fast recovery can leave a client closer than before.

    Source: Gitomer: impeccable service after the sale.
    """
    return answered
