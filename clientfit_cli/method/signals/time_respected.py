"""Signal `time_respected`."""

from clientfit_cli.engine import Events, Grid, line, signal


@signal(dimension="engagement", unit="share", fit=line(best=0, worst=0.5), weight=1)
def time_respected(overruns: Events, days: float = 180) -> Grid:
    """Mean share by which meetings of 180 days ran over their planned time.

    A meeting that ends early counts as on time.

    Source: CPSA: do not overstay.
    """
    return overruns.mean(days)
