"""Signal `serving`."""

from clientfit_cli.engine import Events, Grid, line, signal


@signal(dimension="value", unit="share", fit=line(best=0.85, worst=0.4), weight=1)
def serving(selling_touchpoints: Events, by_topic: Events, days: float = 90) -> Grid:
    """Touchpoints of 90 days that were not about selling, as a share of those with a topic.

    Once selling displaces serving it shows.

    Source: Gitomer: relationship over quota.
    """
    every = by_topic.count(days)
    return (every - selling_touchpoints.count(days)) / every
