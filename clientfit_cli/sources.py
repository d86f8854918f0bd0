"""Bytes -> documents with places: the only module that knows YAML.

A document is plain data: mappings, lists, text and None. Scalars stay text, whatever YAML 1.1 or
1.2 would make of them; the model gives each its type. Only a plain empty value, `~` or `null` is
nothing. Files are read through PyYAML's *events*, which take any nesting in bounded memory (its
composer recurses in C and takes the process down); what is no plain data is a problem.

Values carry no places while they are read: a problem or a piece of evidence names its route
(`touchpoints`, 14, `date`), and `locate` reads the one file again to say the line and column.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import yaml

from clientfit_cli import slips
from clientfit_cli.problems import Problem, Where, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from clientfit_cli.problems import Route

SETTINGS = "clientfit.yaml"
NOTHING = frozenset({"", "~", "null"})
ODD_KEYS = NOTHING | {"<<"}
DEEPEST = 20  # the format needs 5
LARGEST = 256 * 1024 * 1024  # bytes of one file
MOST_PROBLEMS = 100  # of one file; more help nobody

# What libyaml counts as the end of a line, so that our lines are its lines.
_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
# What YAML forbids, and a byte-order mark where no file begins.
_FORBIDDEN = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)

try:
    from yaml.cyaml import CParser as _Parser
except ImportError:  # PyYAML built without libyaml: slower, the same events

    class _Parser(  # type: ignore[no-redef]
        yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser
    ):
        def __init__(self, text: str) -> None:
            yaml.reader.Reader.__init__(self, text)
            yaml.scanner.Scanner.__init__(self)
            yaml.parser.Parser.__init__(self)


@dataclass(frozen=True, slots=True)
class Document:
    """One YAML document of one file (named as in its tree): what it says, scalars as text."""

    file: str
    index: int
    data: dict[str, Any]


class Tree(Protocol):
    """Where the files of a book come from: a folder, or (elsewhere) a git revision."""

    def names(self) -> tuple[list[str], list[Problem]]:
        """List the YAML files, and what is in the way of reading others."""

    def read(self, name: str) -> bytes:
        """Read one file; OSError when it cannot be."""

    def shown(self, name: str) -> str:
        """Write a file's name the way the user would open it."""

    def settings(self) -> str | None:
        """Name the settings file that governs the book, if there is one."""


@dataclass(frozen=True)
class Folder:
    """A book in a folder of the file system."""

    path: Path

    def names(self) -> tuple[list[str], list[Problem]]:
        found: list[str] = []
        problems: list[Problem] = []
        seen: set[tuple[int, int]] = set()
        root = self.path.resolve()

        ahead = [(str(self.path), "")]
        while ahead:
            folder, prefix = ahead.pop()
            try:
                with os.scandir(folder) as listing:
                    entries = sorted(listing, key=lambda entry: entry.name)
            except OSError as error:
                problems.append(_unreadable(self.shown(prefix.rstrip("/")), error))
                continue
            # Files before links, so that a link to a file of the book is the one left out.
            entries.sort(key=lambda entry: entry.is_symlink())
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                name = prefix + entry.name
                is_yaml = entry.name.endswith((".yaml", ".yml"))
                if entry.is_dir(follow_symlinks=False):
                    if is_yaml:
                        problems.append(_not_a_file(self.shown(name), "is a folder"))
                    ahead.append((entry.path, name + "/"))
                    continue
                if not is_yaml or _leads_out(entry, root):
                    continue
                try:
                    status = entry.stat()
                except OSError as error:
                    problems.append(_unreadable(self.shown(name), error))
                    continue
                if not stat.S_ISREG(status.st_mode):
                    problems.append(_not_a_file(self.shown(name), "is not a regular file"))
                elif (status.st_dev, status.st_ino) not in seen or not entry.is_symlink():
                    seen.add((status.st_dev, status.st_ino))
                    found.append(name)
        return sorted(found), problems

    def read(self, name: str) -> bytes:
        path = Path(name) if Path(name).is_absolute() else self.path / name
        if path.stat().st_size > LARGEST:
            raise OSError(errno.EFBIG, f"larger than {LARGEST // 1024**2} MB")
        return path.read_bytes()

    def shown(self, name: str) -> str:
        return str(self.path / name) if name else str(self.path)

    def settings(self) -> str | None:
        if (self.path / SETTINGS).is_file():
            return SETTINGS
        for folder in self.path.resolve().parents:
            if (folder / SETTINGS).is_file():
                return os.path.relpath(folder / SETTINGS, self.path)
        return None


