"""OutcomeColumns: what is known of the accounts of a book, as columns and values by detail.

Parts of a book are scored anywhere and put together. What an account says of itself is in columns
and values; what takes the whole book to decide (who has room, which services go together) is
counted from all of them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import numpy as np

from clientfit_cli.base.vocabulary import UNSCORED
from clientfit_cli.engine.advice import recommendation
from clientfit_cli.engine.advice.book_context import Load, Together
from clientfit_cli.outcome.request import Detail

if TYPE_CHECKING:
    from collections.abc import Collection

    from clientfit_cli.base.problems import Problem
    from clientfit_cli.engine.advice.next_band import Thresholds
    from clientfit_cli.engine.advice.recommendation import Step
    from clientfit_cli.engine.algebra.grid import Bools
    from clientfit_cli.outcome.pieces import Piece
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


@dataclass(frozen=True, eq=False)
class OutcomeColumns:
    """What is known of accounts as of a day, as columns and values, in the order of their ids.

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

    def only(self, keep: Bools) -> Self:
        """Take some of the accounts."""
        ids = [name for name, kept in zip(self.ids, keep.tolist(), strict=True) if kept]
        return replace(self, ids=ids, pieces={d: p.only(keep) for d, p in self.pieces.items()})

    def without(self, gone: Collection[str]) -> Self:
        """Leave accounts out."""
        return self.only(np.array([name not in gone for name in self.ids], dtype=bool))

    def plus(self, other: Self) -> Self:
        """Add other details of the same accounts."""
        return replace(self, pieces={**self.pieces, **other.pieces})

    def just(self, details: Collection[Detail]) -> Self:
        """Keep some of the details."""
        return replace(self, pieces={d: p for d, p in self.pieces.items() if d in details})

    def within(self, whole: Context) -> Self:
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

    def before(self, weeks: int) -> int:
        """Find the place in the trail of the day so many weeks ago."""
        return self.request.days.index(self.day - dt.timedelta(weeks=weeks))

    def person(self, name: str) -> str:
        """Name one of ours, as people call them."""
        return self.rules.names.get(name, name)

    @property
    def currency(self) -> str:
        return self.rules.currency
