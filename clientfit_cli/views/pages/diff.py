"""View of `diff`: who moved, why, and what else happened; those that fell most first."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from clientfit_cli.base.text import money, plural
from clientfit_cli.outcome.change import CAUSES
from clientfit_cli.rendering.page import Cell, Column, Page, Records, Table, Text
from clientfit_cli.views.data.diff import BANDS, COLUMNS, at_risk, data, notes, record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clientfit_cli.outcome.account import AccountOutcome, Relationship
    from clientfit_cli.outcome.change import AccountChange, Change, RelationshipChange, Split
    from clientfit_cli.rendering.page import Line

NAMED = 3  # signals that are named for each cause, and relationships for each account
ROOM = 68  # characters for them, on a terminal of 80 columns
LITTLE = 0.5  # points of health; who moved by less, and nothing else, is only counted
DIGITS = 1


def diff(found: Change) -> Page:
    """Say what changed between two points."""
    told = [one for one in found.accounts if one.status == "stayed" and _telling(one)]
    causes = _causes(found)
    titles = [_title(cause, found) for cause in causes]
    span = f"from {found.old.day} to {found.new.day}"
    table = Table(
        (
            Column("Account", flex=True, least=12),
            Column("Band", keep=8),
            Column("Health", right=True),
            Column("Change", right=True),
            *(Column(title, right=True, keep=6) for title in titles),
        ),
        [_row(one, causes) for one in told],
        [_beneath(one, causes) for one in told],
        title=f"What changed {span}, the largest falls first",
        wrap=True,
    )
    blocks: list[Table | Text] = [table] if told else []
    title = "" if told else f"Nothing much moved {span}"
    if found.empty:
        title = f"Nothing changed {span}"
    blocks.append(Text(_foot(found, told, causes), title=title, indent=10))
    return Page(
        f"What changed {span}",
        blocks,
        lambda: Records(COLUMNS, [record(one) for one in found.accounts]),
        lambda: data(found),
    )


def _telling(one: AccountChange) -> bool:
    return bool(
        abs(one.change) >= LITTLE or one.changed_band or one.risen or one.fallen
        or one.relationships or one.done or one.split is None
    )  # fmt: skip


def _causes(found: Change) -> list[str]:
    """The causes that are known, and that had a part; time and facts are shown in any case."""
    every = [one.split for one in found.accounts if one.split]
    shown = []
    for cause in (*CAUSES, "together"):
        parts = [part for one in every if (part := getattr(one, cause)) is not None]
        if any(parts) or (parts and cause in {"time", "facts"} and not found.split.unknown):
            shown.append(cause)
    return shown


def _title(cause: str, found: Change) -> str:
    if cause != "together":
        return cause.capitalize()
    unknown = {name for one in found.accounts if one.split for name in one.split.unknown}
    return "+".join(name for name in CAUSES if name in unknown).capitalize()


def points(change: float) -> str:
    """Write points of health: +1.5, -0.4, = for none."""
    text = f"{change:+.{DIGITS}f}"
    return "=" if float(text) == 0 else text


def _tone(change: float) -> str:
    rounded = round(change, DIGITS)
    return "bad" if rounded < 0 else "good" if rounded > 0 else "dim"


def apportioned(parts: Sequence[float], whole: float) -> list[float]:
    """Round parts so that they add up to the rounded whole, each by less than a last digit."""
    unit = 10**DIGITS
    floors = [math.floor(part * unit) for part in parts]
    missing = round(whole * unit) - sum(floors)
    # Those that lost most by rounding down get it back.
    order = sorted(range(len(parts)), key=lambda at: (floors[at] - parts[at] * unit, at))
    for at in order[: max(0, missing)]:
        floors[at] += 1
    for at in order[::-1][: max(0, -missing)]:
        floors[at] -= 1
    return [floor / unit for floor in floors]


def _parts(split: Split, causes: Sequence[str]) -> dict[str, float]:
    """Round the parts of a change so that what is shown adds up."""
    parts = [getattr(split, cause) or 0.0 for cause in causes]
    rounded = apportioned(parts, round(split.change, DIGITS))
    return dict(zip(causes, rounded, strict=True))


def _row(one: AccountChange, causes: Sequence[str]) -> list[Cell]:
    old, new = one.old, one.new
    assert old is not None
    assert new is not None
    was = f"{old.band} → " if old.band != new.band else ""
    row = [
        Cell(new.name, "strong"),
        Cell(was + new.band, new.band),  # type: ignore[arg-type]
        Cell(f"{_health(old)} → {_health(new)}"),
    ]
    if one.split is None:
        return row + [Cell("·", "dim")] * (len(causes) + 1)
    row.append(Cell(points(one.change), _tone(one.change)))  # type: ignore[arg-type]
    shown = _parts(one.split, causes)
    return row + [
        Cell("·" if getattr(one.split, cause) is None else points(shown[cause]), "dim")
        for cause in causes
    ]


def _health(one: AccountOutcome) -> str:
    return "·" if one.health is None else f"{one.health:.0f}"


def _beneath(one: AccountChange, causes: Sequence[str]) -> list[Line]:
    lines: list[Line] = []
    if one.split is not None:
        shown = _parts(one.split, causes)
        for cause in causes:
            said = _signals(one, cause, shown[cause])
            if said and shown[cause]:
                lines.append([Cell(f"    {cause} {points(shown[cause])}: ", "dim"), Cell(said)])
    lines += [
        [Cell("  ! ", alarm.caps), Cell(alarm.why)]  # type: ignore[arg-type]
        for alarm in one.risen
    ]
    lines += [[Cell("  ✓ ", "good"), Cell(f"no longer {alarm.name}")] for alarm in one.fallen]
    for row in one.done:
        lines.append([Cell("  ✓ ", "good"), Cell(f"{row.owner} did: {row.what}")])
    lines += _relationships(one.relationships)
    return lines


def _signals(one: AccountChange, cause: str, whole: float) -> str:
    """Name the signals behind one cause, the others in a sum: what is shown adds up."""
    parts = [(getattr(two.split, cause) or 0.0, two.signal) for two in one.signals]
    parts = sorted((part for part in parts if part[0]), key=lambda part: (-abs(part[0]), part[1]))
    said = ""
    for many in range(NAMED, 0, -1):
        said = _named(parts, many, whole)
        if len(said) <= ROOM - len(cause):
            break
    return said


def _named(parts: Sequence[tuple[float, str]], many: int, whole: float) -> str:
    if len(parts) == many + 1:
        many += 1  # the one other can as well be named
    values = [points for points, _ in parts[:many]]
    values += [sum(points for points, _ in parts[many:])] * (len(parts) > many)
    rounded = apportioned(values, whole)
    words = [name for _, name in parts[:many]] + [f"{len(parts) - many} others"]
    return ", ".join(
        f"{word} {points(value)}"
        for word, value in zip(words, rounded, strict=False)
        if round(value, DIGITS)
    )


def _relationships(every: Sequence[RelationshipChange]) -> list[Line]:
    ranked = sorted(every, key=lambda one: (-abs(_moved(one)), one.person, one.contact))
    lines: list[Line] = []
    for one in ranked[:NAMED]:
        mark = Cell("  ↑ ", "good") if one.advanced else Cell("  ↓ ", "bad")
        was, now = _strength(one.old), _strength(one.new)
        lines.append([mark, Cell(f"{one.person} with {one.contact}: {was} → {now}")])
    if len(ranked) > NAMED:
        more = plural(len(ranked) - NAMED, "more relationship")
        lines.append([Cell(f"    and {more} moved", "dim")])
    return lines


def _moved(one: RelationshipChange) -> float:
    return (one.new.strength if one.new else 0.0) - (one.old.strength if one.old else 0.0)


def _strength(one: Relationship | None) -> str:
    return f"{one.level} ({one.strength:.0f})" if one else "none"


def _foot(found: Change, told: Sequence[AccountChange], causes: Sequence[str]) -> list[Line]:
    """Who came and went, the totals, and what the split cannot know."""
    lines: list[Line] = []
    for status, word, style in (
        ("arrived", "Arrived", "good"), ("lost", "Lost", "bad"), ("left", "Gone", "bad"),
        ("left out", "Left out", "bad"),
    ):  # fmt: skip
        names = [
            f"{one.shown.name} ({one.shown.band}, {_health(one.shown)})"
            for one in found.accounts
            if one.status == status
        ]
        if names:
            lines.append([Cell(f"{word:<10}", style), Cell(", ".join(names))])  # type: ignore[arg-type]
    split = found.split
    if causes:
        shown = _parts(split, causes)
        parts = ", ".join(f"{_title(one, found).lower()} {points(shown[one])}" for one in causes)
        said = f"{parts}: {points(split.change)} points of health in all"
        lines.append([Cell("Sum       ", "dim"), Cell(said)])
    stayed = [one for one in found.accounts if one.status == "stayed"]
    quiet = len(stayed) - len(told)
    unmoved = len(found.new.accounts) - sum(one.new is not None for one in found.accounts)
    rest = [f"{plural(quiet, 'account')} moved by less than half a point"] if quiet else []
    if unmoved:
        rest.append(f"{plural(unmoved, 'account')} did not change")
    if rest:
        lines.append([Cell("Others    ", "dim"), Cell(", ".join(rest))])
    lines.append([Cell("By band   ", "dim"), *_bands(found)])
    old, new = (at_risk(side) for side in (found.old, found.new))
    text = f"{found.new.currency} {money(old)}" + (f" → {money(new)}" if old != new else "")
    lines.append([Cell("At risk   ", "dim"), Cell(text)])
    lines += [[Cell("Note      ", "dim"), Cell(note)] for note in notes(found)]
    return lines


def _bands(found: Change) -> Line:
    line: Line = []
    for band in BANDS:
        old, new = (
            sum(one.band == band for one in side.accounts) for side in (found.old, found.new)
        )
        if old or new:
            text = f"{old} → {new} {band}" if old != new else f"{new} {band}"
            line.append(Cell(text + "   ", band))  # type: ignore[arg-type]
    return line or [Cell("no account", "dim")]