def read(tree: Tree, name: str) -> tuple[list[Document], list[Problem]]:
    """Read one file into its documents; everything wrong becomes a problem with a place."""
    try:
        raw = tree.read(name)
    except OSError as error:
        return [], [_unreadable(tree.shown(name), error)]
    return parse(raw, name, tree.shown(name))


def parse(raw: bytes, name: str, shown: str) -> tuple[list[Document], list[Problem]]:
    """Read the bytes of one file; `shown` is its name in problems."""
    reading = _Reading(name, shown)
    text = _decoded(raw, reading)
    if text is None:
        return [], reading.problems
    reading.text = text
    try:
        documents = list(reading.documents())
    except yaml.YAMLError as error:
        reading.syntax(error)
        documents = []
    if not documents and not reading.problems:
        reading.report(
            "nothing-said", 1, 1, (), "the file says nothing", "fill it in or delete it", "warning"
        )
    if any(problem.severity == "error" for problem in reading.problems):
        return [], reading.problems
    return documents, reading.problems


def account_named(raw: bytes) -> list[str]:
    """Guess the accounts of a file that cannot be parsed, so that none is scored without it."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in raw[:100]:
        raw = raw.replace(b"\0", b"")  # UTF-16: good enough for an id
    found = re.findall(
        rb"""(?:^|[\r\n{,\xbf\xfe\xff])\s*["']?account["']?\s*:\s*["']?([a-z0-9._-]+)""", raw
    )
    return [name.decode("ascii") for name in found]


@dataclass(frozen=True, slots=True)
class Place:
    """A line and column, from 1, and the line's text."""

    line: int
    column: int
    text: str


def locate(raw: bytes, wanted: Iterable[tuple[int, Route]]) -> dict[tuple[int, Route], Place]:
    """Say where each route of each document stands.

    A route that is not there (a missing key) gets the place of the nearest thing around it. A
    route that ends in `KEY` is the place of the key itself, not of its value.
    """
    targets = set(wanted)
    needed = {(index, route[:size]) for index, route in targets for size in range(len(route) + 1)}
    text = raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    marks = _marks(text, needed)
    lines = _BREAK.split(text)
    places: dict[tuple[int, Route], Place] = {}
    for index, route in targets:
        size = len(route)
        while size and (index, route[:size]) not in marks:
            size -= 1
        line, column = marks.get((index, route[:size]), (0, 0))
        places[index, route] = Place(line + 1, column + 1, lines[min(line, len(lines) - 1)])
    return places


KEY = "\0key"  # no key of a document can be called this


def _marks(text: str, needed: set[tuple[int, Route]]) -> dict[tuple[int, Route], tuple[int, int]]:
    found: dict[tuple[int, Route], tuple[int, int]] = {}
    document = -1
    # Each open collection: its route, and the key being filled (a mapping) or the next index.
    stack: list[list[Any]] = []

    def step(event: Any) -> Route:
        if not stack:
            return ()
        route, slot, is_mapping = stack[-1]
        return (*route, slot) if is_mapping or isinstance(slot, int) else route

    def filled() -> None:
        if stack:
            stack[-1][1] = None if stack[-1][2] else stack[-1][1] + 1

    def note(route: Route, event: Any) -> None:
        if (document, route) in needed:
            found.setdefault((document, route), (event.start_mark.line, event.start_mark.column))

    try:
        for event in _events(text):
            kind = type(event)
            if kind is yaml.DocumentStartEvent:
                document += 1
                stack.clear()
            elif kind is yaml.ScalarEvent and stack and stack[-1][2] and stack[-1][1] is None:
                stack[-1][1] = event.value
                note((*stack[-1][0], event.value, KEY), event)
                # Until its value is seen, a key's place stands for it.
            elif kind in {yaml.ScalarEvent, yaml.AliasEvent}:
                note(step(event), event)
                filled()
            elif kind in {yaml.MappingStartEvent, yaml.SequenceStartEvent}:
                route = step(event)
                note(route, event)
                is_mapping = kind is yaml.MappingStartEvent
                stack.append([route, None if is_mapping else 0, is_mapping])
                if len(stack) > DEEPEST:
                    break
            elif kind in {yaml.MappingEndEvent, yaml.SequenceEndEvent}:
                stack.pop()
                filled()
    except yaml.YAMLError:
        pass  # what stands before the error has its place
    return found


def _events(text: str) -> Iterator[Any]:
    parser = _Parser(text)
    while True:
        event = parser.get_event()  # type: ignore[no-untyped-call]
        if event is None or type(event) is yaml.StreamEndEvent:
            return
        yield event


@dataclass
class _Reading:
    """One file on its way from text to documents."""

    name: str
    shown: str
    text: str = ""
    problems: list[Problem] = field(default_factory=list)
    _lines: list[str] | None = None

    def report(
        self,
        code: str,
        line: int,
        column: int,
        route: Route,
        message: str,
        hint: str = "",
        severity: Any = "error",
    ) -> None:
        text = self.line(line)
        where = Where(self.shown, line, column, written(route))
        self.problems.append(Problem(code, where, message, hint, severity, text))

    def line(self, number: int) -> str:
        if self._lines is None:
            self._lines = _BREAK.split(self.text)
        return self._lines[number - 1] if number <= len(self._lines) else ""

    def at(self, event: Any, code: str, route: Route, message: str, hint: str = "") -> None:
        mark = event.start_mark
        self.report(code, mark.line + 1, mark.column + 1, route, message, hint)

    def syntax(self, error: yaml.YAMLError) -> None:
        mark = getattr(error, "problem_mark", None)
        begun = getattr(error, "context_mark", None)
        what = str(getattr(error, "problem", None) or "not YAML")
        context = str(getattr(error, "context", None) or "")
        # What was never closed or finished says more than where that came out.
        if begun and (
            "end of stream" in what
            or "document indicator" in what
            or any(word in context for word in ("simple key", "alias", "anchor", "tag"))
            or ("flow" in context and mark and mark.line > begun.line)
        ):
            mark = begun
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        said = f"{what} {context}"
        self.report("syntax", line, column, (), *slips.in_words(said, self.line(line), column))

    def documents(self) -> Iterator[Document]:
        """Build the documents; the one loop that every value of every file passes through."""
        next_event = _Parser(self.text).get_event
        scalar, mapping, sequence = (
            yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent,
        )  # fmt: skip
        escapes = "\\" in self.text
        index = -1
        # The open collection, and the key of it that waits for its value (None: none does).
        inner: Any = None
        key: str | None = None
        outer: list[Any] = []
        value: Any
        while True:
            event = next_event()  # type: ignore[no-untyped-call]
            kind = type(event)
            if kind is scalar:
                if event.anchor is not None or event.tag is not None:
                    self.refuse(event, _route(outer, inner, key))
                value = event.value
                if escapes and event.style == '"' and _FORBIDDEN.search(value):
                    self.control(event, _route(outer, inner, key))
                if key is None and type(inner) is dict:
                    if value in inner or value in ODD_KEYS:
                        self.odd_key(event, inner, _route(outer, inner, key))
                    key = value
                    continue
                if value in NOTHING and event.implicit[0]:
                    value = None
            elif kind is mapping or kind is sequence:
                if event.anchor is not None or event.tag is not None:
                    self.refuse(event, _route(outer, inner, key))
                if len(outer) >= DEEPEST:
                    message = f"nested more than {DEEPEST} deep"
                    self.at(event, "too-deep", (), message, "an account needs no more than five")
                    return
                if key is None and type(inner) is dict:
                    self.at(event, "bad-key", _route(outer, inner, key), "a key must be plain text")
                    return
                value = {} if kind is mapping else []
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                inner = outer.pop()
                key = None
                continue
            elif kind is yaml.AliasEvent:
                route = _route(outer, inner, key)
                self.at(
                    event, "alias", route, f"an alias (*{event.anchor[:60]})",
                    "write the value out, or put the text between quotes",
                )  # fmt: skip
                if key is None and type(inner) is dict:
                    return
                value = None
            elif kind is yaml.DocumentStartEvent:
                index += 1
                root, start = None, event
                continue
            elif kind is yaml.DocumentEndEvent:
                if isinstance(root, dict):
                    yield Document(self.name, index, root)
                elif root is not None:
                    self.at(
                        start, "not-a-mapping", (), "a document must be `key: value` lines",
                        "begin with `account: some-id`",
                    )  # fmt: skip
                continue
            elif event is None or kind is yaml.StreamEndEvent:
                return
            else:
                continue
            if key is not None:
                inner[key] = value
                key = None
            elif inner is not None:
                inner.append(value)
            else:
                root = value
            if kind is not scalar and kind is not yaml.AliasEvent:
                outer.append(inner)
                inner = value
            if len(self.problems) >= MOST_PROBLEMS:
                return

    def odd_key(self, event: Any, mapping: dict[str, Any], route: Route) -> None:
        name: str = event.value
        if name == "<<" and event.implicit[0]:
            self.at(
                event, "merge-key", route, "a merge key (<<)",
                "write the values out: the files are data, not programs",
            )  # fmt: skip
        elif not name:
            self.at(event, "bad-key", route, "a key is empty", "write `key: value`")
        elif name in NOTHING and event.implicit[0]:
            self.at(event, "bad-key", route, f"`{name}` is no key", "put it between quotes")
        elif name in mapping:
            self.at(
                event, "duplicate-key", (*route, name),
                f"`{name[:60]}` stands twice in one mapping", "keep one of the two",
            )  # fmt: skip

    def refuse(self, event: Any, route: Route) -> None:
        if event.anchor is not None:
            self.at(
                event, "anchor", route, f"an anchor (&{event.anchor[:60]})",
                "remove it, or put the text between quotes: the files are data, not programs",
            )  # fmt: skip
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")[:60]
            self.at(
                event, "tag", route, f"a tag ({tag})",
                "remove it, or put the text between quotes: the format gives each value its type",
            )  # fmt: skip

    def control(self, event: Any, route: Route) -> None:
        odd = _FORBIDDEN.search(event.value)
        code = ord(odd.group()) if odd else 0
        self.at(
            event, "bad-character", route,
            f"an escape in it makes the control character U+{code:04X}",
            "delete it, or use single quotes",
        )  # fmt: skip


def _route(outer: list[Any], inner: Any, key: str | None) -> Route:
    """Say where the value that comes next would stand."""
    open_now = [*outer[1:], inner]
    route: list[str | int] = []
    for one, held in zip(open_now, [*open_now[1:], None], strict=True):
        if isinstance(one, list):
            route.append(len(one) - (held is not None))
        elif isinstance(one, dict) and held is not None:
            route.append(next(reversed(one)))
        elif isinstance(one, dict) and key is not None:
            route.append(key)
    return tuple(route)


def _decoded(raw: bytes, reading: _Reading) -> str | None:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        reading.report(
            "bad-encoding", 1, 1, (), "the file is UTF-16, not UTF-8", "save it as UTF-8"
        )
        return None
    try:
        text = raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
        lines = _BREAK.split(before)
        rest = raw[error.start : error.start + 80].decode("utf-8", "replace")
        reading.text = before + _BREAK.split(rest)[0]
        reading.report(
            "bad-encoding",
            len(lines),
            len(lines[-1]) + 1,
            (),
            f"byte 0x{raw[error.start]:02x} is not UTF-8",
            "save the file as UTF-8",
        )
        return None
    odd = _FORBIDDEN.search(text)
    if odd:
        lines = _BREAK.split(text[: odd.start()])
        reading.text = text
        reading.report(
            "bad-character",
            len(lines),
            len(lines[-1]) + 1,
            (),
            f"character U+{ord(odd.group()):04X} cannot stand in a text file",
            "delete it",
        )
        return None
    return text


def _leads_out(entry: os.DirEntry[str], root: Path) -> bool:
    # Unlike Path.resolve, os.path.realpath takes links that lead to themselves.
    return entry.is_symlink() and not Path(os.path.realpath(entry.path)).is_relative_to(root)


def _unreadable(shown: str, error: OSError) -> Problem:
    if error.errno == errno.EFBIG:
        hint = "spread the account over several files: its documents add up"
        return Problem("too-long", Where(shown), str(error.strerror), hint)
    hints = {
        errno.EACCES: "see its permissions",
        errno.EPERM: "see its permissions",
        errno.ENOENT: "a link that leads nowhere, or a file that has just gone",
        errno.ELOOP: "a link that leads to itself: delete it",
    }
    reason = error.strerror or str(error)
    hint = hints.get(error.errno or 0, "see whether another program can open it")
    return Problem("unreadable", Where(shown), f"cannot be read: {reason}", hint)


def _not_a_file(shown: str, what: str) -> Problem:
    return Problem(
        "not-a-file", Where(shown), f"{what}, not a file", "give it another name", "warning"
    )
