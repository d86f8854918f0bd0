"""Pages: what a command has to say, before it is put into a format.

A view turns a result into a `Page`; a member of `reports/` turns a page into text, or into bytes
where the format is no text. A page carries the same thing three times, for three readers: `blocks`
for people, `records` (and `sheets`, where one table is not enough) for spreadsheets and `data` for
programs; all but the first are made when a format asks. Texts are plain: each format does its own
escaping.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import FunctionType
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
    report: Report = plugins.members("formats", FunctionType)[form]
    return report(page, canvas)
