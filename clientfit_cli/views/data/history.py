"""A history for programs and spreadsheets, and the choice of accounts that all of it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clientfit_cli.views.data.account import rounded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clientfit_cli.outcome.history import BookPoint, History, Point

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

    def __init__(self, history: History, accounts: Sequence[int]) -> None:
        self.history = history
        self.at = list(accounts)
        self.days = history.days
        self.points = {at: history.points(at) for at in self.at}
        self.book = history.book(self.at)
        tables = history.result.tables
        self.ids = {at: tables.ids[at] for at in self.at}
        self.names: dict[int, str] = {at: tables.columns["name"][at] for at in self.at}

    @property
    def span(self) -> str:
        return f"{self.days[0]} to {self.days[-1]}"


def cover(point: Point | None) -> str | None:
    """Write coverage: 2x3."""
    return None if point is None or point.ours is None else f"{point.ours}x{point.theirs}"


def record(chosen: Chosen, at: int, point: Point) -> list[Any]:
    return [
        chosen.ids[at], chosen.names[at], str(point.day), point.band, rounded(point.health),
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
                "account": chosen.ids[at],
                "name": chosen.names[at],
                "days": [_point_data(point) for point in chosen.points[at]],
            }
            for at in chosen.at
        ]
    return made


def _point_data(point: Point) -> dict[str, Any]:
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
