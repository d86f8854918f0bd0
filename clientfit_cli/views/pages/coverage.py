"""View of `coverage`: how many of ours know how many of theirs, and whom to introduce to whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from clientfit_cli.base.text import plural
from clientfit_cli.engine.scoring.matching import Departure, worst_departure
from clientfit_cli.rendering.page import Cell, Column, Page, Records, Table, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clientfit_cli.engine.scoring.matching import Edge
    from clientfit_cli.outcome.result import AccountResult, Result
    from clientfit_cli.rendering.page import Line

STYLES = {"hollow": "yellow", "partial": "yellow", "single-threaded": "red", "uncovered": "red"}
COLUMNS = (
    "account", "name", "owner", "ours", "theirs", "strands", "verdict", "points", "hub",
    "strands_without_hub", "introduce",
)  # fmt: skip


@dataclass(frozen=True)
class Web:
    """The relationships of one account: what hangs by whom, and what to build."""

    edges: list[Edge]
    worst: Departure | None
    path: list[Edge]


def web(one: AccountResult) -> Web:
    """Work out resilience and the shortest path to the goal."""
    result = one.result
    column, coverage = result.column, result.card.inputs.coverage
    edges = coverage.edges(one.at, column)
    return Web(edges, worst_departure(edges), result.whom.path(one.at))


def coverage(result: Result, accounts: Sequence[AccountResult]) -> Page:
    """Show how well each account is covered, the thinnest first."""
    known = sorted(
        (one for one in accounts if one.coverage),
        key=lambda one: (one.coverage.strands, one.coverage.points, one.id),  # type: ignore[union-attr]
    )
    webs = {one.id: web(one) for one in known}
    goal = result.card.inputs.coverage.goal
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
        [_row(one, webs[one.id]) for one in known],
        [_beneath(one, webs[one.id]) for one in known],
        title=f"Coverage as of {result.day}, the thinnest first (the goal is {goal}x{goal})",
    )
    return Page(
        f"Coverage as of {result.day}",
        [table, Text(_totals(accounts))],
        lambda: Records(COLUMNS, [_record(one, webs[one.id]) for one in known]),
        lambda: {
            "clientfit": 1,
            "as_of": str(result.day),
            "accounts": [data(one, webs[one.id]) for one in known],
        },
    )


def _row(one: AccountResult, found: Web) -> list[Cell]:
    cover = one.coverage
    assert cover is not None
    worst = found.worst
    return [
        Cell(one.name, "strong"),
        Cell(f"{cover.ours}x{cover.theirs}"),
        Cell(str(cover.strands)),
        Cell(f"{cover.points:.0f}"),
        Cell(cover.verdict, STYLES.get(cover.verdict, "green")),  # type: ignore[arg-type]
        Cell(departing(one, worst) if worst else "·"),
        Cell(f"{worst.ours}x{worst.theirs}" if worst else "·", "dim"),
        Cell(one.owner or "·", "dim"),
    ]


def departing(one: AccountResult, who: Departure) -> str:
    """Name the person whose leaving would cost most."""
    tables = one.result.tables
    if who.person is not None:
        return f"{tables.person(who.person)} (ours)"
    assert who.contact is not None
    return tables["contacts"].label(who.contact)


def _beneath(one: AccountResult, found: Web) -> list[Line]:
    if not found.path:
        return []
    return [[Cell("  → ", "strong"), Cell(f"build {_path(one, found.path)}")]]


def _path(one: AccountResult, path: Sequence[Edge]) -> str:
    tables = one.result.tables
    return ", ".join(
        f"{tables.person(person)} with {tables['contacts'].label(contact)}"
        for person, contact in path
    )


def said(one: AccountResult) -> list[Line]:
    """Say in a few lines how an account is covered."""
    cover = one.coverage
    if cover is None:
        return []
    found = web(one)
    strands = plural(cover.strands, "strand")
    text = f"{cover.ours}x{cover.theirs}, {strands}: {cover.verdict} ({cover.points:.0f} points)"
    lines: list[Line] = [[Cell("Coverage  ", "dim"), Cell(text)]]
    if found.worst:
        left = found.worst
        text = f"{left.ours}x{left.theirs}, {plural(left.strands, 'strand')} without "
        lines.append([Cell("Worst     ", "dim"), Cell(text + departing(one, left))])
    if found.path:
        lines.append([Cell("Build     ", "dim"), Cell(_path(one, found.path))])
    return lines


def _totals(accounts: Sequence[AccountResult]) -> list[Line]:
    counts: dict[str, int] = {}
    for one in accounts:
        word = one.coverage.verdict if one.coverage else "not tracked"
        counts[word] = counts.get(word, 0) + 1
    text = ", ".join(f"{number} {word}" for word, number in sorted(counts.items()))
    return [[Cell(text or "No account to score", "dim")]]


def data(one: AccountResult, found: Web) -> dict[str, Any]:
    """Coverage of one account for programs."""
    cover = one.coverage
    assert cover is not None
    tables, worst = one.result.tables, found.worst
    ids = tables["contacts"]["id"]
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
            "person": tables.people[worst.person] if worst.person is not None else None,
            "contact": ids[worst.contact] if worst.contact is not None else None,
            "ours": worst.ours, "theirs": worst.theirs, "strands": worst.strands,
        } if worst else None,
        "introduce": [
            {"person": tables.people[person], "contact": ids[contact]}
            for person, contact in found.path
        ],
    }  # fmt: skip


def _record(one: AccountResult, found: Web) -> list[object]:
    made = data(one, found)
    hub = made["hub"] or {}
    return [
        *(made[name] for name in COLUMNS[:8]),
        hub.get("person") or hub.get("contact"),
        hub.get("strands"),
        " ".join(f"{pair['person']}:{pair['contact']}" for pair in made["introduce"]) or None,
    ]
