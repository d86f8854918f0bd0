"""Alarm `rival_seen`."""

from clientfit_cli.engine import Grid, Spans, alarm


@alarm(caps="yellow", kind="relationship", why="{who} was seen there {value} days ago")
def rival_seen(rivals: Spans, days: float = 90) -> Grid:
    """A rival was seen in the last 90 days, and has not been answered since.

    Rivals look for problems to solve: find them first.

    Source: Butler Street on rivals' hunters.
    """
    return rivals.lasting(days).oldest_open_days().only(rivals.lasting(days).open() > 0)
