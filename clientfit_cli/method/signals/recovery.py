"""Signal `recovery`."""

from clientfit_cli.engine import Grid, Spans, fade, signal


@signal(dimension="delivery", unit="days", fit=fade(best=2, half=7), weight=1)
def recovery(issues: Spans, days: float = 180) -> Grid:
    """Median days that it took to close the issues closed in the last 180 days.

    An issue mended fast can leave a client closer than before.

    Source: Gitomer: impeccable service after the sale.
    """
    return issues.closings().median(days)
