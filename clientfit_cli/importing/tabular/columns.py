"""Where the columns of a table stand under their many names, and what its words are in ours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from clientfit_cli.importing.tabular import cells, sheets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clientfit_cli.importing.tabular.cells import Cell


class Columns:
    """The columns of one table; of two with one name, the first counts."""

    def __init__(self, header: Sequence[Cell]) -> None:
        self._at: dict[str, int] = {}
        for at, name in enumerate(header):
            self._at.setdefault(cells.column(name), at)
        self._places: dict[tuple[str, ...], tuple[int, ...]] = {}
        self._words: dict[int, Words] = {}

    def places(self, names: Sequence[str]) -> tuple[int, ...]:
        """Say where a column stands, under each of its names that is there."""
        wanted = tuple(names)
        if wanted not in self._places:
            there = [self._at.get(cells.column(name), -1) for name in wanted]
            self._places[wanted] = tuple(dict.fromkeys(at for at in there if at >= 0))
        return self._places[wanted]

    def cell(self, row: Sequence[Cell], names: Sequence[str]) -> Cell:
        """Take the first cell of a column's names that says something."""
        for at in self.places(names):
            cell = row[at] if at < len(row) else ""
            if not sheets.blank(cell):
                return cell
        return ""

    def ours(self, written: str, table: Mapping[str, str] | Sequence[str]) -> str | None:
        """Look up a word of theirs in a table of the mapping."""
        if id(table) not in self._words:  # tables live as long as their mapping
            self._words[id(table)] = Words(table)
        return self._words[id(table)](written)


class Words:
    """A table of words, looked up without case and punctuation; a `*` stands for any rest."""

    def __init__(self, table: Mapping[str, str] | Sequence[str]) -> None:
        pairs = (
            table.items() if isinstance(table, Mapping) else ((one, one or " ") for one in table)
        )
        self._exact: dict[str, str] = {}
        self._begun: list[tuple[str, str]] = []
        for word, ours in pairs:
            self._exact.setdefault(cells.column(word), ours)
            if word.endswith("*"):
                self._begun.append((cells.column(word), ours))

    def __call__(self, written: str) -> str | None:
        folded = cells.column(written)
        if folded in self._exact and (folded or not written.strip()):
            return self._exact[folded]
        return next((ours for begin, ours in self._begun if folded.startswith(begin)), None)
