"""Importer `calendar`: meetings that took place, from `.ics` files.

Who was invited and did not decline took part. What lies ahead, is private or was cancelled stays
out; the title of a meeting is copied only if the user asks.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from clientfit_cli.importing.icalendar_vcard import content_lines, recurrence
from clientfit_cli.importing.icalendar_vcard import events as invitations
from clientfit_cli.importing.icalendar_vcard.events import Meeting, Unsound
from clientfit_cli.importing.importer import Importer, Item, Left, missing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clientfit_cli.importing.icalendar_vcard.recurrence import Occurrence, When
    from clientfit_cli.importing.importer import Source, Wanted

_FIRST_YEAR = 1970
_SERIES = ("RRULE", "RDATE", "RECURRENCE-ID")


def _recognises(source: Source) -> bool:
    return content_lines.begins(source.head(), "VCALENDAR")


def _read(source: Source, wanted: Wanted) -> Iterator[Item | Left]:
    try:
        import icalendar
        import recurring_ical_events  # type: ignore[import-untyped]
    except ImportError:
        raise missing("icalendar") from None
    assert icalendar
    assert recurring_ical_events
    series: dict[str, list[Meeting]] = defaultdict(list)
    waiting: list[Meeting] = []
    for found in invitations.meetings(source):
        if isinstance(found, Left):
            yield found
        elif any(name in found.lines for name in _SERIES):
            series[found.uid or found.place].append(found)
        elif found.zone and found.zones.find(found.zone) is None:
            waiting.append(found)  # its time zone may stand further down
        else:
            yield from _single(found, wanted)
    for one in waiting:
        yield from _single(one, wanted)
    for several in series.values():
        yield from _series(several, wanted)


def _single(meeting: Meeting, wanted: Wanted) -> Iterator[Item | Left]:
    try:
        event = meeting.event(wanted.timezone)
        end = event.start + event.length
        late = recurrence.moment(end, _now(wanted)) > wanted.now
    except (Unsound, OverflowError) as error:
        yield Left(meeting.place, "an event", str(error), bad=True)
        return
    why = meeting.why_not() or ("what lies ahead is left out" if late else "")
    if event.start.year < _FIRST_YEAR:
        why = f"it took place before {_FIRST_YEAR}"
    if why:
        yield Left(meeting.place, _what(event.start), why)
        return
    yield _item(meeting, event.start, event.start, event.length)


def _series(meetings: list[Meeting], wanted: Wanted) -> Iterator[Item | Left]:
    sound: list[Meeting] = []
    for one in meetings:
        try:
            one.event(wanted.timezone)
        except (Unsound, OverflowError) as error:
            yield Left(one.place, "an event", str(error), bad=True)
        else:
            sound.append(one)
    if not sound:
        return
    whole = next((one for one in sound if "RECURRENCE-ID" not in one.lines), None)
    if whole and (why := whole.why_not()):
        yield Left(whole.place, "a series of events", why)
        return
    events = [one.event(wanted.timezone) for one in sound]
    by_event = {id(one.event(wanted.timezone)): one for one in sound}
    try:
        found, left = recurrence.occurrences(events, _now(wanted))
    except Exception as error:  # noqa: BLE001  # whatever the file says and the libraries make of it
        said = content_lines.plain(str(error), 80)
        yield Left(sound[0].place, "a series of events", f"it cannot be followed: {said}", bad=True)
        return
    for occurrence in found:
        yield _one(by_event[id(occurrence.event)], occurrence)
    for why in left:
        yield Left(sound[0].place, "a series of events", why)


def _one(meeting: Meeting, one: Occurrence) -> Item | Left:
    if why := meeting.why_not():
        return Left(meeting.place, _what(one.start), why)
    return _item(meeting, one.planned, one.start, _length(one))


def _now(wanted: Wanted) -> dt.datetime:
    return wanted.now.astimezone(wanted.timezone)


def _length(one: Occurrence) -> dt.timedelta:
    if isinstance(one.start, dt.datetime) and isinstance(one.end, dt.datetime):
        return one.end.astimezone(dt.UTC) - one.start.astimezone(dt.UTC)
    return dt.timedelta(0)


def _what(start: When) -> str:
    return f"an event on {start:%Y-%m-%d}"


def _item(meeting: Meeting, planned: When, start: When, length: dt.timedelta) -> Item | Left:
    people = meeting.people
    if len(people) > invitations.MOST_PEOPLE:
        why = f"more than {invitations.MOST_PEOPLE} people: an event for many, not a meeting"
        return Left(meeting.place, _what(start), why)
    row: dict[str, Any] = {"date": _fixed(start), "channel": meeting.channel}
    minutes = length.total_seconds() / 60 if isinstance(start, dt.datetime) else 0
    if minutes > 0:
        row["planned_minutes"] = int(minutes) if minutes == int(minutes) else minutes
    title = meeting.text("SUMMARY")
    return Item(
        section="touchpoints", place=meeting.place, system="calendar",
        key=f"{meeting.uid} {_stamp(planned, floating=meeting.floating)}",
        row=row, private={"note": title} if title else {},
        people=people, by=meeting.organizer,
    )  # fmt: skip


def _fixed(start: When) -> When:
    """Keep the hour and its distance from UTC, which is all that a file of ours can say."""
    if not isinstance(start, dt.datetime):
        return start
    away = start.utcoffset() or dt.timedelta(0)
    # Some clocks of the year 1970 were half a minute from others.
    return start.astimezone(dt.UTC if away.seconds % 60 else dt.timezone(away))


def _stamp(when: When, *, floating: bool) -> str:
    """Write when an occurrence was planned, the same however its time zone is written."""
    if not isinstance(when, dt.datetime):
        return f"{when:%Y%m%d}"
    return f"{when:%Y%m%dT%H%M%S}" if floating else f"{when.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


calendar = Importer("calendar", "calendars (.ics)", _recognises, _read, makes="touchpoints")
