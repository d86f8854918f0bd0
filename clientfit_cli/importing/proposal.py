"""What an import would do to a book, before it does it: rows, blanks filled in, and a word on all.

Nothing that a foreign file holds is dropped without a word: it is added, fills in a blank, is there
already, waits in the review list for somebody who knows, was left out for a reason, or is bad.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Literal

Verdict = Literal["added", "filled in", "there", "to review", "left out", "bad"]
VERDICTS: tuple[Verdict, ...] = ("added", "filled in", "there", "to review", "left out", "bad")
MOST_KEPT = 10_000  # lines of one verdict that are kept one by one; all are counted


@dataclass(slots=True)
class Line:
    """What becomes of one thing in a foreign file, and why."""

    verdict: Verdict
    file: str
    place: str
    account: str
    section: str
    what: str
    why: str = ""


@dataclass(slots=True)
class Review:
    """Somebody or something that only a person can match: how often it comes, and where first."""

    kind: str  # an account, a contact, one of ours, a service
    who: str
    account: str
    why: str
    remedy: str
    file: str
    place: str
    times: int = 0


@dataclass(slots=True)
class NewRow:
    """A row on its way into the book."""

    account: str
    section: str
    row: dict[str, Any]
    line: Line


@dataclass(slots=True)
class Fill:
    """A blank of a row (or of an account, where the section is `accounts`) that a file fills in."""

    account: str
    section: str
    index: int
    key: str
    value: Any
    line: Line


@dataclass
class Proposal:
    """What an import would do, and what it left to people."""

    accounts: dict[str, dict[str, Any]] = field(default_factory=dict)  # new ones: their values
    rows: list[NewRow] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    review: dict[tuple[str, str, str], Review] = field(default_factory=dict)
    counts: Counter[tuple[str, Verdict]] = field(default_factory=Counter)  # by file
    reasons: Counter[tuple[Verdict, str]] = field(default_factory=Counter)

    def say(self, line: Line) -> Line:
        """Count what becomes of something, and keep it to be shown."""
        self.counts[line.file, line.verdict] += 1
        self.reasons[line.verdict, line.why] += 1
        kept = sum(self.counts[file, verdict] for file, verdict in self.counts
                   if verdict == line.verdict) <= MOST_KEPT  # fmt: skip
        if kept or line.verdict in {"added", "filled in"}:
            self.lines.append(line)
        return line

    def refused(self, entry: NewRow | Fill, why: str) -> None:
        """Take back what the book would not be sound with."""
        line = entry.line
        self.rows = [one for one in self.rows if one is not entry]
        self.fills = [one for one in self.fills if one.line is not line]
        if any(one is line for one in self.lines):  # several blanks of a row share one
            self.counts[line.file, line.verdict] -= 1
            self.reasons[line.verdict, line.why] -= 1
            self.lines = [one for one in self.lines if one is not line]
            self.say(Line("bad", line.file, line.place, line.account, line.section, line.what, why))

    def total(self, verdict: Verdict) -> int:
        """Count what has a verdict, in all files."""
        return sum(number for (_, one), number in self.counts.items() if one == verdict)
