"""Bytes of a foreign file -> lines of text, in whatever encoding a spreadsheet left them."""

from __future__ import annotations

import codecs
import io
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clientfit_cli.importing.importer import Source

LONGEST = 16 * 1024 * 1024  # characters of a line; a whole file without a line end is no table
CHUNK = 1024 * 1024
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Line(NamedTuple):
    """A line as an editor counts it, with its line end; `whole` unless it was too long to keep."""

    number: int
    text: str
    whole: bool = True


def marked(head: bytes) -> str:
    """Know an encoding by the first bytes of a file."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    return _wide(head)


def beginning(head: bytes) -> str:
    """Decode the first bytes of a text file, near enough to see what it is."""
    return head.decode(marked(head) or "utf-8", "replace")


def encoding(source: Source) -> str:
    """Say how a text file is encoded; the whole of it is looked at, a line at its end may tell."""
    if known := marked(source.head()):
        return known
    good = bad = 0
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    with source.open() as file:
        chunk = b" "
        while chunk:
            chunk = file.read(CHUNK)
            if chunk.isascii() and chunk and not decoder.getstate()[0]:
                continue
            text = decoder.decode(chunk, final=not chunk)
            wrong = text.count("\ufffd")
            bad += wrong
            good += len(text) - len(text.encode("ascii", "ignore")) - wrong
    # A broken byte or two do not make a text Windows-1252, in which UTF-8 is never what it seems.
    return "utf-8" if good >= bad else "cp1252"


def _wide(head: bytes) -> str:
    """Know UTF-16 without a mark by its NULs: every other byte of what is mostly ASCII."""
    head = head[: len(head) // 2 * 2]
    if not head:
        return ""
    even, odd, pairs = head[::2].count(0), head[1::2].count(0), len(head) // 2
    if odd > pairs * 0.4 and even < pairs * 0.1:
        return "utf-16-le"
    if even > pairs * 0.4 and odd < pairs * 0.1:
        return "utf-16-be"
    return ""


def lines(source: Source, name: str) -> Iterator[Line]:
    """Read the lines of a text file one by one, and tell how far that is."""
    with source.open() as raw, io.TextIOWrapper(raw, name, "replace", newline="") as file:
        number = 0
        while text := file.readline(LONGEST):
            number += 1
            if len(text) == LONGEST and not text.endswith(("\n", "\r")):
                yield Line(number, text[:80], whole=False)
                while (rest := file.readline(LONGEST)) and not rest.endswith(("\n", "\r")):
                    pass
            else:
                yield Line(number, text)
            if number % 1000 == 0:
                source.tick(raw.tell())
        source.tick(raw.tell())
