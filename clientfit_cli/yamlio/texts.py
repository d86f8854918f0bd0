"""The texts of a file, with those that programs never read: its comments; and other words for them.

A text keeps the way it was written (its quotes, its lines) where the same words can be changed in
both; elsewhere it is written anew. As in `amending`, what comes out has to say what was meant.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from clientfit_cli.yamlio import patch, reader
from clientfit_cli.yamlio.insert import BOM
from clientfit_cli.yamlio.layout import Node, Outline
from clientfit_cli.yamlio.patch import Change

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from clientfit_cli.base.problems import Route

_COMMENT = re.compile("(?:^|(?<=[ \t\r\n\x85\u2028\u2029]))#[^\r\n\x85\u2028\u2029]*", re.MULTILINE)
_HEADER = re.compile("[|>][-+0-9]*")


class Text(NamedTuple):
    """A text that stands in a file: what it says, and where (a comment has no route)."""

    document: int
    route: Route
    line: int  # from 1
    said: str
    start: int
    end: int


def texts(raw: bytes) -> Iterator[Text]:
    """List the values and the comments of a file, in no order."""
    outline = Outline(raw.removeprefix(BOM).decode())
    spans: list[tuple[int, int]] = []
    for document, root in enumerate(outline.documents):
        ahead: list[tuple[Node, Route]] = [(root, ())]
        while ahead:
            node, route = ahead.pop()
            ahead += [(item, (*route, at)) for at, item in enumerate(node.items)]
            for key, value in node.pairs:
                spans.append((outline.offset(key.start), outline.offset(key.end)))
                ahead.append((value, (*route, key.text or "")))
            if node.kind != "scalar" or node.start == node.end:
                continue
            start, end = outline.offset(node.start), outline.offset(node.end)
            header = _HEADER.match(outline.text, start)
            if header:  # a comment may follow it
                spans.append((start, header.end()))
                start = outline.offset((node.start[0] + 1, 0))
            spans.append((start, end))
            yield Text(document, route, node.start[0] + 1, node.text or "", start, end)
    yield from _comments(outline, sorted(spans))


def _comments(outline: Outline, spans: list[tuple[int, int]]) -> Iterator[Text]:
    done = 0
    for start, end in [*spans, (len(outline.text), 0)]:
        for found in _COMMENT.finditer(outline.text, done, max(done, start)):
            line = outline.line_of(found.start()) + 1
            yield Text(-1, (), line, found.group(), found.start(), found.end())
        done = max(done, end)


def reworded(raw: bytes, wanted: list[Text], swap: Callable[[str], tuple[str, int]]) -> bytes:
    """Put other words into some texts of a file; `swap` counts how often it found them."""
    if not wanted:
        return raw
    bom = BOM if raw.startswith(BOM) else b""
    text = raw[len(bom) :].decode()
    made: list[str] = []
    anew: list[Change] = []
    done = 0
    documents = {one.index: one for one in reader.parse(raw, "", "")[0]}
    for one in sorted(wanted, key=lambda one: one.start):
        words, times = swap(one.said)
        written, found = swap(text[one.start : one.end])
        if one.route and times != found:
            anew.append(Change(one.document, one.route, words))
            continue
        made += [text[done : one.start], written]
        done = one.end
        if one.route:
            _put(documents[one.document].data, one.route, words)
    after = bom + "".join((*made, text[done:])).encode()
    patch.checked(documents, after)
    return patch.amended(after, anew)


def _put(data: Any, route: Route, words: str) -> None:
    for step in route[:-1]:
        data = data[step]
    data[route[-1]] = words
