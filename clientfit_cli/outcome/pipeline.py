"""The whole road: a folder of files -> a result for each as-of day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from clientfit_cli.base.vocabulary import TREND_WEEKS, number_of
from clientfit_cli.book import load
from clientfit_cli.engine.advice.method import numbers_of
from clientfit_cli.engine.facts import tabulate
from clientfit_cli.engine.scoring import risk, scorecard
from clientfit_cli.outcome.result import Result

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from clientfit_cli.book.model import Book
    from clientfit_cli.engine.facts.columns import Tables
    from clientfit_cli.storage.tree import Tree


def read(tree: Tree, tick: Callable[[int, int], None] | None = None) -> Book:
    """Read a book, with its settings held to the members that there are."""
    return load.read(tree, numbers_of, tick)


def results(found: Book, as_of: Sequence[dt.date], weeks: int = TREND_WEEKS) -> list[Result]:
    """Score a book as of each day, all in one pass over its facts, each with the weeks before."""
    return scored(found, tabulate.tabulated(found), as_of, weeks)


def scored(
    found: Book, columns: Tables, as_of: Sequence[dt.date], weeks: int = TREND_WEEKS
) -> list[Result]:
    """Score the columns of a book, like `results`."""
    last = np.array([number_of(day) for day in as_of], dtype=np.int64)
    trails = last[:, None] - 7 * np.arange(weeks, -1, -1)
    days = np.unique(trails)
    card = scorecard.scored(columns, days)
    weighed = risk.risk(card)
    return [Result(found, card, weighed, np.searchsorted(days, trail)) for trail in trails]


def run(tree: Tree, as_of: dt.date) -> Result:
    """Read and score a book as of one day."""
    return results(read(tree), [as_of])[0]
