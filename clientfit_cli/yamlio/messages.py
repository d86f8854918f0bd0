"""Where a YAML parser stops -> what those who wrote the file did, and what helps.

A parser's own words change with its version and from one parser to the next; where it stops does
not. So a slip is known by its places in the text alone. What fits none is no slip that we know.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from clientfit_cli.yamlio.documents import BREAK

QUOTED = "put the text between quotes"
UNKNOWN = ("from here on this is no YAML", "see the line above, too: the slip is often there")
_TAB = ("a tab stands where the line is indented", "indent with spaces, not tabs")
_END = ("the file ends too soon", "close every bracket and every quote")
_ESCAPE = ("this `\\` begins no escape that there is", "write \\\\, or use single quotes")
_NEVER_CLOSED = ("this quote is never closed", "close it; '' is a quote within single quotes")
_NO_COLON = ("a line without `:`", "write `key: value`, or see the line above")
_BRACKETS = {
    "[": ("a list in `[...]` lacks a `,` or its `]`", f"close it, or {QUOTED}"),
    "{": ("a mapping in `{...}` lacks a `,` or its `}`", f"close it, or {QUOTED}"),
}
_CLOSED = {
    "'": re.compile(r"'(?:[^']|'')*'"),
    '"': re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL),
}
_ESCAPE_BEGUN = re.compile(r"\\(?:[xuU][0-9a-fA-F]*)?.?$", re.DOTALL)
# An escape of half a character, or of none that there is: not every parser says where it stands.
_NO_CHARACTER = re.compile(
    r"(?<!\\)(?:\\\\)*(\\(?:u|U0000)[dD][89a-fA-F]|\\U(?!000[0-9a-fA-F]|0010)[0-9a-fA-F]{8})"
)
_LONGEST_KEY = 500  # nobody writes a longer one, and parsers look through twice as much for a `:`

Slip = tuple[int, str, str]  # the characters before it, what is wrong, and what helps


@dataclass(frozen=True)
class Stop:
    """Where a parser stopped, and where what it was reading began: lines and columns from 0.

    While it was `scanning` it cut the text into words; else it put words together.
    """

    at: tuple[int, int] | None
    begun: tuple[int, int] | None
    scanning: bool


def offset(text: str, place: tuple[int, int]) -> int:
    """Count the characters before a line and column."""
    line, column = place
    breaks = list(islice(BREAK.finditer(text), line))
    if len(breaks) < line:  # libyaml has one more line after the last
        return len(text)
    return min((breaks[-1].end() if breaks else 0) + column, len(text))


def place(text: str, at: int) -> tuple[int, int]:
    """Say the line and column, from 1; what is at the end stands where the last text ends."""
    before = text[:at] if at < len(text.rstrip()) else text.rstrip()
    lines = BREAK.split(before)
    return len(lines), len(lines[-1]) + 1


def known(text: str, stop: Stop) -> Slip | None:
    """Say which slip stopped the parser; None where it may be a limit of the parser's own."""
    if stop.at is None:
        return no_character(text, 0)
    at = offset(text, stop.at)
    begun = at if stop.begun is None else offset(text, stop.begun)
    if stop.scanning:
        return _in_word(text, begun, at) if begun < at else _before_word(text, at)
    if stop.begun is None:
        return _directive(text, at) or (
            (at, *_END) if _at_end(text, at) else (
                at, "something stands after the end of the document",
                "write `---` on a line of its own between two documents",
            )
        )  # fmt: skip
    return _between_words(text, begun, at) if begun < at else _no_word(text, at)


def longest_key(text: str, stop: Stop) -> Slip | None:
    """Say that the last line is no key, of a text that was cut off: however it goes on."""
    slip = known(text, stop)
    return slip if slip and slip[1:] == _NO_COLON and len(text) - slip[0] >= _LONGEST_KEY else None


def no_character(text: str, since: int) -> Slip | None:
    """Find the escape that stands for no character."""
    found = _NO_CHARACTER.search(text, since)
    return (found.start(1), *_ESCAPE) if found else None


