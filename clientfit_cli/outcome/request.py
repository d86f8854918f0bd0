"""Request: what is asked of a book; the same request of the same files has the same answer."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from clientfit_cli.base.vocabulary import TREND_WEEKS

if TYPE_CHECKING:
    from collections.abc import Iterable


class Detail(StrEnum):
    """A part of an outcome that can be asked for, computed and kept by itself."""

    SUMMARY = "summary"  # names, band, health, risk, revenue, coverage, alarms; health by day
    FIRST = "first"  # the most pressing recommendation of each account
    ACTIONS = "actions"  # all recommendations, the most pressing first
    TAKEN = "taken"  # what people took on, done or not
    SIGNALS = "signals"  # value, fit, cost and points of health of each signal; dimensions
    TRAIL = "trail"  # risk, coverage and alarms on each day of the trail
    RELATIONSHIPS = "relationships"  # who knows whom how well, and what hangs by whom
    GROWTH = "growth"  # what there is to expand, whom to ask, and by whom
    EVIDENCE = "evidence"  # where in the files the signals and alarms were read


SUMMARY = frozenset({Detail.SUMMARY})


@dataclass(frozen=True)
class Request:
    """What is asked of a book: as of which day, and how much of it.

    `days` are the days of the trail, the last one is the as-of day. Facts later than `known_at` are
    cut off: what would have become of the account if nothing more had happened. `rules` name other
    settings than the book's own. `accounts` are the only ones that are asked for.
    """

    days: tuple[dt.date, ...]
    details: frozenset[Detail] = SUMMARY
    known_at: dt.date | None = None
    rules: str = ""
    accounts: frozenset[str] | None = None

    @classmethod
    def weekly(
        cls,
        as_of: dt.date,
        *details: Detail,
        weeks: int = TREND_WEEKS,
        known_at: dt.date | None = None,
    ) -> Request:
        """Ask as of a day, with the weeks before it."""
        days = tuple(as_of - dt.timedelta(weeks=back) for back in range(weeks, -1, -1))
        return cls(days, SUMMARY | frozenset(details), known_at)

    @classmethod
    def on(cls, as_of: dt.date, *details: Detail, known_at: dt.date | None = None) -> Request:
        """Ask for some details as of a day alone."""
        return cls((as_of,), frozenset(details), known_at)

    @property
    def as_of(self) -> dt.date:
        return self.days[-1]

    @property
    def stage(self) -> tuple[dt.date | None, str]:
        """Name the facts and settings that are scored: requests that share them share the work."""
        return self.known_at, self.rules

    def asking(self, details: Iterable[Detail]) -> Request:
        """Ask the same for other details."""
        return replace(self, details=frozenset(details))

    def of(self, accounts: Iterable[str] | None) -> Request:
        """Ask the same of other accounts; None: of all."""
        return replace(self, accounts=None if accounts is None else frozenset(accounts))

    @property
    def key(self) -> str:
        """Name what was asked, but for the details: outcomes of equal keys add up."""
        days = self.days
        text = " ".join(map(str, (*days, "known", self.known_at, self.rules)))
        import hashlib

        return f"{self.as_of}-{hashlib.blake2b(text.encode(), digest_size=8).hexdigest()}"
