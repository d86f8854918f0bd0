"""Signal `two_way`."""

from clientfit_cli.engine import Events, Grid, line, signal


@signal(dimension="engagement", unit="share", fit=line(best=0.6, worst=0.1), weight=1)
def two_way(two_way: Events, touchpoints: Events, days: float = 90) -> Grid:
    """Touchpoints of the last 90 days in which the client took part, as a share.

    Live ones, those that the client began, and those that were answered.

    Source: Butler Street: every touch sways the client.
    """
    return two_way.count(days) / touchpoints.count(days)
