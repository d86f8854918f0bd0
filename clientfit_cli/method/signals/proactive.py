"""Signal `proactive`."""

from clientfit_cli.engine import Events, Grid, line, signal


@signal(dimension="value", unit="share", fit=line(best=0.5, worst=0.05), weight=2)
def proactive(gifts: Events, touchpoints: Events, days: float = 90) -> Grid:
    """Touchpoints of 90 days that we began and that gave the client something, as a share.

    An idea, an insight, a result, an introduction, help, training or thanks.

    Source: Sobel: reactive, no agenda of our own.
    """
    return gifts.count(days) / touchpoints.count(days)
