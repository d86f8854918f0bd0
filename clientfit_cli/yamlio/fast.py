"""Sound files in the style of FILES.md, read without a YAML parser: the fast path of `sources`.

A file is taken apart by columns: a document at the lines that begin at the left, a section at the
dashes of its rows, a row at its keys. What lies between two such lines is a piece; most pieces are
a pair on one line, and many of these were met before (`channel: email`): they are not looked at
again. The others are text in any style of YAML, lists, mappings, and values in brackets.

Every piece must be whole: text that is not closed, or a line left of where it may stand, is a
mistake here. So where a piece begins, a parser would begin to read a key or a row, too, and what
is not surely understood can be given to a parser alone (`strict`): the odd rows of a section, the
odd sections of a document. If these have any problem, or are not as many rows and keys as they
should be, the whole file is for the parser, which alone finds and tells problems. Nothing here is
a second opinion on YAML: a file is read exactly as the parser reads it, or not at all.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from clientfit_cli.yamlio.documents import NOTHING

if TYPE_CHECKING:
    from collections.abc import Callable

    # Reads a text that is one mapping; None if it is not, or has a problem.
    Strict = Callable[[str], dict[str, Any] | None]

__all__ = ["read"]

RIGHTMOST = 12  # the last column of a key: so nothing is nested as deep as `careful` forbids

# Pieces that were met before are kept, so many of each kind. Long ones rarely come again.
_MOST_KNOWN = 1 << 15
_LONGEST_KNOWN = 64

_BOM = b"\xef\xbb\xbf"
# No control characters of ASCII (nor CR and DEL), no C1 ones (NEL ends a line), no line and
# paragraph separators (so do these), no BOM, nothing that is no character. As bytes: a class of
# characters that is as wide as Unicode takes `re` longer to compile than a book to read.
_USUAL = bytes({0x09, 0x0A, *range(0x20, 0x100)} - {0x7F})
_c1 = re.compile(rb"\xc2[\x80-\x9f]").search
_ODD = "\u2028\u2029\ufeff\ufffe\uffff"

_NAME = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}"  # YAML takes no key of more than 1,024 characters
_KEY = f"{_NAME}|\"{_NAME}\"|'{_NAME}'"
# What text without quotes may begin with: nothing that means something in YAML, at most a minus.
_FIRST = r"""(?:[^\x00- !"#%&'),*:<>?@\[\\\]`{|}\x7f-\x9f-]|-[A-Za-z0-9_.($])"""
# The escapes that mean the same in JSON; half an emoji is no character.
_DOUBLE = r'"(?:[^"\\]++|\\["\\nt]|\\u(?![dD][89a-fA-F])[0-9a-fA-F]{4})*+"'
_SINGLE = "'(?:[^']++|'')*+'"
# In brackets: a colon inside text stands before a digit, a letter or a slash (09:30, https://), a
# `#` behind anything but a space; `?` is left to the parsers, which disagree on it.
_INSIDE = r"[^,\[\]{}:#?]*+"
_WORDS = f"{_FIRST}{_INSIDE}(?:(?::[A-Za-z0-9/]|(?<! )#){_INSIDE})*+"
_LIST = rf'\[(?:[^\[\]{{}}"\\]++|{_DOUBLE})*+\]'
_ROW = rf'\{{(?:[^\[\]{{}}"\\]++|{_DOUBLE}|{_LIST})*+\}}'
_VALUE = f"({_WORDS}|{_DOUBLE}|{_SINGLE}|{_LIST}|{_ROW}|)"
_REMARK = r" *+(?:#[^\n]*+)?"

# A pair as most are: on one line, with text, text between quotes that says nothing but itself, or
# a list of ids.
_ID = "[a-z0-9][a-z0-9._-]*+"
_usual = re.compile(
    rf"(?!null:)({_NAME}): (?:({_FIRST}[^:#\n\t]*+(?:(?::(?![ \n]|\Z)|(?<! )#)[^:#\n\t]*+)*+)(?<! )"
    rf"|\"([^\"\\\n\t]*+)\"|'([^'\n\t]*+)'|\[({_ID}(?:, {_ID})*+)\])"
).fullmatch
_usual_block = re.compile(rf"(?!null:)({_NAME}): ([|>])(-?)(\n *+)(?=[^ \n])").match
_usual_list = re.compile(rf"(?!null:)({_NAME}):(\n *+- ){_ID}(?:\2{_ID})*+").fullmatch
_breaks = re.compile(r"(?<! ) *+\n ++(?=[^\n])").split

# Nothing here gives back what it took (++, *+): a million spaces are read once.
_begin = re.compile(r"(?:\A|\n)---(?: ++(?:#[^\n]*+)?)?(?=\n|\Z)").split
_remarks = re.compile(rf"(?:{_REMARK}\n)*+(?:{_REMARK}\Z)?").match  # lines that say nothing
_unfinished = re.compile(r"[|>][-+0-9]*+[ \t]*+(?:#[^\n]*+)?\n").search
_keyed = re.compile(f"({_KEY}):(?: ++(.*))?").fullmatch
_key = re.compile(rf"(?:{_KEY}):(?=[ \n]|\Z)").match
_first = re.compile(_FIRST).match
_quoted = re.compile(rf"({_DOUBLE}|{_SINGLE})(?: ++#[^\n]*+| *+)(?:\n{_REMARK})*+").fullmatch
_header = re.compile("([|>])(?:([+-]?)([1-9]?)|([1-9])([+-]))(?: ++#.*| *+)").fullmatch
_remark = re.compile(r"[\]}] ++#").search
_remark_inside = re.compile(r"(?:\A| )#").search
_json = json.JSONDecoder(strict=False).decode  # a text may hold breaks
# Where pairs of a row begin, mostly: the pieces are looked at one by one.
_apart = re.compile(", +(?=[A-Za-z0-9_.-]++: )").split
_pair_inside = re.compile(f"({_KEY}): ++{_VALUE} *+").fullmatch
# Each pair of a row, and each value of a list and whether it ends it. What is neither takes all the
# rest: nothing is passed over, and nothing is looked at twice.
_pairs_inside = re.compile(rf" *+({_KEY}): ++{_VALUE} *+(?:,|\}}\Z)|.+").findall
_values = re.compile(rf" *+({_WORDS}|{_DOUBLE}|{_SINGLE}|{_ROW}) *+(?:,|(\])\Z)|.+").findall


class _OddError(Exception):
    """A piece is for the parser."""


class _WholeError(Exception):
    """The file is for the parser."""


def read(
    raw: bytes, *, own: bool = True, strict: Strict | None = None
) -> list[dict[str, Any] | None] | None:
    """Read the documents of a file (an empty one is None); None if a parser must read it.

    Documents that are not the caller's `own` share lists with others, and may not be changed.
    """
    raw = raw.removeprefix(_BOM)
    if b"\r" in raw:
        raw = raw.replace(b"\r\n", b"\n")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if _odd(raw, text):
        return None
    try:
        documents = _documents(text, strict)
    except (_OddError, _WholeError):
        return None
    return _copied(documents) if own else documents


def _odd(raw: bytes, text: str) -> bool:
    """Say whether there is a character that YAML forbids, or may give a meaning of its own."""
    return bool(
        raw.translate(None, _USUAL)
        or (not text.isascii() and (_c1(raw) or any(one in text for one in _ODD)))
    )


def _copied(value: Any) -> Any:
    if type(value) is dict:
        return {key: _copied(one) for key, one in value.items()}
    return [_copied(one) for one in value] if type(value) is list else value


def _documents(text: str, strict: Strict | None) -> list[dict[str, Any] | None]:
    # Each piece goes without the break at its end. Where the last has none, a block of text would
    # not end in one, either.
    if text[-1:] == "\n":
        text = text[:-1]
    elif _unfinished(text):
        raise _WholeError
    before, *others = _begin(text) if "---" in text else [text]
    found = [_document(other, strict) for other in others]
    first = _document(before, strict)
    return [first, *found] if first is not None else found


def _document(text: str, strict: Strict | None) -> dict[str, Any] | None:
    text = text[_begun(text) :]
    if not text:
        return None
    pieces = _pairs[0].apart(text)
    pairs: list[Any] = []
    odd = []
    for piece in pieces:
        try:
            pairs.append(_pair(piece, 0, strict) if "\n" in piece else _pairs[0][piece])
        except _OddError:
            # No braces that may hold several pieces, nor what is about documents.
            if strict is None or not (piece[0].isalnum() or piece[0] in "\"'_"):
                raise
            odd.append(piece)
            pairs.append(None)
    if odd and strict is not None:
        told = strict("\n".join([*odd, ""]))
        if told is None or len(told) != len(odd):
            raise _WholeError
        each = iter(told.items())
        pairs = [pair or next(each) for pair in pairs]
    document = dict(pairs)
    if len(document) < len(pairs):
        raise _WholeError
    return document


def _begun(text: str) -> int:
    """Give the place of the first line that says something."""
    found = _remarks(text)
    return found.end() if found else 0


class _Pairs(dict[str, tuple[str, Any]]):
    """What pairs say, by their text, whose keys stand in one column."""

    def __init__(self, column: int) -> None:
        super().__init__()
        self.column = column
        self.next = "\n" + " " * column
        self.deeper = self.next + " "
        # Remarks and, as they may stand right below their key, dashes go with what is before.
        self.apart = re.compile(rf"\n {{{column}}}(?=[^ \n#-])").split

    def __missing__(self, text: str) -> tuple[str, Any]:
        pair = self.usual(text) or _pair(text, self.column)
        if len(text) <= _LONGEST_KNOWN and _may_be_shared(pair[1]):
            if len(self) >= _MOST_KNOWN:
                self.clear()
            self[text] = pair
        return pair

    def usual(self, text: str) -> tuple[str, Any] | None:
        """Read a pair as most are; None: it may still be one."""
        found = _usual(text)
        if not found and "\n" in text:
            if block := _usual_block(text):
                return self.usual_block(block, text)
            if (dashed := _usual_list(text)) and len(dashed[2]) > len(self.next) + 1:
                listed = text.split(dashed[2])[1:]
                return dashed[1], [None if one in NOTHING else one for one in listed]
            found = _usual(_joined(text.rstrip("\n"), self.deeper))
        if not found:
            return None
        key, plain, double, single, ids = found.groups()
        if ids:
            return key, [None if one in NOTHING else one for one in ids.split(", ")]
        if plain:
            return key, None if plain in NOTHING else plain
        return key, double or single or ""

    def usual_block(self, begun: re.Match[str], text: str) -> tuple[str, str] | None:
        """Read a block of which every line says something, and may be joined to the next."""
        key, kind, chomp, pad = begun.groups()
        lines = text[begun.end() :].split(pad)
        if len(pad) <= len(self.next) or len(lines) < text.count("\n") or not all(lines):
            return None
        if kind == ">" and any(line[0] in " \t" for line in lines):
            return None
        return key, ("\n" if kind == "|" else " ").join(lines) + ("" if chomp else "\n")

    def simple(self, text: str) -> bool:
        """Say whether there are neither remarks nor dashes in the column of the keys."""
        return f"{self.next}-" not in text and f"{self.next}#" not in text

    def mapping(self, text: str, *, simple: bool) -> dict[str, Any]:
        """Read the pairs of a mapping, the first from its first character on."""
        deeper = text.find(self.deeper)
        if not simple:
            pieces = self.apart(text)
        elif deeper < 0:
            pieces = text.split(self.next)
        elif (at := text.rfind(self.next, 0, deeper)) < 0:
            pieces = self.apart(text)
        else:  # up to the first pair that goes on below its line, each line is one
            pieces = text[:at].split(self.next) + self.apart(text[at + len(self.next) :])
        found = dict(map(self.__getitem__, pieces))
        if len(found) < len(pieces):
            raise _OddError
        return found


class _PairsInside(dict[str, tuple[str, Any]]):
    """What pairs say that stand in braces, by their text."""

    def __missing__(self, text: str) -> tuple[str, Any]:
        found = _pair_inside(text)
        if not found:
            raise KeyError
        key, said = found.groups()
        pair = _named(key), _inside(said) if said else None
        if len(text) <= _LONGEST_KNOWN and _may_be_shared(pair[1]):
            if len(self) >= _MOST_KNOWN:
                self.clear()
            self[text] = pair
        return pair


def _may_be_shared(value: Any) -> bool:
    kind = type(value)
    return kind is not dict and not (kind is list and any(type(one) is dict for one in value))


_pairs = [_Pairs(column) for column in range(RIGHTMOST + 1)]
_known_inside = _PairsInside()


def _pair(text: str, column: int, strict: Strict | None = None) -> tuple[str, Any]:
    """Read a key in a column, and its value."""
    line, _, more = text.partition("\n")
    found = _keyed(line)
    if not found:
        raise _OddError
    key, said = found.groups("")
    if not said or said[0] == "#":
        return _named(key), _nested(more, column, strict)
    return _named(key), _value(said, more, column)


def _named(key: str) -> str:
    if key[0] in "\"'":
        key = key[1:-1]
    if key in NOTHING:
        raise _OddError
    return key


def _nested(text: str, column: int, strict: Strict | None) -> Any:
    """Read what stands below a key in a column."""
    text = text[_begun(text) :]
    body = text.lstrip(" ")
    at = len(text) - len(body)
    if not body:
        return None
    if body[:2] == "- " and at >= column:
        return _list(body, at, strict)
    if not column < at <= RIGHTMOST:
        raise _OddError
    return _pairs[at].mapping(body, simple=False)


def _list(text: str, column: int, strict: Strict | None) -> list[Any]:
    """Read a list, its dashes in a column."""
    dash = "\n" + " " * column + "- "
    found: list[Any] = []
    odd = []
    inner = _pairs[min(column + 2, RIGHTMOST)]
    simple = inner.simple(text)
    keyed: Any = None  # whether all that does not stand in braces are keys, as the first is
    for item in text[2:].split(dash):
        try:
            if item[:1] == "{":
                found.append(_flow(item, column))
                continue
            if keyed is None:
                keyed = inner.column == column + 2 and _key(item)
            found.append(inner.mapping(item, simple=simple) if keyed else _item(item, column))
        except _OddError:
            if strict is None:
                raise
            odd.append((len(found), item))
            found.append(None)
    if odd and strict is not None:
        told = strict("".join(["_:", *(dash + item for _, item in odd), "\n"]))
        rows = told["_"] if told is not None and list(told) == ["_"] else None
        if type(rows) is not list or len(rows) != len(odd):
            raise _WholeError
        for (at, _), row in zip(odd, rows, strict=True):
            found[at] = row
    return found


def _item(text: str, column: int) -> Any:
    """Read what stands behind a dash in a column."""
    bare = text.lstrip(" ")
    at = column + 2 + len(text) - len(bare)
    if at <= RIGHTMOST and _key(bare):
        return _pairs[at].mapping(bare, simple=False)
    line, _, more = bare.partition("\n")
    return _value(line, more, column)


def _value(said: str, more: str, column: int) -> Any:
    """Read a value that begins on the line of its key or dash, and what follows that line."""
    first = said[:1]
    if "\t" in said or "\t" in more:
        raise _OddError
    if first and first in "|>":
        return _block(said, more, column)
    if first and first in "\"'":
        return _quotes(said, more, column)
    if first and first in "{[":
        return _flow(f"{said}\n{more}" if more else said, column)
    if not _first(said):
        raise _OddError
    text = said.partition(" #")[0].rstrip(" ")
    if more and _begun(more) < len(more):
        if " #" in said:
            raise _OddError
        text = _folded([text, *_continued(more, column)])
    if ": " in text or ":\n" in text or text[-1] == ":":
        raise _OddError
    return None if text in NOTHING else text


def _continued(more: str, column: int) -> list[str]:
    """Take the lines on which text goes on without quotes."""
    lines = more.split("\n")
    found = []
    for at, line in enumerate(lines):
        text = line.strip(" ")
        if text[:1] == "#":
            rest = "\n".join(lines[at:])
            if _begun(rest) < len(rest):
                raise _OddError
            break
        if text and (" #" in text or text[-1] == ":" or not line.startswith(" " * (column + 1))):
            raise _OddError
        found.append(text)
    while not found[-1]:
        found.pop()
    return found


def _folded(lines: list[str]) -> str:
    """Join lines: a break is a space, an empty line between two others is a break."""
    if "" not in lines[1:-1]:
        return " ".join(lines)
    *others, last = lines[1:]
    parts = [lines[0]]
    empty = 0
    for line in others:
        if line:
            parts += "\n" * empty or " ", line
            empty = 0
        else:
            empty += 1
    return "".join([*parts, "\n" * empty or " ", last])


def _quotes(said: str, more: str, column: int) -> str:
    found = _quoted(f"{said}\n{more}" if more else said)
    if not found:
        raise _OddError
    text: str = found[1]
    if "\n" not in text:
        return _unquoted(text)
    first, *others, last = text.split("\n")
    for line in (*others, last):
        if line.strip(" ") and not line.startswith(" " * (column + 1)):
            raise _OddError
    lines = [first.rstrip(" "), *(line.strip(" ") for line in others), last.lstrip(" ")]
    return _unquoted(_folded(lines))


def _unquoted(text: str) -> str:
    if text[0] == "'":
        return text[1:-1].replace("''", "'")
    if "\\" not in text:
        return text[1:-1]
    value: str = _json(text)
    if _odd(value.encode(), value):
        raise _OddError
    return value


def _block(header: str, text: str, column: int) -> str:
    """Read `|` (each line by itself) or `>` (lines that go on), and the lines below."""
    found = _header(header)
    if not found or not text:
        raise _OddError
    kind, chomp, digit, digit_first, chomp_last = found.groups("")
    if digit or digit_first:
        at = column + int(digit or digit_first)
    else:
        begun = text.lstrip("\n")
        at = len(begun) - len(begun.lstrip(" "))
    pad = " " * at
    lines = f"\n{text}".split(f"\n{pad}")[1:]
    if at <= column or len(lines) <= text.count("\n") or not all(lines):
        lines = _block_lines(text, pad, column)
    if kind == ">":
        lines = _block_folded(lines)
    chomp = chomp or chomp_last
    if chomp == "+":
        return "\n".join(lines) + "\n"
    while not lines[-1]:
        lines.pop()
    return "\n".join(lines) + ("" if chomp else "\n")


def _block_lines(text: str, pad: str, column: int) -> list[str]:
    """Take the lines of a block one by one: some are empty, or no more of it."""
    if len(pad) <= column:
        raise _OddError
    lines = text.split("\n")
    found = []
    for at, line in enumerate(lines):
        if line.startswith(pad):
            found.append(line[len(pad) :])
        elif not line.strip(" "):
            found.append("")
        else:
            rest = "\n".join(lines[at:])
            if line.lstrip(" ")[0] != "#" or _begun(rest) < len(rest):
                raise _OddError
            break
    first = next((at for at, line in enumerate(found) if line), None)
    if first is None or any(lines[:first]):
        raise _OddError  # what is all empty, or begins with spaces alone
    return found


def _block_folded(lines: list[str]) -> list[str]:
    """Join lines that go on: neither of the two may begin with a space."""
    found = [lines[0]]
    last = lines[0]  # that is not empty
    empty = 0
    for line in lines[1:]:
        if not line:
            empty += 1
            continue
        if last and last[0] != " " and line[0] != " ":
            if empty:
                found += [""] * (empty - 1)
                found.append(line)
            else:
                found[-1] += f" {line}"
        else:
            found += [""] * empty
            found.append(line)
        last, empty = line, 0
    return found + [""] * empty


def _flow(text: str, column: int) -> Any:
    """Read what stands in brackets."""
    if "\t" in text:
        raise _OddError
    if "\n" in text or "#" in text:
        joined = _joined(text, "\n" + " " * (column + 1)) if "#" not in text else text
        text = joined if "\n" not in joined and "#" not in joined else _one_line(text, column)
    text = text.rstrip(" ")
    return _row(text) if text[0] == "{" else _values_of(text)


def _without_remark(text: str) -> str:
    """Take away what stands behind a closing bracket."""
    found = _remark(text) if " #" in text else None
    return text[: found.start() + 1] if found else text


def _one_line(text: str, column: int) -> str:
    """Join the lines of what stands in brackets. Within quotes, too, a break is a space."""
    lines = text.split("\n")
    while lines[-1].lstrip(" ")[:1] in {"", "#"}:
        lines.pop()
    lines[-1] = _without_remark(lines[-1])
    quotes = '"' in text or "'" in text
    parts: list[str] = []
    for line in lines:
        part = line.strip(" ")
        if parts and part and not line.startswith(" " * (column + 1)):
            raise _OddError
        remark = _remark_inside(part) if "#" in part and not quotes else None
        if remark:
            part = part[: remark.start()].rstrip(" ")
        if remark or not part:
            if quotes or (part or parts[-1])[-1] not in ",[{}]":
                raise _OddError
            if not part:
                continue
        parts.append(part)
    return " ".join(parts)


def _joined(text: str, deeper: str) -> str:
    """Make one line of several, if each of them says something, right of a column."""
    return " ".join(_breaks(text)) if text.count("\n") == text.count(deeper) else text


def _row(text: str) -> dict[str, Any]:
    """Read `{what: Fix it, by: us}`."""
    if text[-1] != "}":
        raise _OddError
    pieces = _apart(text[1:-1].lstrip(" "))
    if pieces == [""]:
        return {}
    try:
        row = dict(map(_known_inside.__getitem__, pieces))
    except KeyError:  # such as a text that looks like a pair
        return _odd_row(text)
    if len(row) < len(pieces):
        raise _OddError
    return row


def _odd_row(text: str) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for key, value in _pairs_inside(text, 1):
        name = _named(key) if key else None
        if name is None or name in row:  # no key: what is no pair
            raise _OddError
        row[name] = _inside(value) if value else None
    return row


def _values_of(text: str) -> list[Any]:
    """Read `[dana, sam]`, or rows in braces."""
    if text[1:].lstrip(" ") == "]":
        return []
    found = _values(text, 1)
    if not found or not found[-1][-1]:  # not the end: what is no value
        raise _OddError
    return [_inside(value) for value, _ in found]


def _inside(text: str) -> Any:
    """Read one value in brackets."""
    first = text[0]
    if first in "\"'":
        return _unquoted(text)
    if first == "[":
        return _values_of(text)
    if first == "{":
        return _row(text)
    text = text.rstrip(" ")
    return None if text in NOTHING else text
