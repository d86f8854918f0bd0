"""Signal `promises_overdue`."""

from clientfit_cli.engine import Grid, Spans, fade, signal


@signal(dimension="delivery", unit="days", fit=fade(best=0, half=15), weight=2)
def promises_overdue(overdue_promises: Spans) -> Grid:
    """Days that our oldest open commitment is overdue.

    0 when none is.

    Source: CPSA: honour commitments, no excuses.
    """
    return overdue_promises.oldest_open_days()
