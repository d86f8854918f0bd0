"""Format `table`: a page for the terminal."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text as RichText

from clientfit_cli.report import Canvas, Cell, Column, Page, Table, Text, clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clientfit_cli.report import Line

GAP = 2
STYLES = {
    "": "", "red": "bold red", "yellow": "yellow", "green": "green", "unknown": "magenta",
    "good": "green", "bad": "red", "dim": "dim", "strong": "bold", "title": "bold",
    "place": "bold",
}  # fmt: skip
# What a terminal without Unicode gets instead.
PLAIN = str.maketrans("▁▂▃▄▅▆▇█·→↑↓…", "_..--==#.>^v.")


def table(page: Page, canvas: Canvas) -> str:
    """Lay a page out in columns that fit the terminal."""
    lines: list[RichText] = []
    for number, block in enumerate(page.blocks):
        if number:
            lines.append(RichText())
        if block.title:
            lines.append(_fitted([Cell(block.title, "title")], canvas.width))
        made = _table(block, canvas.width) if isinstance(block, Table) else _text(block, canvas)
        lines += made
    for line in lines:
        line.rstrip()
    plain = "".join(line.plain + "\n" for line in lines)
    text = _coloured(lines) if canvas.colour else plain
    return text if canvas.unicode else text.translate(PLAIN)


def _coloured(lines: list[RichText]) -> str:
    out = io.StringIO()
    console = Console(
        file=out,
        width=10_000,  # the lines are laid out here
        force_terminal=True,
        color_system="standard",
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    for line in lines:
        console.print(line, soft_wrap=True)
    return out.getvalue()


def _table(block: Table, width: int) -> list[RichText]:
    rows = [[Cell(clean(cell.text), cell.style) for cell in row] for row in block.rows]
    shown, sizes = _layout(block.columns, rows, width)
    columns = [block.columns[at] for at in shown]
    lines = []
    if any(column.title for column in columns):
        titles = [Cell(column.title, "dim") for column in columns]
        lines.append(_row(titles, columns, sizes))
    for number, row in enumerate(rows):
        lines.append(_row([row[at] for at in shown], columns, sizes))
        if number < len(block.beneath):
            for line in block.beneath[number]:
                lines += _wrapped(line, width, 4) if block.wrap else [_fitted(line, width)]
    return lines


def _layout(
    columns: Sequence[Column], rows: list[list[Cell]], width: int
) -> tuple[list[int], list[int]]:
    """Choose the columns that fit, and how wide each becomes."""
    wanted = [
        max([cell_len(column.title), *(cell_len(row[at].text) for row in rows)])
        for at, column in enumerate(columns)
    ]
    least = [
        min(wanted[at], max(column.least, 1)) if column.flex else wanted[at]
        for at, column in enumerate(columns)
    ]
    shown = list(range(len(columns)))
    while len(shown) > 1 and sum(least[at] + GAP for at in shown) - GAP > width:
        shown.remove(min(shown, key=lambda at: (columns[at].keep, -at)))
    sizes = {at: least[at] for at in shown}
    spare = width - sum(size + GAP for size in sizes.values()) + GAP
    while spare > 0:
        hungry = [at for at in shown if sizes[at] < wanted[at]]
        if not hungry:
            break
        share = max(1, spare // len(hungry))
        for at in hungry:
            more = min(share, wanted[at] - sizes[at], spare)
            sizes[at] += more
            spare -= more
    return shown, [sizes[at] for at in shown]


def _row(cells: list[Cell], columns: list[Column], sizes: list[int]) -> RichText:
    line = RichText()
    for place, (cell, column, size) in enumerate(zip(cells, columns, sizes, strict=True)):
        if place:
            line.append(" " * GAP)
        text = _cut(cell.text, size)
        pad = " " * (size - cell_len(text))
        line.append(pad + text if column.right else text + pad, style=STYLES[cell.style])
    return line


def _cut(text: str, width: int) -> str:
    """Shorten a text to a width, with an ellipsis."""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, max(0, width - 1)).rstrip() + "…" if width > 1 else "…"[:width]


def _fitted(line: Line, width: int) -> RichText:
    """Put cells side by side on one line, and cut what does not fit."""
    made = RichText()
    room = width
    for cell in line:
        text = _cut(clean(cell.text), room)
        made.append(text, style=STYLES[cell.style])
        room -= cell_len(text)
        if room <= 0:
            break
    return made


def _text(block: Text, canvas: Canvas) -> list[RichText]:
    return [piece for line in block.lines for piece in _wrapped(line, canvas.width, block.indent)]


def _wrapped(line: Line, width: int, indent: int) -> list[RichText]:
    """Wrap a line; what follows its first piece stands under the text of it."""
    made = RichText()
    for cell in line:
        made.append(clean(cell.text), style=STYLES[cell.style])
    if cell_len(made.plain) <= width:
        return [made]  # a console costs more than a page
    if line and line[0].style == "place" and cell_len(line[0].text) > width:
        # A place that is broken in two can be neither clicked nor searched for.
        place = RichText(clean(line[0].text).rstrip(), style=STYLES["place"])
        return [place, *_wrapped([Cell(" " * indent), *line[1:]], width, indent)]
    console = Console(width=width, file=io.StringIO(), markup=False, emoji=False)
    first, *rest = made.wrap(console, width) or [RichText()]
    if not rest:
        return [first]
    after = made[len(first.plain) :]
    after = after[len(after.plain) - len(after.plain.lstrip()) :]
    pad = " " * min(indent, width // 2)
    return [first, *(RichText(pad) + one for one in after.wrap(console, width - len(pad)))]
