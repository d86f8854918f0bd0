"""Action `find_successor`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.engine.advice.action import action

if TYPE_CHECKING:
    from clientfit_cli.engine.algebra.grid import Grid


@action(
    family="retain",
    what="Ask {contact} who decides now, and be introduced",
    answers=(
        "vacant_seat",
        "no_decision_maker",
    ),
    lifts=("decision_maker",),
    whom="next",
    by="lead",
)
def find_successor(answered: Grid) -> Grid:
    """Find out who decides now.

    A seat does not stay empty; whoever fills it should hear of us from their own people.

    Source: Butler Street: change of key decision maker.
    """
    return answered
