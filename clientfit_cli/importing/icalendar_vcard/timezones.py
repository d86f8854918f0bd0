"""Time zones of calendars: names of the tz database, names of Windows, zones of the file's own."""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

_NAME = re.compile(r"[A-Za-z0-9_+/-]{1,64}")
_RULE = re.compile(r"^RRULE[^:]*:(.*)$", re.MULTILINE | re.IGNORECASE)
_OFTEN = re.compile(r"BY(?:HOUR|MINUTE|SECOND)=\d*,", re.IGNORECASE)
_MOST_LINES = 2000


class Zones:
    """The time zones that one calendar names, each found once."""

    def __init__(self) -> None:
        self._own: dict[str, list[str]] = {}
        self._found: dict[str, dt.tzinfo | None] = {}

    def define(self, lines: list[str]) -> None:
        """Take the zone that a calendar describes, `BEGIN:VTIMEZONE` and the lines after it."""
        for line in lines:
            name, _, value = line.partition(":")
            if name.partition(";")[0].upper() == "TZID":
                self._own.setdefault(value.strip(), lines)
                # It may have been asked for before the calendar came to it.
                self._found = {key: zone for key, zone in self._found.items() if zone}

    def find(self, name: str) -> dt.tzinfo | None:
        """Find a zone; None if nobody knows it.

        A name that the tz database or Windows knows is taken from there: what calendars say of it
        often holds for one year only.
        """
        name = name.strip()
        if name not in self._found:
            self._found[name] = self._named(name) or self._described(
                self._own.get(name.replace(",", "\\,"), self._own.get(name))
            )
        return self._found[name]

    def _named(self, name: str) -> dt.tzinfo | None:
        from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

        if name.upper() in {"UTC", "GMT", "Z", "ETC/UTC"}:
            return dt.UTC
        candidates = [WINDOWS_TO_OLSON.get(name, name)]
        if name.startswith("/"):  # `/example.org/2021/Europe/Oslo`: a maker's own name
            parts = name.strip("/").split("/")
            candidates += ["/".join(parts[at:]) for at in range(max(len(parts) - 1, 1))]
        for one in candidates:
            if _NAME.fullmatch(one):
                try:
                    return ZoneInfo(one)
                except (KeyError, ValueError, OSError):
                    continue
        return None

    def _described(self, lines: list[str] | None) -> dt.tzinfo | None:
        from icalendar import Timezone

        text = "\r\n".join(lines or ())
        # Clocks change once a year and rule; other rules would take for ever.
        rules = _RULE.findall(text)
        if (
            not lines
            or len(lines) > _MOST_LINES
            or any("FREQ=YEARLY" not in rule.upper().replace(" ", "") for rule in rules)
            or any(_OFTEN.search(rule) for rule in rules)
        ):
            return None
        try:
            described = Timezone.from_ical(f"{text}\r\n")
            assert isinstance(described, Timezone)
            zone = described.to_tz(lookup_tzid=False)
            dt.datetime(2020, 1, 1, tzinfo=zone).utcoffset()
        except Exception:  # noqa: BLE001  # whatever the file says and the libraries make of it
            return None
        return zone
