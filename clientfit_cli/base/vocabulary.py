"""The words of the method, for those who read results without making them."""

from __future__ import annotations

import datetime as dt
from typing import Literal

BANDS = ("red", "yellow", "green", "unknown")
RED, YELLOW, GREEN, UNKNOWN = range(4)
UNSCORED = -1  # not begun, or lost

Dimension = Literal["relationships", "engagement", "delivery", "value", "voice", "growth"]
DIMENSIONS: tuple[Dimension, ...] = (
    "relationships", "engagement", "delivery", "value", "voice", "growth",
)  # fmt: skip
# Which dimensions are about how we work, rather than about how we stand with people.
OPERATIONAL = frozenset({"delivery"})

CAUSES = ("guard", "innovation", "service", "drift")
IN_WORDS = {
    "guard": "change of decision maker",
    "innovation": "lack of innovation",
    "service": "shortfalls in service",
    "drift": "drifting apart",
}

TREND_WEEKS = 12
YEAR = 365  # days
NONE = -1  # no position: nobody, or not said

EPOCH = dt.date(1970, 1, 1).toordinal()  # days are counted from it


def number_of(day: dt.date) -> int:
    """Count a day from 1970-01-01."""
    return day.toordinal() - EPOCH


def date_of(number: int) -> dt.date:
    return dt.date.fromordinal(int(number) + EPOCH)
