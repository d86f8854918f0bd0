"""Alarm `critical_issue`."""

from clientfit_cli.engine import Grid, Spans, alarm


@alarm(caps="yellow", kind="operational", why="Critical and open: {who}")
def critical_issue(critical_issues: Spans) -> Grid:
    """A critical issue is open.

    An account with a critical issue is not green, whatever else goes well.

    Source: Butler Street: shortfalls in service, 20% of defections.
    """
    number = critical_issues.open()
    return number.only(number > 0)
