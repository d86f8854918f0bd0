"""View of `history`: health, band, risk and coverage over time, for accounts or the book."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from clientfit_cli.base.dates import near
from clientfit_cli.base.text import money, plural, signed
from clientfit_cli.base.text import sparkline as drawn
from clientfit_cli.base.vocabulary import IN_WORDS
from clientfit_cli.rendering.page import Cell, Column, Page, Records, Table, Text
from clientfit_cli.views.data.history import (
    ACCOUNT_COLUMNS,
    BANDS,
    BOOK_COLUMNS,
    book_record,
    cover,
    data,
    record,
)
from clientfit_cli.views.pages.score import moved

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from clientfit_cli.outcome.account import AccountOutcome, TrailPoint
    from clientfit_cli.outcome.history import BookPoint
    from clientfit_cli.rendering.page import Line
    from clientfit_cli.views.data.history import Chosen

MOST_BARS = 27  # of one row of bars: a year at two weeks a bar leaves room at 80 columns
MOST_CHANGES = 4  # of band, named under an account


def accounts(chosen: Chosen) -> Page:
    """Show each account as a row of bars, or a single one day by day; the book beneath."""
    if len(chosen.accounts) == 1:
        blocks: list[Table | Text] = [_day_by_day(chosen, chosen.accounts[0])]
    elif chosen.accounts:
        blocks = [_rows(chosen), _measures(chosen)]
    else:
        blocks = [Text([[Cell("No account was scored on any of these days.")]])]
    return Page(
        f"History from {chosen.span}",
        blocks,
        lambda: Records(ACCOUNT_COLUMNS, [
            record(account, point)
            for account in chosen.accounts for point in chosen.points[account.id]
        ]),
        lambda: data(chosen, with_accounts=True),
    )  # fmt: skip


def book(chosen: Chosen) -> Page:
    """Show the book day by day."""
    return Page(
        f"History of the book from {chosen.span}",
        [_book_by_day(chosen), _measures(chosen)],
        lambda: Records(BOOK_COLUMNS, [book_record(point) for point in chosen.book]),
        lambda: data(chosen, with_accounts=False),
    )


def _step(days: Sequence[dt.date]) -> int:
    """Say how many days of the history stand behind one bar."""
    return -(-len(days) // MOST_BARS)


def _bars(values: Sequence[float | None], low: float = 0.0, high: float = 100.0) -> str:
    """Draw every so many of the values, the last one among them."""
    step = _step(values)  # type: ignore[arg-type]
    return drawn(list(values[::-1][::step])[::-1], low, high)


def _bar_says(days: Sequence[dt.date]) -> str:
    step = _step(days)
    apart = (days[-1] - days[0]).days // (len(days) - 1) * step if len(days) > 1 else 0
    if not apart:
        return ""
    return f" (a bar is {plural(apart // 7, 'week') if apart % 7 == 0 else plural(apart, 'day')})"


def _rows(chosen: Chosen) -> Table:
    columns = (
        Column("Account", flex=True, least=14), Column("Band"), Column("Health", right=True),
        Column("Over time", keep=8), Column("±", right=True, keep=5),
        Column("Low", right=True, keep=3), Column("Risk", right=True, keep=7),
        Column("Risk over time", keep=1), Column("Cover", keep=4),
    )  # fmt: skip
    title = f"{plural(len(chosen.accounts), 'account')}, {chosen.span}{_bar_says(chosen.days)}"
    return Table(
        columns,
        [_row(chosen, account) for account in chosen.accounts],
        [_beneath(chosen, account) for account in chosen.accounts],
        title,
    )


def _row(chosen: Chosen, account: AccountOutcome) -> list[Cell]:
    by_day = {point.day: point for point in chosen.points[account.id]}
    every = [by_day.get(day) for day in chosen.days]
    health = [point.health if point else None for point in every]
    now = every[-1]
    known = [value for value in health if value is not None]
    begun = known[0] if known else None
    change = round(health[-1] - begun, 6) if health[-1] is not None and begun is not None else None
    return [
        Cell(account.name, "strong"),
        Cell(now.band, now.band) if now else Cell("lost", "dim"),  # type: ignore[arg-type]
        Cell("·" if health[-1] is None else f"{health[-1]:.0f}"),
        Cell(_bars(health), "dim"),
        Cell(signed(change), moved(change)),  # type: ignore[arg-type]
        Cell(f"{min(known):.0f}" if known else "·", "dim"),
        Cell(f"{now.risk:.0f}" if now else "·"),
        Cell(_bars([point.risk if point else None for point in every]), "dim"),
        Cell(cover(now) or "·"),
    ]


def _beneath(chosen: Chosen, account: AccountOutcome) -> list[Line]:
    """Name the latest changes of band."""
    points = chosen.points[account.id]
    changes = [
        (before.band, after) for before, after in pairwise(points)
        if before.band != after.band
    ][-MOST_CHANGES:]  # fmt: skip
    if not changes:
        return []
    line: Line = [Cell("  "), Cell(changes[0][0], changes[0][0])]  # type: ignore[arg-type]
    for _, after in changes:
        line += [
            Cell(" → ", "dim"),
            Cell(after.band, after.band),  # type: ignore[arg-type]
            Cell(f" {near(after.day, chosen.days[-1])}", "dim"),
        ]
    return [line]


def _day_by_day(chosen: Chosen, account: AccountOutcome) -> Table:
    points = chosen.points[account.id]
    before: list[TrailPoint | None] = [None, *points]
    rows = []
    for last, point in zip(before, points, strict=False):
        step = None
        if last and last.health is not None and point.health is not None:
            step = round(point.health - last.health, 6)
        rows.append(
            [
                Cell(str(point.day)),
                Cell(point.band, point.band),  # type: ignore[arg-type]
                Cell("·" if point.health is None else f"{point.health:.0f}"),
                Cell(signed(step), moved(step)),  # type: ignore[arg-type]
                Cell(f"{point.risk:.0f}"),
                Cell(IN_WORDS[point.main_cause], "dim"),
                Cell(cover(point) or "·"),
                Cell(", ".join(point.alarms), "dim"),
            ]
        )
    columns = (
        Column("Day"), Column("Band"), Column("Health", right=True), Column("±", right=True),
        Column("Risk", right=True), Column("Mostly", flex=True, least=10, keep=3),
        Column("Cover"), Column("Alarms", flex=True, least=12, keep=4),
    )  # fmt: skip
    health = [point.health for point in points]
    return Table(columns, rows, title=f"{account.name}  {_bars(health)}")


def _book_by_day(chosen: Chosen) -> Table:
    most = max(1, *(point.accounts for point in chosen.book))
    rows = []
    for point in chosen.book:
        bands = [
            Cell(str(point.by_band[band]), band if point.by_band[band] else "dim")  # type: ignore[arg-type]
            for band in BANDS
        ]
        rows.append(
            [
                Cell(str(point.day)),
                *bands,
                Cell(_mean(point.health)),
                Cell(drawn([point.health]), "dim"),
                Cell(_mean(point.risk)),
                Cell(money(point.revenue)),
                Cell(money(point.revenue_at_risk)),
                Cell(_stacked(point, most), "dim"),
            ]
        )
    columns = (
        Column("Day"), Column("Red", right=True), Column("Yellow", right=True),
        Column("Green", right=True), Column("Unknown", right=True), Column("Health", right=True),
        Column("", keep=1), Column("Risk", right=True), Column("Revenue", right=True, keep=4),
        Column("At risk", right=True), Column("r/y/g/?", keep=0),
    )  # fmt: skip
    title = f"The book, {plural(len(chosen.accounts), 'account')}, {chosen.span}"
    return Table(columns, rows, title=title)


def _stacked(point: BookPoint, most: int, width: int = 24) -> str:
    """Draw the accounts of a day as letters of their bands, as wide as there are accounts."""
    text, so_far, drawn_to = "", 0, 0
    for band, letter in zip(BANDS, "ryg?", strict=True):
        so_far += point.by_band[band]
        upto = round(so_far / most * width)
        text += letter * (upto - drawn_to)
        drawn_to = upto
    return text


def _mean(value: float | None) -> str:
    return "·" if value is None else f"{value:.0f}"


def _measures(chosen: Chosen) -> Table:
    """Show each number of the book as a row of bars: then, now, and between."""
    points = chosen.book
    most = max(1, *(point.accounts for point in points))
    money_most = max(1.0, *(point.revenue for point in points))
    worst = max(1.0, *(point.revenue_at_risk for point in points))
    rows = []
    for band in BANDS:
        counts: list[float | None] = [point.by_band[band] for point in points]
        if any(counts):
            rows.append(_measure(band, band, counts, most, lambda value: f"{value:,.0f}"))
    for name, values, high, write in (
        ("health", [point.health for point in points], 100.0, _mean),
        ("risk", [point.risk for point in points], 100.0, _mean),
        ("revenue", [point.revenue for point in points], money_most, money),
        ("at risk", [point.revenue_at_risk for point in points], worst, money),
    ):
        if any(values):
            rows.append(_measure(name, "", values, high, write))
    columns = (
        Column("The book"), Column("Then", right=True), Column("Over time"),
        Column("Now", right=True), Column("Low", right=True), Column("High", right=True),
    )  # fmt: skip
    return Table(columns, rows)


def _measure(
    name: str, style: Any, values: Sequence[float | None], high: float, write: Any
) -> list[Cell]:
    known = [value for value in values if value is not None]
    return [
        Cell(name, style or "title"),
        Cell(write(values[0]), "dim"),
        Cell(_bars(values, 0.0, high), style or "dim"),
        Cell(write(values[-1])),
        Cell(write(min(known)), "dim"),
        Cell(write(max(known)), "dim"),
    ]
