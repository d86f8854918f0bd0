"""Days for people: short where the year goes without saying."""

from __future__ import annotations

import contextlib
import datetime as dt
import re

from clientfit_cli.base.errors import UserError


def near(day: dt.date, today: dt.date) -> str:
    """Write a day briefly, with its year where that is another one than today's."""
    text = f"{day:%d %b}".lstrip("0")
    return text if day.year == today.year else f"{text} {day.year}"


def parse_day(text: str, now: dt.date) -> dt.date:
    """Understand a day: a date, `today`, `yesterday`, `last-monday`, `-7d`, `-2w`."""
    word = text.strip().lower()
    weekdays = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    back = re.fullmatch(r"-(\d{1,5})([dw])", word)
    found = None
    with contextlib.suppress(ValueError, OverflowError):
        if word in {"today", "yesterday"}:
            found = now - dt.timedelta(days=word == "yesterday")
        elif word.startswith("last-") and word[5:] in weekdays:
            behind = (now.weekday() - weekdays.index(word[5:]) - 1) % 7 + 1
            found = now - dt.timedelta(days=behind)
        elif back:
            found = now - dt.timedelta(days=int(back[1]) * (7 if back[2] == "w" else 1))
        elif re.fullmatch(r"\d{4}-\d{2}-\d{2}", word):
            found = dt.date.fromisoformat(word)
    if found and 1900 <= found.year < 2200:
        return found
    raise UserError(f"{text} is not a day", "write 2026-11-16, today, last-monday or -7d")


def parse_span(text: str) -> int:
    """Understand a number of days: `7d`, `2w`, `14`."""
    found = re.fullmatch(r"(\d{1,4})([dw]?)", text.strip().lower())
    if not found:
        raise UserError(f"{text} is not a number of days", "write 7d or 2w")
    return int(found[1]) * (7 if found[2] == "w" else 1)
