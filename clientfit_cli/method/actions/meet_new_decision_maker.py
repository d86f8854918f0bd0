"""Action `meet_new_decision_maker`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.engine.advice.action import action

if TYPE_CHECKING:
    from clientfit_cli.engine.algebra.grid import Grid


@action(
    family="retain",
    what="Meet {contact}: ask what they want to achieve and how they like to work",
    answers=(
        "new_decision_maker_unmet",
        "new_decision_maker",
    ),
    lifts=("decision_maker",),
    whom="newest_decision_maker",
    by="lead",
)
def meet_new_decision_maker(answered: Grid) -> Grid:
    """Meet the new decision maker before somebody else does.

    Begin anew: nothing that the predecessor liked is taken for granted.

    Source: Butler Street: change of key decision maker; CPSA: do not assume.
    """
    return answered
