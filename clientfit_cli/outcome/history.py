"""History: how accounts and the book stood on each day of a trail, from the dated facts alone.

A day knows nothing of what came after it, so an account that was lost since stands in it as it
stood.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from clientfit_cli.base.vocabulary import BANDS, UNSCORED
from clientfit_cli.outcome.account import AccountOutcome, known
from clientfit_cli.outcome.request import Detail

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clientfit_cli.engine.algebra.grid import Floats
    from clientfit_cli.outcome.book import BookOutcome


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


def days_back(last: dt.date, weeks: int, every: int) -> tuple[dt.date, ...]:
    """List the days of a history: the last one, and each `every` days before, oldest first."""
    number = weeks * 7 // every
    return tuple(last - dt.timedelta(days=every * back) for back in range(number, -1, -1))


def ever_scored(outcome: BookOutcome) -> list[AccountOutcome]:
    """The accounts that were scored on any day: as of the last one, then those lost by then."""
    now = outcome.accounts
    ever = np.flatnonzero((outcome.column("bands") != UNSCORED).any(axis=1)).tolist()
    gone = sorted(set(ever) - {account.at for account in now})
    return [*now, *(AccountOutcome(outcome, at) for at in gone)]


def book_points(outcome: BookOutcome, accounts: Sequence[AccountOutcome]) -> list[BookPoint]:
    """What some accounts come to on each day."""
    rows = np.array([account.at for account in accounts], dtype=np.int64)
    bands, health = outcome.column("bands")[rows], outcome.column("healths")[rows]
    risk = outcome.column("risk", Detail.TRAIL)[rows]
    there = bands != UNSCORED
    revenue = np.nan_to_num(outcome.column("revenue")[rows])[:, None] * there
    weight = revenue if revenue.any() else there.astype(np.float64)
    healthy_known = ~np.isnan(health)
    healthy = _ratio(
        (np.nan_to_num(health) * weight * healthy_known).sum(0), (weight * healthy_known).sum(0)
    )
    risky = _ratio((risk * weight).sum(0), weight.sum(0))
    at_risk = (revenue * risk / 100.0).sum(0)
    return [
        BookPoint(
            day,
            {name: int((bands[:, column] == at).sum()) for at, name in enumerate(BANDS)},
            known(float(healthy[column])), known(float(risky[column])),
            float(revenue[:, column].sum()), float(at_risk[column]),
        )
        for column, day in enumerate(outcome.request.days)
    ]  # fmt: skip


def _ratio(above: Floats, below: Floats) -> Floats:
    return np.where(below > 0, above / np.where(below > 0, below, 1.0), np.nan)
