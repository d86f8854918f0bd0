"""BookOutcome: how the accounts of a book stand as of a day; what every command reads.

Parts of a book are scored anywhere and put together here. What an account says of itself is in
columns and values; what takes the whole book to decide (who has room, which services go together)
is counted from all of them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from clientfit_cli.base.vocabulary import UNSCORED, YEAR, date_of, number_of
from clientfit_cli.engine.advice import recommendation
from clientfit_cli.engine.advice.book_context import Load, Together
from clientfit_cli.outcome.account import AccountOutcome
from clientfit_cli.outcome.pieces import Piece
from clientfit_cli.outcome.request import Detail

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from clientfit_cli.base.problems import Problem
    from clientfit_cli.engine.advice.next_band import Thresholds
    from clientfit_cli.engine.advice.recommendation import Step
    from clientfit_cli.engine.algebra.grid import Bools, Floats, Ints
    from clientfit_cli.outcome.request import Request


@dataclass(frozen=True)
class Rules:
    """What readers of outcomes need of a book's settings."""

    currency: str
    budgeted_loss: float
    goal: int  # how many of ours should know how many of theirs
    signals: tuple[tuple[str, str, str, float], ...]  # name, dimension, unit, weight
    alarms: tuple[str, ...]  # by name
    names: dict[str, str]  # ours, by id
    thresholds: Thresholds
    step: float  # points of strength that make a direction
    digest: str  # of every number that has a part in the scores
    version: str  # of the program that scored


class Context(NamedTuple):
    """What the whole book decides: how much each of ours carries, which services go together."""

    load: Load
    together: Together


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
class BookOutcome:
    """Accounts of a book as of a day, in the order of their ids.

    `there` are those of ours who have not left. `whole` is the context of the whole book, where
    this is a part of it. `root` is what the places of files begin with.
    """

    request: Request
    rules: Rules
    ids: list[str]
    pieces: dict[Detail, Piece]
    there: frozenset[str]
    problems: list[Problem] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    whole: Context | None = None
    root: str = ""

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def day(self) -> dt.date:
        return self.request.as_of

    @property
    def details(self) -> frozenset[Detail]:
        return frozenset(self.pieces)

    # -- parts -------------------------------------------------------------------------------------

    def only(self, keep: Bools) -> BookOutcome:
        """Take some of the accounts."""
        ids = [name for name, kept in zip(self.ids, keep.tolist(), strict=True) if kept]
        return replace(self, ids=ids, pieces={d: p.only(keep) for d, p in self.pieces.items()})

    def without(self, gone: Collection[str]) -> BookOutcome:
        """Leave accounts out."""
        return self.only(np.array([name not in gone for name in self.ids], dtype=bool))

    def plus(self, other: BookOutcome) -> BookOutcome:
        """Add other details of the same accounts."""
        return replace(self, pieces={**self.pieces, **other.pieces})

    def just(self, details: Collection[Detail]) -> BookOutcome:
        """Keep some of the details."""
        return replace(self, pieces={d: p for d, p in self.pieces.items() if d in details})

    def within(self, whole: Context) -> BookOutcome:
        """Decide what is open by what the whole book says."""
        return replace(self, whole=whole)

    # -- what the accounts are read from -----------------------------------------------------------

    @cached_property
    def _lists(self) -> dict[Detail, dict[str, list[Any]]]:
        return {}

    def lists(self, detail: Detail) -> dict[str, list[Any]]:
        """Give the columns of a detail as lists: one number at a time is faster from them."""
        found = self._lists.get(detail)
        if found is None:
            arrays = self.pieces[detail].arrays
            found = self._lists[detail] = {name: array.tolist() for name, array in arrays.items()}
        return found

    def values(self, detail: Detail) -> list[Any]:
        """Give the values of a detail, all accounts' at once."""
        values = self.pieces[detail].values
        assert values is not None
        return values.every

    def value(self, detail: Detail, at: int) -> Any:
        """Give the value of a detail of one account."""
        values = self.pieces[detail].values
        assert values is not None
        return values[at]

    def column(self, name: str, detail: Detail = Detail.SUMMARY) -> Any:
        """Give a column; NaN is unknown, days count from 1970-01-01."""
        return self.pieces[detail].arrays[name]

    # -- what the whole book decides ---------------------------------------------------------------

    @cached_property
    def context(self) -> Context:
        """What takes all accounts to know."""
        if self.whole:
            return self.whole
        rows = self.values(Detail.SUMMARY)
        scored = (self.column("band") != UNSCORED).tolist()
        return Context(
            Load((row[8] for row in rows), self.there),
            Together(row[7] for row, is_scored in zip(rows, scored, strict=True) if is_scored),
        )

    def decided(self, draft: Step) -> Step:
        """Decide what is open about a step."""
        if draft.open is None:
            return draft
        load, together = self.context
        return recommendation.decided(draft, load, together, self.rules.names)

    # -- what views read ---------------------------------------------------------------------------

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

    def before(self, weeks: int) -> int:
        """Find the place in the trail of the day so many weeks ago."""
        return self.request.days.index(self.day - dt.timedelta(weeks=weeks))

    def person(self, name: str) -> str:
        """Name one of ours, as people call them."""
        return self.rules.names.get(name, name)

    @property
    def currency(self) -> str:
        return self.rules.currency

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
