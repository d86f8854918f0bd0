"""What cells say: days and times, amounts, durations, people, in the ways that exports write."""

from __future__ import annotations

import contextlib
import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientfit_cli.importing.importer import Person, Source
from clientfit_cli.importing.tabular import cells, dates, encodings
from clientfit_cli.importing.tabular.cells import NoValueError
from clientfit_cli.importing.tabular.dates import Clock, NoMomentError

ZONE = ZoneInfo("America/New_York")
CLOCK = Clock(ZONE, lambda: "mdy")
DAY = dt.date(2026, 11, 16)
AT = dt.datetime(2026, 11, 16, 9, 30, tzinfo=ZONE)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-16", "2026/11/16", "2026.11.16", "20261116", "16.11.2026", "16.11.26",
        "11/16/2026", "11/16/26", "16-11-2026", "11-16-2026", "16 Nov 2026", "16-Nov-2026",
        "16-Nov-26", "16. November 2026", "Nov 16, 2026", "November 16th, 2026",
        "Mon, Nov 16, 2026", "Monday 16 November 2026", "46342", "46342.0",
        "2026-11-16T00:00:00.000Z", "2026-11-16T00:00:00+0000",
    ],
)  # fmt: skip
def test_a_day_is_a_day_however_it_is_written(text: str) -> None:
    found = CLOCK.moment(text)
    assert found == DAY
    assert not isinstance(found, dt.datetime)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-16 09:30", "2026-11-16T09:30:00", "2026-11-16T09:30:00-05:00",
        "2026-11-16T14:30:00Z", "2026-11-16T14:30:00.000Z", "2026-11-16T14:30:00+0000",
        "2026-11-16 14:30:00 UTC", "11/16/2026 9:30 AM", "11/16/2026, 9:30\u202fAM",
        "16.11.2026 09:30", "Nov 16, 2026 9:30 AM", "16 Nov 2026 9:30 a.m.", "11/16/26 9:30 am EST",
        "20261116T093000".replace("T093000", " 09:30"), "46342.3958333333", "1794839400000",
        "1794839400",
    ],
)  # fmt: skip
def test_a_time_is_put_on_the_clock_of_the_user(text: str) -> None:
    assert CLOCK.moment(text) == AT


@pytest.mark.parametrize(
    ("day", "time"),
    [
        pytest.param("2026-11-16", "9:30 AM", id="text and text"),
        pytest.param("46342", "09:30:00", id="the day of a spreadsheet, and a text"),
        pytest.param(46342.0, 0.3958333333, id="two numbers of a spreadsheet"),
        pytest.param(DAY, "09:30", id="a date and a text"),
        pytest.param(DAY, dt.time(9, 30), id="a date and a time"),
        pytest.param(AT.replace(tzinfo=None), "", id="a date and time in one cell"),
        pytest.param("2026-11-16", "9.30", id="a point between hours and minutes"),
    ],
)
def test_the_time_may_stand_in_a_cell_of_its_own(day: object, time: object) -> None:
    assert CLOCK.moment(day, time) == AT


@pytest.mark.parametrize(
    "text",
    [
        "soon", "2026-13-01", "31.02.2026", "2026-11-16 25:00", "11/16/2026 13:00 PM",
        "16 Foo 2026",
        "1", "99999999999999999", "1812-01-01", "2026-11-16 9:30 XYZ", "13/13/2026", "0", "-5",
        "2026-11-16 later", float("nan"), float("inf"), "\u0662\u0660\u0662\u0666-11-16", "12k",
    ],
)  # fmt: skip
def test_what_is_no_date_is_said_to_be_none(text: object) -> None:
    with pytest.raises(NoMomentError):
        CLOCK.moment(text)


@given(value=st.one_of(st.text(max_size=30), st.floats(), st.integers()), time=st.text(max_size=9))
def test_any_cell_is_a_date_or_is_said_to_be_none(value: object, time: str) -> None:
    with contextlib.suppress(NoMomentError):
        year = CLOCK.moment(value, time).year
        assert dates.FIRST_YEAR - 1 <= year <= dates.LAST_YEAR + 1


