"""Signal `silence`."""

from clientfit_cli.engine import Events, Grid, fade, signal


@signal(dimension="engagement", unit="days", fit=fade(best=14, half=60, by_cadence=True), weight=3)
def silence(two_way: Events) -> Grid:
    """Days since the last touchpoint in which the client took part.

    Accounts that leave go quiet first. An account whose touchpoints are not tracked is
    unknown, not silent. The cadence that fits the account stretches it.

    Source: Sobel: we communicate less, cues are missed.
    """
    return two_way.days_since_last()
