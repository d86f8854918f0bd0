"""Action `own_the_issue`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.engine.advice.action import action

if TYPE_CHECKING:
    from clientfit_cli.engine.algebra.grid import Grid
    from clientfit_cli.engine.algebra.spans import Spans


@action(
    family="retain",
    what="Say to {contact} that the open issue is ours to mend, and how",
    whom="strongest",
    by="lead",
)
def own_the_issue(unowned_issues: Spans) -> Grid:
    """Own an open issue that nobody has called ours yet.

    No excuses: first say whose it is, then mend it together.

    Source: Gitomer: partners admit mistakes.
    """
    return unowned_issues.open() > 0
