"""Which row of a table names its columns, in which dialect, and which mapping knows them.

The three are found together: the row whose names fit a mapping best says all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clientfit_cli.base.errors import UserError
from clientfit_cli.base.problems import said
from clientfit_cli.importing.tabular import cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from clientfit_cli.importing.mapping import Known
    from clientfit_cli.importing.tabular.sheets import Row, Sheet

MOST_LISTED = 25  # columns in a message


@dataclass(frozen=True)
class Heading:
    """A table that a mapping knows: its dialect, and the row that names the columns."""

    sheet: Sheet
    dialect: str
    row: Row
    known: Known


@dataclass(frozen=True)
class _Fit:
    """How well a row names the columns of a mapping."""

    score: int
    lacks: tuple[frozenset[str], ...]
    heading: Heading


def found(sheets: Iterable[Sheet], known: Sequence[Known], path: Path) -> list[Heading]:
    """Find the tables of a file that a mapping knows, or say what is nearest and what it lacks."""
    sheets = list(sheets)
    made, nearest = [], None
    for sheet in sheets:
        fits = _fits(sheet, known)
        whole = [fit for fit in fits if not fit.lacks]
        if whole:
            made.append(_best(whole, path).heading)
        elif fits and (nearest is None or fits[0].score > nearest.score):
            nearest = fits[0]
    if not made:
        raise _unknown(sheets, nearest, known, path)
    return made


def fits(sheets: Iterable[Sheet], known: Sequence[Known]) -> bool:
    """Whether any table of a file is known."""
    return any(not fit.lacks for sheet in sheets for fit in _fits(sheet, known))


def _fits(sheet: Sheet, known: Sequence[Known]) -> list[_Fit]:
    """List how each row would do as the names of columns, the best first."""
    made = []
    for dialect in sheet.dialects:
        for row in sheet.beginning(dialect):
            if row.wrong:
                continue
            names = {cells.column(cell) for cell in row.cells if isinstance(cell, str)} - {""}
            for one in known:
                score = len(names & one.columns)
                if score:
                    lacks = tuple(names_ for names_ in one.needs if not names & names_)
                    made.append(_Fit(score, lacks, Heading(sheet, dialect, row, one)))
    # What is lacking counts most; then what is known; then the first row.
    return sorted(made, key=lambda fit: (bool(fit.lacks), -fit.score, fit.heading.row.line))


def _best(whole: Sequence[_Fit], path: Path) -> _Fit:
    best = whole[0]
    row = best.heading.row.line
    rivals = {
        fit.heading.known.name: fit
        for fit in whole
        if fit.score == best.score and fit.heading.row.line == row
    }
    if len(rivals) > 1:
        names = " or ".join(sorted(rivals))
        raise UserError(f"{path} may be {names}: its columns fit all of them",
                        f"say which: --mapping {min(rivals)}")  # fmt: skip
    return best


def _unknown(
    sheets: Sequence[Sheet], nearest: _Fit | None, known: Sequence[Known], path: Path
) -> UserError:
    """Say which columns there are, what is nearest, and how to go on."""
    row = nearest.heading.row if nearest else _widest(sheets)
    if row is None:
        return UserError(f"{path} holds no table")
    shown = [said(one) for cell in row.cells if (one := cells.line(cell))]
    more = f" and {len(shown) - MOST_LISTED} more" if len(shown) > MOST_LISTED else ""
    listed = ", ".join(shown[:MOST_LISTED]) + more
    what = f"the mapping {known[0].name} does not fit" if len(known) == 1 else "no mapping fits"
    hint = "name the columns in a file of your own: --mapping FILE"
    if nearest:
        near = nearest.heading.known
        lacks = ", ".join(
            names[0] for names, folded in zip(near.mapping.needs, near.needs, strict=True)
            if folded in nearest.lacks
        )  # fmt: skip
        hint = f"nearest is {near.name}, which also needs: {lacks}; or {hint}"
    return UserError(f"{path}: {what} its columns (line {row.line}): {listed}", hint)


def _widest(sheets: Sequence[Sheet]) -> Row | None:
    rows = [row for sheet in sheets for one in sheet.dialects for row in sheet.beginning(one)]
    filled = [row for row in rows if not row.wrong and any(cells.line(cell) for cell in row.cells)]
    return max(filled, key=lambda row: (len(row.cells), -row.line), default=None)
