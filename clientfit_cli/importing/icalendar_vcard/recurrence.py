"""Events that repeat: when they took place, with what was moved, left out or cancelled.

Rules come from files: one that never ends, repeats every second, or can never be met must not keep
the user waiting. Such rules are refused before anything is counted out.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import icalendar

When = dt.date | dt.datetime  # all-day, or a moment with its time zone

MOST = 5_000  # occurrences of one event; a daily one fills ten years with 3,653
YEARS = 10  # before now; older occurrences of a series are of no use to anybody
MOST_RULES = 4
MOST_DATES = 20_000
_PARTS = frozenset({
    "FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYHOUR",
    "BYMINUTE", "BYSECOND", "BYSETPOS", "BYYEARDAY", "BYWEEKNO",
})  # fmt: skip
_ONCE_A_PERIOD = frozenset({"BYSETPOS", "BYYEARDAY", "BYWEEKNO"})
_LONG = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass
class Event:
    """One VEVENT: when it is, how it repeats, and which occurrence of a series it replaces."""

    start: When
    length: dt.timedelta
    rules: list[str] = field(default_factory=list)
    more: list[When] = field(default_factory=list)
    without: list[When] = field(default_factory=list)
    replaces: When | None = None
    onward: bool = False  # it replaces all occurrences from there on
    sequence: int = 0


@dataclass(frozen=True)
class Occurrence:
    """One time that an event took place; `planned` is when it should have."""

    event: Event
    planned: When
    start: When
    end: When


class Refused(ValueError):  # noqa: N818  # a reason, told to the user
    """The rule of an event cannot be followed."""


def checked(rule: str, start: When) -> str:
    """Check a rule and write it the way it can be followed; else raise why not."""
    parts: dict[str, str] = {}
    for part in rule.upper().replace(" ", "").strip(";").split(";"):
        name, _, value = part.partition("=")
        parts[name] = value
    if not parts.get("FREQ") or not all(parts.values()):
        raise Refused(f"its rule cannot be understood: {rule[:60]}")
    if parts["FREQ"] in {"SECONDLY", "MINUTELY", "HOURLY"}:
        raise Refused("it repeats more than a few times a day: no meeting does")
    times = 1
    for name in ("BYHOUR", "BYMINUTE", "BYSECOND"):
        times *= parts.get(name, "").count(",") + 1
    if times > MOST_RULES:
        raise Refused("it repeats more than a few times a day: no meeting does")
    if parts["FREQ"] in {"DAILY", "WEEKLY"} and _ONCE_A_PERIOD & parts.keys():
        raise Refused(f"its rule cannot be understood: {rule[:60]}")
    if not _possible(parts):
        raise Refused("its rule names days that do not exist")
    if "UNTIL" in parts:
        parts["UNTIL"] = _until(parts["UNTIL"], start)
        parts.pop("COUNT", None)
    return ";".join(f"{name}={value}" for name, value in parts.items() if name in _PARTS)


def _possible(parts: dict[str, str]) -> bool:
    try:
        months = [int(one) for one in parts["BYMONTH"].split(",")] if "BYMONTH" in parts else []
        days = [int(one) for one in parts["BYMONTHDAY"].split(",")] if "BYMONTHDAY" in parts else []
        weeks = [int(one) for one in parts["BYWEEKNO"].split(",")] if "BYWEEKNO" in parts else []
        small = all(1 <= int(parts.get(one, "1")) <= 10_000 for one in ("INTERVAL", "COUNT"))
    except ValueError:
        return False
    known = all(1 <= month <= 12 for month in months) and all(1 <= abs(one) <= 53 for one in weeks)
    longest = max((_LONG[month - 1] for month in months), default=31) if known else 0
    return known and small and (not days or any(1 <= abs(day) <= longest for day in days))


def _until(said: str, start: When) -> str:
    """Write the end of a rule as its start is written; a day means until its end."""
    found = re.fullmatch(r"(\d{8})(?:T(\d{6})(Z?))?", said)
    if not found:
        raise Refused(f"the end of its rule is no date: {said[:40]}")
    day, time, utc = found.groups()
    if not isinstance(start, dt.datetime):
        return day
    moment = dt.datetime.strptime(day + (time or "235959"), "%Y%m%d%H%M%S")  # noqa: DTZ007
    zone = dt.UTC if utc else start.tzinfo
    return moment.replace(tzinfo=zone).astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")


def occurrences(events: Sequence[Event], now: dt.datetime) -> tuple[list[Occurrence], list[str]]:
    """List when a series took place before now, oldest first, and say what of it is left out.

    The events are those of one UID: the series itself and what replaces occurrences of it.
    """
    import icalendar
    import recurring_ical_events  # type: ignore[import-untyped]

    calendar = icalendar.Calendar()
    for number, event in enumerate(events):
        calendar.add_component(_component(event, number))
    query = recurring_ical_events.of(calendar)
    first = max(now - dt.timedelta(days=365.25 * YEARS), dt.datetime(1970, 1, 2, tzinfo=dt.UTC))
    core = next((event.start for event in events if event.replaces is None), None)
    found: list[Occurrence] = []
    for one in islice(query.between(first, now + dt.timedelta(days=2)), MOST * 4):
        event = events[int(one["X-NUMBER"])]
        start, end = one["DTSTART"].dt, one["DTEND"].dt
        planned = start if event.replaces is None or event.onward else event.replaces
        found.append(Occurrence(event, _like(planned, core), start, end))
    past = [one for one in found if moment(one.start, now) >= first and moment(one.end, now) <= now]
    left: list[str] = []
    if len(past) > MOST:
        past = past[-MOST:]
        left.append(f"it took place more than {MOST:,} times: the newest are taken")
    if any(moment(event.start, now) < first for event in events if event.rules):
        left.append(f"what lies before {first.date()} is left out")
    if any(moment(one.end, now) > now for one in found) or any(
        _goes_on(event, query, now) for event in events
    ):
        left.append("what lies ahead is left out")
    return past, left


def moment(when: When, now: dt.datetime) -> dt.datetime:
    """Say when a day begins where the user is; a moment is one already."""
    if isinstance(when, dt.datetime):
        return when
    return dt.datetime(when.year, when.month, when.day, tzinfo=now.tzinfo)


def _like(planned: When, core: When | None) -> When:
    """Write a day that stands for an occurrence with a time of day as that moment."""
    if isinstance(core, dt.datetime) and not isinstance(planned, dt.datetime):
        return dt.datetime.combine(planned, core.timetz())
    return planned


def _goes_on(event: Event, query: object, now: dt.datetime) -> bool:
    for rule in event.rules:
        until = re.search(r"UNTIL=(\d{8})", rule)
        if until:
            if until[1] > now.strftime("%Y%m%d"):
                return True
        elif "COUNT=" not in rule:
            return True
        else:
            ahead: Iterator[object] = query.after(now)  # type: ignore[attr-defined]
            return next(ahead, None) is not None
    return False


def _component(event: Event, number: int) -> icalendar.Event:
    import icalendar

    made = icalendar.Event()
    made.add("uid", "series")
    made.add("x-number", str(number))
    made.add("sequence", event.sequence)
    made.add("dtstart", event.start)
    made.add("duration", event.length)
    for rule in event.rules:
        made.add("rrule", icalendar.vRecur.from_ical(rule))
    for name, dates in (("rdate", event.more), ("exdate", event.without)):
        for one in dates:
            made.add(name, [one])
    if event.replaces is not None:
        onward = {"RANGE": "THISANDFUTURE"} if event.onward else {}
        made.add("recurrence-id", event.replaces, parameters=onward)
    return made
