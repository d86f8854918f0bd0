"""Writing a row of a section as YAML, the way that people write these files."""

from __future__ import annotations

import datetime as dt
import json as standard
import re
from typing import Any

from clientfit_cli.yamlio.documents import NOTHING

WIDTH = 100
# Text that needs no quotes anywhere in YAML: begins with a letter or digit, holds nothing that
# could end it, and does not look like something else to a program that types its scalars.
_PLAIN = re.compile(r"[^\W_](?:[\w .'/()+&%$@!;-]*[\w.'/()+&%$@!;-])?")
_TYPED = re.compile(
    r"[+-]?[\d._]+(e[+-]?\d+)?|0[xo][\da-f]+|y|n|yes|no|on|off|true|false", re.IGNORECASE
)
_ODD = re.compile("[\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff]")


def plain(value: Any) -> Any:
    """Say what a value will be when it is read again: text, or lists and mappings of it."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items() if one is not None}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.15g}"
    return _day(value) if isinstance(value, dt.date) else str(value)


def _day(value: dt.date) -> str:
    if isinstance(value, dt.datetime) and not value.second and not value.microsecond:
        return value.isoformat(timespec="minutes")
    return value.isoformat()


def flow(value: Any) -> str:
    """Write a value in one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(_pairs(value)) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(flow(one) for one in value) + "]"
    text = plain(value)
    return quoted(text) if isinstance(value, str) or ":" in text else text


def json(value: Any) -> str:
    """Write a value in one line of JSON."""
    return _escaped(standard.dumps(plain(value), ensure_ascii=False))


def _escaped(text: str) -> str:
    return _ODD.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def quoted(text: str) -> str:
    """Put text between quotes if it needs them."""
    if _PLAIN.fullmatch(text) and text.lower() not in NOTHING and not _TYPED.fullmatch(text):
        return text
    return _escaped(standard.dumps(text, ensure_ascii=False))


def lines(row: dict[str, Any], dash: int, gap: int, *, flow: bool) -> list[str]:
    """Write a row of a list: `- {what: ...}`, or a line for each key beneath its `-`."""
    begin = " " * dash + "-" + " " * (gap - 1)
    inner = " " * (dash + gap)
    pairs = _pairs(row)
    if not flow:
        return [(inner if at else begin) + pair for at, pair in enumerate(pairs)]
    found = [begin + "{"]
    for at, pair in enumerate(pairs):
        last = at == len(pairs) - 1
        text = pair + ("}" if last else ",")
        if at and len(found[-1]) + 1 + len(text) > WIDTH:
            found.append(inner + " " + text)
        else:
            found[-1] += (" " if at else "") + text
    return found


def _pairs(row: dict[str, Any]) -> list[str]:
    return [f"{key}: {flow(value)}" for key, value in row.items() if value is not None]