def _at_end(text: str, at: int) -> bool:
    return at >= len(text.rstrip())


def _line_before(text: str, at: int) -> str:
    return BREAK.split(text[:at])[-1]


def _in_word(  # noqa: PLR0911  # a list of cases
    text: str, begun: int, at: int
) -> Slip | None:
    """Say what is wrong with a word that was begun and never finished."""
    first, here = text[begun], text[at : at + 1]
    one_line = not BREAK.search(text, begun, at)
    if first in _CLOSED and not _CLOSED[first].match(text, begun, at):
        if _at_end(text, at + (here == "\\")) or text[at : at + 3] in {"---", "..."}:
            return begun, *_NEVER_CLOSED
        escape = _ESCAPE_BEGUN.search(text, begun, at + 1) if first == '"' else None
        return (escape.start(), *_ESCAPE) if escape else None
    if here == "\t":
        return at, *_TAB
    if first in "|>":
        message = "text cannot stand beside its `|` or `>`"
        return (at, *_END) if _at_end(text, at) else (at, message, "begin it on the next line")
    if first == "%":
        return _directive(text, begun)
    if first in "*&!" and one_line:
        return begun, f"text cannot begin with `{first}`", QUOTED
    if here == ":":
        return at, "a `:` without a space after it", f"write `key: value`, or {QUOTED}"
    if not one_line or at - begun >= _LONGEST_KEY or _at_end(text, at):
        return begun, *_NO_COLON
    return None


def _before_word(text: str, at: int) -> Slip | None:
    """Say why no word can begin here."""
    here, before = text[at : at + 1], _line_before(text, at)
    if _at_end(text, at):
        return at, *_END
    if here == "\t":
        return at, *_TAB
    if here == ":" and ": " in before:
        return at, "a second `:` on one line", "put text that holds `: ` between quotes"
    if here == ":":
        return (
            at, "`key: value` cannot stand under a text",
            "see that the line above ends in `:`, and in which column this one begins",
        )  # fmt: skip
    if here == "-":
        return (
            at, "a list cannot begin on the line of its key",
            f"write each `- ...` on a line of its own, or {QUOTED}",
        )  # fmt: skip
    return (at, f"text cannot begin with `{here}`", QUOTED) if here in "@`%?|>" else None


def _no_word(text: str, at: int) -> Slip | None:
    """Say what stands where a value should."""
    here = text[at : at + 1]
    if _at_end(text, at):
        return at, *_END
    return (at, f"text cannot begin with `{here}`", QUOTED) if here in "!,]}:?-." else None


def _between_words(text: str, begun: int, at: int) -> Slip:
    """Say what does not belong into the mapping or list around it."""
    first, before = text[begun], _line_before(text, at)
    if first in _BRACKETS:
        # What was never closed says more than where that came out.
        later = _at_end(text, at) or BREAK.search(text, begun, at)
        return begun if later else at, *_BRACKETS[first]
    if _at_end(text, at):
        return at, *_END
    if first == "-" and text[begun + 1 : begun + 2].isspace():
        return (
            at, "a line that is no `- ...` of the list around it",
            "see that the lines of one list begin in the same column",
        )  # fmt: skip
    if before.strip():
        return at, "something follows a value that is complete", f"{QUOTED}, '' is a quote in it"
    return (
        at, "this line begins in a column of its own",
        "see that the lines of one mapping or list begin in the same column",
    )  # fmt: skip


def _directive(text: str, at: int) -> Slip | None:
    """Say what is wrong with a `%` line, here or above: some parsers only mind what follows it."""
    lines = list(re.finditer(r"^.*$", text[:at].rstrip() or "", re.MULTILINE))
    above = lines[-1].start() if lines else 0
    for start in (at, above):
        if text.startswith("%YAML", start):
            return start, "only YAML 1.1 and 1.2 are known", "delete the line"
        if text.startswith("%", start):
            return start, "a line cannot begin with `%`", QUOTED
    return None
