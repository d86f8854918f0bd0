"""Where things stand in a YAML file: a tree of what it says with the marks of the parser.

Made for `editing`, which puts lines between the lines of a file, and for `amending`, which changes
the values in them.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Any

from clientfit_cli.yamlio.documents import BREAK
from clientfit_cli.yamlio.strict import events

Mark = tuple[int, int]  # line and column, from 0


@dataclass(eq=False)
class Node:
    """A scalar, a list (`items`) or a mapping (`pairs`), from its first character past its last.

    `end` is where the content ends, before what is blank; `dash` is where a row's `-` stands.
    """

    kind: str
    start: Mark
    end: Mark
    flow: bool = False
    text: str | None = None
    items: list[Node] = field(default_factory=list)
    pairs: list[tuple[Node, Node]] = field(default_factory=list)
    dash: Mark = (0, 0)

    def get(self, key: str) -> tuple[Node, Node] | None:
        """Look up a key of a mapping: the key, and its value."""
        return next((pair for pair in self.pairs if pair[0].text == key), None)


class Outline:
    """What the documents of a file say (`roots`: those that are mappings), and its lines."""

    def __init__(self, text: str) -> None:
        self.text = text
        ends = [found.end() for found in BREAK.finditer(text)]
        self._starts = [0, *ends]
        first = BREAK.search(text)
        self.newline = first.group() if first and first.group() in {"\n", "\r\n", "\r"} else "\n"
        self.documents = _roots(text)
        self.roots = [root for root in self.documents if root.kind == "mapping"]
        ahead = [*self.documents]
        while ahead:
            node = ahead.pop()
            if node.kind == "sequence" and not node.flow:
                self._find_dashes(node)
            ahead += node.items
            ahead += [value for _, value in node.pairs]

    def _find_dashes(self, rows: Node) -> None:
        """A row's `-` stands in the list's column, on the row's line or above it."""
        first, column = rows.start
        for row in rows.items:
            line = row.start[0]
            while line > first:
                at = self._starts[line] + column
                if self.text[at : at + 1] == "-" and not self.text[self._starts[line] : at].strip():
                    break
                line -= 1
            row.dash = (line, column)

    def offset(self, mark: Mark) -> int:
        """Turn a mark into a place in the text."""
        line, column = mark
        return self._starts[line] + column if line < len(self._starts) else len(self.text)

    def line_of(self, offset: int) -> int:
        """Name the line that a place in the text stands in."""
        return bisect_right(self._starts, offset) - 1

    def line(self, number: int) -> str:
        """Read one line, without its end."""
        rest = self.text[self.offset((number, 0)) : self.offset((number + 1, 0))]
        return BREAK.sub("", rest)

    def line_after(self, end: Mark, margin: int) -> int:
        """Name the line before which something goes that follows what ends at a mark.

        Comments that stand deeper than the margin belong to what they follow.
        """
        line = end[0] if end[1] == 0 and end[0] > 0 else end[0] + 1
        while line < len(self._starts):
            text = self.line(line)
            bare = text.lstrip(" ")
            if not bare.startswith("#") or len(text) - len(bare) <= margin:
                break
            line += 1
        return line

    def with_lines(self, before: int, lines: list[str]) -> str:
        """Put lines before a line of the text."""
        at = self.offset((before, 0))
        head, tail = self.text[:at], self.text[at:]
        if head and not BREAK.fullmatch(head[-1]):
            head += self.newline
        return head + "".join(line + self.newline for line in lines) + tail


def _roots(text: str) -> list[Node]:
    """Build the tree of each document, without recursion."""
    roots: list[Node] = []
    stack: list[Node] = []
    keys: list[Node | None] = []

    def put(node: Node) -> None:
        if not stack:
            roots.append(node)
        elif stack[-1].kind == "sequence":
            stack[-1].items.append(node)
        elif keys[-1] is None:
            keys[-1] = node
        else:
            stack[-1].pairs.append((keys[-1], node))
            keys[-1] = None

    for event in events(text):
        kind = type(event).__name__
        if kind in {"ScalarEvent", "AliasEvent"}:
            start, end = _mark(event.start_mark), _mark(event.end_mark)
            put(Node("scalar", start, end, text=getattr(event, "value", None)))
        elif kind in {"MappingStartEvent", "SequenceStartEvent"}:
            name = "mapping" if kind == "MappingStartEvent" else "sequence"
            start = _mark(event.start_mark)
            node = Node(name, start, start, flow=bool(event.flow_style))
            put(node)
            stack.append(node)
            keys.append(None)
        elif kind in {"MappingEndEvent", "SequenceEndEvent"}:
            node = stack.pop()
            keys.pop()
            node.end = _mark(event.end_mark) if node.flow else _last(node)
    return roots


def _mark(mark: Any) -> Mark:
    return mark.line, mark.column


def _last(node: Node) -> Mark:
    """Say where the content of a block ends; the parser ends it where the next thing begins."""
    if node.items:
        return max(node.start, node.items[-1].end)
    if node.pairs:
        key, value = node.pairs[-1]
        # The place of an empty value is not to be trusted; its key stands where it would.
        return key.end if value.start == value.end else value.end
    return node.start
