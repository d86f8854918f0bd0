"""Format `markdown`: a page for a wiki, a pull request or a mail."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clientfit_cli.base.text import clean
from clientfit_cli.rendering.page import Canvas, Cell, Page, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~&$-])")
BANDS = {"red", "yellow", "green", "unknown"}


def markdown(page: Page, canvas: Canvas) -> str:
    """Write the page with its tables; what files say is escaped."""
    del canvas
    parts = [f"# {escaped(page.title)}"]
    for block in page.blocks:
        if block.title:
            parts.append(f"## {escaped(block.title)}")
        if isinstance(block, Table):
            parts.append(_table(block))
        else:
            lines = ["".join(_cell(cell) for cell in line).strip() for line in block.lines]
            parts.append("\n".join(f"- {line}" for line in lines if line))
    return "\n\n".join(part for part in parts if part) + "\n"


def _table(block: Table) -> str:
    columns = block.columns
    beneath = any(block.beneath)
    titles = [column.title or " " for column in columns] + (["Notes"] if beneath else [])
    marks = ["---:" if column.right else "---" for column in columns]
    lines = [_row(titles), _row(marks + (["---"] if beneath else []))]
    for number, row in enumerate(block.rows):
        cells = [_cell(cell) for cell in row]
        if beneath:
            under = block.beneath[number] if number < len(block.beneath) else []
            texts = ("".join(_cell(cell) for cell in line).strip() for line in under)
            cells.append("<br>".join(texts))
        lines.append(_row(cells))
    return "\n".join(lines)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _cell(cell: Cell) -> str:
    text = escaped(cell.text)
    if cell.style in BANDS and text.strip():
        # Blanks within the stars would make them stars again.
        before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        return f"{before}**{text.strip()}**{after}"
    return text


def escaped(text: str) -> str:
    """Take the meaning out of what Markdown and HTML would read into a text."""
    return SPECIAL.sub(r"\\\1", clean(text))
