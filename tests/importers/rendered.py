"""What an importer yields, as text that people can read beside the input."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

from clientfit_cli.importing.importer import Importer, Item, Left, Person, Source, Wanted

HERE = Path(__file__).parent
OSLO = ZoneInfo("Europe/Oslo")
WANTED = Wanted(now=dt.datetime(2026, 11, 16, 12, tzinfo=OSLO), timezone=OSLO)


def read(importer: Importer, path: Path, wanted: Wanted = WANTED) -> list[Item | Left]:
    assert importer.recognises(Source(path))
    return list(importer.read(Source(path), wanted))


def items(importer: Importer, path: Path, wanted: Wanted = WANTED) -> list[Item]:
    return [one for one in read(importer, path, wanted) if isinstance(one, Item)]


def left(importer: Importer, path: Path) -> list[Left]:
    return [one for one in read(importer, path) if isinstance(one, Left)]


def rendered(found: list[Item | Left]) -> str:
    return "\n".join(_item(one) if isinstance(one, Item) else _left(one) for one in found) + "\n"


def _left(one: Left) -> str:
    return f"{one.place}: {'BAD' if one.bad else 'left out'}: {one.what}: {one.why}\n"


def _item(one: Item) -> str:
    lines = [f"{one.place}: {one.section} ({one.system}) key={one.key}"]
    lines += [f"  {key}: {value}" for key, value in one.row.items()]
    lines += [f"  private {key}: {value}" for key, value in one.private.items()]
    if one.firm.name or one.firm.domain:
        lines.append(f"  firm: {one.firm.name} [{one.firm.domain}]")
    for what, group in (("theirs", one.theirs), ("people", one.people)):
        if group:
            lines.append(f"  {what}: {'; '.join(map(_person, group))}")
    if one.by:
        lines.append(f"  by: {_person(one.by)}")
    if one.answers:
        lines.append(f"  answers: {one.answers}")
    return "\n".join(lines) + "\n"


def _person(one: Person) -> str:
    return f"{one.name} <{one.email}>".strip()
