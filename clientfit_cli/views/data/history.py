"""A history for programs and spreadsheets, and the choice of accounts that all of it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clientfit_cli.outcome.history import book_points
from clientfit_cli.views.data.account import rounded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clientfit_cli.outcome.account import AccountOutcome, TrailPoint
    from clientfit_cli.outcome.book import BookOutcome
    from clientfit_cli.outcome.history import BookPoint

ACCOUNT_COLUMNS = (
    "account", "name", "as_of", "band", "health", "known", "risk", "main_cause",
    "revenue_at_risk", "coverage", "strands", "alarms",
)  # fmt: skip
BOOK_COLUMNS = (
    "as_of", "accounts", "red", "yellow", "green", "unknown", "health", "risk", "revenue",
    "revenue_at_risk",
)  # fmt: skip
BANDS = ("red", "yellow", "green", "unknown")


class Chosen:
    """Some accounts of a history, each with its points, and the book that they make."""

    def __init__(self, outcome: BookOutcome, accounts: Sequence[AccountOutcome]) -> None:
        self.accounts = list(accounts)
        self.days = outcome.request.days
        self.points = {account.id: account.points for account in accounts}
        self.book = book_points(outcome, accounts)

    @property
    def span(self) -> str:
        return f"{self.days[0]} to {self.days[-1]}"


def cover(point: TrailPoint | None) -> str | None:
    """Write coverage: 2x3."""
    return None if point is None or point.ours is None else f"{point.ours}x{point.theirs}"


def record(account: AccountOutcome, point: TrailPoint) -> list[Any]:
    return [
        account.id, account.name, str(point.day), point.band, rounded(point.health),
        rounded(point.known, 3), rounded(point.risk), point.main_cause,
        rounded(point.revenue_at_risk), cover(point),
        point.strands, " ".join(point.alarms),
    ]  # fmt: skip


def book_record(point: BookPoint) -> list[Any]:
    return [
        str(point.day), point.accounts, *(point.by_band[band] for band in BANDS),
        rounded(point.health), rounded(point.risk), rounded(point.revenue),
        rounded(point.revenue_at_risk),
    ]  # fmt: skip


def data(chosen: Chosen, *, with_accounts: bool) -> dict[str, Any]:
    made: dict[str, Any] = {
        "clientfit": 1,
        "as_of": str(chosen.days[-1]),
        "days": [str(day) for day in chosen.days],
        "book": [dict(zip(BOOK_COLUMNS, book_record(point), strict=True))
                 for point in chosen.book],
    }  # fmt: skip
    if with_accounts:
        made["accounts"] = [
            {
                "account": account.id,
                "name": account.name,
                "days": [_point_data(point) for point in chosen.points[account.id]],
            }
            for account in chosen.accounts
        ]
    return made


def _point_data(point: TrailPoint) -> dict[str, Any]:
    return {
        "as_of": str(point.day),
        "band": point.band,
        "health": rounded(point.health),
        "known": rounded(point.known, 4),
        "risk": rounded(point.risk),
        "main_cause": point.main_cause,
        "revenue_at_risk": rounded(point.revenue_at_risk),
        "coverage": None if point.ours is None else {
            "ours": point.ours, "theirs": point.theirs, "strands": point.strands,
        },
        "alarms": list(point.alarms),
    }  # fmt: skip
