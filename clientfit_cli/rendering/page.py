"""Pages: what a command has to say, before it is put into a format.

A view turns a result into a `Page`; a member of `reports/` turns a page into text, or into bytes
where the format is no text. A page carries the same thing three times, for three readers: `blocks`
for people, `records` (and `sheets`, where one table is not enough) for spreadsheets and `data` for
programs; all but the first are made when a format asks. Texts are plain: each format does its own
escaping.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from clientfit_cli.base import plugins
from clientfit_cli.base.errors import UserError
from clientfit_cli.base.problems import did_you_mean

# What a cell means; each format has its own way to show it.
Style = Literal[
    "", "red", "yellow", "green", "unknown", "good", "bad", "dim", "strong", "title", "place"
]


class Cell(NamedTuple):
    """A text and what it means."""

    text: str
    style: Style = ""


Line = list[Cell]


@dataclass(frozen=True)
class Column:
    """A column for people: `flex` ones give way first, the least `keep` is the first to go."""

    title: str
    right: bool = False
    flex: bool = False
    keep: int = 9
    least: int = 8


@dataclass(frozen=True)
class Table:
    """Rows for people; each may have lines of its own beneath it, that span the columns.

    A line beneath that is too long is cut, or wrapped where `wrap` says so.
    """

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    beneath: Sequence[Sequence[Line]] = ()
    title: str = ""
    wrap: bool = False


@dataclass(frozen=True)
class Text:
    """Lines for people; a line that is too long is wrapped to `indent`."""

    lines: Sequence[Line]
    title: str = ""
    indent: int = 2


@dataclass(frozen=True)
class Records:
    """Rows for spreadsheets: the columns are stable, numbers are numbers, None is unknown."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]


@dataclass(frozen=True)
class Page:
    """What a command has to say."""

    title: str
    blocks: Sequence[Table | Text]
    records: Callable[[], Records]
    data: Callable[[], Any]
    # Several record tables by name, for formats that hold more than one; without it: the records.
    sheets: Callable[[], Mapping[str, Records]] | None = None


Report = Callable[[Page, "Canvas"], str | bytes]


@dataclass(frozen=True)
class Canvas:
    """How much room there is, and whether it has colour; for the formats that people read."""

    width: int = 80
    colour: bool = False
    unicode: bool = True


def render(page: Page, form: str, canvas: Canvas) -> str | bytes:
    """Put a page into a format."""
    if form not in plugins.names("formats"):
        hint = did_you_mean(form, plugins.names("formats"))
        known = ", ".join(plugins.names("formats"))
        raise UserError(f"there is no format `{form}`", hint or f"formats: {known}")
    report: Report = plugins.members("formats")[form]
    return report(page, canvas)


# Control characters, what else begins a line, and the marks that reorder what stands after them,
# which would turn the rest of a line around.
_ODD = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_BLANKS = "\t\n\r\x85\u2028\u2029"


def clean(text: str) -> str:
    """Make a text from a file safe to show: one line, no control or direction characters."""
    if text.isprintable():  # none of them is
        return text
    return _ODD.sub(lambda odd: " " if odd[0] in _BLANKS else "\ufffd", text)


BLOCKS = "▁▂▃▄▅▆▇█"


def sparkline(values: Sequence[float | None], low: float = 0.0, high: float = 100.0) -> str:
    """Draw a row of numbers as a row of bars; what is unknown is a dot."""
    steps, width = len(BLOCKS) - 1, high - low
    return "".join(
        [
            "·" if one is None
            else BLOCKS[round((one - low) / width * steps)] if low <= one <= high
            else BLOCKS[0 if one < low else steps]
            for one in values
        ]
    )  # fmt: skip


def sparklines(rows: Sequence[Sequence[float | None]]) -> list[str]:
    """Draw many rows of numbers between 0 and 100 at once, each as `sparkline` does."""
    import numpy as np

    if not rows:
        return []
    values = np.array(rows, dtype=np.float64)
    steps = len(BLOCKS) - 1
    place = np.rint(np.clip(values, 0.0, 100.0) / 100.0 * steps)
    bars = np.array([*BLOCKS, "·"])[np.where(np.isnan(place), steps + 1, place).astype(np.int64)]
    found: list[str] = np.ascontiguousarray(bars).view(f"<U{values.shape[1]}").ravel().tolist()
    return found


def signed(change: float | None) -> str:
    """Write a change: +3, -12, = for none, a dot when it is unknown."""
    if change is None:
        return "·"
    rounded = round(change)
    return "=" if rounded == 0 else f"{rounded:+d}"


def money(amount: float | None) -> str:
    """Write an amount in three digits or so: 940, 1.2k, 3.4M."""
    if amount is None:
        return "·"
    for size, unit in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(amount) >= size * 0.9995:
            scaled = amount / size
            return f"{scaled:.0f}{unit}" if abs(scaled) >= 99.5 else f"{scaled:.3g}{unit}"
    return f"{amount:.0f}"


def plural(number: int, what: str) -> str:
    return f"{number:,} {what}" + ("" if number == 1 else "s")
