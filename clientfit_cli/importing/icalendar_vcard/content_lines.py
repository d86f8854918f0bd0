"""Lines of calendars and address books: `NAME;PARAMETER=x:value`, each folded over several.

Both formats share this grammar, and what programs and telephones get wrong in it: folds that are
missing, quoted-printable that goes on in the next line, pictures of a megabyte, text that is not
in the encoding that it should be in.
"""

from __future__ import annotations

import io
import quopri
import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from clientfit_cli.importing.importer import Source

LONGEST = 64 * 1024  # characters of a line, folded or not; what lies beyond is a picture
_SHORT = 400  # characters of a line that is worth remembering
_STEP = 1 << 20  # bytes between two words on how far reading is
_HEAD = re.compile(r"(?:[A-Za-z0-9_/-]+\.)*([A-Za-z0-9_/-]+)[ \t]*(?=[;:])")
_PARAMETERS = re.compile(r"((?:;[^\":;]*(?:\"[^\"]*\"[^\":;]*)*)*):")
_PARAMETER = re.compile(r";([^=\";]*)(?:=((?:\"[^\"]*\"|[^\";])*))?")
_PIECE = re.compile(r"\"([^\"]*)\"|([^\",]+)")
_CARETS = {"^n": "\n", "^'": '"', "^^": "^"}
_ENCODINGS = frozenset({"QUOTED-PRINTABLE", "BASE64", "B", "Q", "8BIT", "7BIT"})
_BLANKS = re.compile(r"\s+")
_ODD = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")


class Line(NamedTuple):
    """What one line says; parameters by name in capitals, values with their escapes."""

    name: str
    parameters: Mapping[str, list[str]]
    value: str

    def says(self, name: str) -> str:
        """Take the first value of a parameter, in capitals."""
        return self.parameters.get(name, [""])[0].upper()


def plain(text: str, most: int = 200) -> str:
    """Write a foreign text in one line, without what a terminal or a file cannot take."""
    if len(text) <= most and text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    text = text[: most * 8].encode("utf-8", "replace").decode("utf-8")
    return _BLANKS.sub(" ", _ODD.sub(" ", text)).strip()[:most].strip()


def mended(text: str, charset: str = "") -> str:
    """Read bytes that are not UTF-8 in the encoding that is named, else in that of Windows."""
    if text.isascii():
        return text
    try:
        raw = text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode("utf-8")
    return decoded(raw, "utf-8", charset, "cp1252")


def decoded(raw: bytes, *charsets: str) -> str:
    """Read bytes in the first of some encodings that fits; odd bytes are replaced in the last."""
    for charset in charsets:
        try:
            return raw.decode(charset)
        except (LookupError, ValueError):
            continue
    return raw.decode("cp1252", "replace")


