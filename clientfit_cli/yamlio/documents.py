"""What a file says once it is read: documents of plain data, and the places of what they say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

NOTHING = frozenset({"", "~", "null"})
MOST_PROBLEMS = 100  # of one file; more help nobody
KEY = "\0key"  # no key of a document can be called this

# What libyaml counts as the end of a line, so that our lines are its lines.
BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Document:
    """One YAML document of one file (named as in its tree): what it says, scalars as text."""

    file: str
    index: int
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """A line and column, from 1, and the line's text."""

    line: int
    column: int
    text: str
