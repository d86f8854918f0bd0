"""Alarm `critical_issue_old`."""

from clientfit_cli.engine import Grid, Spans, alarm


@alarm(caps="red", kind="operational", why="Critical for {value} days: {who}")
def critical_issue_old(critical_issues: Spans, days: float = 14) -> Grid:
    """A critical issue has been open for more than 14 days.

    Mended fast, an issue can bring a client closer; left open, it ends the account.

    Source: Butler Street: shortfalls in service, 20% of defections.
    """
    oldest = critical_issues.oldest_open_days()
    return oldest.only(oldest > days)
