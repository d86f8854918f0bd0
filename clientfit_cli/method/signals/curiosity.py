"""Signal `curiosity`."""

from clientfit_cli.engine import Events, Grid, fade, signal


@signal(dimension="value", unit="days", fit=fade(best=60, half=120), weight=1)
def curiosity(visits: Events) -> Grid:
    """Days since we were last at their place.

    Go there, meet their customers, learn their business.

    Source: CPSA on curiosity.
    """
    return visits.days_since_last()
