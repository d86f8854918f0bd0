"""Action `close_issues`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.engine.advice.action import action

if TYPE_CHECKING:
    from clientfit_cli.engine.algebra.grid import Grid
    from clientfit_cli.engine.algebra.spans import Spans


@action(
    family="retain",
    what='Close what is open, oldest first ("{who}"), and tell {contact} each time',
    answers=("open_issues",),
    lifts=("open_issues", "recovery"),
    whom="strongest",
)
def close_issues(answered: Grid, issues: Spans) -> Grid:
    """Close the open issues, the oldest first.

    Fast recovery can leave a client closer than before.

    Source: Butler Street: shortfalls in service.
    """
    return answered & (issues.open() > 0)
