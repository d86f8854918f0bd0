"""What foreign files write for a day or a time -> dates and times, or why they are none.

Whether 3/4 is in March or in April is never guessed: a `Clock` says it, from what the user says,
what all dates of the file say together, or what the format is known for.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clientfit_cli.base.problems import said

if TYPE_CHECKING:
    from collections.abc import Callable

DMY, MDY = "dmy", "mdy"
AMBIGUOUS = "may be day/month or month/day: --dates dmy or --dates mdy tells"
FIRST_YEAR, LAST_YEAR = 1900, 2198
_FIRST_SERIAL, _LAST_SERIAL = 10_000, 80_000  # 1927 to 2119, in the days of spreadsheets
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# Zones that exports write as letters: hours from UTC. Others are told by no letters alone.
_ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6,
    "pst": -8, "pdt": -7, "cet": 1, "cest": 2, "bst": 1,
}  # fmt: skip

_NUMBERS = re.compile(r"(\d{1,2})\s?([/.-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?!\d)", re.ASCII)
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)", re.ASCII)
_PLAIN = re.compile(r"(\d{4})(\d{2})(\d{2})(?=$|[T ])", re.ASCII)
_DAY_MONTH = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[\s.-]+([A-Za-z]{3,9})[.,]?[\s-]+(\d{4}|\d{2})(?!\d)"
)
_MONTH_DAY = re.compile(r"([A-Za-z]{3,9})\.?[\s-]+(\d{1,2})(?:st|nd|rd|th)?,?[\s-]+(\d{4})(?!\d)")
_WEEKDAY = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}[.,]*\s+", re.IGNORECASE)
_TIME = re.compile(
    r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d{1,9})?)?\s*([ap]\.?\s?m\.?)?"
    r"\s*([+-]\d{2}:?\d{2}|[A-Za-z]{1,4})?",
    re.ASCII | re.IGNORECASE,
)  # fmt: skip
_HOUR = re.compile(r"(\d{1,2})\s*([ap]\.?\s?m\.?)", re.ASCII | re.IGNORECASE)
_NUMBER = re.compile(r"\d{4,6}(\.\d{1,12})?|\d{10}|\d{12,13}", re.ASCII)


class NoMomentError(Exception):
    """A text that is no day and no time, and why."""


@dataclass(frozen=True)
class Clock:
    """How the dates of a file are meant: in which zone, and (once asked) in which order."""

    zone: dt.tzinfo
    order: Callable[[], str]  # `dmy`, `mdy`, or nothing where that cannot be told

    def moment(self, value: object, time: object = "") -> dt.date | dt.datetime:
        """Understand a day with or without a time, which may stand in a cell of its own."""
        if isinstance(value, dt.datetime):
            return self._zoned(value)
        if isinstance(value, dt.date):
            return self._with_time(value, time)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return self._numbered(float(value), value, time)
        text = " ".join(str(value).split())
        if _NUMBER.fullmatch(text) and not _PLAIN.fullmatch(text):
            return self._numbered(float(text), text, time)
        day, rest = self._day(text)
        return self._with_time(day, rest or time, text)

    def _numbered(self, number: float, value: object, time: object) -> dt.date | dt.datetime:
        """Understand the days of a spreadsheet, or the (milli)seconds of a program."""
        if _FIRST_SERIAL <= number <= _LAST_SERIAL:
            moment = dt.datetime(1899, 12, 30) + dt.timedelta(days=number)  # noqa: DTZ001
            moment = (moment + dt.timedelta(seconds=0.5)).replace(microsecond=0)
            if number == int(number):
                return self._with_time(moment.date(), time)
            return self._zoned(moment)
        seconds = number / 1000 if number >= 1e11 else number
        if 1e8 < seconds < 7e9:  # 1973 to 2191
            return self._zoned(_EPOCH + dt.timedelta(seconds=int(seconds)))
        raise NoMomentError(f"{said(value)} is not a date")

    def _day(self, text: str) -> tuple[dt.date, str]:
        """Take the day from the beginning of a text, and give the rest of it back."""
        bare = _WEEKDAY.sub("", text, count=1) if text[:1].isalpha() else text
        if found := _ISO.match(bare):
            parts = found[1], found[3], found[4]
        elif found := _PLAIN.match(bare):
            parts = found[1], found[2], found[3]
        elif found := _NUMBERS.match(bare):
            first, second, year = found[1], found[3], found[4]
            dmy = self._is_dmy(found[2], int(first), int(second), text)
            parts = (year, second, first) if dmy else (year, first, second)
        elif found := _DAY_MONTH.match(bare):
            parts = found[3], _month(found[2], text), found[1]
        elif found := _MONTH_DAY.match(bare):
            parts = found[3], _month(found[1], text), found[2]
        else:
            raise NoMomentError(f"{said(text)} is not a date")
        year, month, day = map(int, parts)
        if year < 100:  # two digits: what has been, or soon will be
            year += 2000 if year < 70 else 1900
        try:
            made = dt.date(year, month, day)
        except ValueError:
            raise NoMomentError(f"{said(text)} is not a date") from None
        return self._in_range(made, text), bare[found.end() :].lstrip(" T,").strip()

    def _is_dmy(self, mark: str, first: int, second: int, text: str) -> bool:
        if mark == "." or first > 12:  # nobody writes months first with points
            return True
        if second > 12:
            return False
        if first == second:
            return True
        order = self.order()
        if not order:
            raise NoMomentError(f"{said(text)} {AMBIGUOUS}")
        return order == DMY

    def _in_range(self, day: dt.date, text: object) -> dt.date:
        if FIRST_YEAR <= day.year <= LAST_YEAR:
            return day
        raise NoMomentError(f"{said(text)} is not between the years {FIRST_YEAR} and {LAST_YEAR}")

    def _with_time(self, day: dt.date, time: object, text: object = "") -> dt.date | dt.datetime:
        if isinstance(time, (dt.datetime, dt.time)):
            time = f"{time:%H:%M:%S}"
        elif isinstance(time, float) and 0 <= time < 1:
            time = str((_EPOCH + dt.timedelta(days=time, seconds=0.5)).time())[:8]
        written = " ".join(str(time).split())
        if not written:
            return day
        whole = said(text or f"{day} {written}")
        found = _TIME.fullmatch(written)
        if found:
            hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
            half, zone = found[4], found[5]
        elif found := _HOUR.fullmatch(written):
            hour, minute, second, half, zone = int(found[1]), 0, 0, found[2], None
        else:
            raise NoMomentError(f"{whole} is not a date and a time")
        if half:
            if not 1 <= hour <= 12:  # on a clock's face
                raise NoMomentError(f"{whole} is not a date and a time")
            hour = hour % 12 + 12 * (half[0] in "pP")
        try:
            moment = dt.datetime.combine(day, dt.time(hour, minute, second))
        except ValueError:
            raise NoMomentError(f"{whole} is not a date and a time") from None
        return self._zoned(moment.replace(tzinfo=_zone(zone, whole)) if zone else moment)

    def _zoned(self, moment: dt.datetime) -> dt.date | dt.datetime:
        """Put a time on the user's clock."""
        self._in_range(moment.date(), moment)
        moment = moment.replace(microsecond=0)
        if moment.tzinfo is None:
            return moment.replace(tzinfo=self.zone)
        # Programs write a day without a time as its midnight in UTC; in another zone that would be
        # the evening before.
        if not moment.utcoffset() and not (moment.hour or moment.minute or moment.second):
            return moment.date()
        return moment.astimezone(self.zone)


def _month(word: str, text: str) -> str:
    if word[:3].lower() not in _MONTHS:
        raise NoMomentError(f"{said(text)} is not a date")
    return str(_MONTHS.index(word[:3].lower()) + 1)


def _zone(text: str, whole: str) -> dt.tzinfo:
    if text[0] in "+-":
        minutes = int(text[1:3]) * 60 + int(text[-2:])
        return dt.timezone(dt.timedelta(minutes=-minutes if text[0] == "-" else minutes))
    if text.lower() not in _ZONES:
        raise NoMomentError(f"{whole}: `{said(text)}` is not a time zone that is known here")
    return dt.timezone(dt.timedelta(hours=_ZONES[text.lower()]))


def evidence(value: object) -> str:
    """Say which order a single value proves: `dmy`, `mdy`, or nothing."""
    found = _NUMBERS.match(str(value).strip()) if isinstance(value, str) else None
    if found is None or found[2] == ".":
        return ""
    first, second = int(found[1]), int(found[3])
    if (first > 12) == (second > 12):
        return ""
    return DMY if first > 12 else MDY
