"""Calendars -> meetings: what each VEVENT says of when, who, and how people met.

A calendar is read line by line, so that one broken event never hides the rest, and only the lines
that matter are kept: attachments and long descriptions never fill the memory.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from clientfit_cli.importing.icalendar_vcard import attendees
from clientfit_cli.importing.icalendar_vcard.content_lines import (
    line,
    name_of,
    plain,
    unescaped,
    unfolded,
)
from clientfit_cli.importing.icalendar_vcard.recurrence import (
    MOST_DATES,
    MOST_RULES,
    Event,
    Refused,
    When,
    checked,
)
from clientfit_cli.importing.icalendar_vcard.timezones import Zones
from clientfit_cli.importing.importer import Left

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clientfit_cli.importing.icalendar_vcard.content_lines import Line
    from clientfit_cli.importing.importer import Person, Source

MOST_PEOPLE = 100
_KEPT = frozenset({
    "UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "SEQUENCE",
    "STATUS", "CLASS", "SUMMARY", "ORGANIZER", "ATTENDEE", "LOCATION", "URL", "CONFERENCE",
    "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL",
    "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK", "X-MICROSOFT-ONLINEMEETINGCONFLINK", "DESCRIPTION",
})  # fmt: skip
_LISTS = frozenset({"ATTENDEE", "RRULE", "RDATE", "EXDATE", "CONFERENCE"})
_MOST_LINES = 20_000  # of one event and one name
_WHEN = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:T(\d\d):?(\d\d)(?::?(\d\d))?(?:\.\d+)?(Z?))?")
_LONG = re.compile(
    r"\+?P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:\d+S)?)?"
)
_TAKEN = frozenset({"", "PUBLISH", "REQUEST", "ADD"})


class Unsound(ValueError):  # noqa: N818  # a reason, told to the user
    """An event says something that cannot be understood."""


@dataclass
class Meeting:
    """One VEVENT: its lines by name, and what its calendar says."""

    number: int  # of its first line
    zones: Zones
    method: str = ""
    lines: dict[str, list[Line]] = field(default_factory=dict)
    linked: bool = False  # its description holds a link to a meeting room online
    floating: bool = False
    _event: Event | None = None

    def take(self, text: str) -> None:
        name = name_of(text)
        if name == "DESCRIPTION":
            self.linked = self.linked or attendees.LINK.search(text) is not None
        elif name in _KEPT and (name in _LISTS or name not in self.lines):
            said = line(text)
            if said and len(self.lines.setdefault(name, [])) < _MOST_LINES:
                self.lines[name].append(said)

    @property
    def uid(self) -> str:
        return self.value("UID")

    @property
    def place(self) -> str:
        uid = plain(self.uid, 60)
        return f"line {self.number}" + (f", UID {uid}" if uid else "")

    @property
    def zone(self) -> str:
        """The time zone that its start names."""
        start = self.lines.get("DTSTART")
        return "" if not start else start[0].parameters.get("TZID", [""])[0]

    def value(self, name: str) -> str:
        said = self.lines.get(name)
        return said[0].value.strip() if said else ""

    def text(self, name: str) -> str:
        return plain(unescaped(self.value(name)), 500)

    def why_not(self) -> str:
        """Say why a sound event does not come into the book; nothing if it does."""
        if self.method == "CANCEL" or self.value("STATUS").upper() == "CANCELLED":
            return "it was cancelled"
        if self.method not in _TAKEN:
            return "an answer to an invitation, not a meeting"
        # A class that nobody knows is private, says the format.
        return "it is private" if self.value("CLASS").upper() not in {"", "PUBLIC"} else ""

    def event(self, timezone: dt.tzinfo) -> Event:
        """Say when it is and how it repeats; raise why that cannot be told."""
        if self._event is None:
            self._event = self._timed(timezone)
        return self._event

    def _timed(self, timezone: dt.tzinfo) -> Event:
        if not self.uid:
            raise Unsound("it has no UID, by which it could be known again")
        starts = self._dates("DTSTART", timezone)
        if not starts:
            raise Unsound("it has no start")
        start = starts[0]
        if not 1900 <= start.year <= 2199:  # what a book can hold
            raise Unsound(f"it begins in the year {start.year}")
        first = self.lines["DTSTART"][0]
        self.floating = "TZID" not in first.parameters and not first.value.strip().endswith("Z")
        replaced = self._dates("RECURRENCE-ID", timezone)
        rules = [one.value for one in self.lines.get("RRULE", ())]
        if len(rules) > MOST_RULES:
            raise Unsound(f"it has more than {MOST_RULES} rules")
        try:
            rules = [] if replaced else [checked(rule, start) for rule in rules]
        except (Refused, ValueError, OverflowError) as error:
            raise Unsound(str(error)) from None
        number = self.value("SEQUENCE")
        return Event(
            start, self._length(start, timezone), rules,
            self._dates("RDATE", timezone), self._dates("EXDATE", timezone),
            replaced[0] if replaced else None,
            bool(replaced) and self.lines["RECURRENCE-ID"][0].says("RANGE") == "THISANDFUTURE",
            int(number) if re.fullmatch(r"\d{1,9}", number, re.ASCII) else 0,
        )  # fmt: skip

    def _length(self, start: When, timezone: dt.tzinfo) -> dt.timedelta:
        """Say how long it is; an end before its start, or none, says nothing."""
        try:
            ends = self._dates("DTEND", timezone)
        except Unsound:
            ends = []
        if ends and isinstance(start, dt.datetime) and isinstance(ends[0], dt.datetime):
            length = ends[0].astimezone(dt.UTC) - start.astimezone(dt.UTC)
        elif ends:
            length = dt.date(*ends[0].timetuple()[:3]) - dt.date(*start.timetuple()[:3])
        else:
            said = _LONG.fullmatch(self.value("DURATION"))
            weeks, days, hours, minutes = (
                (int(one or 0) for one in said.groups()) if said else [0] * 4
            )
            length = dt.timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes)
        shortest = dt.timedelta(0 if isinstance(start, dt.datetime) else 1)
        return max(length, shortest)

    def _dates(self, name: str, timezone: dt.tzinfo) -> list[When]:
        found: list[When] = []
        for said in self.lines.get(name, ()):
            zone: dt.tzinfo | None = timezone
            if named := said.parameters.get("TZID", [""])[0]:
                zone = self.zones.find(named)
            texts = [one.split("/")[0].strip() for one in said.value.split(",")]
            if zone is None and any("T" in one and not one.endswith("Z") for one in texts):
                raise Unsound(f"nobody knows its time zone: {plain(named, 60)}")
            found += [_when(name, one, zone or dt.UTC) for one in texts if one]
            if len(found) > MOST_DATES:
                raise Unsound(f"it lists more than {MOST_DATES:,} dates")
        return found

    @cached_property
    def organizer(self) -> Person | None:
        return attendees.organizer(self.lines)

    @cached_property
    def people(self) -> tuple[Person, ...]:
        return attendees.people(self.lines)

    @cached_property
    def channel(self) -> str:
        return attendees.channel(self.lines, linked=self.linked)


def _when(name: str, text: str, zone: dt.tzinfo) -> When:
    found = _WHEN.fullmatch(text.upper().replace(" ", "T", 1))
    if not found:
        raise Unsound(f"{name} is no date: {plain(text, 40)}")
    year, month, day, hour, minute, second = (int(one or 0) for one in found.groups()[:6])
    try:
        if found[4] is None:
            return dt.date(year, month, day)
        where = dt.UTC if found[7] else zone
        made = dt.datetime(year, month, day, hour, minute, min(second, 59), tzinfo=where)
        made.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        raise Unsound(f"{name} is no date: {plain(text, 40)}") from None
    return made


def meetings(source: Source) -> Iterator[Meeting | Left]:
    """Yield the events of a file as they stand; one that is not whole is said to be so."""
    zones, method = Zones(), ""
    meeting: Meeting | None = None
    described: list[str] | None = None
    depth = 0
    for number, text in unfolded(source):
        name = name_of(text)
        what = text.partition(":")[2].strip().upper() if name in {"BEGIN", "END"} else ""
        if name == "BEGIN" and what == "VCALENDAR":
            zones, method = Zones(), ""
        elif name == "METHOD" and meeting is None:
            method = text.partition(":")[2].strip().upper()
        if name == "BEGIN" and what in {"VEVENT", "VCALENDAR", "VTIMEZONE"}:
            if meeting:
                yield Left(meeting.place, "an event", "it has no end", bad=True)
            meeting = Meeting(number, zones, method) if what == "VEVENT" else None
            described = [] if what == "VTIMEZONE" else None
            depth = 0
        if described is not None:
            described.append(text)
            if name == "END" and what == "VTIMEZONE":
                zones.define(described)
                described = None
        elif meeting and name == "END" and what in {"VEVENT", "VCALENDAR"}:
            yield (
                meeting
                if what == "VEVENT"
                else Left(meeting.place, "an event", "it has no end", bad=True)
            )
            meeting = None
        elif meeting and name in {"BEGIN", "END"}:
            depth += (what != "VEVENT") if name == "BEGIN" else -(depth > 0)
        elif meeting and not depth:
            meeting.take(text)
    if meeting:
        yield Left(meeting.place, "an event", "the file ends within it", bad=True)