def encoding(head: bytes) -> str | None:
    """Tell by the beginning of a file whether it is UTF-16, and which; None for all others."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if len(head) > 1 and not head[0] and head[1]:
        return "utf-16-be"
    return "utf-16-le" if len(head) > 1 and head[0] and not head[1] else None


def begins(head: bytes, what: str) -> bool:
    """Whether a file begins with `BEGIN:` and a word, after blank lines at most."""
    text = head[:4096].decode(encoding(head) or "utf-8", "replace").lstrip("\ufeff \t\r\n\v\f")
    return re.match(rf"BEGIN[ \t]*:[ \t]*{what}\b", text, re.IGNORECASE) is not None


def unfolded(source: Source) -> Iterator[tuple[int, str]]:
    """Yield each line with its number, unfolded and without what exceeds `LONGEST`.

    Bytes that are not UTF-8 are kept as lone surrogates; `mended` reads them.
    """
    wide = encoding(source.head()[:4])
    begun, size, soft, told = 0, 0, False, 0
    parts: list[str] = []
    with source.open() as binary, io.TextIOWrapper(
        binary, wide or "utf-8", "replace" if wide else "surrogateescape", newline=None
    ) as file:  # fmt: skip
        for number, line in _physical(file):
            if soft and parts[-1].endswith("="):
                parts[-1] = parts[-1][:-1]
                if size < LONGEST:
                    parts.append(line)
                    size += len(line)
                soft = bool(line)
            elif parts and (line[:1] in " \t" or not _HEAD.match(line)):
                # A line that is no property goes on with the one above, fold or no fold.
                if size < LONGEST:
                    parts.append(line[1:] if line[:1] in " \t" else line)
                    size += len(line)
            elif line.strip():
                if parts:
                    yield begun, "".join(parts)
                begun, parts, size = number, [line], len(line)
                soft = "QUOTED-PRINTABLE" in line.partition(":")[0].upper()
            if number % 1024 == 0 and (at := binary.tell()) - told >= _STEP:
                source.tick(at)
                told = at
        if parts:
            yield begun, "".join(parts)
        source.tick(binary.tell())


def _physical(file: io.TextIOWrapper) -> Iterator[tuple[int, str]]:
    """Yield the lines as they stand, each cut at `LONGEST`, so that none fills the memory."""
    number, rest = 0, False
    while piece := file.readline(LONGEST):
        if not rest:
            number += 1
            yield number, piece.rstrip("\n").lstrip("\ufeff")
        rest = not piece.endswith("\n")


def name_of(text: str) -> str:
    """Take the name of a line, in capitals and without the group before it."""
    head = _HEAD.match(text)
    return head[1].upper() if head else ""


def line(text: str) -> Line | None:
    """Take a line apart; None if it is none."""
    return _known(text) if len(text) < _SHORT else _taken(text)


def _taken(text: str) -> Line | None:
    head = _HEAD.match(text)
    if not head:
        return None
    found = _PARAMETERS.match(text, head.end())
    # Quotes that do not close: what stands before the first colon.
    between, value = (
        (found[1], text[found.end() :]) if found else text[head.end() :].partition(":")[::2]
    )
    parameters: dict[str, list[str]] = {}
    for name, said in _PARAMETER.findall(between):
        _add(parameters, name.strip().upper(), said)
    charset = parameters.get("CHARSET", [""])[0]
    if parameters.get("ENCODING", [""])[0].upper() in {"QUOTED-PRINTABLE", "Q"}:
        raw = quopri.decodestring(value.encode("utf-8", "surrogateescape"))
        value = decoded(raw, charset or "utf-8", "utf-8", "cp1252")
    else:
        value = mended(value, charset)
    return Line(head[1].upper(), parameters, value)


# The same people are named in one event after the other.
_known = lru_cache(maxsize=2_000)(_taken)


def _add(parameters: dict[str, list[str]], name: str, said: str) -> None:
    if not said:  # `TEL;WORK;VOICE:`, as vCard 2.1 has it
        name, said = ("ENCODING" if name in _ENCODINGS else "TYPE"), name
    values = [quoted or bare.strip() for quoted, bare in _PIECE.findall(said)]
    values = [_without_carets(mended(one)) for one in values]
    if name and values:
        parameters.setdefault(name, []).extend(values)


def _without_carets(text: str) -> str:
    return re.sub(r"\^[n'^]", lambda caret: _CARETS[caret[0]], text) if "^" in text else text


def unescaped(value: str) -> str:
    r"""Read the escapes of a text: `\,`, `\;`, `\\`, and `\n` for a new line."""
    if "\\" not in value:
        return value
    return re.sub(r"\\(.)", lambda one: "\n" if one[1] in "nN" else one[1], value, flags=re.DOTALL)


def components(value: str) -> list[str]:
    """Take the parts of a value apart, as in `Lee;Robin;;;`."""
    parts = re.findall(r"((?:\\.|[^\\;])*\\?)(?:;|$)", value, re.DOTALL)
    return [unescaped(part).strip() for part in parts]
