"""View of `check`: what is wrong in the files, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from clientfit_cli.base.text import clean, plural
from clientfit_cli.rendering.page import Cell, Page, Records, Text
from clientfit_cli.views.data.problems import COLUMNS, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clientfit_cli.base.problems import Problem
    from clientfit_cli.rendering.page import Line

MARGIN = 12  # beside the user's own line


def problems(found: Sequence[Problem], accounts: int, width: int = 80) -> Page:
    """Show every problem with the user's own line and a remedy, and count them."""
    lines: list[Line] = []
    for one in found:
        lines += excerpt(one, max(20, width - MARGIN))
    wrong = sum(one.severity == "error" for one in found)
    said = f"{plural(accounts, 'account')}: "
    if found:
        said += f"{plural(wrong, 'error')}, {plural(len(found) - wrong, 'warning')}"
    else:
        said += "no problems"
    lines.append([Cell(said, "bad" if wrong else "good")])
    return Page(
        "Problems",
        [Text(lines, indent=4)],
        lambda: Records(
            COLUMNS,
            [[data[column] for column in COLUMNS] for data in listed(found)],
        ),
        lambda: {"clientfit": 1, "problems": listed(found)},
    )


def excerpt(one: Problem, widest: int) -> list[Line]:
    """A problem in the form of compilers, then the line that it is about."""
    route = f"{one.where.route}: " if one.where.route else ""
    style = "bad" if one.severity == "error" else "yellow"
    lines: list[Line] = [
        [
            Cell(f"{one.where}: ", "place"),
            Cell(f"{one.severity}[{one.code}] ", style),  # type: ignore[arg-type]
            Cell(f"{route}{one.message}"),
        ]
    ]
    text, at = _around(one.text.rstrip("\r\n"), one.where.column - 1, widest)
    text = clean(text)
    if one.where.line and text.strip():
        number = f"{one.where.line:>5} | "
        lines.append([Cell(number, "dim"), Cell(text.rstrip())])
        # Characters may be wide, or several may make one.
        before = " " * cell_len(text[:at])
        lines.append([Cell(" " * 5 + " | " + before, "dim"), Cell("^", style)])  # type: ignore[arg-type]
    if one.hint:
        lines.append([Cell("      = ", "dim"), Cell(one.hint)])
    return lines


def _around(text: str, at: int, widest: int) -> tuple[str, int]:
    """Cut a long line to what stands around a place."""
    at = min(at, len(text))
    if len(text) <= widest and cell_len(text) <= widest:
        return text, at
    first = max(0, at - widest // 2 + 2)
    cut = text[first : first + widest]
    while cell_len(cut) > widest - 2:
        cut = cut[:-1]
    before, after = "…" if first else "", "…" if first + len(cut) < len(text) else ""
    return before + cut + after, at - first + len(before)
