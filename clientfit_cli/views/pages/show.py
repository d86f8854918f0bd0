"""View of `show`: one account in full, the page to open before a call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from clientfit_cli.base.text import money, signed
from clientfit_cli.base.text import sparkline as drawn
from clientfit_cli.base.vocabulary import DIMENSIONS, IN_WORDS
from clientfit_cli.engine.advice.action import role_of, shown
from clientfit_cli.engine.scoring.strength import level
from clientfit_cli.rendering.page import Cell, Column, Page, Records, Table, Text
from clientfit_cli.views.data.account import account_data, cover, rounded
from clientfit_cli.views.pages import coverage as coverage_view
from clientfit_cli.views.pages import recommendations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clientfit_cli.base.problems import Where
    from clientfit_cli.engine.algebra.grid import Row
    from clientfit_cli.outcome.result import AccountResult
    from clientfit_cli.rendering.page import Line

ARROWS = {"advancing": "↑", "holding": "=", "slipping": "↓"}
MOST_CONTACTS = 25
MOST_PEOPLE = 6
ROLE_WORDS = {
    "decision_maker": "decides", "sponsor": "sponsor", "champion": "champion",
    "influencer": "influences", "user": "uses", "blocker": "blocks",
}  # fmt: skip
COLUMNS = ("signal", "dimension", "value", "unit", "fit", "weight", "cost", "evidence")


def show(one: AccountResult) -> Page:
    """Say everything about one account, with the place in the files that each number is from."""
    places = _Places(one)
    blocks: list[Table | Text] = [_head(one)]
    if one.alarms:
        blocks.append(_alarms(one, places))
    blocks.append(_actions(one))
    blocks += _relationships(one)
    blocks.append(_signals(one, places))
    blocks += [block for block in (_growth(one), _next_band(one)) if block]
    return Page(
        f"{one.name} as of {one.result.day}",
        blocks,
        lambda: Records(COLUMNS, _records(one, places)),
        lambda: _data(one, places),
    )


class _Places:
    """Where the evidence stands, looked up once for the whole page."""

    def __init__(self, one: AccountResult) -> None:
        self.rows: dict[str, list[Row]] = {
            reading.name: one.evidence(reading.name) for reading in one.readings
        }
        for alarm in one.alarms:
            self.rows[f"alarm {alarm.name}"] = list(alarm.evidence)
        wanted = list({row for rows in self.rows.values() for row in rows[:1]})
        self._where = dict(zip(wanted, one.result.where(wanted), strict=True))
        self._one = one

    def first(self, name: str) -> Where | None:
        rows = self.rows[name]
        return self._where[rows[0]] if rows else None

    def said(self, name: str) -> str:
        """Write a place briefly: the file within the book, the line, and how many more."""
        where, rows = self.first(name), self.rows[name]
        if where is None:
            return ""
        root = self._one.result.book.tree.shown("").rstrip("/") + "/"
        text = f"{where.file.removeprefix(root)}:{where.line}"
        return text + (f" +{len(rows) - 1}" if len(rows) > 1 else "")


def _head(one: AccountResult) -> Text:
    health = "·" if one.health is None else f"{one.health:.0f}"
    words = [one.id, one.records.get("industry"), one.tier, f"owner {one.owner or '·'}"]
    since = one.records.get("since")
    words.append(f"client since {since}" if since else None)
    currency = one.result.book.settings.currency
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
                Cell(
                    f"; renewal {one.records.get('renewal')}" if one.records.get("renewal") else ""
                ),
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
    return Text(lines, title=f"{one.name} as of {one.result.day}", indent=10)


def _alarms(one: AccountResult, places: _Places) -> Table:
    rows = [
        [
            Cell(alarm.caps, alarm.caps),  # type: ignore[arg-type]
            Cell(alarm.why),
            Cell(places.said(f"alarm {alarm.name}"), "dim"),
        ]
        for alarm in one.alarms
    ]
    columns = (Column("Cap"), Column("Alarm", flex=True, least=30), Column("Evidence", keep=2))
    return Table(columns, rows, title="Alarms")


def _actions(one: AccountResult) -> Table | Text:
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


def _relationships(one: AccountResult) -> list[Table | Text]:
    """The matrix ours x theirs, and what hangs by it."""
    tables, column = one.result.tables, one.result.column
    strength = one.result.card.inputs.strength
    low, high = np.searchsorted(tables["contacts"].account, [one.at, one.at + 1])
    active = one.result.card.inputs.active.held[:, column]
    contacts = [at for at in range(int(low), int(high)) if active[at]]
    if not contacts or one.coverage is None:
        said = "No active contact is on file." if one.coverage else "Relationships are not tracked."
        return [Text([[Cell(f"  {said}", "dim")]], title="Relationships")]
    first, last = np.searchsorted(tables.pairs.account, [one.at, one.at + 1])
    pairs = {
        (int(tables.pairs.person[at]), int(tables.pairs.contact[at])): at
        for at in range(int(first), int(last))
        if not np.isnan(strength.by_pair.values[at, column])
    }
    best = strength.by_contact.values[:, column]
    contacts.sort(key=lambda at: (-np.nan_to_num(best[at]), tables["contacts"]["id"][at]))
    reach: dict[int, float] = {}
    for (who, _), pair in pairs.items():
        reach[who] = reach.get(who, 0.0) + float(strength.by_pair.values[pair, column])
    people = sorted(reach, key=lambda person: (-reach[person], tables.people[person]))
    rows = []
    for contact in contacts[:MOST_CONTACTS]:
        role = tables.role(contact)
        cells = [
            Cell(tables["contacts"].label(contact), "strong" if role == "decision_maker" else ""),
            Cell(ROLE_WORDS.get(role or "", "·"), "dim"),
        ]
        for person in people[:MOST_PEOPLE]:
            at = pairs.get((person, contact))
            cells.append(_relationship(one, at) if at is not None else Cell("·", "dim"))
        rows.append(cells)
    columns = [Column("Theirs \\ ours", flex=True, least=12), Column("", keep=1)]
    columns += [
        Column(tables.people[person], keep=8 - at) for at, person in enumerate(people[:MOST_PEOPLE])
    ]
    matrix = Table(columns, rows, title="Relationships (strength, level, direction)")
    lines = coverage_view.said(one)
    if len(contacts) > MOST_CONTACTS:
        lines.append([Cell(f"  and {len(contacts) - MOST_CONTACTS} more contacts", "dim")])
    if len(people) > MOST_PEOPLE:
        lines.append([Cell(f"  and {len(people) - MOST_PEOPLE} more of ours", "dim")])
    return [matrix, Text(lines, indent=10)]


def _relationship(one: AccountResult, pair: int) -> Cell:
    strength = one.result.card.inputs.strength
    value = float(strength.by_pair.values[pair, one.result.column])
    direction = strength.direction(float(strength.pair_change.values[pair, one.result.column]))
    named = level(value, strength.numbers)
    style = {"trusted": "good", "real": "good", "acquainted": "yellow", "faint": "dim"}[named]
    return Cell(f"{value:.0f} {ARROWS[direction]} {named}", style)  # type: ignore[arg-type]


def _signals(one: AccountResult, places: _Places) -> Table:
    rows = []
    for dimension in DIMENSIONS:
        readings = [reading for reading in one.readings if reading.dimension == dimension]
        if not readings:
            continue
        score = one.dimensions[dimension]
        said = "·" if score is None else f"{score:.0f}"
        weight = f"{sum(reading.weight for reading in readings):.1f}"
        rows.append(
            [Cell(dimension, "title"), Cell(""), Cell(said, "strong"), Cell(weight, "dim"),
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
                    Cell(places.said(reading.name), "dim"),
                ]
            )
    columns = (
        Column("Signal"), Column("Value", right=True), Column("Fit", right=True),
        Column("Weight", right=True, keep=4), Column("Costs", right=True, keep=5),
        Column("Evidence", flex=True, least=12, keep=3),
    )  # fmt: skip
    return Table(columns, rows, title="Signals")


def _growth(one: AccountResult) -> Text | None:
    growth, advice = one.result.growth, one.result.advice
    space = growth.white_space(one.at)
    if not space:
        return None
    lines: list[Line] = [
        [
            Cell(f"  {advice.service_name(two.service)}"),
            Cell(f"  {two.likelihood:.0%} likely", "dim"),
        ]
        for two in space[:5]
    ]
    offer = next((step for step in one.steps if role_of(step.action) == "offer"), None)
    if offer:
        lines.append([Cell("  → ", "strong"), Cell(offer.what)])
    elif not growth.ready[one.at]:
        lines.append([Cell("  Repair comes before selling.", "dim")])
    return Text(lines, title="White space", indent=4)


def _next_band(one: AccountResult) -> Text | None:
    found = one.levers
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


def _records(one: AccountResult, places: _Places) -> Sequence[Sequence[Any]]:
    return [
        [
            reading.name, reading.dimension, rounded(reading.value, 4), reading.unit,
            rounded(reading.fit), rounded(reading.weight, 4), rounded(reading.cost),
            places.said(reading.name) or None,
        ]
        for reading in one.readings
    ]  # fmt: skip


def _data(one: AccountResult, places: _Places) -> dict[str, Any]:
    """One account for programs: as in `score`, with evidence, relationships and levers."""
    data = account_data(one)
    for signal in data["signals"]:
        rows = places.rows[signal["signal"]]
        signal["evidence"] = [
            {"file": where.file, "line": where.line} for where in one.result.where(rows[:10])
        ]
        signal["evidence_rows"] = len(rows)
    found = one.levers
    return {
        "clientfit": 1,
        "as_of": str(one.result.day),
        "account": data,
        "relationships": [two._asdict() for two in one.relationships],
        "next_band": {
            "band": found.band, "alarms": list(found.alarms), "evidence": list(found.evidence),
            "signals": [{"signal": name, "points": points} for name, points in found.signals],
            "health": found.health,
        } if found else None,
        "white_space": [
            {"service": one.result.tables.services[two.service], "likelihood": two.likelihood}
            for two in one.result.growth.white_space(one.at)
        ],
    }  # fmt: skip
