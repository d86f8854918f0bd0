"""Pieces of text that are cut out of a file or put into it, so that a value in it is another.

Where they stand is said by the parser's marks; what goes takes with it the comments inside it, and
those beneath it that stand deeper. All else stays where it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from clientfit_cli.base.errors import UserError
from clientfit_cli.yamlio import emitter

if TYPE_CHECKING:
    from clientfit_cli.base.problems import Route
    from clientfit_cli.yamlio.layout import Node, Outline

_BLANKS = " \t"
_ENDS = "\r\n\x85\u2028\u2029"
_BLANK = _BLANKS + _ENDS
_HEADER = re.compile(r"[|>][-+0-9]*")
_COLON = re.compile(f"[{_BLANK}]*:")
# A comma that follows a value in brackets, however many comments stand between.
_COMMA = re.compile(f"(?:[{_BLANK}]|(?<=[{_BLANK}])#[^{_ENDS}]*)*,")
_REST = re.compile(rf"[{_BLANKS}]*(?:(?<=[{_BLANKS}])#[^{_ENDS}]*)?(?=[{_ENDS}]|\Z)")


def refusal(what: str) -> UserError:
    """Say that a change cannot be made."""
    return UserError(
        f"{what} could not be changed without disturbing the file", "change it by hand"
    )


class _Slot(NamedTuple):
    """Where a value stands: the place past its `:` or `-`, the column of what it belongs to."""

    after: int
    margin: int
    # What an empty value needs before it.
    lead: str = " "


class Mending:
    """A file on its way from one text to another."""

    def __init__(self, outline: Outline) -> None:
        self.outline, self.text = outline, outline.text
        self.ended = ""  # the line end that the last line got
        self._json = False
        self._pieces: list[tuple[int, int, str]] = []

    def result(self) -> str:
        """Write the whole file, with the changes in it."""
        made, done = [], 0
        for start, end, text in sorted(self._pieces, key=lambda piece: piece[:2]):
            if start < done:
                raise refusal("the file")
            made += [self.text[done:start], text]
            done = end
        return "".join(made) + self.text[done:]

    def change(self, document: int, route: Route, wanted: dict[str | int, Any]) -> None:
        """Change keys of one mapping, or entries of one list."""
        node = self.outline.documents[document]
        first = self.outline.offset(node.pairs[0][0].start) if node.pairs else 0
        self._json = node.flow and self.text[first : first + 1] == '"'
        slot = None
        for step in route:
            node, slot = self._step(node, step)
        steps: list[Any] = [key.text for key, _ in node.pairs] or [*range(len(node.items))]
        gone = {at for at, step in enumerate(steps) if step in wanted and wanted[step] is None}
        new = {str(step): value for step, value in wanted.items() if step not in steps}
        if len(gone) == len(steps):
            whole = new if node.kind == "mapping" else []
            return self._replace(node, slot, whole)
        for step, value in wanted.items():
            if value is not None and step not in new:
                self._replace(*self._step(node, step), value)
        if node.flow:
            self._drop_pairs(node, gone)
            if new:
                self._add_pairs(node, gone, new)
            return None
        self._drop_lines(node, gone)
        if new:
            self._add_lines(node, new)
        return None

    # -- where things stand ----------------------------------------------------------------------

    def _step(self, node: Node, step: str | int) -> tuple[Node, _Slot]:
        """Go to the value of a key, or to an entry of a list."""
        if isinstance(step, int):
            item = node.items[step]
            if node.flow:
                return item, _Slot(self.outline.offset(item.start), node.start[1])
            return item, _Slot(self.outline.offset(item.dash) + 1, item.dash[1])
        key, value = next(pair for pair in node.pairs if pair[0].text == step)
        after = self._after_key(key)
        return value, _Slot(after, key.start[1], " " if self.text[after - 1] == ":" else ": ")

    def _after_key(self, key: Node) -> int:
        start, end = self.outline.offset(key.start), self.outline.offset(key.end)
        if self._before(start).rstrip().endswith("?"):
            raise refusal(f"`{key.text}`")
        colon = _COLON.match(self.text, end)
        return colon.end() if colon else end

    def _before(self, at: int) -> str:
        """Read what stands before a place on its line."""
        return self.text[self.outline.offset((self.outline.line_of(at), 0)) : at]

    def _end(self, node: Node) -> int:
        """Say where what a value says ends: for a block, before the empty lines behind it."""
        while not node.flow and (node.items or node.pairs):
            if node.pairs and _empty(node.pairs[-1][1]):
                return self._after_key(node.pairs[-1][0])
            node = node.items[-1] if node.items else node.pairs[-1][1]
        start, end = self.outline.offset(node.start), self.outline.offset(node.end)
        return start + len(self.text[start:end].rstrip(_BLANK)) if self._is_text(node) else end

    def _is_text(self, node: Node) -> bool:
        """Whether a value is a `|` or `>` with lines of text beneath."""
        start = self.outline.offset(node.start)
        return node.kind == "scalar" and self.text.startswith(("|", ">"), start)

    def _spans(self, node: Node) -> list[tuple[int, int]]:
        """List where each pair, or entry, begins and ends."""
        offset = self.outline.offset
        return [
            (offset(key.start), self._after_key(key) if _empty(value) else self._end(value))
            for key, value in node.pairs
        ] or [(offset(item.start), self._end(item)) for item in node.items]

    def _beyond(self, end: int, margin: int) -> int:
        """Go to the line behind what ends at a place, and behind the comments that belong to it."""
        line = self.outline.line_after((self.outline.line_of(end), 1), margin)
        return self.outline.offset((line, 0))

    # -- a value ---------------------------------------------------------------------------------

    def _replace(self, node: Node, slot: _Slot | None, value: Any) -> None:
        text = self._written(value)
        start, end = self.outline.offset(node.start), self._end(node)
        if slot is None:
            raise refusal("the document")
        if _empty(node):
            blanks = len(self.text) - len(self.text[slot.after :].lstrip(_BLANKS)) - slot.after
            # Blanks before a comment stay, so that it does not move.
            over = slot.after + blanks
            stop = slot.after if self.text[over : over + 1] == "#" else over
            self._pieces.append((slot.after, stop, slot.lead + text))
        elif self._is_text(node):
            header = _HEADER.match(self.text, start)
            assert header
            below = self.outline.offset((node.start[0] + 1, 0))
            self._pieces += [
                (start, header.end(), text),
                (below, max(below, self._beyond(end, len(self.text))), ""),
            ]
        elif (
            node.flow or node.kind == "scalar" or self.outline.line_of(slot.after) == node.start[0]
        ):
            self._pieces.append((start, end, text))
        else:
            below = self.outline.offset((self.outline.line_of(slot.after) + 1, 0))
            self._pieces += [
                (slot.after, slot.after, " " + text),
                (below, self._beyond(end, slot.margin), ""),
            ]

    def _written(self, value: Any) -> str:
        return emitter.json(value) if self._json else emitter.flow(value)

    def _pair(self, key: str, value: Any) -> str:
        return f"{self._written(key)}: {self._written(value)}"

    # -- lines -----------------------------------------------------------------------------------

    def _drop_lines(self, node: Node, gone: set[int]) -> None:
        spans = self._spans(node)
        first = spans[0][0]
        if node.pairs and 0 in gone and self._before(first).strip():
            gone = gone - self._drop_behind_dash(spans, gone, node.start[1])
        for at in gone:
            start, end = spans[at]
            if node.items:
                start = self.outline.offset(node.items[at].dash)
            if self._before(start).strip():
                raise refusal("a list in a list")
            line = start - len(self._before(start))
            self._pieces.append((line, self._beyond(end, node.start[1]), ""))

    def _drop_behind_dash(
        self, spans: list[tuple[int, int]], gone: set[int], margin: int
    ) -> set[int]:
        """Take away the key beside a `-`: the next one moves up, unless comments stand between."""
        start, _ = spans[0]
        stays = next(at for at in range(len(spans)) if at not in gone)
        beyond = [self._beyond(end, margin) for _, end in spans[:stays]]
        lines = [start - len(self._before(start)) for start, _ in spans[1 : stays + 1]]
        if beyond == lines:
            self._pieces.append((start, spans[stays][0], ""))
            return {*range(stays)}
        before, ended = self._before(start), self.text[: beyond[0]]
        newline = 2 if ended.endswith("\r\n") else 1
        self._pieces.append((start - len(before) + len(before.rstrip()), beyond[0] - newline, ""))
        return {0}

    def _add_lines(self, node: Node, new: dict[str, Any]) -> None:
        margin = node.start[1]
        at = self._beyond(self._spans(node)[-1][1], margin)
        last = node
        while last.items or last.pairs:
            last = last.items[-1] if last.items else last.pairs[-1][1]
        if self._is_text(last):
            header = _HEADER.match(self.text, self.outline.offset(last.start))
            if header and "+" in header.group():  # the empty lines behind it are its own
                at = max(at, self.outline.offset(last.end))
        newline = self.outline.newline
        if at == len(self.text) and not self.text.endswith((*_ENDS,)):
            self.ended = newline
        lines = [" " * margin + self._pair(key, value) + newline for key, value in new.items()]
        self._pieces.append((at, at, self.ended + "".join(lines)))

    # -- between brackets ------------------------------------------------------------------------

    def _drop_pairs(self, node: Node, gone: set[int]) -> None:
        """Take pairs or entries out of brackets, each with one comma."""
        spans = self._spans(node)
        kept = [at for at in range(len(spans)) if at not in gone]
        trailing = _COMMA.match(self.text, spans[-1][1])
        for at in sorted(gone):
            start, end = spans[at]
            comma = _COMMA.match(self.text, end)
            if comma and (at < kept[-1] or trailing):
                self._cut(start, comma.end())
                continue
            # The last ones go together, with the comma before them.
            end = spans[-1][1]
            comma = _COMMA.match(self.text, spans[at - 1][1])
            if not comma:
                raise refusal("the list")
            if self.text[comma.end() : start].strip(_BLANKS):
                self._pieces.append((comma.end() - 1, comma.end(), ""))
                self._cut(start, end)
            else:
                self._pieces.append((comma.end() - 1, end, ""))
            return

    def _cut(self, start: int, end: int) -> None:
        """Take out a piece: its line where nothing else stands there, else a blank beside it."""
        before, rest = self._before(start), _REST.match(self.text, end)
        if rest and not before.strip():
            start -= len(before)
            line = self.outline.line_of(end)
            end = self.outline.offset((line + 1, 0))
        elif rest:
            start -= len(before) - len(before.rstrip(_BLANKS))
        else:
            end += len(self.text[end:]) - len(self.text[end:].lstrip(_BLANKS))
        self._pieces.append((start, end, ""))

    def _add_pairs(self, node: Node, gone: set[int], new: dict[str, Any]) -> None:
        """Put pairs behind the last one of a mapping in braces."""
        spans = self._spans(node)
        kept = [at for at in range(len(spans)) if at not in gone]
        start, end = spans[kept[-1]]
        before = self._before(start)
        pairs = [self._pair(key, value) for key, value in new.items()]
        added, width = "", len(before) + end - start
        margin = node.pairs[0][0].start[1]
        for pair in pairs:
            if not before.strip():  # each stands on a line of its own
                apart = self.outline.newline + before
            elif width + len(pair) + 3 > emitter.WIDTH >= width:
                apart, width = self.outline.newline + " " * margin, margin - 2
            else:
                apart = " "
            added += f",{apart}{pair}"
            width += len(pair) + 2
        rest = _REST.match(self.text, end)
        if _empty(node.pairs[kept[-1]][1]):
            over = len(self.text) - len(self.text[end:].lstrip(_BLANKS))
            # A comma beside a colon would be a part of the key.
            if over == end or self.text[over : over + 1] == "#":
                added = " " + added
            else:
                end = over
        elif rest and rest.end() > end and not added.startswith(", "):
            # A comment behind the last pair stays behind it.
            self._pieces.append((end, end, ","))
            end, added = rest.end(), added[1:]
        self._pieces.append((end, end, added))


def _empty(node: Node) -> bool:
    return node.kind == "scalar" and node.start == node.end
