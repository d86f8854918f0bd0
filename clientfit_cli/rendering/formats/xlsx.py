"""Format `xlsx`: the record tables of a page as a workbook, for those who filter and pivot."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len

from clientfit_cli.base.errors import UserError
from clientfit_cli.base.text import clean
from clientfit_cli.rendering.formats.csv import FORMULA

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlsxwriter.worksheet import Worksheet

    from clientfit_cli.rendering.page import Canvas, Page, Records

MOST_ROWS = 1_048_575  # Excel's, less the header
MOST_LETTERS = 32_767  # in one of Excel's cells
WIDEST = 60  # letters: after a sentence a cell is cut, rather than its neighbours pushed out

NUMBERS = {
    "health": "0.0", "risk": "0.0", "fit": "0.0", "strength": "0.0", "points": "0.0",
    "known": "0%", "revenue": "#,##0", "revenue_at_risk": "#,##0", "worth": "0.0", "cost": "0.00",
    "weight": "0.00",
    "change_7d": "+0.0;[Red]-0.0;0.0", "change_28d": "+0.0;[Red]-0.0;0.0",
}  # fmt: skip
SCALES = ("health", "fit", "strength")  # 0-100, more is better
# Dark letters on a light ground of the same colour: WCAG AA, and legible in a grey print.
BANDS = {
    "red": ("#F8CECC", "#8B1A1A"), "yellow": ("#FFF2CC", "#6B4E00"),
    "green": ("#D5E8D4", "#1E5631"), "unknown": ("#E1D5E7", "#4A3168"),
}  # fmt: skip
LONG_AGO = dt.date(1980, 1, 1)
DAY_ZERO = dt.date(1899, 12, 30)  # from which spreadsheets count days


def xlsx(page: Page, canvas: Canvas) -> bytes:
    """Write a sheet for each table: numbers and dates as such, texts never as formulas."""
    del canvas
    try:
        import xlsxwriter
    except ImportError:
        raise UserError(
            "the format `xlsx` needs the extra: pip install 'clientfit[xlsx]'"
        ) from None
    tables = dict(page.sheets()) if page.sheets else {"data": page.records()}
    for name, records in tables.items():
        if len(records.rows) > MOST_ROWS:
            raise UserError(
                f"the sheet `{name}` would have {len(records.rows):,} rows, and Excel takes"
                f" {MOST_ROWS:,}",
                "choose accounts with --owner, --band or --tier, or take --format csv or json",
            )
    out = io.BytesIO()
    # The same book gives the same bytes: the file is dated by its as-of day, not by a clock.
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    day = dt.datetime.combine(_day(tables), dt.time())
    book.set_properties({"title": printable(page.title), "created": day})
    formats: dict[tuple[tuple[str, object], ...], Any] = {}

    def look(**traits: object) -> Any:
        key = tuple(sorted(traits.items()))
        if key not in formats:
            formats[key] = book.add_format(traits)
        return formats[key]

    for name, records in tables.items():
        sheet = book.add_worksheet(name)
        _fill(sheet, records, look)
        _dress(sheet, records, look, printable(page.title))
    book.close()
    return out.getvalue()


def _day(tables: dict[str, Records]) -> dt.date:
    for records in tables.values():
        for row in records.rows[:1]:
            for name, value in zip(records.columns, row, strict=True):
                if name == "as_of" and isinstance(value, dt.date):
                    return value
    return LONG_AGO


def _fill(sheet: Worksheet, records: Records, look: Callable[..., Any]) -> None:
    text, guarded = look(indent=1), look(indent=1, quote_prefix=True)
    date = look(indent=1, num_format="yyyy-mm-dd", align="left")
    truth = look(align="center", num_format='"TRUE";"TRUE";"FALSE"')  # LibreOffice: else 1 and 0
    shapes = [look(num_format=NUMBERS.get(name, "General")) for name in records.columns]
    # Titles stand on the left, also over numbers: the button of the filter covers the right.
    title = look(bold=True, bottom=1, bg_color="#E8ECF1", align="left", indent=1)
    for at, name in enumerate(records.columns):
        sheet.write_string(0, at, name, title)
    for number, row in enumerate(records.rows, 1):
        for at, value in enumerate(row):
            if value is None:
                continue
            if isinstance(value, bool):
                sheet.write_boolean(number, at, value, truth)
            elif isinstance(value, (int, float)):
                sheet.write_number(number, at, value, shapes[at])
            elif isinstance(value, dt.date):
                sheet.write_number(number, at, (value - DAY_ZERO).days, date)
            else:
                # A string is safe from formulas as it stands; the prefix keeps it so when
                # somebody edits the cell and presses Enter.
                said = printable(str(value))
                sheet.write_string(number, at, said, guarded if said.startswith(FORMULA) else text)


def _dress(sheet: Worksheet, records: Records, look: Callable[..., Any], title: str) -> None:
    """Make it easy to read and filter: a header that stays, colours, widths, a printed page."""
    columns, last = list(records.columns), len(records.rows)
    named = columns.index("account") + 1 if "account" in columns else 0
    sheet.freeze_panes(1, named)
    sheet.autofilter(0, 0, last, len(columns) - 1)
    for at, name in enumerate(columns):
        longest = max(map(_length, {row[at] for row in records.rows}), default=0)
        button = 4  # of the filter, beside the title
        sheet.set_column(at, at, min(max(longest + 2, len(name) + button), WIDEST))
        if not last:
            break
        if name == "band":
            for band, (ground, letters) in BANDS.items():
                rule = {
                    "type": "cell", "criteria": "==", "value": f'"{band}"',
                    "format": look(bg_color=ground, font_color=letters),
                }  # fmt: skip
                sheet.conditional_format(1, at, last, at, rule)
        elif name in SCALES:
            scale = {
                "type": "3_color_scale",
                "min_type": "num", "mid_type": "num", "max_type": "num",
                "min_value": 0, "mid_value": 60, "max_value": 100,
                "min_color": "#F4B6B2", "mid_color": "#FFF2CC", "max_color": "#A9D3A5",
            }  # fmt: skip
            sheet.conditional_format(1, at, last, at, scale)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_header("&L" + title.replace("&", "&&")[:200] + "&R&A, &P of &N")


def _length(value: object) -> int:
    if isinstance(value, str):
        return cell_len(value[:WIDEST])
    return len(f"{value:,.2f}") if isinstance(value, float) else len(str(value))


def printable(text: str) -> str:
    """Make a text fit for a cell: one line, nothing that XML forbids, within Excel's length."""
    # Most texts are sound as they stand; no character that is printable is forbidden.
    kept = text
    if not text.isprintable():
        kept = "".join(one for one in clean(text) if not _forbidden(ord(one)))
    return kept if len(kept) <= MOST_LETTERS else kept[: MOST_LETTERS - 1] + "…"


def _forbidden(code: int) -> bool:
    return 0xD800 <= code <= 0xDFFF or code in {0xFFFE, 0xFFFF}
