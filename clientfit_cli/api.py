"""The same road as a library, for notebooks: `open_book(path).score(as_of=[...])`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from clientfit_cli.base.errors import UserError
from clientfit_cli.base.problems import Problem, errors
from clientfit_cli.outcome import pipeline
from clientfit_cli.storage.folder import Folder
from clientfit_cli.views.data import records as sheets

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from clientfit_cli.book.model import Book
    from clientfit_cli.outcome.result import Result


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


NUMBERS = (
    "health", "change_7d", "change_28d", "known", "risk", "revenue", "revenue_at_risk", "strands",
    "value", "fit", "weight", "cost", "strength", "worth", "open_days",
)  # fmt: skip


def _tables(results: Sequence[Result]) -> Scores:
    every = [one for result in results for one in result.accounts]
    frames = {}
    for name, records in sheets.sheets(every).items():
        frame = pd.DataFrame(list(records.rows), columns=list(records.columns))
        for column in frame.columns:
            # A column that is empty or all unknown has its type, too.
            if column in NUMBERS:
                frame[column] = pd.to_numeric(frame[column])
            elif column in {"as_of", "due"}:
                frame[column] = pd.to_datetime(frame[column])
        frames[name] = frame
    return Scores(**frames)
