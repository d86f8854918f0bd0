"""Format `xlsx`: what a spreadsheet finds in the workbook."""

from __future__ import annotations

import datetime as dt
import io
import os
import subprocess
import sys
import zipfile

import openpyxl
import pytest

from clientfit_cli.base.errors import UserError
from clientfit_cli.execution.task import read_book
from clientfit_cli.rendering import page as report
from clientfit_cli.rendering.formats import xlsx
from clientfit_cli.rendering.page import Canvas, Page, Records
from clientfit_cli.storage.folder import Folder
from clientfit_cli.views.data.records import sheets
from clientfit_cli.views.pages.score import score
from tests.conftest import EXAMPLES, TODAY, outcome


@pytest.fixture(scope="module")
def result():
    return outcome(read_book(Folder(EXAMPLES / "accounts")), TODAY)


@pytest.fixture(scope="module")
def content(result) -> bytes:
    return report.render(score(result, result.accounts), "xlsx", Canvas())


@pytest.fixture
def workbook(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def page(**tables: Records) -> Page:
    return Page("A page", [], lambda: Records((), []), dict, lambda: tables)


def written(*values: object, column: str = "what"):
    """The cells of a sheet of one column, without its title."""
    made = report.render(page(one=Records((column,), [[one] for one in values])), "xlsx", Canvas())
    return [row[0] for row in openpyxl.load_workbook(io.BytesIO(made))["one"].iter_rows(min_row=2)]


def test_a_book_has_the_four_tables_of_the_library(workbook, result):
    from clientfit_cli.api import open_book

    tables = open_book(EXAMPLES / "accounts").score(TODAY)
    assert workbook.sheetnames == ["accounts", "signals", "relationships", "actions"]
    for sheet in workbook:
        frame = getattr(tables, sheet.title)
        assert [cell.value for cell in sheet[1]] == list(frame.columns)
        assert sheet.max_row - 1 == len(frame)
    assert len(tables.accounts) == len(result.accounts)


def test_the_rows_are_those_of_the_tables_with_unknown_empty(workbook, result):
    for name, records in sheets(result.accounts).items():
        found = list(workbook[name].iter_rows(min_row=2, values_only=True))
        for row, wanted in zip(found, records.rows, strict=True):
            for value, want in zip(row, wanted, strict=True):
                if isinstance(want, dt.date):
                    assert value == dt.datetime.combine(want, dt.time())
                else:
                    assert value == want or (value is None and want == "")


def test_numbers_dates_and_truths_are_what_they_are(workbook):
    accounts, actions = workbook["accounts"], workbook["actions"]
    at = {cell.value: cell.column - 1 for cell in accounts[1]}
    row = accounts[2]
    assert row[at["as_of"]].is_date
    assert row[at["health"]].data_type == "n"
    assert row[at["revenue"]].number_format == "#,##0"
    assert row[at["known"]].number_format == "0%"
    at = {cell.value: cell.column - 1 for cell in actions[1]}
    assert actions[2][at["due"]].is_date
    assert actions[2][at["overdue"]].data_type == "b"


def test_the_header_stays_and_filters(workbook):
    for sheet in workbook:
        assert sheet.freeze_panes == "C2"  # the account's id stays, too
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.print_title_rows == "$1:$1"


def test_columns_are_wide_enough_and_no_wider_than_a_sentence(workbook):
    for sheet in workbook:
        for letter, column in sheet.column_dimensions.items():
            assert 8 <= column.width <= xlsx.WIDEST + 1, (sheet.title, letter)


def test_band_and_health_are_coloured_by_what_they_say(workbook):
    rules = {
        str(place.sqref): [rule.type for rule in place.rules]
        for place in workbook["accounts"].conditional_formatting
    }
    assert rules == {"F2:F14": ["cellIs"] * 4, "G2:G14": ["colorScale"]}


@pytest.mark.parametrize(
    "text", ["=1+1", "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "{=1+1}", "=1+1 "]
)
def test_what_looks_like_a_formula_is_a_text(text):
    [cell] = written(text)
    assert (cell.value, cell.data_type) == (text, "s")
    if text[0] in "=+-@":
        assert cell.quotePrefix, "editing the cell would make it a formula"


def test_what_looks_like_a_link_or_a_number_is_a_text(content):
    cells = written("https://example.com/", "internal:one!A1", "12", "2026-11-16", "TRUE")
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.hyperlink is None for cell in cells)
    assert not any(name.startswith("xl/external") for name in _names(content))


def _names(content: bytes) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(content)).namelist()


