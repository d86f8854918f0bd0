"""What the cells of foreign tables say: plain text, numbers, durations, people."""

from __future__ import annotations

import datetime as dt
import math
import re
from typing import TYPE_CHECKING

from clientfit_cli.base.problems import said
from clientfit_cli.importing.importer import Person

if TYPE_CHECKING:
    from collections.abc import Sequence


Cell = str | float | bool | dt.date | dt.datetime

# What no YAML file can hold.
_ODD = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_PREFIX = re.compile(r"\(do not modify\)", re.IGNORECASE)
_AMOUNT = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
_MONEY = re.compile(r"(\D{0,10}?)(\d(?:[\d.,'\u2019_\s]*\d)?)([^\d-]{0,10})", re.ASCII)
_SHORTENED = frozenset({"k", "m", "mn", "mio", "mio.", "b", "bn", "t", "tsd", "tsd."})
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})", re.ASCII)
_SPAN = re.compile(
    r"(?:(\d{1,4})\s*h[a-z]*\s*)?(?:(\d{1,5})\s*m[a-z]*\s*)?(?:(\d{1,6})\s*s[a-z]*)?"
)
_ADDRESSED = re.compile(r"(.*?)\s*[<(]\s*([^<>()\s]+@[^<>()\s]+)\s*[>)]\s*")
_EMAIL = re.compile(r"[^\s@<>(),;:]+@[^\s@<>(),;:]+")
LONGEST_NUMBER = 30
LARGEST = 1e15  # of an amount in any currency
LONGEST_NAME = 500  # of a column
_GUID = re.compile(r"\{?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?", re.ASCII | re.IGNORECASE)
_REVERSED = re.compile(r"([^\s,]{2,}), ([^\s,]+(?: [^\s,]+)?)")
_TITLES = frozenset(
    {"phd", "md", "mba", "jr", "sr", "cpa", "esq", "inc", "llc", "ltd", "gmbh", "ii", "iii"}
)
MINUTES = {"seconds": 1 / 60, "minutes": 1.0, "hours": 60.0, "milliseconds": 1 / 60_000}


class NoValueError(Exception):
    """A cell that does not say what its column is for, and why."""


def column(name: Cell) -> str:
    """Write the name of a column so that two spellings of it are the same."""
    text = _PREFIX.sub("", str(name)[:LONGEST_NAME]).casefold()
    return "".join(letter for letter in text if letter.isalnum())


def text(cell: Cell) -> str:
    """Write a cell as text that a file of the book can hold; lines stay apart."""
    if isinstance(cell, str):
        plain = cell.isascii() and cell.isprintable()
        return (cell if plain else _ODD.sub("", cell)).strip()
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < LARGEST else repr(cell)
    return cell.isoformat() if isinstance(cell, dt.date) else str(cell)


def line(cell: Cell) -> str:
    """Write a cell as one line."""
    if cell == "":
        return ""
    return " ".join(text(cell).split())


def key(cell: Cell) -> str:
    """Write an id so that two spellings of it are the same."""
    written = line(cell)
    return written.strip("{}").lower() if _GUID.fullmatch(written) else written


