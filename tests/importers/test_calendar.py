"""Calendars: meetings that took place, whoever made the file and however it is broken."""

from __future__ import annotations

import datetime as dt
import re
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clientfit_cli.base.errors import UserError
from clientfit_cli.importing.formats.calendar import calendar
from clientfit_cli.importing.icalendar_vcard.recurrence import MOST, YEARS, Refused, checked
from tests.importers.rendered import HERE, OSLO, WANTED, items, left, read, rendered

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FILES = sorted((HERE / "calendar").glob("*.ics"))
QUICK = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def ics(*events: str) -> str:
    inner = "".join(f"BEGIN:VEVENT\nUID:e\n{event}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\n{inner}END:VCALENDAR\n"


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str | bytes], Path]:
    def made(text: str | bytes) -> Path:
        path = tmp_path / "some.ics"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return made


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_calendar_says_what_stands_beside_it(path: Path, golden: Callable[..., None]) -> None:
    golden(rendered(read(calendar, path)), path.with_suffix(".txt"))


# Laws.

EVENTS = st.lists(
    st.builds(
        lambda day, rule, summary: (
            f"DTSTART;TZID=Europe/Oslo:202609{day:02}T090000\nDURATION:PT30M\n{rule}"
            f"SUMMARY:{summary}"
        ),
        st.integers(1, 28),
        st.sampled_from(["", "RRULE:FREQ=WEEKLY\n", "RRULE:FREQ=DAILY;COUNT=3\n"]),
        st.text("abc øß", min_size=1, max_size=90),
    ),
    min_size=1, max_size=6,
)  # fmt: skip


def numbered(events: list[str]) -> list[str]:
    return [
        f"BEGIN:VEVENT\nUID:{number}@ours.example\n{event}\nEND:VEVENT\n"
        for number, event in enumerate(events)
    ]


def whole(blocks: list[str]) -> str:
    return f"BEGIN:VCALENDAR\n{''.join(blocks)}END:VCALENDAR\n"


def bare(found: list) -> list:
    """Items in no order, without the places where they stand."""
    return sorted((replace(one, place="") for one in found), key=repr)


@QUICK
@given(EVENTS, st.integers(0, 6))
def test_two_halves_of_a_calendar_say_what_the_whole_says(
    written: Callable[..., Path], events: list[str], cut: int
) -> None:
    blocks = numbered(events)
    halves = [
        one
        for part in (blocks[:cut], blocks[cut:])
        for one in items(calendar, written(whole(part)))
    ]
    assert bare(halves) == bare(items(calendar, written(whole(blocks))))


@QUICK
@given(EVENTS, st.sampled_from(["\r\n", "\r", "\n"]), st.integers(2, 70))
def test_line_ends_and_folds_say_nothing(
    written: Callable[..., Path], events: list[str], end: str, width: int
) -> None:
    text = whole(numbered(events))
    folded = b""
    for line in text.splitlines():
        raw = line.encode()  # folds may fall within a letter
        pieces = [raw[at : at + width] for at in range(0, len(raw), width)]
        # A first piece shorter than its name is no line at all.
        if width < 20:
            pieces = [raw]
        folded += f"{end} ".encode().join(pieces) + end.encode()
    assert bare(items(calendar, written(folded))) == bare(items(calendar, written(text)))


@QUICK
@given(EVENTS, EVENTS, st.integers(0, 400))
def test_a_longer_and_later_export_has_all_keys_of_the_shorter(
    written: Callable[..., Path], events: list[str], more: list[str], days: int
) -> None:
    early = {one.key for one in items(calendar, written(whole(numbered(events))))}
    later = replace(WANTED, now=WANTED.now + dt.timedelta(days=days))
    late = {one.key for one in items(calendar, written(whole(numbered(events + more))), later)}
    assert early <= late


@settings(QUICK, max_examples=60)
@given(st.data())
def test_nothing_in_a_calendar_stops_the_reading(
    written: Callable[..., Path], data: st.DataObject
) -> None:
    raw = bytearray(data.draw(st.sampled_from([path.read_bytes() for path in FILES])))
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(20, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 5))] = data.draw(st.binary(max_size=4))
    for one in read(calendar, written(bytes(raw))):
        assert one.place


# Examples.


