"""The same road as a library, for notebooks: `open_book(path).score(as_of=[...])`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from clientfit_cli import pipeline
from clientfit_cli.book import Book
from clientfit_cli.errors import UserError
from clientfit_cli.problems import Problem, errors
from clientfit_cli.sources import Folder
from clientfit_cli.views import actions, coverage, score

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from clientfit_cli.action import Step
    from clientfit_cli.result import AccountResult, Result


@dataclass(frozen=True)
class Scores:
    """What a scored book says, as tables with a row for each account (and more) and as-of day.

    `accounts`: the columns of `clientfit score --format csv`. `signals`: value (in `unit`; NaN is
    unknown), fit 0-100, weight, and `cost` in health points. `relationships`: strength 0-100 of
    every pair, with its level and direction. `actions`: what to do, its due day and worth.
    """

    accounts: pd.DataFrame
    signals: pd.DataFrame
    relationships: pd.DataFrame
    actions: pd.DataFrame


@dataclass(frozen=True)
class OpenBook:
    """A book that was read; `problems` says what is wrong in its files."""

    book: Book

    @property
    def problems(self) -> list[Problem]:
        return self.book.problems

    def score(self, as_of: dt.date | str | Iterable[dt.date | str]) -> Scores:
        """Score every account as of each day, all in one pass."""
        given = [as_of] if isinstance(as_of, (str, dt.date)) else list(as_of)
        days = [dt.date.fromisoformat(day) if isinstance(day, str) else day for day in given]
        return _tables(pipeline.results(self.book, days))


def open_book(path: str | Path, *, keep_going: bool = False) -> OpenBook:
    """Read a book; errors in its files raise UserError, unless `keep_going` leaves accounts out."""
    folder = Path(path)
    if not folder.is_dir():
        raise UserError(f"there is no folder {folder}")
    book = pipeline.read(Folder(folder))
    wrong = errors(book.problems)
    if wrong and not keep_going:
        first = wrong[0]
        raise UserError(
            f"{len(wrong)} errors, the first at {first.where}: {first.message}",
            "mend them, or leave their accounts out with keep_going=True",
        )
    return OpenBook(book)


def _tables(results: Sequence[Result]) -> Scores:
    every = [(result, one) for result in results for one in result.accounts]
    accounts = _frame(score.COLUMNS, every, lambda one: [score.record(one)])
    for name in ("health", "change_7d", "change_28d", "known", "risk", "revenue",
                 "revenue_at_risk", "strands"):  # fmt: skip
        accounts[name] = pd.to_numeric(accounts[name])
    return Scores(
        accounts,
        _frame(
            ("account", "signal", "dimension", "value", "unit", "fit", "weight", "cost"),
            every,
            lambda one: [
                (one.id, two.name, two.dimension, two.value, two.unit, two.fit, two.weight,
                 two.cost)
                for two in one.readings
            ],
        ),
        _frame(
            ("account", "person", "contact", "strength", "level", "direction"),
            every,
            lambda one: [(one.id, *pair.values()) for pair in coverage.relationships(one)],
        ),
        _frame(
            actions.COLUMNS,
            every,
            lambda one: [_action(one, step) for step in one.steps],
        ),
    )  # fmt: skip


def _action(one: AccountResult, step: Step) -> list[Any]:
    data = actions.data(one, step) | {"due": pd.Timestamp(step.due)}
    return [data[column] for column in actions.COLUMNS]


def _frame(columns: Sequence[str], every: Any, rows: Any) -> pd.DataFrame:
    found = [(pd.Timestamp(result.day), *row) for result, one in every for row in rows(one)]
    return pd.DataFrame(found, columns=["as_of", *columns])
