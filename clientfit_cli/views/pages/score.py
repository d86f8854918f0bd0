"""View of `score`: the book at a glance, worst first."""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING

import numpy as np

from clientfit_cli.base.text import BLOCKS, money, plural, signed
from clientfit_cli.base.vocabulary import IN_WORDS
from clientfit_cli.outcome.totals import Totals
from clientfit_cli.rendering.page import Cell, Column, Page, Records, Table, Text
from clientfit_cli.views.data.account import COLUMNS, account_data, cover, record
from clientfit_cli.views.data.book import whole_data
from clientfit_cli.views.pages import recommendations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clientfit_cli.outcome.account import AccountOutcome
    from clientfit_cli.outcome.book import BookOutcome
    from clientfit_cli.rendering.page import Line


def score(book: BookOutcome, accounts: Sequence[AccountOutcome]) -> Page:
    """Say how the accounts stand; the totals are those of the accounts shown."""
    totals = Totals(book, accounts)
    table = Table(
        (
            Column("Account", flex=True, least=14),
            Column("Band"),
            Column("Health", right=True),
            Column("12 weeks", keep=4),
            Column("1w", right=True, keep=3),
            Column("4w", right=True, keep=5),
            Column("Risk", right=True, keep=7),
            Column("At risk", right=True, keep=6),
            Column("Cover", keep=8),
            Column("Owner", keep=2, flex=True, least=6),
        ),
        _rows(accounts),
        [_beneath(one) for one in accounts],
        title=f"{plural(len(accounts), 'account')} as of {book.day}, worst first",
    )
    blocks: list[Table | Text] = [table] if accounts else []
    blocks.append(Text(_totals(totals), title="" if accounts else "No account to score", indent=10))
    return Page(
        f"Accounts as of {book.day}",
        blocks,
        lambda: Records(COLUMNS, [record(one) for one in accounts]),
        lambda: {**whole_data(book, accounts), "accounts": [account_data(one) for one in accounts]},
        lambda: _sheets(accounts),
    )


def _sheets(accounts: Sequence[AccountOutcome]) -> dict[str, Records]:
    from clientfit_cli.views.data.records import sheets  # heavy: it knows all tables

    return sheets(accounts)


def _rows(accounts: Sequence[AccountOutcome]) -> list[tuple[Cell, ...]]:
    """Make the rows column by column: a large book has many."""
    trends = [one.trend for one in accounts]
    columns: list[tuple[list[str], Sequence[str]]] = [
        ([one.name for one in accounts], ["strong"]),
        (bands := [one.band for one in accounts], bands),
        (["·" if trend[-1] is None else f"{trend[-1]:.0f}" for trend in trends], [""]),
        (_sparklines(trends), ["dim"]),
        *(_changes(accounts, weeks) for weeks in (1, 4)),
        ([f"{one.risk:.0f}" for one in accounts], [""]),
        ([money(one.revenue_at_risk) for one in accounts], [""]),
        ([cover(one) for one in accounts], [""]),
        ([one.owner or "·" for one in accounts], ["dim"]),
    ]
    return list(zip(*(map(Cell, texts, cycle(styles)) for texts, styles in columns), strict=True))  # type: ignore[arg-type]


def _sparklines(rows: Sequence[Sequence[float | None]]) -> list[str]:
    """Draw many rows of numbers between 0 and 100 at once, each as `sparkline` does."""
    if not rows:
        return []
    values = np.array(rows, dtype=np.float64)
    steps = len(BLOCKS) - 1
    place = np.rint(np.clip(values, 0.0, 100.0) / 100.0 * steps)
    bars = np.array([*BLOCKS, "·"])[np.where(np.isnan(place), steps + 1, place).astype(np.int64)]
    found: list[str] = np.ascontiguousarray(bars).view(f"<U{values.shape[1]}").ravel().tolist()
    return found


def _changes(accounts: Sequence[AccountOutcome], weeks: int) -> tuple[list[str], list[str]]:
    changes = [one.change(weeks) for one in accounts]
    return [signed(change) for change in changes], [moved(change) for change in changes]


def moved(change: float | None) -> str:
    """Say whether a change is good or bad."""
    rounded = round(change or 0)
    return "bad" if rounded < 0 else "good" if rounded > 0 else "dim"


def _beneath(one: AccountOutcome) -> list[Line]:
    found: list[Line] = []
    if alarms := one.alarms:
        found.append([Cell("  ! ", alarms[0].caps), Cell(alarms[0].why, "dim")])  # type: ignore[arg-type]
    step = one.first_step
    if step:
        owner, due = step.owner or "someone", recommendations.due(one.day, step)
        if due.style:
            words = [Cell(f"{owner} by "), due, Cell(f": {step.what}")]
        else:
            words = [Cell(f"{owner} by {due.text}: {step.what}")]
        found.append([Cell("  → ", "strong"), *words])
    return found


def _totals(totals: Totals) -> list[Line]:
    lines: list[Line] = []
    currency = totals.book.currency
    bands: Line = [Cell("By band   ", "dim")]
    for band, (number, revenue) in totals.by_band.items():
        if number:
            paid = (
                f" ({money(revenue)})" if revenue else ""
            )  # no revenue on file is no revenue of 0
            bands += [Cell(f"{number} {band}", band), Cell(f"{paid}   ")]  # type: ignore[arg-type]
    if len(bands) > 1:
        lines.append(bands)
    at_risk = sum(totals.at_risk.values())
    if totals.revenue:
        causes = ", ".join(
            f"{IN_WORDS[cause]} {money(amount)}"
            for cause, amount in sorted(totals.at_risk.items(), key=lambda one: -one[1])
            if amount
        )
        share = f" of {money(totals.revenue)}"
        lines.append(
            [Cell("At risk   ", "dim"), Cell(f"{currency} {money(at_risk)}", "strong"),
             Cell(f"{share}: {causes}")]
        )  # fmt: skip
    number, revenue, share_lost = totals.lost
    budget = totals.book.budgeted_loss
    said = plural(number, "account") if number else "no account"
    said += f", {currency} {money(revenue)}" if revenue else ""
    if share_lost is not None:
        said += f", {share_lost:.0%} of revenue (many firms budget for {budget:.0%})"
    lines.append([Cell("Lost      ", "dim"), Cell(f"in 365 days: {said}")])
    left_out = totals.book.left_out
    if left_out:
        lines.append([Cell("Left out  ", "dim"), Cell(", ".join(left_out), "bad")])
    return lines
