"""The book as a whole, as the formats of programs give it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clientfit_cli.base.vocabulary import CAUSES
from clientfit_cli.outcome.totals import Totals
from clientfit_cli.views.data.account import rounded
from clientfit_cli.views.data.problems import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clientfit_cli.outcome.account import AccountOutcome
    from clientfit_cli.outcome.book import BookOutcome


def whole_data(book: BookOutcome, accounts: Sequence[AccountOutcome]) -> dict[str, Any]:
    """What is said of some accounts of a book as a whole, for programs."""
    return {
        "clientfit": 1,
        "as_of": str(book.day),
        "book": book_data(Totals(book, accounts)),
        "accounts": [],
        "problems": listed(book.problems),
    }


def book_data(totals: Totals) -> dict[str, Any]:
    """What a book comes to, for programs."""
    number, revenue, share = totals.lost
    return {
        "accounts": len(totals.accounts),
        "revenue": rounded(totals.revenue),
        "by_band": {
            band: {"accounts": count, "revenue": rounded(amount)}
            for band, (count, amount) in totals.by_band.items()
        },
        "revenue_at_risk": rounded(sum(totals.at_risk.values())),
        "at_risk_by_cause": {cause: rounded(totals.at_risk[cause]) for cause in CAUSES},
        "lost_365d": {
            "accounts": number, "revenue": rounded(revenue), "share": rounded(share, 4),
        },
        "budgeted_loss": totals.book.budgeted_loss,
        "left_out": totals.book.left_out,
    }  # fmt: skip
