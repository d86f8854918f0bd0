"""Alarm `gone_silent`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.engine.scoring.alarm import alarm

if TYPE_CHECKING:
    from clientfit_cli.engine.algebra.events import Events
    from clientfit_cli.engine.algebra.grid import Grid


@alarm(caps="red", kind="relationship", why="No word from them for {value} days")
def gone_silent(two_way: Events, days: float = 120) -> Grid:
    """No two-way touchpoint for 120 days.

    Talking at someone is not a relationship; nor is silence.

    Source: Sobel: we communicate less, cues are missed.
    """
    silent = two_way.days_since_last()
    return silent.only(silent >= days)
