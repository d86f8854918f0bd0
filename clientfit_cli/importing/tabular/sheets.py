"""Bytes -> rows of cells: delimited text in any dialect, and the sheets of a workbook.

Text is read row by row, in memory that does not grow with the file; a workbook is read whole. What
the cells mean, and which row names the columns, is not known here.
"""

from __future__ import annotations

import csv
import itertools
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from clientfit_cli.base.errors import UserError
from clientfit_cli.importing.tabular import encodings
from clientfit_cli.importing.tabular.encodings import LONGEST, Line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from clientfit_cli.importing.importer import Source
    from clientfit_cli.importing.tabular.cells import Cell

DELIMITERS = (",", ";", "\t", "|")
BEGINNING = 60  # rows among which the names of the columns stand
MOST_LINES = 100_000  # of one record: more are a quote that nobody closed

_SEP = re.compile(r"\ufeff?\"?sep=(.)\"?\s*", re.IGNORECASE)
_GUARDED = re.compile(r"'(?=[=+\-@])")
_AS_FORMULA = re.compile(r'=\s*"((?:[^"]|"")*)"')


class Row(NamedTuple):
    """A record: the line of the file in which it begins, and its cells, or why it has none."""

    line: int
    cells: list[Cell]
    wrong: str = ""


@dataclass(frozen=True)
class Sheet:
    """A table that may be read again and again, in each of its dialects (one, of a workbook)."""

    rows: Callable[[str], Iterator[Row]]
    dialects: tuple[str, ...] = ("",)
    name: str = ""
    noun: str = "line"
    _begun: dict[str, list[Row]] = field(default_factory=dict)

    def beginning(self, dialect: str) -> list[Row]:
        """Read the first rows."""
        if dialect not in self._begun:
            rows = self.rows(dialect)
            self._begun[dialect] = list(itertools.islice(rows, BEGINNING))
        return self._begun[dialect]

    def place(self, line: int) -> str:
        """Write where a record stands, for the user to find it again."""
        return f"sheet {self.name}, {self.noun} {line}" if self.name else f"{self.noun} {line}"


def sheets(source: Source) -> list[Sheet]:
    """List the tables of a file."""
    from clientfit_cli.importing.tabular import workbooks

    if workbooks.recognises(source.head()):
        return [_sheet(name, rows) for name, rows in workbooks.read(source)]
    if not source.head():
        raise UserError(f"{source.path} is empty")
    return [_text(source)]


def _sheet(name: str, cells: list[list[Cell]]) -> Sheet:
    rows = [Row(at, row) for at, row in enumerate(cells, 1)]
    return Sheet(lambda _: iter(rows), name=name, noun="row")


def _text(source: Source) -> Sheet:
    name = encodings.encoding(source)
    first = next(encodings.lines(source, name), Line(1, ""))
    said = _SEP.fullmatch(first.text)
    dialects = (said[1],) if said else DELIMITERS
    return Sheet(lambda delimiter: _records(source, name, delimiter), dialects)


class _Feed:
    """Lines on their way to the parser, kept until the record that they make is whole."""

    def __init__(self, lines: Iterator[Line]) -> None:
        self._lines = lines
        self._again: list[Line] = []
        self.kept: list[Line] = []
        self.ended = self.too_long = False
        self._size = 0

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        if len(self.kept) >= MOST_LINES or self._size > LONGEST:
            self.too_long = True
            raise StopIteration
        one = self._again.pop() if self._again else next(self._lines, None)
        if one is None:
            self.ended = True
            raise StopIteration
        self.kept.append(one)
        self._size += len(one.text)
        if not one.whole:
            self.too_long = True
            return "\n"
        # A record ends where its line does, whatever begins the next one.
        return one.text

    def forget(self) -> None:
        self.kept, self._size, self.too_long = [], 0, False

    def again(self) -> None:
        """Give all lines but the first of this record once more."""
        self._again += reversed(self.kept[1:])
        self.ended = False


def _records(source: Source, name: str, delimiter: str) -> Iterator[Row]:
    """Read the records of a text, each quoted line end inside its cell."""
    feed = _Feed(encodings.lines(source, name))
    csv.field_size_limit(4 * LONGEST)  # of the whole process; the feed stops long before
    while True:
        feed.forget()
        try:
            # A parser of its own after each wrong record: nothing of that is left in it.
            for cells in csv.reader(feed, delimiter=delimiter):
                first = feed.kept[0]
                if feed.ended or feed.too_long:
                    break
                if first.number > 1 or not _SEP.fullmatch(first.text):
                    yield Row(first.number, [_cell(text) for text in cells])
                feed.forget()
        except csv.Error:
            pass  # what it could not take is still in `kept`
        if not feed.kept:
            return
        first = feed.kept[0]
        unclosed = "a quote that is opened here is never closed"
        why = unclosed if first.whole else "longer than a line can be"
        yield Row(first.number, [first.text[:80]], why)
        feed.again()


def blank(cell: Cell) -> bool:
    """Whether a cell says nothing."""
    return isinstance(cell, str) and not cell.strip("\0 \t\r\n\xa0")


def _cell(text: str) -> Cell:
    """Take off what spreadsheets put around a text so that it is no formula."""
    if text[:1] == "'":
        return _GUARDED.sub("", text, count=1)
    if text[:1] == "=" and (found := _AS_FORMULA.fullmatch(text)):
        return found[1].replace('""', '"')
    return text
