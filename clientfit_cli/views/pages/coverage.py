"""View of `coverage`: how many of ours know how many of theirs, and whom to introduce to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clientfit_cli.base.text import plural
from clientfit_cli.rendering.page import Cell, Column, Page, Records, Table, Text
from clientfit_cli.views.data.relationships import introductions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clientfit_cli.outcome.account import AccountOutcome
    from clientfit_cli.outcome.book import BookOutcome
    from clientfit_cli.rendering.page import Line

STYLES = {"hollow": "yellow", "partial": "yellow", "single-threaded": "red", "uncovered": "red"}
COLUMNS = (
    "account", "name", "owner", "ours", "theirs", "strands", "verdict", "points", "hub",
    "strands_without_hub", "introduce",
)  # fmt: skip


def coverage(outcome: BookOutcome, accounts: Sequence[AccountOutcome]) -> Page:
    """Show how well each account is covered, the thinnest first."""
    known = sorted(
        (one for one in accounts if one.coverage),
        key=lambda one: (one.coverage.strands, one.coverage.points, one.id),  # type: ignore[union-attr]
    )
    goal = outcome.rules.goal
    table = Table(
        (
            Column("Account", flex=True, least=14),
            Column("Cover"),
            Column("Strands", right=True),
            Column("Points", right=True, keep=5),
            Column("Verdict"),
            Column("Hangs by", flex=True, least=12, keep=4),
            Column("Then", keep=3),
            Column("Owner", keep=1),
        ),
        [_row(one) for one in known],
        [_beneath(one) for one in known],
        title=f"Coverage as of {outcome.day}, the thinnest first (the goal is {goal}x{goal})",
    )
    return Page(
        f"Coverage as of {outcome.day}",
        [table, Text(_totals(accounts))],
        lambda: Records(COLUMNS, [_record(one) for one in known]),
        lambda: {
            "clientfit": 1,
            "as_of": str(outcome.day),
            "accounts": [data(one) for one in known],
        },
    )


def _row(one: AccountOutcome) -> list[Cell]:
    cover = one.coverage
    assert cover is not None
    worst = one.departure
    return [
        Cell(one.name, "strong"),
        Cell(f"{cover.ours}x{cover.theirs}"),
        Cell(str(cover.strands)),
        Cell(f"{cover.points:.0f}"),
        Cell(cover.verdict, STYLES.get(cover.verdict, "green")),  # type: ignore[arg-type]
        Cell(worst.name if worst else "·"),
        Cell(f"{worst.ours}x{worst.theirs}" if worst else "·", "dim"),
        Cell(one.owner or "·", "dim"),
    ]


def _beneath(one: AccountOutcome) -> list[Line]:
    if not one.introductions:
        return []
    return [[Cell("  → ", "strong"), Cell(f"build {introductions(one)}")]]


def said(one: AccountOutcome) -> list[Line]:
    """Say in a few lines how an account is covered."""
    cover = one.coverage
    if cover is None:
        return []
    strands = plural(cover.strands, "strand")
    text = f"{cover.ours}x{cover.theirs}, {strands}: {cover.verdict} ({cover.points:.0f} points)"
    lines: list[Line] = [[Cell("Coverage  ", "dim"), Cell(text)]]
    left = one.departure
    if left:
        text = f"{left.ours}x{left.theirs}, {plural(left.strands, 'strand')} without "
        lines.append([Cell("Worst     ", "dim"), Cell(text + left.name)])
    if one.introductions:
        lines.append([Cell("Build     ", "dim"), Cell(introductions(one))])
    return lines


def _totals(accounts: Sequence[AccountOutcome]) -> list[Line]:
    counts: dict[str, int] = {}
    for one in accounts:
        word = one.coverage.verdict if one.coverage else "not tracked"
        counts[word] = counts.get(word, 0) + 1
    text = ", ".join(f"{number} {word}" for word, number in sorted(counts.items()))
    return [[Cell(text or "No account to score", "dim")]]


def data(one: AccountOutcome) -> dict[str, Any]:
    """Coverage of one account for programs."""
    cover, worst = one.coverage, one.departure
    assert cover is not None
    return {
        "account": one.id,
        "name": one.name,
        "owner": one.owner,
        "ours": cover.ours,
        "theirs": cover.theirs,
        "strands": cover.strands,
        "verdict": cover.verdict,
        "points": round(cover.points, 2),
        "hub": {
            "person": worst.person, "contact": worst.contact,
            "ours": worst.ours, "theirs": worst.theirs, "strands": worst.strands,
        } if worst else None,
        "introduce": [
            {"person": two.person, "contact": two.contact} for two in one.introductions
        ],
    }  # fmt: skip


def _record(one: AccountOutcome) -> list[object]:
    made = data(one)
    hub = made["hub"] or {}
    return [
        *(made[name] for name in COLUMNS[:8]),
        hub.get("person") or hub.get("contact"),
        hub.get("strands"),
        " ".join(f"{pair['person']}:{pair['contact']}" for pair in made["introduce"]) or None,
    ]
