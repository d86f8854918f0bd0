"""Bytes -> documents with places: the only module that knows YAML.

A document is plain data: mappings, lists, text and None. Scalars stay text, whatever YAML 1.1 or
1.2 would make of them; the model gives each its type. Only a plain empty value, `~` or `null` is
nothing. Files are read through PyYAML's *events*, which take any nesting in bounded memory (its
composer recurses in C and takes the process down); what is no plain data is a problem.

Values carry no places while they are read: a problem or a piece of evidence names its route
(`touchpoints`, 14, `date`), and `locate` reads the one file again to say the line and column.
"""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import yaml

from clientfit_cli.problems import Problem, Where, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from clientfit_cli.problems import Route

SETTINGS = "clientfit.yaml"
NOTHING = frozenset({"", "~", "null"})
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

        def walk(folder: str, prefix: str) -> None:
            try:
                with os.scandir(folder) as listing:
                    entries = sorted(listing, key=lambda entry: entry.name)
            except OSError as error:
                problems.append(_unreadable(self.shown(prefix.rstrip("/")), error))
                return
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
                    walk(entry.path, name + "/")
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

        walk(str(self.path), "")
        return sorted(found), problems

    def read(self, name: str) -> bytes:
        path = Path(name) if Path(name).is_absolute() else self.path / name
        if path.stat().st_size > LARGEST:
            raise OSError(f"the file is larger than {LARGEST // 1024**2} MB")
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
    found = re.findall(rb"^(?:\xef\xbb\xbf)?account:[ \t]*([a-z0-9._-]+)", raw, re.MULTILINE)
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
        if self._lines is None:
            self._lines = _BREAK.split(self.text)
        text = self._lines[line - 1] if line <= len(self._lines) else ""
        where = Where(self.shown, line, column, written(route))
        self.problems.append(Problem(code, where, message, hint, severity, text))

    def at(self, event: Any, code: str, route: Route, message: str, hint: str = "") -> None:
        mark = event.start_mark
        self.report(code, mark.line + 1, mark.column + 1, route, message, hint)

    def syntax(self, error: yaml.YAMLError) -> None:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        what = getattr(error, "problem", None) or "not YAML"
        context = getattr(error, "context", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        message = f"{what} {context}" if context else str(what)
        self.report("syntax", line, column, (), message, _remedy(message))

    def documents(self) -> Iterator[Document]:
        index = -1
        root: Any = None
        # Open collections from the outside in, and beside each mapping the key to be filled.
        stack: list[Any] = []
        keys: list[Any] = []
        value: Any
        for event in _events(self.text):
            kind = type(event)
            if kind is yaml.ScalarEvent:
                value = event.value
                if event.anchor is not None or event.tag is not None:
                    self.refuse(event, keys)
                if stack and type(stack[-1]) is dict and keys[-1] is None:
                    keys[-1] = self.key(event, stack[-1], keys)
                    continue
                if event.implicit[0] and value in NOTHING:
                    value = None
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                if event.anchor is not None or event.tag is not None:
                    self.refuse(event, keys)
                if len(stack) >= DEEPEST:
                    self.at(
                        event,
                        "too-deep",
                        (),
                        f"nested more than {DEEPEST} deep",
                        "an account needs no more than five levels",
                    )
                    return
                if stack and type(stack[-1]) is dict and keys[-1] is None:
                    self.at(event, "bad-key", _route(stack, keys), "a key must be plain text")
                    return
                value = {} if kind is yaml.MappingStartEvent else []
                _put(value, stack, keys)
                if not stack:
                    root = value
                stack.append(value)
                keys.append(None)
                continue
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                stack.pop()
                keys.pop()
                continue
            elif kind is yaml.AliasEvent:
                self.at(
                    event,
                    "alias",
                    _route(stack, keys),
                    f"an alias (*{event.anchor})",
                    "write the value out: the files are data, not programs",
                )
                if stack and type(stack[-1]) is dict and keys[-1] is None:
                    return
                value = None
            elif kind is yaml.DocumentStartEvent:
                index += 1
                root = None
                start = event
                continue
            elif kind is yaml.DocumentEndEvent:
                if isinstance(root, dict):
                    yield Document(self.name, index, root)
                elif root is not None:
                    self.at(
                        start,
                        "not-a-mapping",
                        (),
                        "a document must be `key: value` lines",
                        "begin with `account: some-id`",
                    )
                continue
            else:
                continue
            if stack:
                _put(value, stack, keys)
            else:
                root = value
            if len(self.problems) >= MOST_PROBLEMS:
                return

    def key(self, event: Any, mapping: dict[str, Any], keys: list[Any]) -> str:
        name: str = event.value
        if name == "<<" and event.implicit[0]:
            self.at(
                event,
                "merge-key",
                (),
                "a merge key (<<)",
                "write the values out: the files are data, not programs",
            )
        elif name in mapping:
            mark = event.start_mark
            self.report(
                "duplicate-key",
                mark.line + 1,
                mark.column + 1,
                (name,),
                f"`{name[:60]}` stands twice in one mapping",
                "keep one of the two",
            )
        return name

    def refuse(self, event: Any, keys: list[Any]) -> None:
        if event.anchor is not None:
            self.at(
                event,
                "anchor",
                (),
                f"an anchor (&{event.anchor})",
                "remove it: the files are data, not programs",
            )
        if event.tag is not None:
            self.at(
                event,
                "tag",
                (),
                f"a tag ({event.tag})",
                "remove it: the format gives every value its type",
            )


def _put(value: Any, stack: list[Any], keys: list[Any]) -> None:
    if not stack:
        return
    inner = stack[-1]
    if type(inner) is dict:
        inner[keys[-1]] = value
        keys[-1] = None
    else:
        inner.append(value)


def _route(stack: list[Any], keys: list[Any]) -> Route:
    return tuple(
        key if type(inner) is dict else len(inner)
        for inner, key in zip(stack, keys, strict=True)
        if type(inner) is not dict or key is not None
    )


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
    return entry.is_symlink() and not Path(entry.path).resolve().is_relative_to(root)


def _unreadable(shown: str, error: OSError) -> Problem:
    reason = error.strerror or str(error)
    return Problem("unreadable", Where(shown), f"cannot be read: {reason}", "see its permissions")


def _not_a_file(shown: str, what: str) -> Problem:
    return Problem(
        "not-a-file", Where(shown), f"{what}, not a file", "give it another name", "warning"
    )


def _remedy(message: str) -> str:
    if "tab" in message or "'\\t'" in message:
        return "indent with spaces, not tabs"
    if "mapping values are not allowed" in message:
        return "put text that holds `: ` between quotes"
    if "expected key" in message or "block end" in message or "block collection" in message:
        return "see that the lines of one list or mapping begin in the same column"
    if "quoted" in message or "scalar" in message:
        return "see that every quote is closed"
    if "alias" in message or "anchor" in message:
        return "put text that begins with `*` or `&` between quotes"
    return "see the line above, too: the slip is often there"
