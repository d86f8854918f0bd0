"""Workbooks (.xlsx, .xlsm, .xlsb, .xls, .ods) -> sheets of cells."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

from clientfit_cli.base.errors import UserError
from clientfit_cli.importing.importer import missing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clientfit_cli.importing.importer import Source
    from clientfit_cli.importing.tabular.cells import Cell

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LARGEST = 1024 * 1024 * 1024  # bytes of a workbook once unpacked
MOST_CELLS = 20_000_000  # between the first and the last one of a sheet, empty ones too
_INSIDE = (b"[Content_Types].xml", b"xl/", b"opendocument.spreadsheet", b"_rels/.rels")

_COLUMN = re.compile(rb'<(?:\w+:)?c\b[^>]{0,200}?\br="([A-Z]{1,3})\d')
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]{0,200}?\br="(\d{1,9})"')
_ODS = re.compile(rb"<table:(table|table-row|(?:covered-)?table-cell)\b(?!-)([^>]*)>")
_TIMES = re.compile(rb'-repeated="(\d{1,9})"')


def recognises(head: bytes) -> bool:
    """Whether a file begins as a workbook does."""
    return head.startswith(OLE) or (head.startswith(ZIP) and any(name in head for name in _INSIDE))


def read(source: Source) -> list[tuple[str, list[list[Cell]]]]:
    """Read all sheets of a workbook that hold anything."""
    try:
        import python_calamine
    except ImportError:
        raise missing("python-calamine") from None
    with source.open() as file:
        raw = file.read(LARGEST + 1)
    _bounded(source, raw)
    found = []
    try:
        book = python_calamine.load_workbook(io.BytesIO(raw))
        for name in book.sheet_names:
            rows: list[list[Any]] = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            made = [[_cell(one) for one in row] for row in rows]
            if made:
                found.append(("".join(one for one in name if one.isprintable()), made))
    except (MemoryError, KeyboardInterrupt):
        raise
    except BaseException as error:
        # The reader is written in Rust, and what it does not expect is no `Exception` here.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        said = "is protected by a password" if "Password" in type(error).__name__ else (
            "is not a workbook that can be read")  # fmt: skip
        raise UserError(f"{source.path} {said}", "save it as CSV (UTF-8)") from None
    source.tick(len(raw))
    return found


def _bounded(source: Source, raw: bytes) -> None:
    """Refuse what would not fit into memory: little files may unpack to anything."""
    hint = "save the sheet as CSV (UTF-8)"
    if len(raw) > LARGEST:
        raise UserError(f"{source.path} is too large for a workbook", hint)
    if not raw.startswith(ZIP):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            size = sum(one.file_size for one in packed.infolist())
            most = 0 if size > LARGEST else max(_cells(packed, one) for one in packed.infolist())
    except Exception as error:  # zipfile has a dozen ways to say no
        if isinstance(error, MemoryError):
            raise
        raise UserError(f"{source.path} is not a workbook that can be read", hint) from None
    if size > LARGEST:
        raise UserError(f"{source.path} unpacks to more than a gigabyte", hint)
    if most > MOST_CELLS:
        raise UserError(f"{source.path}: a sheet spans more than {MOST_CELLS:,} cells", hint)


def _cells(packed: zipfile.ZipFile, one: zipfile.ZipInfo) -> int:
    """Say how many cells a sheet spans; the reader lays them all out."""
    if one.filename == "content.xml":
        return _repeated(packed, one)
    if "worksheets/" not in one.filename:
        return 0
    columns: set[bytes] = set()
    last = 0
    for text in _tags(packed, one):
        columns.update(_COLUMN.findall(text))
        last = max([last, *map(int, _ROW.findall(text))])
    return last * max(map(_number, columns), default=1)


def _repeated(packed: zipfile.ZipFile, one: zipfile.ZipInfo) -> int:
    """Count the cells of an .ods, in which one may stand for millions."""
    most = rows = last_row = times = width = widest = 0
    for text in _tags(packed, one):
        for kind, about in _ODS.findall(text):
            found = _TIMES.search(about)
            number = int(found[1]) if found else 1
            if kind == b"table":
                rows = last_row = width = widest = 0
            elif kind == b"table-row":
                rows, times, width = rows + number, number, 0
            else:
                width += number
                if b"value" in about:
                    last_row, widest = rows, max(widest, width)
                    most = max(most, last_row * widest, times * width)
    return most


def _tags(packed: zipfile.ZipFile, one: zipfile.ZipInfo) -> Iterator[bytes]:
    """Read XML piece by piece, no tag cut in two (but for one that is longer than a piece)."""
    with packed.open(one) as file:
        before = b""
        while chunk := file.read(1024 * 1024):
            whole, _, rest = (before + chunk).rpartition(b"<")
            yield whole
            before = b"<" + rest[:100_000]
        yield before


def _number(column: bytes) -> int:
    made = 0
    for letter in column:
        made = made * 26 + letter - 64
    return made


def _cell(value: Any) -> Cell:
    if isinstance(value, dt.timedelta):
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
    if isinstance(value, dt.time):
        return value.isoformat()
    if isinstance(value, (str, bool, int, float, dt.date)):
        return value
    return ""
