"""Alarm `no_decision_maker`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.engine.scoring.alarm import alarm

if TYPE_CHECKING:
    from clientfit_cli.engine.algebra.grid import Grid


@alarm(
    caps="yellow",
    kind="relationship",
    why="None of the contacts on file is an active decision maker",
)
def no_decision_maker(decision_maker_count: Grid) -> Grid:
    """Contacts are kept, and none of them is an active decision maker.

    We do not know who would end it.

    Source: Butler Street: change of key decision maker.
    """
    return decision_maker_count.only(decision_maker_count <= 0)
