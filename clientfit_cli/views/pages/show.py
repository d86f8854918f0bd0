"""View of `show`: one account in full, the page to open before a call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from clientfit_cli.base.text import money, signed
from clientfit_cli.base.text import sparkline as drawn
from clientfit_cli.base.vocabulary import IN_WORDS
from clientfit_cli.engine.advice.action import role_of, shown
from clientfit_cli.rendering.page import Cell, Column, Page, Records, Table, Text
from clientfit_cli.views.data.account import account_data, by_dimension, cover, place, rounded
from clientfit_cli.views.data.relationships import ROLE_WORDS, matrix, relationships
from clientfit_cli.views.pages import coverage as coverage_view
from clientfit_cli.views.pages import recommendations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clientfit_cli.outcome.account import AccountOutcome, Relationship
    from clientfit_cli.rendering.page import Line

ARROWS = {"advancing": "↑", "holding": "=", "slipping": "↓"}
MOST_PEOPLE = 6
COLUMNS = ("signal", "dimension", "value", "unit", "fit", "weight", "cost", "evidence")


def show(one: AccountOutcome) -> Page:
    """Say everything about one account, with the place in the files that each number is from."""
    blocks: list[Table | Text] = [_head(one)]
    if one.alarms:
        blocks.append(_alarms(one))
    blocks.append(_actions(one))
    blocks += _relationships(one)
    blocks.append(_signals(one))
    blocks += [block for block in (_growth(one), _next_band(one)) if block]
    return Page(
        f"{one.name} as of {one.day}",
        blocks,
        lambda: Records(COLUMNS, _records(one)),
        lambda: _data(one),
    )


def _head(one: AccountOutcome) -> Text:
    health = "·" if one.health is None else f"{one.health:.0f}"
    words = [one.id, one.industry, one.tier, f"owner {one.owner or '·'}"]
    since = one.since
    words.append(f"client since {since}" if since else None)
    currency = one.book.currency
    lines: list[Line] = [
        [Cell(" · ".join(word for word in words if word), "dim")],
        [
            Cell("Health    ", "dim"),
            Cell(f"{health} ", "strong"),
            Cell(one.band, one.band),  # type: ignore[arg-type]
            Cell(f"  {drawn(one.trend)}  ", "dim"),
            Cell(f"{signed(one.change(1))} in a week, {signed(one.change(4))} in four"),
            Cell(f"; {one.known:.0%} known", "dim"),
        ],
        [
            Cell("Risk      ", "dim"),
            Cell(f"{one.risk:.0f} of 100", "strong"),
            Cell(f", mostly {IN_WORDS[one.main_cause]} "),
            Cell(
                "("
                + ", ".join(f"{cause} {points:.0f}" for cause, points in one.causes.items())
                + ")",
                "dim",
            ),
        ],
    ]
    if one.revenue is not None:
        lines.append(
            [
                Cell("Revenue   ", "dim"),
                Cell(
                    f"{currency} {money(one.revenue)} a year, {money(one.revenue_at_risk)} at risk"
                ),
                Cell(f"; renewal {one.renewal}" if one.renewal else ""),
            ]
        )
    lines.append([Cell("Coverage  ", "dim"), Cell(cover(one))])
    dimensions = ", ".join(
        f"{name} {'·' if score is None else f'{score:.0f}'}"
        for name, score in one.dimensions.items()
    )
    lines.append([Cell("By part   ", "dim"), Cell(dimensions)])
    if one.blockers:
        said = "; ".join(f"{two.name} ({two.kind})" for two in one.blockers)
        lines.append([Cell("Blockers  ", "dim"), Cell(said)])
    return Text(lines, title=f"{one.name} as of {one.day}", indent=10)


def _alarms(one: AccountOutcome) -> Table:
    rows = [
        [
            Cell(alarm.caps, alarm.caps),  # type: ignore[arg-type]
            Cell(alarm.why),
            Cell(place(one, f"alarm {alarm.name}"), "dim"),
        ]
        for alarm in one.alarms
    ]
    columns = (Column("Cap"), Column("Alarm", flex=True, least=30), Column("Evidence", keep=2))
    return Table(columns, rows, title="Alarms")


def _actions(one: AccountOutcome) -> Table | Text:
    if not one.steps:
        return Text([[Cell("  Nothing asks for one.", "dim")]], title="Actions")
    rows = [
        [
            Cell(str(number), "dim"),  # by which `act` takes it on
            recommendations.due(one.day, step),
            Cell(step.owner or "·"),
            Cell(f"{step.worth:+.1f}" if step.worth else "·", "good" if step.worth else "dim"),
            Cell(f"{step.family}, {recommendations.state(step)}", "dim"),
        ]
        for number, step in enumerate(one.steps, start=1)
    ]
    columns = (
        Column("", right=True),
        Column("By"),
        Column("Who", flex=True),
        Column("Worth", right=True),
        Column(""),
    )
    beneath = [recommendations.beneath(step) for step in one.steps]
    return Table(columns, rows, beneath, title="Actions", wrap=True)


def _relationships(one: AccountOutcome) -> list[Table | Text]:
    """The matrix ours x theirs, and what hangs by it."""
    if not one.contacts or one.coverage is None:
        said = "No active contact is on file." if one.coverage else "Relationships are not tracked."
        return [Text([[Cell(f"  {said}", "dim")]], title="Relationships")]
    found = matrix(one, one.pairs, MOST_PEOPLE)
    rows = []
    for contact in found.contacts:
        cells = [
            Cell(contact.label, "strong" if contact.role == "decision_maker" else ""),
            Cell(ROLE_WORDS.get(contact.role or "", "·"), "dim"),
        ]
        cells += [_relationship(found.ties.get((person, contact.id))) for person in found.people]
        rows.append(cells)
    columns = [Column("Theirs \\ ours", flex=True, least=12), Column("", keep=1)]
    columns += [Column(person, keep=8 - at) for at, person in enumerate(found.people)]
    table = Table(columns, rows, title="Relationships (strength, level, direction)")
    lines = coverage_view.said(one)
    if found.more_contacts:
        lines.append([Cell(f"  and {found.more_contacts} more contacts", "dim")])
    if found.more_people:
        lines.append([Cell(f"  and {found.more_people} more of ours", "dim")])
    return [table, Text(lines, indent=10)]


def _relationship(tie: Relationship | None) -> Cell:
    if tie is None:
        return Cell("·", "dim")
    style = {"trusted": "good", "real": "good", "acquainted": "yellow", "faint": "dim"}[tie.level]
    return Cell(f"{tie.strength:.0f} {ARROWS[tie.direction]} {tie.level}", style)  # type: ignore[arg-type]


def _signals(one: AccountOutcome) -> Table:
    rows = []
    for name, score, readings in by_dimension(one):
        said = "·" if score is None else f"{score:.0f}"
        weight = f"{sum(reading.weight for reading in readings):.1f}"
        rows.append(
            [Cell(name, "title"), Cell(""), Cell(said, "strong"), Cell(weight, "dim"),
             Cell(""), Cell("")]
        )  # fmt: skip
        for reading in readings:
            known = reading.fit is not None
            value = shown(reading.value if reading.value is not None else np.nan, reading.unit)
            style = "" if reading.fit is None else "bad" if reading.fit < 50 else "good"
            rows.append(
                [
                    Cell("  " + reading.name),
                    Cell(value, "" if known else "unknown"),
                    Cell("·" if reading.fit is None else f"{reading.fit:.0f}", style),  # type: ignore[arg-type]
                    Cell(f"{reading.weight:.1f}", "dim"),
                    Cell(f"-{reading.cost:.1f}" if reading.cost >= 0.05 else "", "dim"),
                    Cell(place(one, reading.name), "dim"),
                ]
            )
    columns = (
        Column("Signal"), Column("Value", right=True), Column("Fit", right=True),
        Column("Weight", right=True, keep=4), Column("Costs", right=True, keep=5),
        Column("Evidence", flex=True, least=12, keep=3),
    )  # fmt: skip
    return Table(columns, rows, title="Signals")


def _growth(one: AccountOutcome) -> Text | None:
    space = one.white_space
    if not space:
        return None
    lines: list[Line] = [
        [Cell(f"  {free.name}"), Cell(f"  {free.likelihood:.0%} likely", "dim")]
        for free in space[:5]
    ]
    offer = next((step for step in one.steps if role_of(step.action) == "offer"), None)
    if offer:
        lines.append([Cell("  → ", "strong"), Cell(offer.what)])
    elif not one.ready:
        lines.append([Cell("  Repair comes before selling.", "dim")])
    return Text(lines, title="White space", indent=4)


def _next_band(one: AccountOutcome) -> Text | None:
    found = one.next_band
    if found is None:
        return None
    lines: list[Line] = []
    if found.alarms:
        lines.append([Cell("  End      ", "dim"), Cell(", ".join(found.alarms))])
    if found.evidence:
        lines.append([Cell("  Learn    ", "dim"), Cell(", ".join(found.evidence))])
    if found.signals:
        lifted = ", ".join(f"{name} (+{points:.1f})" for name, points in found.signals)
        lines.append([Cell("  Lift     ", "dim"), Cell(lifted)])
        lines.append([Cell("  Leads to ", "dim"), Cell(f"health {found.health:.0f}")])
    title = f"The fewest changes to {found.band}"
    return Text(lines or [[Cell("  Nothing is in the way.", "dim")]], title=title, indent=11)


def _records(one: AccountOutcome) -> Sequence[Sequence[Any]]:
    return [
        [
            reading.name, reading.dimension, rounded(reading.value, 4), reading.unit,
            rounded(reading.fit), rounded(reading.weight, 4), rounded(reading.cost),
            place(one, reading.name) or None,
        ]
        for reading in one.readings
    ]  # fmt: skip


def _data(one: AccountOutcome) -> dict[str, Any]:
    """One account for programs: as in `score`, with evidence, relationships and levers."""
    data = account_data(one)
    for signal in data["signals"]:
        rows, places = one.evidence.get(signal["signal"], (0, []))
        signal["evidence"] = [{"file": where.file, "line": where.line} for where in places]
        signal["evidence_rows"] = rows
    found = one.next_band
    return {
        "clientfit": 1,
        "as_of": str(one.day),
        "account": data,
        "relationships": [tie._asdict() for tie in relationships(one)],
        "next_band": {
            "band": found.band, "alarms": list(found.alarms), "evidence": list(found.evidence),
            "signals": [{"signal": name, "points": points} for name, points in found.signals],
            "health": found.health,
        } if found else None,
        "white_space": [
            {"service": free.service, "likelihood": free.likelihood} for free in one.white_space
        ],
    }  # fmt: skip
