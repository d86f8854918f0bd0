"""Something wrong in a file, as data: a code, a place, the user's own line, a remedy."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

Severity = Literal["error", "warning"]
Route = tuple[str | int, ...]

CODES: dict[str, str] = {
    "alias": "YAML aliases (`*name`) are refused: the files are data, not programs.",
    "anchor": "YAML anchors (`&name`) are refused: the files are data, not programs.",
    "bad-boolean": "A value that must be yes or no is something else.",
    "bad-character": "The file holds a control character or a NUL byte.",
    "bad-choice": "A value is not one of those that the field knows.",
    "bad-date": "A value is not a date of the calendar written YYYY-MM-DD.",
    "bad-encoding": "The file is not UTF-8.",
    "bad-id": "An id holds other than lower-case letters, digits, `.`, `_` and `-`.",
    "bad-key": "A key of a mapping is not plain text.",
    "bad-number": "A value that must be a number is something else.",
    "bad-time-zone": "A time zone is not a name of the tz database.",
    "date-order": "Two dates of one row stand in an impossible order.",
    "duplicate-id": "Two rows of one account carry the same id.",
    "duplicate-key": "A key stands twice in one mapping.",
    "given-twice": "Two documents of one account give the same value.",
    "lead-gap": "An account names an owner who is not the lead on its team.",
    "merge-key": "The YAML merge key `<<` is refused: the files are data, not programs.",
    "misplaced-settings": "A settings file stands below the top of the book and is not read.",
    "missing-key": "A required key is missing.",
    "missing-name": "No document of an account gives its name.",
    "no-accounts": "The folder holds no account.",
    "not-a-file": "Something other than a file carries a YAML name.",
    "not-a-list": "A section that must be a list is something else.",
    "not-a-mapping": "A row or document that must be a mapping is something else.",
    "not-text": "A value that must be text is a list or a mapping.",
    "nothing-said": "A document or a section is empty.",
    "out-of-range": "A number lies outside what the field can hold.",
    "syntax": "The file is not YAML.",
    "tag": "YAML tags (`!name`) are refused: the files are data, not programs.",
    "too-deep": "Values are nested deeper than any field of an account.",
    "too-long": "A text, a list or a file is larger than the tool takes.",
    "unknown-contact": "A row names a contact that the account does not have.",
    "unknown-key": "A key that the format does not know.",
    "unknown-person": "A row names somebody who is not on the team.",
    "unknown-service": "A row names a service that the catalogue does not have.",
    "unreadable": "The file cannot be read.",
}


@dataclass(frozen=True, slots=True, order=True)
class Where:
    """A place in a file; line and column count from 1, 0 means the whole file."""

    file: str
    line: int = 0
    column: int = 0
    route: str = ""

    def __str__(self) -> str:
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in the user's files.

    `text` is the user's own line, `account` the account that cannot be trusted because of it
    (empty when that cannot be told).
    """

    code: str
    where: Where
    message: str
    hint: str = ""
    severity: Severity = "error"
    text: str = ""
    account: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise ValueError(f"{self.code} is not a known problem code")

    @property
    def place(self) -> tuple[str, int, int, str, str]:
        """Where the problem stands among the others."""
        return (self.where.file, self.where.line, self.where.column, self.code, self.message)


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Sort by place, each problem once."""
    return sorted(set(problems), key=lambda problem: problem.place)


def errors(problems: Iterable[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.severity == "error"]


def written(route: Route) -> str:
    """Write a route the way people read it: `contacts[0].since`."""
    longest = 60  # of one key
    text = ""
    for step in route:
        if isinstance(step, str):
            step = step if len(step) <= longest else step[: longest - 1] + "…"  # noqa: PLW2901
        text += f"[{step}]" if isinstance(step, int) else (f".{step}" if text else step)
    return text


def said(value: object) -> str:
    """Write a value from a file as a piece of a message."""
    if value is None:
        return "nothing"
    if isinstance(value, (list, dict)):
        return "a list" if isinstance(value, list) else "a mapping"
    text, longest = str(value), 40
    return text if len(text) <= longest else text[: longest - 1] + "…"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Name the nearest known word, as a hint, or say nothing."""
    longest_worth_comparing = 60
    if len(word) > longest_worth_comparing:
        return ""
    close = get_close_matches(word.lower(), list(known), n=1, cutoff=0.6)
    return f"did you mean `{close[0]}`?" if close else ""
