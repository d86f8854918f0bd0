"""Alarm `promise_broken`."""

from clientfit_cli.engine import Grid, Spans, alarm


@alarm(caps="yellow", kind="operational", why="{value} days overdue: {who}")
def promise_broken(overdue_promises: Spans, days: float = 30) -> Grid:
    """A commitment of ours is more than 30 days overdue.

    What is promised is delivered, or taken up again with the client before it is late.

    Source: CPSA: honour commitments, no excuses.
    """
    overdue = overdue_promises.oldest_open_days()
    return overdue.only(overdue > days)