def test_an_occurrence_that_was_moved_keeps_its_key(written: Callable[..., Path]) -> None:
    series = "DTSTART:20261005T080000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=2"
    moved = "RECURRENCE-ID:20261012T080000Z\nDTSTART:20261013T100000Z\nDURATION:PT1H"
    before = items(calendar, written(ics(series)))
    after = items(calendar, written(ics(series, moved)))
    assert {one.key for one in before} == {one.key for one in after}
    assert [one.row["date"].day for one in after] == [5, 13]


def test_an_hour_of_the_wall_clock_stays_when_the_clocks_change(
    written: Callable[..., Path],
) -> None:
    found = items(
        calendar,
        written(ics("DTSTART;TZID=Europe/Oslo:20261020T090000\nRRULE:FREQ=WEEKLY;COUNT=2")),
    )
    assert [str(one.row["date"]) for one in found] == [
        "2026-10-20 09:00:00+02:00", "2026-10-27 09:00:00+01:00",
    ]  # fmt: skip
    assert [one.key for one in found] == ["e 20261020T070000Z", "e 20261027T080000Z"]


@pytest.mark.parametrize(
    ("lines", "channel"),
    [
        pytest.param("LOCATION:Room 5", "meeting", id="a room is a meeting"),
        pytest.param("SUMMARY:Phone call with Zoom", "meeting", id="a title says nothing"),
        pytest.param("LOCATION:tel:+47-555-01", "call", id="a number to dial is a call"),
        pytest.param("LOCATION:Microsoft Teams Meeting", "video", id="a room online is video"),
        pytest.param("URL:https://acme.zoom.us/j/123", "video", id="a link to one is video"),
        pytest.param(
            "CONFERENCE;VALUE=URI;FEATURE=PHONE:tel:+47-555-01", "call", id="a conference by phone"
        ),
        pytest.param(
            "DESCRIPTION:See https://zoom.us/pricing", "meeting", id="a page of a maker is no room"
        ),
    ],
)
def test_how_people_met_is_what_the_event_says(
    written: Callable[..., Path], lines: str, channel: str
) -> None:
    (found,) = items(calendar, written(ics(f"DTSTART:20261101T080000Z\n{lines}")))
    assert found.row["channel"] == channel


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        pytest.param("FREQ=SECONDLY", "no meeting does", id="every second"),
        pytest.param("FREQ=DAILY;BYMINUTE=0,1,2,3,4,5", "no meeting does", id="every minute"),
        pytest.param("FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2,4", "do not exist", id="never"),
        pytest.param("FREQ=DAILY;BYSETPOS=3", "understood", id="the third of one"),
        pytest.param("FREQ=WEEKLY;UNTIL=soon", "no date", id="an end that is no date"),
        pytest.param("INTERVAL=2", "understood", id="no period"),
        pytest.param("FREQ=DAILY;INTERVAL=0", "do not exist", id="an interval of nothing"),
    ],
)
def test_a_rule_that_no_meeting_follows_is_refused(rule: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        checked(rule, dt.datetime(2026, 1, 1, 9, tzinfo=OSLO))


def test_the_end_of_a_rule_is_the_end_of_its_day() -> None:
    start = dt.datetime(2026, 1, 1, 9, tzinfo=OSLO)
    assert checked("FREQ=DAILY;UNTIL=20260103", start).endswith("UNTIL=20260103T225959Z")
    assert checked("FREQ=DAILY;UNTIL=20260103T090000Z", start.date()).endswith("=20260103")


def test_a_series_without_end_is_bounded_and_says_so(written: Callable[..., Path]) -> None:
    path = written(ics("DTSTART:19900101T080000Z\nRRULE:FREQ=DAILY;BYHOUR=8,16"))
    assert len(items(calendar, path)) == MOST
    whys = [one.why for one in left(calendar, path)]
    assert len(whys) == 3
    assert any(f"{MOST:,}" in why for why in whys)
    assert any(str(2026 - YEARS) in why for why in whys)
    assert any("ahead" in why for why in whys)


def test_a_series_that_ended_says_nothing_of_what_lies_ahead(
    written: Callable[..., Path],
) -> None:
    for end in ("UNTIL=20260905", "COUNT=3"):
        path = written(ics(f"DTSTART:20260901T080000Z\nRRULE:FREQ=DAILY;{end}"))
        assert len(items(calendar, path)) in {3, 5}
        assert left(calendar, path) == []


def test_what_has_begun_and_not_ended_lies_ahead(written: Callable[..., Path]) -> None:
    now = "DTSTART;TZID=Europe/Oslo:20261116T113000\nDURATION:PT1H"
    assert items(calendar, written(ics(now))) == []
    today = "DTSTART;VALUE=DATE:20261116"
    assert items(calendar, written(ics(today))) == []
    yesterday = "DTSTART;VALUE=DATE:20261115"
    assert len(items(calendar, written(ics(yesterday)))) == 1


def test_a_mailing_to_hundreds_is_no_meeting(written: Callable[..., Path]) -> None:
    many = "\n".join(f"ATTENDEE:mailto:p{number}@acme.example" for number in range(101))
    (one,) = left(calendar, written(ics(f"DTSTART:20261101T080000Z\n{many}")))
    assert "more than 100 people" in one.why


def test_a_private_event_is_never_named(written: Callable[..., Path]) -> None:
    path = written(ics("DTSTART:20261101T080000Z\nCLASS:PRIVATE\nSUMMARY:Doctor"))
    assert "Doctor" not in rendered(read(calendar, path))


@pytest.mark.parametrize("method", ["CANCEL", "REPLY", "COUNTER"])
def test_answers_and_cancellations_are_no_meetings(
    written: Callable[..., Path], method: str
) -> None:
    text = ics("DTSTART:20261101T080000Z").replace("VEVENT", f"X\nMETHOD:{method}", 0)
    text = text.replace("BEGIN:VCALENDAR\n", f"BEGIN:VCALENDAR\nMETHOD:{method}\n")
    assert items(calendar, written(text)) == []


def test_a_zone_may_stand_below_the_events_that_name_it(written: Callable[..., Path]) -> None:
    text = (HERE / "calendar" / "week.ics").read_text()
    zone = re.search(r"BEGIN:VTIMEZONE.*END:VTIMEZONE\n", text, re.DOTALL)
    assert zone
    below = text.replace(zone[0], "").replace("END:VCALENDAR", f"{zone[0]}END:VCALENDAR")
    assert bare(items(calendar, written(below))) == bare(items(calendar, written(text)))


HOURLY = """BEGIN:VTIMEZONE
TZID:Own
BEGIN:STANDARD
DTSTART:19700101T000000
RRULE:FREQ=HOURLY
TZOFFSETFROM:+0100
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE"""


@pytest.mark.parametrize(
    ("name", "date"),
    [
        pytest.param("Europe/Oslo", "2026-07-01 09:00:00+02:00", id="of the tz database"),
        pytest.param('"Romance Standard Time"', "2026-07-01 09:00:00+02:00", id="of Windows"),
        pytest.param(
            "/maker.example/2021_1/Asia/Tokyo", "2026-07-01 09:00:00+09:00", id="a maker's"
        ),
        pytest.param("UTC", "2026-07-01 09:00:00+00:00", id="UTC"),
        pytest.param("Own", "", id="one whose clocks change every hour"),
        pytest.param("../../etc/passwd", "", id="a path"),
    ],
)
def test_a_zone_is_found_by_its_name(written: Callable[..., Path], name: str, date: str) -> None:
    text = ics(f"DTSTART;TZID={name}:20260701T090000").replace(
        "BEGIN:VEVENT", f"{HOURLY}\nBEGIN:VEVENT"
    )
    found = items(calendar, written(text))
    assert [str(one.row["date"]) for one in found] == ([date] if date else [])


def test_a_distance_from_utc_that_no_file_can_say_becomes_utc(
    written: Callable[..., Path],
) -> None:
    (found,) = items(calendar, written(ics("DTSTART;TZID=Africa/Monrovia:19710701T090000")))
    assert str(found.row["date"]) == "1971-07-01 09:44:30+00:00"


def test_without_the_extra_the_user_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with pytest.raises(UserError, match="icalendar is not installed"):
        read(calendar, FILES[0])


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "cp1252"])
def test_a_calendar_may_be_in_any_usual_encoding(
    written: Callable[..., Path], encoding: str
) -> None:
    text = f"\n{ics('DTSTART:20261101T080000Z' + chr(10) + 'SUMMARY:Møte')}"
    (found,) = items(calendar, written(text.encode(encoding)))
    assert found.private == {"note": "Møte"}


def test_control_characters_never_come_through(written: Callable[..., Path]) -> None:
    text = ics(
        "DTSTART:20261101T080000Z\nSUMMARY:a\x1b[31mred\u202e\nATTENDEE;CN=\x1b]x:mailto:a@b.c"
    )
    shown = rendered(read(calendar, written(text.replace("UID:e", "UID:\x1b[2J"))))
    assert "\x1b" not in re.sub(r"key=.*", "", shown)
    assert "\u202e" not in shown
