"""BookOutcome: how the accounts of a book stand as of a day; what every command reads."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from clientfit_cli.base.vocabulary import UNSCORED, YEAR, date_of, number_of
from clientfit_cli.outcome.account import AccountOutcome
from clientfit_cli.outcome.columns import OutcomeColumns
from clientfit_cli.outcome.pieces import Piece
from clientfit_cli.outcome.request import Detail

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from clientfit_cli.engine.algebra.grid import Floats, Ints


def ranking(band: Ints, at_risk: Floats, health: Floats) -> Ints:
    """Put accounts in order: red, unknown, yellow, green; most at stake first."""
    rank = np.array([0, 2, 3, 1])[np.maximum(band, 0)]
    stake, worst = np.nan_to_num(at_risk), np.nan_to_num(health, nan=-1.0)
    return np.lexsort((np.arange(len(band)), worst, -stake, rank))


class LostAccount(NamedTuple):
    """An account that left."""

    id: str
    name: str
    day: dt.date
    revenue: float | None
    cause: str | None


@dataclass(frozen=True, eq=False)
class BookOutcome(OutcomeColumns):
    """Accounts of a book as of a day, in the order of their ids."""

    @cached_property
    def accounts(self) -> list[AccountOutcome]:
        """The scored accounts, worst first: red, unknown, yellow, green; most at stake first."""
        band = self.column("band")
        order = ranking(band, self.column("at_risk"), self.column("health"))
        return [AccountOutcome(self, at) for at in order[band[order] != UNSCORED].tolist()]

    @property
    def everybody(self) -> list[AccountOutcome]:
        """All accounts, in the order of their ids: those that have not begun or are lost, too."""
        return [AccountOutcome(self, at) for at in range(len(self))]

    def account(self, name: str) -> AccountOutcome | None:
        """Look up one scored account by id."""
        return next((account for account in self.accounts if account.id == name), None)

    @property
    def budgeted_loss(self) -> float:
        return self.rules.budgeted_loss

    @cached_property
    def lost(self) -> list[LostAccount]:
        """The accounts that had left by the day, in the order of their ids."""
        gone, revenue = self.column("lost"), self.column("revenue")
        rows = self.values(Detail.SUMMARY)
        return [
            LostAccount(
                self.ids[at], rows[at][0], date_of(int(gone[at])),
                None if np.isnan(revenue[at]) else float(revenue[at]), rows[at][5],
            )
            for at in np.flatnonzero(gone <= number_of(self.day)).tolist()
        ]  # fmt: skip

    @property
    def lost_lately(self) -> tuple[int, float, float | None]:
        """Count accounts lost in the last 365 days, their revenue, and its share of that before.

        The share is None when nothing is known of the revenue a year ago.
        """
        lost, start, today = self.column("lost"), self.column("start"), number_of(self.day)
        revenue = np.nan_to_num(self.column("revenue"))
        gone = (lost <= today) & (lost > today - YEAR)
        there = (start <= today - YEAR) & (lost > today - YEAR)
        before = float(revenue[there].sum())
        share = float(revenue[gone & there].sum()) / before if before else None
        return int(gone.sum()), float(revenue[gone].sum()), share

    @cached_property
    def people(self) -> list[str]:
        """Everybody of ours whom somebody may ask for."""
        owners = {row[1] for row in self.values(Detail.SUMMARY) if row[1]}
        return sorted({*self.rules.names, *self.there, *owners})

    def unscored(self, name: str) -> str | None:
        """Say why an account that there is has no score; None where there is no such account."""
        if name not in self.ids:
            return None
        at = self.ids.index(name)
        lost, since = int(self.column("lost")[at]), int(self.column("since")[at])
        if lost <= number_of(self.day):
            return f"`{name}` was lost on {date_of(lost)} and is no longer scored"
        return f"`{name}` begins on {date_of(since)} and is not scored as of {self.day}"


def joined(parts: Iterable[BookOutcome]) -> BookOutcome:
    """Put parts of a book together; none has an account of another."""
    parts = list(parts)
    first = parts[0]
    ids = [name for part in parts for name in part.ids]
    order = np.array(sorted(range(len(ids)), key=ids.__getitem__), dtype=np.int64)
    return replace(
        first,
        ids=[ids[at] for at in order.tolist()],
        pieces={
            detail: Piece.joined([part.pieces[detail] for part in parts]).only(order)
            for detail in first.pieces
        },
        there=frozenset().union(*(part.there for part in parts)),
    )
