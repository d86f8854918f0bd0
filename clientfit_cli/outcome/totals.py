"""Totals: what some accounts of a book come to, and what the book lost in the last 365 days."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from clientfit_cli.base.vocabulary import BANDS, CAUSES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clientfit_cli.outcome.account import AccountOutcome
    from clientfit_cli.outcome.book import BookOutcome


class Totals:
    """What some accounts of a book come to."""

    def __init__(self, book: BookOutcome, accounts: Sequence[AccountOutcome]) -> None:
        self.book = book
        self.accounts = accounts

    @cached_property
    def by_band(self) -> dict[str, tuple[int, float]]:
        """Number and revenue of the accounts of each band."""
        totals = dict.fromkeys(BANDS, (0, 0.0))
        for account in self.accounts:
            number, revenue = totals[account.band]
            totals[account.band] = (number + 1, revenue + (account.revenue or 0.0))
        return totals

    @property
    def revenue(self) -> float:
        return sum(account.revenue or 0.0 for account in self.accounts)

    @cached_property
    def at_risk(self) -> dict[str, float]:
        """Revenue at risk by main cause."""
        amounts = dict.fromkeys(CAUSES, 0.0)
        for account in self.accounts:
            amounts[account.main_cause] += account.revenue_at_risk or 0.0
        return amounts

    @property
    def lost(self) -> tuple[int, float, float | None]:
        """Accounts lost in the last 365 days, their revenue, and its share."""
        return self.book.lost_lately
