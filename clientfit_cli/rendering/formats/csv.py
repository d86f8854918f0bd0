"""Format `csv`: the records of a page for spreadsheets."""

from __future__ import annotations

import csv as standard
import io
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from clientfit_cli.rendering.page import Canvas, Page

# A cell that begins so is a formula to a spreadsheet, and a formula can be made to do harm.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def csv(page: Page, canvas: Canvas) -> str:
    """Write the records with a header; unknown is empty, what looks like a formula is guarded."""
    del canvas
    out = io.StringIO()
    writer = standard.writer(out, lineterminator="\n")
    records = page.records()
    writer.writerow(records.columns)
    writer.writerows([guarded(value) for value in row] for row in records.rows)
    return out.getvalue()


def guarded(value: Any) -> str:
    """Write one cell."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.10g}"
    text = str(value)
    if text.startswith(FORMULA) and not NUMBER.fullmatch(text):
        return "'" + text
    return text
