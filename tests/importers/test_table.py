"""Tables: what CRMs, address books and calendars export, whatever a spreadsheet made of it."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io
import json
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clientfit_cli.base.errors import UserError
from clientfit_cli.importing import mapping
from clientfit_cli.importing.formats.table import table
from clientfit_cli.importing.importer import Firm, Item, Left, Person, Source, Wanted
from clientfit_cli.importing.tabular import header as headings
from clientfit_cli.importing.tabular import sheets

if TYPE_CHECKING:
    from collections.abc import Callable

FOLDER = Path(__file__).parent / "table"
ZONE = ZoneInfo("America/New_York")
NOW = dt.datetime(2026, 11, 16, 12, tzinfo=ZONE)
WANTED = Wanted(NOW, ZONE)


def read(path: Path, **wanted: str) -> list[Item | Left]:
    return list(table.read(Source(path), dataclasses.replace(WANTED, **wanted)))


def shown(one: Item | Left) -> str:
    """Write what a line makes, without what it does not say."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: made for key, inner in value.items() if (made := plain(inner)) != ""}
        if isinstance(value, (list, tuple)):
            return [plain(inner) for inner in value]
        return value if isinstance(value, (bool, float)) or value is None else str(value)

    said = plain(dataclasses.asdict(one))
    said = {key: value for key, value in said.items() if value not in (None, {}, [], False)}
    return json.dumps({type(one).__name__: said}, indent=1, ensure_ascii=False)


@pytest.mark.parametrize("name", mapping.names())
def test_an_export_of_each_known_format_says_what_it_always_said(
    name: str, golden: Callable[[str, Path], None]
) -> None:
    path = FOLDER / f"{name}.csv"
    assert table.recognises(Source(path))
    (heading,) = headings.found(sheets.sheets(Source(path)), mapping.shipped(), path)
    assert heading.known.name == name
    found = [shown(one) for one in read(path)]
    assert found
    golden("\n".join(found) + "\n", path.with_suffix(".txt"))


# One table, written in any way

HEADER = ["First Name", "Last Name", "URL", "Email Address", "Company", "Position", "Connected On"]
CELL = st.text(st.sampled_from("aZ09 ,;|\t\n\"'=+-éüñÅ"), max_size=8)
ROWS = st.lists(st.lists(CELL, min_size=7, max_size=7), max_size=6)
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252")


def written(rows: list[list[str]], delimiter: str = ",", quoting: Any = csv.QUOTE_MINIMAL) -> str:
    text = io.StringIO(newline="")
    made = csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator="\n")
    made.writerows([HEADER, *rows])
    return text.getvalue()


@given(
    rows=ROWS,
    encoding=st.sampled_from(ENCODINGS),
    delimiter=st.sampled_from(",;\t|"),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
)
@settings(max_examples=60, deadline=None)
def test_encoding_delimiter_quotes_and_line_ends_change_nothing(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[list[str]],
    encoding: str,
    delimiter: str,
    quoting: Any,
    end: str,
) -> None:
    path = tmp_path_factory.mktemp("law") / "Connections.csv"
    path.write_bytes(written(rows).encode())
    expected = read(path)
    assert len(expected) == sum(any(cell.strip() for cell in row) for row in rows)
    path.write_bytes(written(rows, delimiter, quoting).replace("\n", end).encode(encoding))
    assert read(path) == expected


