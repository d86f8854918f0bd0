"""Alarm `critical_issue`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.engine.scoring.alarm import alarm

if TYPE_CHECKING:
    from clientfit_cli.engine.algebra.grid import Grid
    from clientfit_cli.engine.algebra.spans import Spans


@alarm(caps="yellow", kind="operational", why="Critical and open: {who}")
def critical_issue(critical_issues: Spans) -> Grid:
    """A critical issue is open.

    An account with a critical issue is not green, whatever else goes well.

    Source: Butler Street: shortfalls in service, 20% of defections.
    """
    number = critical_issues.open()
    return number.only(number > 0)
