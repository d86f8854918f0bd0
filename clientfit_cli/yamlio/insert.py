"""New rows in a file of a book: nothing else in it changes by a byte."""

from __future__ import annotations

from typing import Any

from clientfit_cli.base.errors import UserError
from clientfit_cli.base.problems import errors
from clientfit_cli.yamlio import emitter, reader
from clientfit_cli.yamlio.documents import NOTHING, Document
from clientfit_cli.yamlio.layout import Node, Outline

BOM = b"\xef\xbb\xbf"


Row = dict[str, Any]


def append_rows(raw: bytes, account: str, section: str, rows: list[Row]) -> bytes:
    """Add rows to a section of an account in the bytes of one file; None in a row is left out."""
    if not rows:
        return raw
    bom = BOM if raw.startswith(BOM) else b""
    _sound(raw)
    text = raw[len(bom) :].decode()
    outline = Outline(text)
    root = _document(outline, account, section)
    made = _Addition(outline, root, section, rows).text()
    after = bom + made.encode()
    # A text that ends without a line end gets one from the line that follows it.
    ended = text if text.endswith(("\n", "\r")) else text + outline.newline
    _check(bom + ended.encode(), after, outline.roots.index(root), section, rows)
    return after


def _document(outline: Outline, account: str, section: str) -> Node:
    """Choose the document of a file: the last that has the section, else the one with the name."""
    mine = [one for one in outline.roots if _said(one, "account") == account]
    if not mine:
        raise UserError(f"no document of this file is about `{account}`")
    having = [one for one in mine if one.get(section)]
    full = [one for one in having if one.get(section)[1].items]  # type: ignore[index]
    named = [one for one in mine if one.get("name")]
    return (full or having or named or mine)[-1]


def _said(root: Node, key: str) -> str | None:
    pair = root.get(key)
    return pair[1].text if pair else None


class _Addition:
    """Rows on their way into a document."""

    def __init__(self, outline: Outline, root: Node, section: str, rows: list[Row]) -> None:
        self.outline, self.root, self.section, self.rows = outline, root, section, rows

    def text(self) -> str:
        """Write the whole file, with the rows in it."""
        pair = self.root.get(self.section)
        if pair is None:
            return self._flow_section() if self.root.flow else self._new_section()
        key, value = pair
        if value.kind == "sequence" and not value.flow:
            return self._below(value)
        if value.kind == "sequence" and value.items:
            return self._into(value)
        if value.kind == "mapping" or (value.text or "").lower() not in NOTHING:
            raise self._refusal()
        text = self.outline.text
        start, end = self.outline.offset(value.start), self.outline.offset(value.end)
        if self.root.flow or "\n" in text[start:end]:
            if start == end:
                raise self._refusal()
            return text[:start] + f"[{self._flow_rows()}]" + text[end:]
        # `actions: []` becomes `actions:` with lines beneath; a comment after it stays.
        start = self.outline.offset(key.end) + len(
            text[self.outline.offset(key.end) : start].rstrip()
        )
        outline = Outline(text[:start] + text[end:])
        after = outline.line_after((key.end[0], 1), self.root.start[1])
        return outline.with_lines(after, self._lines(*self._manner()))

    def _below(self, rows: Node) -> str:
        """Put lines beneath the last row of a list."""
        last = rows.items[-1]
        same_line = last.start[0] == rows.items[-1].dash[0]
        dash = last.dash[1]
        gap = last.start[1] - dash if same_line and last.kind == "mapping" else 2
        after = self.outline.line_after(rows.end, dash)
        return self.outline.with_lines(after, self._lines(dash, gap, flow=last.flow))

    def _into(self, rows: Node) -> str:
        """Put rows after the last one of a list in brackets."""
        text, last = self.outline.text, rows.items[-1]
        at = self.outline.offset(last.end)
        before = text[self.outline.offset((last.start[0], 0)) : self.outline.offset(last.start)]
        apart = ", " if before.strip() else "," + self.outline.newline + before
        flow = apart.join(self._flow_row(row) for row in self.rows)
        return text[:at] + apart + flow + text[at:]

    def _new_section(self) -> str:
        """Put the section at the end of the document, apart as the others are."""
        margin = self.root.start[1]
        lines = [" " * margin + f"{self.section}:", *self._lines(*self._manner())]
        keys = [key for key, _ in self.root.pairs[1:]]
        if any(not self.outline.line(key.start[0] - 1).strip() for key in keys):
            lines.insert(0, "")
        return self.outline.with_lines(self.outline.line_after(self.root.end, margin), lines)

    def _flow_section(self) -> str:
        _, last = self.root.pairs[-1]
        if last.start == last.end:
            raise self._refusal()
        text, at = self.outline.text, self.outline.offset(last.end)
        section = f'"{self.section}"' if self._json else self.section
        return text[:at] + f", {section}: [{self._flow_rows()}]" + text[at:]

    def _flow_rows(self) -> str:
        return ", ".join(self._flow_row(row) for row in self.rows)

    def _flow_row(self, row: Row) -> str:
        return emitter.json(row) if self._json else emitter.flow(row)

    @property
    def _json(self) -> bool:
        """The file is JSON, in which every key and every text stands between quotes."""
        first = self.outline.offset(self.root.pairs[0][0].start)
        return self.root.flow and self.outline.text[first] == '"'

    def _manner(self) -> tuple[int, int, bool]:
        """Take over from the document's other lists: their margin, and how they write a row."""
        lists = [
            value for _, value in self.root.pairs
            if value.kind == "sequence" and not value.flow and value.items
        ]  # fmt: skip
        dash = lists[0].items[0].dash[1] if lists else self.root.start[1] + 2
        rows = [row for one in lists for row in one.items if row.kind == "mapping"]
        return dash, 2, not rows or any(row.flow for row in rows)

    def _lines(self, dash: int, gap: int, flow: bool) -> list[str]:
        return [line for row in self.rows for line in emitter.lines(row, dash, gap, flow=flow)]

    def _refusal(self) -> UserError:
        return UserError(
            f"rows cannot be added to `{self.section}` here", f"write `{self.section}: []` there"
        )


def _sound(raw: bytes) -> list[Document]:
    documents, problems = reader.parse(raw, "", "the file")
    for one in errors(problems):
        raise UserError(f"the file cannot be added to: {one.message}", one.hint)
    return documents


def _check(before: bytes, after: bytes, index: int, section: str, rows: list[Row]) -> None:
    """See that a file says what it said before, and the new rows."""
    documents, problems = reader.parse(after, "", "the file")
    expected = [one.data for one in _sound(before)]
    target = expected[index]
    target[section] = (target.get(section) or []) + [emitter.plain(row) for row in rows]
    if errors(problems) or [one.data for one in documents] != expected:
        raise UserError(
            f"rows could not be added to `{section}` without disturbing the file",
            "add them by hand",
        )