@given(rows=ROWS)
@settings(max_examples=25, deadline=None)
def test_a_workbook_says_what_its_csv_says(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    import xlsxwriter

    folder = tmp_path_factory.mktemp("law")
    (folder / "a.csv").write_bytes(written(rows).encode())
    with xlsxwriter.Workbook(folder / "a.xlsx", {"strings_to_formulas": False}) as book:
        book.add_worksheet("Read me").write(0, 0, "Nothing here")
        sheet = book.add_worksheet("People")
        for at, row in enumerate([HEADER, *rows]):
            for column, cell in enumerate(row):
                sheet.write_string(at, column, cell)

    def said(found: list[Item | Left]) -> list[Any]:
        return [dataclasses.replace(one, place="") for one in found]

    unguarded = [  # a workbook needs no guard before what looks like a formula
        one for one in rows if not any(cell[:1] in {"'", "="} for cell in one)
    ]
    if unguarded == rows:
        assert said(read(folder / "a.xlsx")) == said(read(folder / "a.csv"))


@given(data=st.binary(max_size=400), name=st.sampled_from(["a.csv", "a.xlsx", "a.txt"]))
@settings(max_examples=80, deadline=None)
def test_any_bytes_are_read_or_refused_in_words(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, name: str
) -> None:
    path = tmp_path_factory.mktemp("law") / name
    for begin in (b"", (",".join(HEADER) + "\n").encode(), b"PK\x03\x04xl/"):
        path.write_bytes(begin + data)
        try:
            table.recognises(Source(path))
            found = read(path)
        except UserError as error:
            said = error.message
        else:
            said = "read" if all(isinstance(one, (Item, Left)) for one in found) else ""
        assert said


# Where the table begins and ends


@pytest.fixture
def connections(tmp_path: Path) -> Callable[..., list[Item | Left]]:
    """Read lines below the names of LinkedIn's columns (or the whole text of a file)."""

    def made(text: str | bytes, header: str | None = None, **wanted: str) -> list[Item | Left]:
        path = tmp_path / "a.csv"
        begin = ",".join(HEADER) + "\n" if header is None else header
        path.write_bytes(text if isinstance(text, bytes) else (begin + text).encode())
        return read(path, **wanted)

    return made


ROBIN = "Robin,Lee,u/1,r.lee@acme.example,Acme,VP,05 Nov 2026\n"


def names(found: list[Item | Left]) -> list[str]:
    return [one.theirs[0].name for one in found if isinstance(one, Item)]


@pytest.mark.parametrize(
    ("before", "line"),
    [
        pytest.param("", 2, id="nothing"),
        pytest.param("sep=,\n", 3, id="the mark that tells Excel the delimiter"),
        pytest.param('Notes:\n"Some, of\nthem; lack"\n\n', 6, id="a note over several lines"),
        pytest.param("All people\n\nFiltered by: mine\n\n\n", 7, id="the title of a report"),
    ],
)
def test_the_names_of_the_columns_are_found_below(
    connections: Callable[..., list[Item | Left]], before: str, line: int
) -> None:
    (found,) = connections(ROBIN, before + ",".join(HEADER) + "\n")
    assert found.place == f"line {line}"


def test_the_delimiter_that_a_file_names_is_used(
    connections: Callable[..., list[Item | Left]],
) -> None:
    text = "sep=!\n" + "!".join(HEADER) + "\n" + ROBIN.replace(",", "!")
    assert names(connections(text, "")) == ["Robin Lee"]


def test_line_numbers_are_those_of_an_editor(
    connections: Callable[..., list[Item | Left]],
) -> None:
    found = connections(ROBIN.replace("VP", '"VP\n\nOps"') + "\n" + ROBIN)
    assert [one.place for one in found] == ["line 2", "line 6"]


def test_the_end_of_a_salesforce_report_is_no_record(
    connections: Callable[..., list[Item | Left]],
) -> None:
    end = (
        '"Grand Totals (1 records)",,,,,,4\n\n\n"All people"\n"Copyright (c) 2000-2026 x. All '
        'rights reserved."\n"Confidential Information - Do Not Distribute"\n"Generated By: D B '
        '11/16/2026"\n"Northwind"\n'
    )
    assert names(connections(ROBIN + end)) == ["Robin Lee"]


def test_a_record_of_one_cell_is_not_taken_for_an_end(
    connections: Callable[..., list[Item | Left]],
) -> None:
    assert names(connections("Robin\n\nNoa,,,,,,\n" + ROBIN + "Pat\n")) == [
        "Robin", "Noa", "Robin Lee", "Pat",
    ]  # fmt: skip


# Lines that are not as they should be


def test_a_short_line_says_nothing_in_its_last_columns(
    connections: Callable[..., list[Item | Left]],
) -> None:
    (found,) = connections("Robin,Lee,u/1\n")
    assert isinstance(found, Item)
    assert (found.key, found.firm) == ("u/1", Firm())


def test_a_line_with_more_cells_than_columns_is_bad_and_only_that_line(
    connections: Callable[..., list[Item | Left]],
) -> None:
    bad, good, empty = connections("Robin,Lee,u/1,,Acme, Inc.,VP,05 Nov 2026\n" + ROBIN
                                   + ROBIN.strip() + ",,,\n")  # fmt: skip
    assert bad == Left("line 2", "Robin", "more cells than the 7 columns of line 1", bad=True)
    assert names([good, empty]) == ["Robin Lee", "Robin Lee"]


def test_a_quote_that_is_never_closed_costs_its_own_line_only(
    connections: Callable[..., list[Item | Left]],
) -> None:
    first, bad, last = connections(ROBIN + 'Noa,"Kim,u/2\n' + ROBIN)
    assert isinstance(bad, Left)
    assert (bad.place, bad.bad) == ("line 3", True)
    assert bad.why == "a quote that is opened here is never closed"
    assert names([first, last]) == ["Robin Lee", "Robin Lee"]


@pytest.mark.parametrize(
    ("cell", "title"),
    [
        pytest.param("[red]VP[/red]", "[red]VP[/red]", id="markup is text"),
        pytest.param("'=HYPERLINK(1)", "=HYPERLINK(1)", id="the guard of a formula is taken off"),
        pytest.param('"=""00123"""', "00123", id="a text that was made a formula"),
        pytest.param("=1+1", "=1+1", id="a formula is text"),
        pytest.param("'tis", "'tis", id="an apostrophe that guards nothing stays"),
        pytest.param("V\x1b[31mP\x07", "V[31mP", id="control characters go"),
        pytest.param("V\x00P", "VP", id="NULs go"),
        pytest.param("{\\rtf1 VP}", "{\\rtf1 VP}", id="RTF is text"),
        pytest.param("\u05d0\u05d1 \u202eVP", "\u05d0\u05d1 \u202eVP", id="direction is data"),
        pytest.param('"VP\n Ops "', "VP Ops", id="lines become one"),
    ],
)
def test_what_cells_hold_is_data(
    connections: Callable[..., list[Item | Left]], cell: str, title: str
) -> None:
    (found,) = connections(f"Robin,Lee,u/1,,Acme,{cell},\n")
    assert isinstance(found, Item)
    assert found.row == {"title": title}


def test_a_huge_cell_costs_its_own_line_only(
    connections: Callable[..., list[Item | Left]],
) -> None:
    bad, good = connections(f"Robin,Lee,u/1,,Acme,{'x' * 5_000_000},\n" + ROBIN)
    assert isinstance(bad, Left)
    assert bad.why == "title: longer than 200 characters"
    assert names([good]) == ["Robin Lee"]


def test_a_line_without_an_end_costs_its_own_line_only(
    connections: Callable[..., list[Item | Left]],
) -> None:
    bad, good = connections("x" * 17_000_000 + "\n" + ROBIN)
    assert isinstance(bad, Left)
    assert (bad.why, good.place) == ("longer than a line can be", "line 3")


def test_one_broken_byte_does_not_spoil_the_other_letters(
    connections: Callable[..., list[Item | Left]],
) -> None:
    text = (",".join(HEADER) + "\nJosé,Núñez,u/1,,,,\nNo\ufffea,Kim,u/2,,,,\n").encode()
    found = connections(text.replace("\ufffe".encode(), b"\xff"))
    assert names(found)[0] == "José Núñez"


# Days and months


CALENDAR = "Subject,Start Date,Start Time,End Date,End Time,All Day Event,Description,Location\n"


def days(found: list[Item | Left]) -> list[str]:
    return [
        one.why if isinstance(one, Left) else str(one.row["date"].date().isoformat())
        for one in found
    ]


AMBIGUOUS = "date: 3/4/2026 may be day/month or month/day: --dates dmy or --dates mdy tells"


@pytest.mark.parametrize(
    ("dates", "order", "expected"),
    [
        pytest.param(["3/4/2026", "25/4/2026"], "", ["2026-04-03", "2026-04-25"],
                     id="a 25th anywhere in the file says that days come first"),
        pytest.param(["3/4/2026", "4/25/2026"], "", ["2026-03-04", "2026-04-25"],
                     id="a 25th in second place says that months come first"),
        pytest.param(["3/4/2026"], "", [AMBIGUOUS], id="without a proof it is not guessed"),
        pytest.param(["3/4/2026"], "dmy", ["2026-04-03"], id="the user says that days come first"),
        pytest.param(["3/4/2026"], "mdy", ["2026-03-04"], id="the user says that months do"),
        pytest.param(["3/4/2026", "25/4/2026"], "mdy", ["2026-03-04", "2026-04-25"],
                     id="what the user says wins over the file"),
        pytest.param(["3/4/2026", "25/4/2026", "4/25/2026"], "",
                     [AMBIGUOUS, "2026-04-25", "2026-04-25"], id="two proofs are none"),
        pytest.param(["5/5/2026"], "", ["2026-05-05"], id="the fifth of May is the fifth of May"),
        pytest.param(["3.4.2026"], "", ["2026-04-03"], id="with points, days come first"),
    ],
)  # fmt: skip
def test_whether_days_or_months_come_first(
    connections: Callable[..., list[Item | Left]],
    dates: list[str],
    order: str,
    expected: list[str],
) -> None:
    lines = "".join(f"Lunch,{date},12:00,,,,,\n" for date in dates)
    found = connections(lines, CALENDAR, dates=order, mapping="google-calendar")
    assert days(found) == expected


def test_a_line_whose_order_cannot_be_told_is_bad(
    connections: Callable[..., list[Item | Left]],
) -> None:
    (found,) = connections("Lunch,3/4/2026,12:00,,,,,\n", CALENDAR)
    assert isinstance(found, Left)
    assert found.bad


def test_another_order_than_dmy_and_mdy_is_refused(
    connections: Callable[..., list[Item | Left]],
) -> None:
    with pytest.raises(UserError, match="ymd"):
        connections(ROBIN, dates="ymd")


def test_what_lies_ahead_is_left(connections: Callable[..., list[Item | Left]]) -> None:
    found = connections("A,2026-11-16,11:59,,,,,\nB,2026-11-16,12:01,,,,,\nC,2026-11-16,,,,,,\n",
                        CALENDAR)  # fmt: skip
    assert [type(one) for one in found] == [Item, Left, Item]
    assert found[1] == Left("line 3", "B", "what lies ahead is left out")


# Workbooks


def workbook(path: Path, rows: list[list[Any]], sheet: str = "Export") -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = sheet  # type: ignore[union-attr]
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    book.save(path)


def test_cells_of_a_workbook_keep_their_types(tmp_path: Path) -> None:
    path = tmp_path / "activities.xlsx"
    at = dt.datetime(2026, 11, 12, 9, 30, tzinfo=ZONE)
    header = ["ID", "Subject", "Type", "Due date", "Due time", "Done", "Organization",
              "Assigned to user", "Duration"]  # fmt: skip
    workbook(path, [
        header,
        [601.0, "Plan", "Call", dt.date(2026, 11, 12), dt.time(9, 30), "Done", "Acme", "D B",
         dt.timedelta(minutes=30)],
        [602, "Plan", "Call", 46338, "09:30", True, "Acme", "D B", "00:30"],
        [603, "Plan", "Call", at.replace(tzinfo=None), None, "Done", "Acme", "D B", 0.5],
    ])  # fmt: skip
    found = read(path)
    assert [one.key for one in found if isinstance(one, Item)] == ["601", "602", "603"]
    assert [one.row["date"] for one in found if isinstance(one, Item)] == [at, at, at]
    assert [one.row["minutes"] for one in found if isinstance(one, Item)] == [30, 30, 30]
    assert found[0].place == "sheet Export, row 2"


def test_every_sheet_that_is_known_is_read(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for title, name in (("A", "Robin"), ("B", "Noa")):
        sheet = book.create_sheet(title)
        sheet.append(HEADER)
        sheet.append([name, "Lee", "u/1"])
    book.save(tmp_path / "a.xlsx")
    assert names(read(tmp_path / "a.xlsx")) == ["Robin Lee", "Noa Lee"]


def test_a_workbook_whose_one_cell_lies_far_out_is_refused(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.cell(1_048_576, 16_384, "here")  # type: ignore[union-attr]
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(UserError, match="spans more than"):
        read(tmp_path / "a.xlsx")


def ods(path: Path, rows: str) -> None:
    """The least that is an OpenDocument spreadsheet."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="A">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", content)
        packed.writestr("META-INF/manifest.xml", "<manifest/>")


def ods_row(cells: list[str], rows: int = 1, columns: int = 1) -> str:
    inner = "".join(
        f'<table:table-cell office:value-type="string" table:number-columns-repeated="{columns}">'
        f"<text:p>{cell}</text:p></table:table-cell>"
        for cell in cells
    )
    return f'<table:table-row table:number-rows-repeated="{rows}">{inner}</table:table-row>'


def test_a_sheet_of_libreoffice_is_read(tmp_path: Path) -> None:
    ods(tmp_path / "a.ods", ods_row(HEADER) + ods_row(["Robin", "Lee"]))
    assert table.recognises(Source(tmp_path / "a.ods"))
    assert names(read(tmp_path / "a.ods")) == ["Robin Lee"]


def test_a_cell_that_stands_for_millions_is_refused(tmp_path: Path) -> None:
    ods(tmp_path / "a.ods", ods_row(HEADER) + ods_row(["Robin"], rows=5000, columns=16384))
    with pytest.raises(UserError, match="spans more than"):
        read(tmp_path / "a.ods")


def test_what_only_looks_like_a_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600)
    with pytest.raises(UserError, match="not a workbook that can be read"):
        read(path)


# Which files are tables, and which mapping is meant


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        pytest.param("a.csv", "a,b\n1,2\n", True, id="a CSV with columns that nobody knows"),
        pytest.param("a.txt", ",".join(HEADER), True, id="a text with columns that are known"),
        pytest.param("a.txt", "dear Robin, thank you", False, id="a letter"),
        pytest.param("a.ics", "BEGIN:VCALENDAR\nVERSION:2.0\n", False, id="a calendar"),
        pytest.param("a.csv", "BEGIN:VCARD\nVERSION:3.0\n", False, id="an address book"),
        pytest.param("a", "From r@acme.example Mon Nov 16\nSubject: x\n", False, id="a mailbox"),
        pytest.param("a.eml", "Received: from x\nSubject: a, b\n", False, id="a message"),
        pytest.param("a.json", '{"First Name": 1}', False, id="JSON"),
        pytest.param("a.csv", "<html><table>", False, id="a web page"),
        pytest.param("a.csv", "", False, id="nothing"),
    ],
)
def test_which_files_are_tables(tmp_path: Path, name: str, text: str, expected: bool) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert table.recognises(Source(tmp_path / name)) is expected


def test_a_folder_is_no_table(tmp_path: Path) -> None:
    assert not table.recognises(Source(tmp_path))
    with pytest.raises(UserError, match="is a folder"):
        read(tmp_path)


def test_columns_that_nobody_knows_are_listed_with_the_nearest_mapping(
    connections: Callable[..., list[Item | Left]],
) -> None:
    with pytest.raises(UserError) as caught:
        connections("Robin,Lee,Acme\n", "First Name,Last Name,Company,\x1b[31mFoo\n")
    assert caught.value.message.endswith(
        "no mapping fits its columns (line 1): First Name, Last Name, Company, [31mFoo"
    )
    assert caught.value.hint.startswith("nearest is ")
    assert caught.value.hint.endswith("name the columns in a file of your own: --mapping FILE")


def test_columns_that_fit_two_formats_are_not_guessed(
    connections: Callable[..., list[Item | Left]],
) -> None:
    header, line = "First Name,Last Name,Email,Company\n", "Robin,Lee,r.lee@acme.example,Acme\n"
    with pytest.raises(UserError) as caught:
        connections(line, header)
    assert "may be hubspot-contacts or outlook-contacts" in caught.value.message
    assert caught.value.hint == "say which: --mapping hubspot-contacts"
    assert names(connections(line, header, mapping="outlook-contacts")) == ["Robin Lee"]


def test_columns_that_only_one_of_two_formats_has_tell_them_apart(
    connections: Callable[..., list[Item | Left]],
) -> None:
    line = "R L,r@acme.example,Acme,1\n"
    for column, system in (("Record Id", "zoho"), ("Contact ID", "salesforce"),
                           ("(Do Not Modify) Contact", "dynamics")):  # fmt: skip
        (found,) = connections(line, f"Full Name,Email,Account Name,{column}\n")
        assert isinstance(found, Item)
        assert (found.system, found.key) == (system, "1")


def test_reading_tells_how_far_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(",".join(HEADER) + "\n" + ROBIN * 3000, encoding="utf-8")
    told: list[int] = []
    assert len(list(table.read(Source(path, told.append), WANTED))) == 3000
    assert told[-1] == path.stat().st_size


def test_people_and_firms_are_told_apart(connections: Callable[..., list[Item | Left]]) -> None:
    (found,) = connections(ROBIN)
    assert isinstance(found, Item)
    assert found.theirs == (Person("Robin Lee", "r.lee@acme.example", "u/1"),)
    assert found.firm == Firm("Acme")
    assert found.row == {"title": "VP"}
    assert not found.new_account
