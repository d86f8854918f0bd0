"""The careful reader of files: the only module that knows all of YAML, and what is wrong in one.

Files are read through PyYAML's *events*, which take any nesting in bounded memory (its composer
recurses in C and takes the process down); what is no plain data is a problem with a place. Values
carry no places while they are read: `locate` reads a file again to say the line and column.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

from clientfit_cli.base.problems import Problem, Where, written
from clientfit_cli.yamlio import messages
from clientfit_cli.yamlio.documents import BREAK, KEY, MOST_PROBLEMS, NOTHING, Document, Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from clientfit_cli.base.problems import Route

ODD_KEYS = NOTHING | {"<<"}
DEEPEST = 20  # the format needs 5
# Without libyaml, an escape beyond Unicode is an error of Python's.
_NOT_YAML = (yaml.YAMLError, ValueError, OverflowError)
# What YAML forbids, and a byte-order mark where no file begins.
_FORBIDDEN = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)


class InPython(yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser):
    """The parser of a PyYAML that was built without libyaml: slower, the same events."""

    def __init__(self, text: str) -> None:
        yaml.reader.Reader.__init__(self, text)
        yaml.scanner.Scanner.__init__(self)
        yaml.parser.Parser.__init__(self)


_Parser: Any
try:
    from yaml.cyaml import CParser as _Parser  # type: ignore[attr-defined]
except ImportError:
    _Parser = InPython


def parse(raw: bytes, name: str, shown: str) -> tuple[list[Document], list[Problem]]:
    """Read the bytes of one file with a YAML parser, which alone finds and places problems."""
    reading = _Reading(name, shown)
    text = _decoded(raw, reading)
    if text is None:
        return [], reading.problems
    reading.text = text
    try:
        documents = list(reading.documents(text))
    except _NOT_YAML as error:
        reading.failed(error)
        documents = []
    if not documents and not reading.problems:
        reading.report(
            "nothing-said", 1, 1, (), "the file says nothing", "fill it in or delete it", "warning"
        )
    if any(problem.severity == "error" for problem in reading.problems):
        return [], reading.problems
    return documents, reading.problems


def locate(raw: bytes, wanted: Iterable[tuple[int, Route]]) -> dict[tuple[int, Route], Place]:
    """Say where each route of each document stands.

    A route that is not there (a missing key) gets the place of the nearest thing around it. A
    route that ends in `KEY` is the place of the key itself, not of its value.
    """
    targets = set(wanted)
    needed = {(index, route[:size]) for index, route in targets for size in range(len(route) + 1)}
    text = raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    marks = _marks(text, needed)
    lines = BREAK.split(text)
    places: dict[tuple[int, Route], Place] = {}
    for index, route in targets:
        size = len(route)
        while size and (index, route[:size]) not in marks:
            size -= 1
        line, column = marks.get((index, route[:size]), (0, 0))
        places[index, route] = Place(line + 1, column + 1, lines[min(line, len(lines) - 1)])
    return places


def _marks(  # noqa: C901  # one loop, as in `documents`
    text: str, needed: set[tuple[int, Route]]
) -> dict[tuple[int, Route], tuple[int, int]]:
    found: dict[tuple[int, Route], tuple[int, int]] = {}
    document = -1
    # Each open collection: its route, and the key being filled (a mapping) or the next index.
    stack: list[list[Any]] = []

    def step() -> Route:
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
        for event in events(text):
            kind = type(event)
            if kind is yaml.DocumentStartEvent:
                document += 1
                stack.clear()
            elif kind is yaml.ScalarEvent and stack and stack[-1][2] and stack[-1][1] is None:
                stack[-1][1] = event.value
                note((*stack[-1][0], event.value, KEY), event)
                # Until its value is seen, a key's place stands for it.
            elif kind in {yaml.ScalarEvent, yaml.AliasEvent}:
                note(step(), event)
                filled()
            elif kind in {yaml.MappingStartEvent, yaml.SequenceStartEvent}:
                route = step()
                note(route, event)
                is_mapping = kind is yaml.MappingStartEvent
                stack.append([route, None if is_mapping else 0, is_mapping])
                if len(stack) > DEEPEST:
                    break
            elif kind in {yaml.MappingEndEvent, yaml.SequenceEndEvent}:
                stack.pop()
                filled()
    except _NOT_YAML:
        pass  # what stands before the error has its place
    return found


def events(text: str) -> Iterator[Any]:
    parser = _Parser(text)
    while True:
        event = parser.get_event()
        if event is None or type(event) is yaml.StreamEndEvent:
            return
        yield event


@dataclass
class _Reading:
    """One file on its way from text to documents."""

    name: str
    shown: str
    text: str = ""
    refused: bool = False  # whatever else the file says, it is not read on
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
            self._lines = BREAK.split(self.text)
        return self._lines[number - 1] if number <= len(self._lines) else ""

    def at(self, event: Any, code: str, route: Route, message: str, hint: str = "") -> None:
        mark = event.start_mark
        self.report(code, mark.line + 1, mark.column + 1, route, message, hint)

    def failed(self, error: Exception) -> None:
        """Say why the parser gave up.

        It reads ahead of what it tells, so a limit of its own can come before ours, and so can a
        slip further on. What stands before that place is judged first, by itself: how deep a file
        may be nested is for us to say, with any parser.
        """
        stop = _stop(error)
        slip = messages.known(self.text, stop)
        if stop.at is not None:
            before = _Reading(self.name, self.shown, self.text)
            text = self.text[: messages.offset(self.text, stop.at)]
            try:
                list(before.documents(text))
            except _NOT_YAML as other:
                slip = slip or messages.longest_key(text, _stop(other))
            if before.refused:
                self.problems = before.problems
                return
        at, *words = slip or (messages.offset(self.text, stop.at or (0, 0)), *messages.UNKNOWN)
        self.report("syntax", *messages.place(self.text, at), (), *words)

    def documents(self, text: str) -> Iterator[Document]:  # noqa: C901, PLR0912, PLR0915  # speed: one loop
        """Build the documents; the one loop that every value of every file passes through."""
        next_event = _Parser(text).get_event
        scalar, mapping, sequence = (
            yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent,
        )  # fmt: skip
        escapes = "\\" in text
        index = -1
        # The open collection, and the key of it that waits for its value (None: none does).
        inner: Any = None
        key: str | None = None
        outer: list[Any] = []
        value: Any
        while True:
            event: Any = next_event()
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
                    self.at(event, "too-deep", (), message, "an account needs five levels")
                    self.refused = True
                    return
                if key is None and type(inner) is dict:
                    route = _route(outer, inner, key)
                    self.at(event, "bad-key", route, "a key must be text", "write `key: value`")
                    self.refused = True
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
                    self.refused = True
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
        if 0xD800 <= code <= 0xDFFF:  # half a character: libyaml stops there
            mark = event.start_mark
            slip = messages.no_character(
                self.text, messages.offset(self.text, (mark.line, mark.column))
            )
            at, *words = slip or (0, *messages.UNKNOWN)
            self.report("syntax", *messages.place(self.text, at), (), *words)
            return
        self.at(
            event, "bad-character", route,
            f"an escape in it makes the control character U+{code:04X}",
            "delete it, or use single quotes",
        )  # fmt: skip


def _stop(error: Exception) -> messages.Stop:
    """Keep of what a parser says only what does not change with its version: the places."""
    marks = (getattr(error, "problem_mark", None), getattr(error, "context_mark", None))
    at, begun = ((one.line, one.column) if one else None for one in marks)
    return messages.Stop(at, begun, isinstance(error, yaml.scanner.ScannerError))


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
        lines = BREAK.split(before)
        rest = raw[error.start : error.start + 80].decode("utf-8", "replace")
        reading.text = before + BREAK.split(rest)[0]
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
        lines = BREAK.split(text[: odd.start()])
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
