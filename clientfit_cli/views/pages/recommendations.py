"""Steps for people: what all pages of actions share."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from clientfit_cli.rendering.page import Cell
from clientfit_cli.views.data.actions import due_day, state

if TYPE_CHECKING:
    import datetime as dt

    from clientfit_cli.engine.advice.recommendation import Step
    from clientfit_cli.rendering.page import Line

__all__ = ["beneath", "due", "state"]


def due(today: dt.date, step: Step) -> Cell:
    """The day it is due; in red when that is past."""
    return _due(today, step.due)


@lru_cache(maxsize=4096)
def _due(today: dt.date, day: dt.date) -> Cell:
    return Cell(due_day(today, day), "bad" if day < today else "")


def beneath(step: Step) -> list[Line]:
    """What to do, and why."""
    return [
        [Cell("  → ", "strong"), Cell(step.what, "strong" if step.urgency == 0 else "")],
        [Cell(f"    {step.why}", "dim")],
    ]
