"""View of `forget`: each place that speaks of a person, and what becomes of it."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from clientfit_cli.base.text import plural
from clientfit_cli.rendering.page import Cell, Column, Page, Records, Table, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clientfit_cli.rendering.page import Line, Style
    from clientfit_cli.writing.erase import Forgetting, Trace

COLUMNS = ("kind", "file", "line", "what", "becomes", "says")
_BY_HAND = ("look", "file")


def forget(found: Forgetting, *, written: bool) -> Page:
    """Show what forgetting changes, what is left to look at, and where else it may stand."""
    person = found.person
    title = ", ".join(f"{one.account}/{one.contact} → {one.pseudonym}" for one in person.seats)
    done = [one for one in found.traces if one.kind not in _BY_HAND]
    left = [one for one in found.traces if one.kind in _BY_HAND]
    blocks: list[Table | Text] = [
        Table(
            _columns("Becomes"), _rows(done), title=f"{'Forgot' if written else 'Forgets'} {title}"
        )
    ]
    if left:
        many = plural(len(left), "place")
        about = f"May be about them too, and stays: {many} to look at"
        blocks.append(Table(_columns("Says"), _rows(left), title=about))
    blocks.append(Text(_notes(found, written=written), indent=2))
    return Page(
        f"Forget {title}",
        blocks,
        lambda: Records(COLUMNS, [list(one) for one in found.traces]),
        lambda: {
            "clientfit": 1,
            "written": written,
            "contacts": [
                {"account": one.account, "contact": one.contact, "becomes": one.pseudonym}
                for one in person.seats
            ],
            "places": [one._asdict() for one in found.traces],
        },
    )


def _columns(last: str) -> tuple[Column, ...]:
    return (
        Column("Where", flex=True, least=32),
        Column("What", flex=True, least=20),
        Column(last, flex=True, least=12),
    )


def _rows(traces: Sequence[Trace]) -> list[list[Cell]]:
    """Write a row for each place; references to them are counted by file and field."""
    rows = []
    for (file, kind, what, becomes), group in groupby(sorted(traces, key=_alike), _alike):
        places = [*group]
        where = f"{file}:{places[0].line}" if places[0].line else file
        more = f", {len(places)} times" if len(places) > 1 else ""
        style: Style = "dim" if kind in _BY_HAND else ""
        rows.append((file, places[0].line, [
            Cell(where, "strong"), Cell(what + more if more else places[0].what),
            Cell(places[0].says or becomes, "bad" if becomes == "goes" else style),
        ]))  # fmt: skip
    return [row for _, _, row in sorted(rows, key=lambda one: one[:2])]


def _alike(one: Trace) -> tuple[str, str, str, str]:
    """Say what puts places into one row: the field that refers to them, whatever its row."""
    if one.kind != "reference":
        return one.file, one.kind, f"{one.line:09}{one.what}", one.becomes
    section, _, key = one.what.partition("[")
    return one.file, one.kind, f"{section}.{key.partition('.')[2].partition('[')[0]}", one.becomes


def _notes(found: Forgetting, *, written: bool) -> list[Line]:
    files = plural(len(found.edits), "file")
    said = f"{files} written" if written else f"nothing is written yet: --write changes {files}"
    notes: list[Line] = [[Cell(said, "good" if written else "strong")]]
    if found.person.known:
        notes.append([Cell(
            "How they like to work and what is personal goes too: known_people and "
            "preferred_channel may change, and health by them; no other signal does."
        )])  # fmt: skip
    if found.person.shared:
        notes.append([Cell(
            f"Others have the address {', '.join(found.person.shared)}, too: it stays in texts."
        )])  # fmt: skip
    notes.append([Cell(
        "Git's history, snapshots, reports and exports still hold it: "
        "`git filter-repo --replace-text` takes names out of the history.", "dim",
    )])  # fmt: skip
    return notes
