"""Alarm `gone_silent`."""

from clientfit_cli.engine import Events, Grid, alarm


@alarm(caps="red", kind="relationship", why="No word from them for {value} days")
def gone_silent(two_way: Events, days: float = 120) -> Grid:
    """No two-way touchpoint for 120 days.

    Talking at someone is not a relationship; nor is silence.

    Source: Sobel: we communicate less, cues are missed.
    """
    silent = two_way.days_since_last()
    return silent.only(silent >= days)
