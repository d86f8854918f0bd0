"""View of `explain`: what a signal, alarm or action means, its numbers and its source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clientfit_cli.base import plugins
from clientfit_cli.base.problems import CODES
from clientfit_cli.base.vocabulary import DIMENSIONS
from clientfit_cli.engine.advice.action import Action, actions
from clientfit_cli.engine.scoring.alarm import Alarm, alarms
from clientfit_cli.engine.scoring.signal import Signal, signals
from clientfit_cli.rendering.page import Cell, Column, Page, Records, Table, Text

if TYPE_CHECKING:
    from clientfit_cli.book.settings import Settings
    from clientfit_cli.engine.scoring.member import Member
    from clientfit_cli.rendering.page import Line

COLUMNS = ("kind", "name", "summary")


def everything() -> dict[str, tuple[str, Any]]:
    """Name all that can be explained: its kind, and the member or text."""
    found: dict[str, tuple[str, Any]] = {}
    for kind, members in (("action", actions()), ("alarm", alarms()), ("signal", signals())):
        found |= {name: (kind, one) for name, one in members.items()}
    return found | {code: ("problem", text) for code, text in CODES.items()}


def overview(settings: Settings) -> Page:
    """List all signals by dimension, alarms and actions, with one line each."""
    weights = settings.scoring.dimensions.model_dump()
    blocks: list[Table | Text] = []
    for dimension in DIMENSIONS:
        rows = [
            [Cell(one.name), Cell(f"{_now(settings, 'signals', one)['weight']:g}"),
             Cell(one.summary, "dim")]
            for one in signals().values()
            if one.dimension == dimension
        ]  # fmt: skip
        columns = (Column("Signal"), Column("Weight", right=True), Column("", flex=True, least=20))
        blocks.append(Table(columns, rows, title=f"{dimension} ({weights[dimension]:g})"))
    rows = [
        [Cell(one.name), Cell(one.caps, one.caps), Cell(one.summary, "dim")]
        for one in alarms().values()
    ]
    columns = (Column("Alarm"), Column("Caps at"), Column("", flex=True, least=20))
    blocks.append(Table(columns, rows, title="alarms"))
    rows = [
        [Cell(one.name), Cell(one.family), Cell(one.summary, "dim")] for one in actions().values()
    ]
    columns = (Column("Action"), Column("Family"), Column("", flex=True, least=20))
    blocks.append(Table(columns, rows, title="actions"))
    blocks.append(_other_numbers(settings))
    return Page(
        "What clientfit measures",
        blocks,
        lambda: Records(COLUMNS, [[kind, name, _summary(one)]
                                  for name, (kind, one) in everything().items()]),
        lambda: {
            "clientfit": 1,
            "signals": [_data(settings, "signals", one) for one in signals().values()],
            "alarms": [_data(settings, "alarms", one) for one in alarms().values()],
            "actions": [_data(settings, "actions", one) for one in actions().values()],
        },
    )  # fmt: skip


def _other_numbers(settings: Settings) -> Table:
    """List the numbers that belong to no single signal, alarm or action."""
    rows = []
    for part, value in settings.scoring:
        if part in {"signals", "alarms", "actions"}:
            continue
        fields = type(settings.scoring).model_fields
        numbers = value if hasattr(value, "model_dump") else None
        if numbers is None:
            rows.append(
                [Cell(part), Cell(f"{value:g}"), Cell(fields[part].description or "", "dim")]
            )
            continue
        for name, number in numbers:
            if isinstance(number, float | int):
                about = type(numbers).model_fields[name].description or ""
                rows.append([Cell(f"{part}.{name}"), Cell(f"{number:g}"), Cell(about, "dim")])
    columns = (Column("Number"), Column("Is", right=True), Column("", flex=True, least=20))
    return Table(columns, rows, title="other numbers (scoring: {...} in clientfit.yaml)")


def _summary(one: Any) -> str:
    return one if isinstance(one, str) else one.summary


def explain(name: str, kind: str, one: Any, settings: Settings) -> Page:
    """Explain one thing."""
    if isinstance(one, str):
        return Page(
            name,
            [Text([[Cell(one)]], title=f"{name} (problem)")],
            lambda: Records(COLUMNS, [[kind, name, one]]),
            lambda: {"clientfit": 1, "problem": name, "summary": one},
        )
    folder = f"{kind}s"
    body: list[Line] = []
    for paragraph in one.doc.split("\n\n"):
        body += [[Cell(" ".join(paragraph.split()))], []]
    lines: list[Line] = []
    numbers = _now(settings, folder, one)
    if isinstance(one, Signal):
        lines += [
            [Cell("Dimension  ", "dim"), Cell(one.dimension)],
            [Cell("Unit       ", "dim"), Cell(one.unit)],
            [Cell("Fit        ", "dim"), Cell(str(one.fit))],
        ]
        answering = [two.name for two in actions().values() if name in two.answers]
        lines.append([Cell("Actions    ", "dim"), Cell(", ".join(answering))])
    if isinstance(one, Alarm):
        answering = [two.name for two in actions().values() if name in two.answers]
        lines += [
            [Cell("Caps at    ", "dim"), Cell(str(numbers["caps"]))],
            [Cell("Kind       ", "dim"), Cell(one.kind)],
            [Cell("Actions    ", "dim"), Cell(", ".join(answering))],
        ]
    if isinstance(one, Action):
        lines += [
            [Cell("Says       ", "dim"), Cell(one.what)],
            [Cell("Family     ", "dim"), Cell(one.family)],
            [Cell("Answers    ", "dim"), Cell(", ".join(one.answers) or "no single reading")],
        ]
    whose = plugins.distribution_of(folder, name)
    lines += [[Cell("Brought by ", "dim"), Cell(whose)]] if whose else []
    lines.append([Cell("Numbers    ", "dim"), Cell(_numbers(numbers))])
    lines.append([Cell("Settings   ", "dim"), Cell(f"scoring: {{{folder}: {{{name}: {{...}}}}}}")])
    return Page(
        name,
        [Text(body[:-1], title=f"{name} ({kind})", indent=0), Text(lines, indent=11)],
        lambda: Records(COLUMNS, [[kind, name, one.summary]]),
        lambda: {"clientfit": 1, kind: _data(settings, folder, one)},
    )


def _now(settings: Settings, folder: str, one: Member) -> dict[str, Any]:
    """The numbers that hold in this book."""
    known = plugins.members(folder)[one.name].numbers
    return {**known, **settings.numbers(folder, one.name)}


def _numbers(numbers: dict[str, Any]) -> str:
    def said(value: Any) -> str:
        if isinstance(value, bool):
            return "on" if value else "off"
        return f"{value:g}" if isinstance(value, (int, float)) else str(value)

    return ", ".join(f"{name} {said(value)}" for name, value in numbers.items())


def _data(settings: Settings, folder: str, one: Any) -> dict[str, Any]:
    data: dict[str, Any] = {
        "name": one.name,
        "summary": one.summary,
        "doc": one.doc,
        "numbers": _now(settings, folder, one),
    }
    if whose := plugins.distribution_of(folder, one.name):
        data["distribution"] = whose
    if isinstance(one, Signal):
        data |= {"dimension": one.dimension, "unit": one.unit, "fit": str(one.fit)}
    if isinstance(one, Alarm):
        data |= {"kind": one.kind, "caps": one.caps}
    if isinstance(one, Action):
        data |= {"family": one.family, "answers": list(one.answers), "what": one.what}
    return data
