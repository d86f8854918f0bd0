"""Days for people: short where the year goes without saying."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt


def near(day: dt.date, today: dt.date) -> str:
    """Write a day briefly, with its year where that is another one than today's."""
    text = f"{day:%d %b}".lstrip("0")
    return text if day.year == today.year else f"{text} {day.year}"
