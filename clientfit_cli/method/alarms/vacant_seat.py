"""Alarm `vacant_seat`."""

from clientfit_cli.engine import FOREVER, Grid, Spans, alarm


@alarm(
    caps="red",
    kind="relationship",
    why="{who} left {value} days ago and no decision maker has followed",
    role="empty_seat",
)
def vacant_seat(seats: Spans, days: float = 30) -> Grid:
    """The last decision maker left, and nobody has followed for 30 days.

    Whoever comes next will bring their own people.

    Source: Butler Street: change of key decision maker, almost 40% of defections.
    """
    gone = seats.closings()
    vacant = (seats.open() <= 0) & (gone.count(FOREVER) > 0)
    since = gone.days_since_last()
    return since.only(vacant & (since >= days))
