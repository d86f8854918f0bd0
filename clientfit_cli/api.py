"""The same road as a library, for notebooks: `open_book(path).score(as_of=[...])`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from clientfit_cli.base.errors import UserError
from clientfit_cli.base.problems import Problem, errors
from clientfit_cli.execution.executors import LocalExecutor
from clientfit_cli.execution.workspace import Workspace
from clientfit_cli.outcome.request import Detail, Request
from clientfit_cli.storage.folder import Folder
from clientfit_cli.views.data import records as sheets

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from clientfit_cli.outcome.book import BookOutcome


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

    workspace: Workspace
    problems: list[Problem]

    def ask(self, request: Request) -> BookOutcome:
        """Answer any request, as every command does."""
        return self.workspace.ask(request)

    def score(self, as_of: dt.date | str | Iterable[dt.date | str]) -> Scores:
        """Score every account as of each day, all in one pass."""
        given = [as_of] if isinstance(as_of, (str, dt.date)) else list(as_of)
        days = [dt.date.fromisoformat(day) if isinstance(day, str) else day for day in given]
        requests = [Request.weekly(day, *DETAILS) for day in days]
        return _tables(self.workspace.ask_all(requests))


# What the tables show.
DETAILS = (Detail.FIRST, Detail.ACTIONS, Detail.SIGNALS, Detail.RELATIONSHIPS)


def open_book(path: str | Path, *, keep_going: bool = False) -> OpenBook:
    """Read a book; errors in its files raise UserError, unless `keep_going` leaves accounts out."""
    folder = Path(path)
    if not folder.is_dir():
        raise UserError(f"there is no folder {folder}")
    workspace = Workspace(Folder(folder), LocalExecutor(1))
    problems = workspace.check().problems
    wrong = errors(problems)
    if wrong and not keep_going:
        first = wrong[0]
        raise UserError(
            f"{len(wrong)} errors, the first at {first.where}: {first.message}",
            "mend them, or leave their accounts out with keep_going=True",
        )
    return OpenBook(workspace, problems)


NUMBERS = (
    "health", "change_7d", "change_28d", "known", "risk", "revenue", "revenue_at_risk", "strands",
    "value", "fit", "weight", "cost", "strength", "worth", "open_days",
)  # fmt: skip


def _tables(outcomes: Sequence[BookOutcome]) -> Scores:
    every = [account for outcome in outcomes for account in outcome.accounts]
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