def number(cell: Cell) -> float:
    """Understand an amount: `1250`, `$1,250.00`, `1.250,00 EUR`, `(12)`."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _sane(float(cell), cell)
    written = line(cell)
    found = _MONEY.fullmatch(written) if len(written) <= LONGEST_NUMBER else None
    if found is None or found[3].strip().casefold() in _SHORTENED:
        raise NoValueError(f"{said(written)} is not a number")
    before, bare = found[1], re.sub(r"[\s'\u2019_]", "", found[2])
    made = "0." + bare if before.strip("+-") == "." else _pointed(bare, written)
    if not _AMOUNT.fullmatch(made):
        raise NoValueError(f"{said(written)} is not a number")
    negative = "-" in before or "(" in before
    return _sane(-float(made) if negative else float(made), written)


def _sane(number: float, cell: Cell) -> float:
    """Keep numbers that a file of the book can hold."""
    if not math.isfinite(number) or abs(number) >= LARGEST:
        raise NoValueError(f"{said(cell)} is not a number that can be meant")
    return round(number, 6)


def _pointed(bare: str, written: str) -> str:
    """Put a point where the fraction begins, and nothing between the thousands."""
    point, comma = bare.rfind("."), bare.rfind(",")
    if point >= 0 and comma >= 0:
        thousands, fraction = (",", ".") if point > comma else (".", ",")
        whole, _, rest = bare.rpartition(fraction)
        groups = whole.split(thousands)
        if fraction in whole or any(len(group) != 3 for group in groups[1:]):
            raise NoValueError(f"{said(written)} is not a number")
        return whole.replace(thousands, "") + "." + rest
    mark = "." if point >= 0 else ","
    groups = bare.split(mark)
    if len(groups) == 1:
        return bare
    thousands_like = all(len(group) == 3 for group in groups[1:]) and 1 <= len(groups[0]) <= 3
    if len(groups) > 2:
        if not thousands_like:
            raise NoValueError(f"{said(written)} is not a number")
        return bare.replace(mark, "")
    if thousands_like and groups[0] != "0":
        if mark == ",":
            return bare.replace(",", "")
        half = bare.replace(".", "")
        raise NoValueError(f"{said(written)} may be {half} or a fraction")
    return bare.replace(mark, ".")


def minutes(cell: Cell, unit: str) -> float:
    """Understand a duration: a number of the unit, `HH:MM:SS`, `1 h 20 min`."""
    if isinstance(cell, dt.datetime):  # a duration that a workbook shows as a time of day
        return round((cell.hour * 3600 + cell.minute * 60 + cell.second) / 60, 2)
    written = line(cell)[: LONGEST_NUMBER + 1]
    if found := _CLOCK.fullmatch(written):
        # Two parts are hours and minutes only where the unit is hours.
        if found[1] is None and unit == "hours":
            return float(int(found[2]) * 60 + int(found[3]))
        return round(int(found[1] or 0) * 60 + int(found[2]) + int(found[3]) / 60, 2)
    if (found := _SPAN.fullmatch(written.lower())) and any(found.groups()):
        hours, mins, seconds = (int(one or 0) for one in found.groups())
        return round(hours * 60 + mins + seconds / 60, 2)
    return round(number(cell) * MINUTES[unit], 2)


def yes_or_no(cell: Cell) -> bool:
    """Understand a tick."""
    word = line(cell).casefold()
    if word in {"yes", "y", "true", "t", "1", "x", "on", "done", "\u2713", "\u2714"}:
        return True
    if word in {"no", "n", "false", "f", "0", "off", "to do", "-"}:
        return False
    raise NoValueError(f"{said(line(cell))} is neither yes nor no")


def apart(cell: Cell, marks: str) -> list[str]:
    """Part a cell that names several, at the first of the marks that stands in it."""
    written = line(cell).replace(" ::: ", marks[:1] or " ")
    for mark in marks:
        if mark in written:
            return [part for one in written.split(mark) if (part := one.strip())]
    return [written] if written else []


def email(cell: Cell) -> str:
    """Find the first e-mail address in a cell; nothing where there is none."""
    found = _EMAIL.search(line(cell)[:2000])
    return found[0] if found else ""


def person(name: str = "", address: str = "", key: str = "") -> Person:
    """Make somebody of what the cells say; a name may carry the address with it."""
    if found := _ADDRESSED.fullmatch(name[:500]):
        name, address = found[1], address or found[2]
    elif _EMAIL.fullmatch(name.removeprefix("mailto:")):
        name, address = "", address or name.removeprefix("mailto:")
    name = name.strip(" \"'")
    # The way in which directories list people: Lee, Robin.
    found = _REVERSED.fullmatch(name)
    if found and column(found[2]) not in _TITLES:
        name = f"{found[2]} {found[1]}"
    return Person(name, email(address), key)


def label(cells: Sequence[Cell]) -> str:
    """Name a line by the first thing that it says."""
    return next((said(shown) for one in cells if (shown := line(one))), "nothing")
