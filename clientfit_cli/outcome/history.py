"""History: how accounts and the book stood on each of many days, from the dated facts alone.

A history is a score with more columns: all days go through the engine in one pass. A day knows
nothing of what came after it, so an account that was lost since stands in it as it stood.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from clientfit_cli.base.vocabulary import BANDS, CAUSES, UNSCORED, date_of, number_of
from clientfit_cli.engine.facts import tabulate
from clientfit_cli.engine.scoring import risk, scorecard
from clientfit_cli.outcome.result import Result

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clientfit_cli.book.model import Book
    from clientfit_cli.engine.algebra.grid import Floats, Grid, Ints


@dataclass(frozen=True, slots=True)
class Point:
    """One account on one day; numbers that are unknown are None."""

    day: dt.date
    band: str
    health: float | None
    known: float
    risk: float
    main_cause: str
    revenue_at_risk: float | None
    ours: int | None
    theirs: int | None
    strands: int | None
    alarms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BookPoint:
    """Some accounts of a book on one day.

    `health` and `risk` are means weighted by revenue, over the accounts whose revenue is on file;
    plain means where none is.
    """

    day: dt.date
    by_band: dict[str, int]
    health: float | None
    risk: float | None
    revenue: float
    revenue_at_risk: float

    @property
    def accounts(self) -> int:
        return sum(self.by_band.values())


def days_back(last: dt.date, weeks: int, every: int) -> list[dt.date]:
    """List the days of a history: the last one, and each `every` days before, oldest first."""
    number = weeks * 7 // every
    return [last - dt.timedelta(days=every * back) for back in range(number, -1, -1)]


class History:
    """A book on many days; `result` is the last of them."""

    def __init__(self, book: Book, days: Sequence[dt.date]) -> None:
        numbers = np.array(sorted(number_of(day) for day in days), dtype=np.int64)
        self.card = scorecard.scored(tabulate.tabulated(book), numbers)
        self.risk = risk.risk(self.card)
        self.result = Result(book, self.card, self.risk, np.array([len(numbers) - 1]))
        self.days = [date_of(int(number)) for number in numbers]

    @cached_property
    def _cause(self) -> Ints:
        found: Ints = np.argmax(np.stack([self.risk.terms[cause] for cause in CAUSES]), axis=0)
        return found

    @cached_property
    def order(self) -> list[int]:
        """The accounts that were scored on any of the days: as of the last, then the lost ones."""
        now = [one.at for one in self.result.accounts]
        ever = np.flatnonzero((self.card.bands != UNSCORED).any(axis=1)).tolist()
        return now + sorted(set(ever) - set(now))

    def points(self, at: int) -> list[Point]:
        """One account on each day that it was scored on."""
        return [
            self._point(at, column)
            for column in np.flatnonzero(self.card.bands[at] != UNSCORED).tolist()
        ]

    def _point(self, at: int, column: int) -> Point:
        card, found = self.card, self.card.inputs.coverage

        def count(grid: Grid) -> int | None:
            value = grid.values[at, column]
            return None if np.isnan(value) else int(value)

        return Point(
            day=self.days[column],
            band=BANDS[card.bands[at, column]],
            health=_number(card.health[at, column]),
            known=float(card.known[at, column]),
            risk=float(self.risk.index[at, column]),
            main_cause=CAUSES[self._cause[at, column]],
            revenue_at_risk=_number(self.risk.at_risk[at, column]),
            ours=count(found.ours),
            theirs=count(found.theirs),
            strands=count(found.strands),
            alarms=tuple(name for name, grid in self._ringing if grid.known[at, column]),
        )

    @cached_property
    def _ringing(self) -> list[tuple[str, Grid]]:
        return sorted(self.card.holding.items())

    def book(self, chosen: Sequence[int]) -> list[BookPoint]:
        """What some accounts come to on each day."""
        rows = np.array(chosen, dtype=np.int64)
        bands, health = self.card.bands[rows], self.card.health[rows]
        there = bands != UNSCORED
        revenue = np.nan_to_num(self.risk.revenue[rows])[:, None] * there
        weight = revenue if revenue.any() else there.astype(np.float64)
        known = ~np.isnan(health)
        healthy = _ratio((np.nan_to_num(health) * weight * known).sum(0), (weight * known).sum(0))
        risky = _ratio((self.risk.index[rows] * weight).sum(0), weight.sum(0))
        at_risk = (revenue * self.risk.index[rows] / 100.0).sum(0)
        return [
            BookPoint(
                day,
                {name: int((bands[:, column] == at).sum()) for at, name in enumerate(BANDS)},
                _number(healthy[column]), _number(risky[column]),
                float(revenue[:, column].sum()), float(at_risk[column]),
            )
            for column, day in enumerate(self.days)
        ]  # fmt: skip


def _ratio(above: Floats, below: Floats) -> Floats:
    return np.where(below > 0, above / np.where(below > 0, below, 1.0), np.nan)


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