@given(
    moment=st.datetimes(dt.datetime(1995, 1, 1), dt.datetime(2090, 1, 1)),  # noqa: DTZ001
    form=st.sampled_from(["%Y-%m-%dT%H:%M:%S", "%m/%d/%Y %I:%M:%S %p", "%d %b %Y %H:%M:%S",
                          "%d.%m.%Y %H:%M:%S", "%B %d, %Y %I:%M:%S %p", "%Y%m%d %H:%M:%S"]),
)  # fmt: skip
def test_what_is_written_in_a_known_form_is_read_back(moment: dt.datetime, form: str) -> None:
    moment = moment.replace(microsecond=0, tzinfo=ZONE)
    assert CLOCK.moment(moment.strftime(form)) == moment.replace(fold=0)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1250", 1250), ("1250.5", 1250.5), ("1,250.50", 1250.5), ("1.250,50", 1250.5),
        ("$1,234.56", 1234.56), ("USD 1,234.56", 1234.56), ("1.234,56 EUR", 1234.56),
        ("1 234,56 €", 1234.56), ("1'234.50", 1234.5), ("1,234,567", 1234567),
        ("1.234.567", 1234567), (".5", 0.5), ("Rs.500", 500), ("1,200 USD", 1200),
        ("1,234", 1234), ("12,5", 12.5), ("0.125", 0.125), ("-5", -5), ("($12.00)", -12),
        ("-$12.00", -12), ("£0", 0), (7.5, 7.5), ("R$ 1.234,56", 1234.56),
    ],
)  # fmt: skip
def test_amounts_are_read_in_every_manner(cell: str | float, number: float) -> None:
    assert cells.number(cell) == number


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "many",
        "1.234",
        "1,23,4",
        "1.2.3",
        "12-",
        "1,2.3,4",
        "1e5",
        "12k",
        "9" * 40,
        "9" * 20,
        float("inf"),
    ],
)
def test_what_may_be_two_amounts_or_none_is_refused(cell: str | float) -> None:
    with pytest.raises(NoValueError):
        cells.number(cell)


@given(cell=st.one_of(st.text(max_size=40), st.floats()))
def test_any_cell_is_an_amount_or_is_said_to_be_none(cell: str | float) -> None:
    for read in (cells.number, lambda one: cells.minutes(one, "seconds"), cells.yes_or_no):
        with contextlib.suppress(NoValueError):
            assert read(cell) is not None


@given(amount=st.integers(0, 10**9))
def test_an_amount_is_read_back_from_either_manner(amount: int) -> None:
    english = f"{amount / 100:,.2f}"
    german = english.translate(str.maketrans(",.", ".,"))
    assert cells.number(english) == cells.number(german) == amount / 100


@pytest.mark.parametrize(
    ("cell", "unit", "minutes"),
    [
        ("00:24:30", "seconds", 24.5), ("24:30", "seconds", 24.5), ("01:30", "hours", 90),
        ("1470", "seconds", 24.5), ("1470000", "milliseconds", 24.5), ("90", "minutes", 90),
        ("1.5", "hours", 90), ("1 h 30 min", "minutes", 90), ("45 min", "minutes", 45),
        ("1h", "minutes", 60), ("30 seconds", "minutes", 0.5),
    ],
)  # fmt: skip
def test_durations_are_read_in_every_manner(cell: str, unit: str, minutes: float) -> None:
    assert cells.minutes(cell, unit) == minutes


@pytest.mark.parametrize(
    ("cell", "person"),
    [
        ("Robin Lee", Person("Robin Lee")),
        ("Robin Lee <r.lee@acme.example>", Person("Robin Lee", "r.lee@acme.example")),
        ("Robin Lee (r.lee@acme.example)", Person("Robin Lee", "r.lee@acme.example")),
        ("r.lee@acme.example", Person("", "r.lee@acme.example")),
        ("mailto:r.lee@acme.example", Person("", "r.lee@acme.example")),
        ("Lee, Robin", Person("Robin Lee")),
        ("Lee, MBA", Person("Lee, MBA")),
        ("'Robin Lee'", Person("Robin Lee")),
    ],
)
def test_people_are_read_in_every_manner(cell: str, person: Person) -> None:
    assert cells.person(cell) == person


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("(Do Not Modify) Contact", "contact"),
        ("\ufeffRecord ID", "record_id"),
        ("Person - Email (Work)", "Person - Email - Work"),
        ("Name*", " name "),
        ("E-mail 1 - Value", "Email 1 Value"),
    ],
)
def test_names_of_columns_are_compared_without_case_and_punctuation(one: str, other: str) -> None:
    assert cells.column(one) == cells.column(other)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param("é".encode() * 5 + b"\xff", "utf-8", id="one broken byte among many letters"),
        pytest.param("née".encode("cp1252"), "cp1252", id="letters that are no UTF-8"),
        pytest.param("a,b\n".encode("utf-16-le"), "utf-16-le", id="UTF-16 without a mark"),
        pytest.param("a,b\n".encode("utf-16-be"), "utf-16-be", id="UTF-16, the other way round"),
        pytest.param(b"a" * 3_000_000 + b"\xe9", "cp1252", id="a letter at the end of a long file"),
        pytest.param(b"a,b\0,c\n", "utf-8", id="a stray NUL"),
    ],
)
def test_encodings_are_told_by_the_whole_file(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes, expected: str
) -> None:
    path = tmp_path_factory.mktemp("encodings") / "a.csv"
    path.write_bytes(raw)
    assert encodings.encoding(Source(path)) == expected
