"""Action `answer_sooner`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.engine.advice.action import action

if TYPE_CHECKING:
    from clientfit_cli.engine.algebra.grid import Grid


@action(
    family="retain",
    what="Answer {contact} the same day, if only to say when the answer comes",
    answers=("answering",),
    whom="strongest",
)
def answer_sooner(answered: Grid) -> Grid:
    """Answer what the client writes within a working day.

    Even if only to say when the answer will come.

    Source: CPSA: honour time.
    """
    return answered
