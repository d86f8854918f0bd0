"""Action `keep_to_time`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.engine.advice.action import action

if TYPE_CHECKING:
    from clientfit_cli.engine.algebra.grid import Grid


@action(
    family="strengthen",
    what="End on time with {contact}: plan less, or ask before going on",
    answers=("time_respected",),
    whom="strongest",
)
def keep_to_time(answered: Grid) -> Grid:
    """Keep meetings to the time that was planned.

    Do not overstay.

    Source: CPSA: honour time limits.
    """
    return answered
