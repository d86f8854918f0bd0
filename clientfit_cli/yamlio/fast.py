"""Sound files in the style of FILES.md, read without a YAML parser: the fast path of `sources`.

Most files use a small part of YAML: a key or a `-` on every line, values in one line, rows in
braces, comments. This part is read line by line, and a line that was met before is not looked at
again: what it says depends on nothing around it, only where it belongs does. Most lines of a large
book were met before (`channel: email`), which makes this faster than parsers written in C++.

Whatever is not surely of this part, and every mistake, makes the whole file None: `sources` then
reads it with a YAML parser, which alone finds and tells problems. Nothing here is a second opinion
on YAML: a file is read here exactly as the parser reads it, or not at all.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from clientfit_cli.yamlio.documents import NOTHING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["read"]

DEEPEST = 10  # well below what the careful path takes

# What a line says: the depth of its dash (or one of those below) and of its key, the key (None: no
# key), the value, and once more the key if its value may stand on the next lines. Depths are twice
# the column, and one more for a list: it may stand in the very column of the key that holds it.
_Line = tuple[int, int, str | None, Any, str | None]
_NO_DASH = -1
_BEGIN = -2  # `---`
_IDLE = -3  # an empty line, a comment

# Lines, and pairs in braces, that were met before. Long ones rarely come again.
_known: dict[str, _Line] = {}
_known_pairs: dict[str, tuple[str, Any]] = {}
_MOST_KNOWN = 1 << 15
_LONGEST_KNOWN = 64

_BOM = b"\xef\xbb\xbf"
# No control characters of ASCII (nor tab, CR and DEL), no C1 ones (NEL ends a line), no line and
# paragraph separators (so do these), no BOM, nothing that is no character. As bytes: a class of
# characters that is as wide as Unicode takes `re` longer to compile than a book to read.
_USUAL = bytes({0x0A, *range(0x20, 0x100)} - {0x7F})
_c1 = re.compile(rb"\xc2[\x80-\x9f]").search
_ODD = tuple(one.encode() for one in "\u2028\u2029\ufeff\ufffe\uffff")

_KEY = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}"  # YAML takes no key of more than 1,024 characters
# What text without quotes may begin with: nothing that means something in YAML, at most a minus.
_FIRST = r"""(?:[^\x00- !"#%&'),*:<>?@\[\\\]`{|}\x7f-\x9f-]|-[A-Za-z0-9_.($])"""
# The escapes that mean the same in JSON; half an emoji is no character.
_DOUBLE = r'"(?:[^"\\]++|\\["\\n]|\\u(?![dD][89a-fA-F])[0-9a-fA-F]{4})*+"'
_SINGLE = "'(?:[^']++|'')*+'"
# In brackets: a colon inside text stands before a digit, a letter or a slash (09:30, https://), a
# `#` behind anything but a space; `?` is left to the parsers, which disagree on it.
_INSIDE = r"[^,\[\]{}:#?]*+"
_WORDS = f"{_FIRST}{_INSIDE}(?:(?::[A-Za-z0-9/]|(?<! )#){_INSIDE})*+"
_LIST = rf'\[(?:[^\[\]{{}}"\\]++|{_DOUBLE})*+\]'
_ROW = rf'\{{(?:[^\[\]{{}}"\\]++|{_DOUBLE}|{_LIST})*+\}}'
_VALUE = f"({_WORDS}|{_DOUBLE}|{_SINGLE}|{_LIST}|{_ROW}|)"

# Nothing here gives back what it took (++, *+): a million spaces are read once.
_keyed = re.compile(f"({_KEY}):(?: ++(.*))?").fullmatch
_begin = re.compile("---(?: ++(?:#.*)?)?").fullmatch
_first = re.compile(_FIRST).match
_quoted = re.compile(f"({_DOUBLE}|{_SINGLE})(?: ++#.*)?").fullmatch
_remark = re.compile(r"[\]}] ++#").search
# Where pairs of a row begin, mostly: the pieces are looked at one by one.
_apart = re.compile(", +(?=[A-Za-z0-9_.-]++: )").split
_pair = re.compile(f"({_KEY}): ++{_VALUE} *+").fullmatch
# Each pair of a row, and each value of a list and whether it ends it. What is neither takes all the
# rest: nothing is passed over, and nothing is looked at twice.
_pairs = re.compile(rf" *+({_KEY}): ++{_VALUE} *+(?:,|\}}\Z)|.+").findall
_values = re.compile(rf" *+({_WORDS}|{_DOUBLE}|{_SINGLE}) *+(?:,|(\])\Z)|.+").findall


class _UnsureError(Exception):
    """The file is for the careful path."""


def read(raw: bytes, *, own: bool = True) -> list[dict[str, Any] | None] | None:
    """Read the documents of a file (an empty one is None); None if a parser must read it.

    Documents that are not the caller's `own` share lists with others, and may not be changed.
    """
    raw = raw.removeprefix(_BOM).replace(b"\r\n", b"\n")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if _odd(raw):
        return None
    try:
        return _documents(text, own=own)
    except _UnsureError:
        return None


def _odd(raw: bytes) -> bool:
    """Say whether there is a character that YAML forbids, or may give a meaning of its own."""
    return bool(
        raw.translate(None, _USUAL)
        or (not raw.isascii() and (_c1(raw) or any(one in raw for one in _ODD)))
    )


# Where rows of keys on lines of their own begin, as in most long sections: `touchpoints:`, and a
# dash on the next line. What lies between two dashes is a row, what lies between two keys a pair.
_section = re.compile(r"(?:\A|(?<=\n))[a-z_]++:\n(?=( {0,2})- )").search
_end = re.compile(r"\n(?=[^ \n-]|---)").search


def _documents(text: str, *, own: bool) -> list[dict[str, Any] | None]:
    reading = _Reading(own=own)
    at = 0
    while found := _section(text, at):
        reading.lines(iter(text[at : found.end() - 1].split("\n")))
        end = _end(text, found.end())
        stop = end.start() if end else len(text)
        reading.rows(text[found.end() : stop], found[1])
        at = stop + 1
        if not end:
            return reading.end()
    reading.lines(iter(text[at:].split("\n")))
    return reading.end()


class _Pairs(dict[str, tuple[str, Any]]):
    """Pairs of rows, by their text; what is no pair on one line is no key of it."""

    def __missing__(self, text: str) -> tuple[str, Any]:
        dash, column, key, value, opens = _learned("  " + text, _NO_MORE)
        if dash != _NO_DASH or column != 4 or key is None or opens is not None:
            raise _UnsureError
        if len(text) <= _LONGEST_KNOWN and type(value) is not dict:
            if len(self) >= _MOST_KNOWN:
                self.clear()
            self[text] = key, value
        return key, value


_NO_MORE: Iterator[str] = iter("")
_pairs_of_rows = _Pairs()


class _Reading:
    """The documents read so far, and where the next line stands."""

    def __init__(self, *, own: bool) -> None:
        self.own = own
        self.documents: list[dict[str, Any] | None] = []
        self.begun = False
        # The innermost open mapping or list, its depth, those around it, and the key of it whose
        # value may follow. The document itself is the value of a key left of all columns.
        self.outer: list[tuple[int, Any]] = []
        self.root: dict[str, Any] = {}
        self.inner: Any = self.root
        self.at = -1
        self.waiting: str | None = ""

    def end(self) -> list[dict[str, Any] | None]:
        """Answer with the documents, the last line read."""
        if self.begun or self.root:
            self.documents.append(self.root.get(""))
        return self.documents

    def rows(self, text: str, margin: str) -> None:
        """Read the rows of a section, the dash of each behind a margin.

        Most are made of pairs, one on each line: those are taken apart all at once. Every other
        one, and the last, is read line by line.
        """
        apart = f"\n{margin}  "
        pair = _pairs_of_rows.__getitem__
        *rows, last = text[len(margin) + 2 :].split(f"\n{margin}- ")
        made: list[Any] | None = None
        for row in rows:
            pieces = row.split(apart)
            try:
                pairs = dict(map(pair, pieces))
            except _UnsureError:
                pairs = {}
            if made is None or len(pairs) < len(pieces):  # the first opens the list
                self.lines(iter(f"{margin}- {row}".split("\n")))
                made = self._list(2 * len(margin) + 1)
            elif self.own:
                made.append(
                    {
                        key: value.copy() if type(value) is list else value
                        for key, value in pairs.items()
                    }
                )
            else:
                made.append(pairs)
        self.lines(iter(f"{margin}- {last}".split("\n")))

    def _list(self, depth: int) -> list[Any]:
        """Leave the row just read, so that the next may be added to its list."""
        while self.at > depth:
            self.at, self.inner = self.outer.pop()
        self.waiting = None
        if self.at != depth or type(self.inner) is not list:
            raise _UnsureError
        return self.inner

    def lines(  # noqa: C901, PLR0912, PLR0915  # speed: one loop
        self, lines: Iterator[str]
    ) -> None:
        """Read lines, one by one."""
        known = _known.get
        outer, at, waiting = self.outer, self.at, self.waiting
        inner: Any = self.inner
        for line in lines:
            dash, column, key, value, opens = known(line) or _learned(line, lines)
            if type(value) is list:
                value = value.copy()  # the line may come again
            if dash == _NO_DASH:
                if column != at:
                    if waiting is not None and column > at:
                        if len(outer) > DEEPEST:
                            raise _UnsureError
                        outer.append((at, inner))
                        inner[waiting] = inner = {}
                        at = column
                    else:
                        while at > column:
                            at, inner = outer.pop()
                        if at != column:
                            raise _UnsureError
                if key in inner:
                    raise _UnsureError
                inner[key] = value
            elif dash > 0:
                if dash != at:
                    if waiting is not None and dash > at:
                        if at < 0 or len(outer) > DEEPEST:
                            raise _UnsureError
                        outer.append((at, inner))
                        inner[waiting] = inner = []
                        at = dash
                    else:
                        while at > dash:
                            at, inner = outer.pop()
                        if at != dash:
                            raise _UnsureError
                if key is None:
                    inner.append(value)
                else:
                    outer.append((at, inner))
                    row = {key: value}
                    inner.append(row)
                    inner = row
                    at = column
            elif dash == _IDLE:
                continue
            else:
                if self.begun or self.root:
                    self.documents.append(self.root.get(""))
                self.begun = True
                outer, self.root, at, opens = [], {}, -1, ""
                inner = self.root
            waiting = opens
        self.outer, self.inner, self.at, self.waiting = outer, inner, at, waiting


def _learned(line: str, lines: Iterator[str]) -> _Line:
    """Read a line not met before, and those after it that end what it begins."""
    text = line.lstrip(" ")
    if not text or text[0] == "#":
        return _remembered(line, (_IDLE, 0, None, None, None))
    dash, column, key = _NO_DASH, len(line) - len(text), None
    indent = column
    if text[0] == "-":
        if _begin(line):
            return _remembered(line, (_BEGIN, 0, None, None, None))
        dash = 2 * indent + 1
        text = text[1:].lstrip(" ")
        column = len(line) - len(text)
        if column == indent + 1:
            raise _UnsureError
    found = _keyed(text) if text[:1] != "{" else None
    if found:
        key, text = found.groups("")
    if key in NOTHING or (key is None and (dash < 0 or not text)):
        raise _UnsureError
    if not text or text[0] == "#":
        return _remembered(line, (dash, 2 * column, key, None, key))
    value: Any
    if text[0] in "{[":
        whole = _whole(text.rstrip(" "), indent, lines)
        value = _row(whole) if text[0] == "{" else _list(whole)
        if text[0] == "{" or len(whole) > len(text):  # the line alone does not say it
            return dash, 2 * column, key, value, None
    else:
        value = _scalar(text.rstrip(" "))
    return _remembered(line, (dash, 2 * column, key, value, None))


def _remembered(line: str, says: _Line) -> _Line:
    if len(line) <= _LONGEST_KNOWN:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        _known[line] = says
    return says


def _whole(text: str, indent: int, lines: Iterator[str]) -> str:
    """Join what stands in brackets over several lines; without the remark behind it."""
    remark = _remark(text) if " #" in text else None
    if remark:
        return text[: remark.start() + 1]
    if text[-1] not in ",{[":
        return text
    # A line that ends so goes on, even within quotes, where YAML too makes the break a space.
    parts = [text]
    while parts[-1][-1:] in {",", "{", "["}:
        following = next(lines, "")
        inside = following.lstrip(" ")
        if len(following) - len(inside) <= indent:
            raise _UnsureError
        parts.append(inside.rstrip(" "))
    return " ".join(parts)


def _scalar(text: str) -> str | None:
    """Read what stands alone behind a key or a dash."""
    if _first(text):
        text = text.partition(" #")[0].rstrip(" ")
        if ": " in text or text[-1] == ":":
            raise _UnsureError
        return None if text in NOTHING else text
    found = _quoted(text)
    if not found:
        raise _UnsureError
    return _unquoted(found[1])


def _unquoted(text: str) -> str:
    if text[0] == "'":
        return text[1:-1].replace("''", "'")
    if "\\" not in text:
        return text[1:-1]
    value: str = json.loads(text)
    if _odd(value.encode()):
        raise _UnsureError
    return value


def _row(text: str) -> dict[str, Any]:
    """Read `{what: Fix it, by: us}`."""
    row: dict[str, Any] = {}
    if text[-1] != "}":
        raise _UnsureError
    pieces = _apart(text[1:-1].lstrip(" "))
    if pieces == [""]:
        return row
    for piece in pieces:
        pair = _known_pairs.get(piece) or _learned_pair(piece)
        if not pair:  # such as a text that looks like a pair
            return _odd_row(text)
        key, value = pair
        if key in row:
            raise _UnsureError
        row[key] = value.copy() if type(value) is list else value
    return row


def _learned_pair(piece: str) -> tuple[str, Any] | None:
    found = _pair(piece)
    if not found:
        return None
    key, text = found.groups()
    if key in NOTHING:
        raise _UnsureError
    pair = key, _inside(text) if text else None
    if len(piece) <= _LONGEST_KNOWN and type(pair[1]) is not dict:
        if len(_known_pairs) >= _MOST_KNOWN:
            _known_pairs.clear()
        _known_pairs[piece] = pair
    return pair


def _odd_row(text: str) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for key, value in _pairs(text, 1):
        if key in row or key in NOTHING:  # no key: what is no pair
            raise _UnsureError
        row[key] = _inside(value) if value else None
    return row


def _list(text: str) -> list[Any]:
    """Read `[dana, sam]`."""
    if text[1:].lstrip(" ") == "]":
        return []
    found = _values(text, 1)
    if not found[-1][-1]:  # not the end: what is no value
        raise _UnsureError
    return [_inside(value) for value, _ in found]


def _inside(text: str) -> Any:
    """Read one value in brackets."""
    first = text[0]
    if first in "\"'":
        return _unquoted(text)
    if first == "[":
        return _list(text)
    if first == "{":
        return _row(text)
    text = text.rstrip(" ")
    return None if text in NOTHING else text
