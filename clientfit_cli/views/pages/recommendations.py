"""Steps for people and programs: what all views of actions share."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from clientfit_cli.rendering.page import Cell

if TYPE_CHECKING:
    import datetime as dt

    from clientfit_cli.engine.advice.recommendation import Step
    from clientfit_cli.rendering.page import Line


def open_for(days: int) -> str:
    """Say how long a reason has held; the trend reaches back twelve weeks."""
    if days <= 0:
        return "since today"
    if days >= 84:
        return "12+ weeks"
    return f"{days // 7} week{'s' if days >= 14 else ''}" if days % 7 == 0 else f"{days} days"


def due(today: dt.date, step: Step) -> Cell:
    """The day it is due; in red when that is past."""
    return _due(today, step.due)


@lru_cache(maxsize=4096)
def _due(today: dt.date, day: dt.date) -> Cell:
    late = day < today
    text = f"{day:%d %b}".lstrip("0")
    if day.year != today.year:
        text += f" {day.year}"
    return Cell(f"{text} overdue" if late else text, "bad" if late else "")


def state(step: Step) -> str:
    """Say for how long the reason has held, or that somebody took it on."""
    return "taken on" if step.taken is not None else f"open {open_for(step.open_days)}"


def beneath(step: Step) -> list[Line]:
    """What to do, and why."""
    return [
        [Cell("  → ", "strong"), Cell(step.what, "strong" if step.urgency == 0 else "")],
        [Cell(f"    {step.why}", "dim")],
    ]