def test_a_workbook_has_no_macro_and_no_link_to_elsewhere(content):
    files = zipfile.ZipFile(io.BytesIO(content))
    assert not [name for name in files.namelist() if "vba" in name.lower()]
    for name in files.namelist():
        assert b'TargetMode="External"' not in files.read(name)
        assert b"<f>" not in files.read(name)


def test_characters_that_xml_forbids_are_taken_out():
    [cell] = written("a\x00b\x07c\x1b[31md\ufffee\uffff\ud800\nf\u202eg")
    assert cell.value == "a\ufffdb\ufffdc\ufffd[31mde f\ufffdg"


def test_markup_and_escapes_of_the_format_are_texts():
    texts = ["<b>&amp;</b>", "_x0041_", "  spaces  ", "日本語 🙂", "שלום"]
    assert [cell.value for cell in written(*texts)] == texts


def test_a_text_longer_than_a_cell_is_cut():
    [cell] = written("x" * 40_000)
    assert len(cell.value) == 32_767
    assert cell.value.endswith("x…")


def test_more_rows_than_excel_takes_are_refused(monkeypatch):
    monkeypatch.setattr(xlsx, "MOST_ROWS", 2)
    with pytest.raises(UserError, match="the sheet `one` would have 3 rows, and Excel takes 2"):
        written(1, 2, 3)


def test_a_page_without_tables_of_its_own_gives_its_records(result):
    from clientfit_cli.views.pages.coverage import coverage

    made = report.render(coverage(result, result.accounts), "xlsx", Canvas())
    book = openpyxl.load_workbook(io.BytesIO(made))
    assert book.sheetnames == ["data"]
    assert book["data"]["A1"].value == "account"


def test_a_book_without_accounts_gives_the_titles(result):
    made = report.render(score(result, []), "xlsx", Canvas())
    book = openpyxl.load_workbook(io.BytesIO(made))
    assert [sheet.max_row for sheet in book] == [1, 1, 1, 1]


def test_the_same_book_gives_the_same_bytes(result, content):
    assert report.render(score(result, result.accounts), "xlsx", Canvas()) == content


def test_without_the_package_it_says_what_to_install(monkeypatch, result):
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(UserError, match=r"needs the extra: pip install 'clientfit\[xlsx\]'"):
        report.render(score(result, []), "xlsx", Canvas())


COMMAND = [sys.executable, "-m", "clientfit_cli", "score", str(EXAMPLES / "accounts"),
           "--as-of", str(TODAY)]  # fmt: skip


def test_the_ending_of_the_file_says_the_format(tmp_path, content):
    target = tmp_path / "book.xlsx"
    done = subprocess.run([*COMMAND, "-o", str(target)], capture_output=True, check=True)
    assert done.stdout == b""
    assert target.read_bytes() == content
    assert [one.name for one in tmp_path.iterdir()] == ["book.xlsx"]


def test_it_goes_through_a_pipe(content):
    done = subprocess.run([*COMMAND, "--format", "xlsx"], capture_output=True, check=True)
    assert done.stdout == content


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_it_is_kept_from_a_terminal():
    import pty

    ours, theirs = pty.openpty()
    try:
        done = subprocess.run(
            [*COMMAND, "--format", "xlsx"], stdout=theirs, stderr=subprocess.PIPE, check=False
        )
    finally:
        os.close(theirs)
        os.close(ours)
    assert done.returncode == 2
    assert b"not for a terminal\n  write it with --output FILE" in done.stderr


def test_nothing_is_left_of_a_file_that_cannot_be_written(tmp_path):
    done = subprocess.run(
        [*COMMAND, "-o", str(tmp_path / "no" / "book.xlsx")], capture_output=True, check=False
    )
    assert done.returncode == 2
    assert list(tmp_path.iterdir()) == []
