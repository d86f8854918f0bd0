"""How people write YAML: each with a hand of their own, one file in twenty in an odd one.

A row is data: words, numbers, days, lists of ids, mappings, and notes of one to five lines.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence

Row = dict[str, Any]

# Every way to write a note, as often as people use it: of one line, and of several.
SHORT = ("plain",) * 6 + ("double",) * 4 + ("single",) * 2 + ("|", "|", ">", "|-", ">-")
LONG = (
    *("|",) * 6, *("plain",) * 4, *(">",) * 3, "double", "double", "single", "|-", "|-", ">-",
    "|+", ">+", "|2", "|2-", ">2",
)  # fmt: skip
REMARKS = ("from the CRM", "see the mail of that day", "asked twice", "to be confirmed")


class Note(tuple[str, ...]):
    """Text of one or more lines, of which some may be empty."""

    __slots__ = ()


class Hand:
    """How one file is written."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.margin = rng.choice((2, 2, 2, 2, 2, 0, 4))
        self.blocks = rng.random() < 0.3  # lists of ids as lines with dashes
        self.braces = rng.random()  # how many of the short rows stand in braces
        self.remarks = rng.choice((0, 0, 0.02, 0.05))

    def pair(self, key: str, value: Any, column: int) -> list[str]:
        """Write `key: value` from a column on."""
        inner = " " * (column + 2)
        if isinstance(value, dict):
            if self.rng.random() < 0.5:
                return [f"{key}: {flow(value)}"]
            return [f"{key}:", *(f"{inner}{name}: {flow(one)}" for name, one in value.items())]
        if isinstance(value, Note):
            return self.note(key, value, inner)
        if isinstance(value, list) and value and self.blocks:
            dash = " " * (column + (2 if self.margin else 0))
            return [f"{key}:", *(f"{dash}- {flow(one)}" for one in value)]
        return [f"{key}: {flow(value) if isinstance(value, list) else scalar(value)}"]

    def note(self, key: str, lines: Note, inner: str) -> list[str]:
        style = self.rng.choice(SHORT if len(lines) == 1 else LONG)
        if style[0] in "|>":
            digit = 3 if style[1:2] == "2" else 2
            style = style.replace("2", "3") if digit == 3 else style
            pad = inner[2:] + " " * digit
            return [f"{key}: {style}", *(pad + line if line else "" for line in lines)]
        if style == "plain":
            if not all(map(plain, filter(None, lines))):
                style = "double"
            begin, end, texts = "", "", list(lines)
        if style == "double":
            begin, end = '"', '"'
            texts = [json.dumps(line, ensure_ascii=False)[1:-1] for line in lines]
        elif style == "single":
            begin, end, texts = "'", "'", [line.replace("'", "''") for line in lines]
        first, *more = texts
        found = [f"{key}: {begin}{first}", *(inner + line if line else "" for line in more)]
        found[-1] += end
        return found

    def row(self, row: Row) -> list[str]:
        """Write a row of a section, each pair on a line or all in braces."""
        pad, column = " " * self.margin, self.margin + 2
        if not any(isinstance(one, Note) and len(one) > 1 for one in row.values()) and (
            self.rng.random() < self.braces
        ):
            return self.braced(row)
        lines: list[str] = []
        for key, value in row.items():
            first, *more = self.pair(key, value, column)
            lines += [f"{pad}  {first}" if lines else f"{pad}- {first}", *more]
            if self.remarks and self.rng.random() < self.remarks and not more:
                lines.append(f"{pad}  # {self.rng.choice(REMARKS)}")
        return lines

    def braced(self, row: Row) -> list[str]:
        """Write a row in braces, over several lines where it is long."""
        pad = " " * self.margin
        lines = [f"{pad}- {{"]
        pairs = [f"{key}: {flow(value)}" for key, value in row.items()]
        for at, pair in enumerate(pairs):
            if at and len(lines[-1]) + len(pair) > 98:
                lines.append(f"{pad}   {pair}")
            else:
                lines[-1] += f" {pair}" if at else pair
            lines[-1] += "," if at < len(pairs) - 1 else "}"
        return lines

    def section(self, name: str, rows: Sequence[Row]) -> list[str]:
        """Write a section; long ones rarely stand in braces."""
        if not rows:
            return [f"{name}: []"]
        braces = self.braces
        if name == "touchpoints":
            self.braces = 1.0 if braces > 0.85 else 0.0
        found = [f"{name}:"]
        for row in rows:
            if self.remarks and self.rng.random() < self.remarks:
                found.append(f"{' ' * self.margin}# {self.rng.choice(REMARKS)}")
            found += self.row(row)
        self.braces = braces
        return found

    def file(self, scalars: Row, sections: dict[str, list[Row]]) -> str:
        """Write a file."""
        lines: list[str] = []
        if self.remarks:
            lines += [f"# {self.rng.choice(REMARKS)}", ""]
        for key, value in scalars.items():
            lines += self.pair(key, value, 0)
        gap = self.rng.random() < 0.6
        for name, rows in sections.items():
            lines += [""] * gap + self.section(name, rows)
        return "\n".join(lines) + "\n"


def plain(text: str) -> bool:
    """Say whether a line needs no quotes, in braces or out of them."""
    return text[0].isalpha() and not any(one in text for one in (": ", " #")) and text[-1] != ":"


def scalar(value: Any) -> str:
    """Write a value that stands alone behind its key."""
    text = str(value)
    if not text or text[0].isdigit() or text[0] == "-" or plain(text):
        return text
    return json.dumps(text, ensure_ascii=False)


def flow(value: Any) -> str:
    """Write a value for use in braces."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    text = " ".join(value) if isinstance(value, Note) else str(value)
    if text and any(one in text for one in ",[]{}:?#\"'") and not text[0].isdigit():
        return json.dumps(text, ensure_ascii=False)
    return text


# --- odd hands


def as_json(hand: Hand, scalars: Row, sections: dict[str, list[Row]]) -> str:
    """What a program wrote: JSON in every row."""
    del hand

    def said(value: Any) -> Any:
        return "\n".join(value) if isinstance(value, Note) else value

    def row(one: Row) -> str:
        return json.dumps({key: said(value) for key, value in one.items()}, default=str)

    lines = [f'"{key}": {json.dumps(said(value), default=str)}' for key, value in scalars.items()]
    for name, rows in sections.items():
        held = ",\n".join(f"  {row(one)}" for one in rows)
        lines.append(f'"{name}": [\n{held}\n  ]')
    return "\n".join(lines) + "\n"


def quoted_keys(hand: Hand, scalars: Row, sections: dict[str, list[Row]]) -> str:
    """Each key of the first level between quotes."""
    lines = hand.file(scalars, sections).split("\n")
    for at, line in enumerate(lines):
        key, colon, rest = line.partition(":")
        if colon and key.isidentifier():
            lines[at] = f'"{key}":{rest}'
    return "\n".join(lines)


def tabs(hand: Hand, scalars: Row, sections: dict[str, list[Row]]) -> str:
    """Dates stand a tab away from their keys."""
    return hand.file(scalars, sections).replace("date: 2", "date:\t2").replace("tier: ", "tier:\t")


def aligned(hand: Hand, scalars: Row, sections: dict[str, list[Row]]) -> str:
    """Values stand in one column."""
    return hand.file(scalars, sections).replace("    by: ", "    by:      ")


def windows(hand: Hand, scalars: Row, sections: dict[str, list[Row]]) -> str:
    """What an editor of Windows saves: a byte-order mark and CRLF."""
    return "\ufeff" + hand.file(scalars, sections).replace("\n", "\r\n")


def directive(hand: Hand, scalars: Row, sections: dict[str, list[Row]]) -> str:
    """The version of YAML first, and an end of the document."""
    return f"%YAML 1.1\n---\n{hand.file(scalars, sections)}...\n"


def one_odd_row(hand: Hand, scalars: Row, sections: dict[str, list[Row]]) -> str:
    """A file like most, but for a key by question mark in one row of its last section."""
    text = hand.file(scalars, sections)
    at = text.rfind(f"\n{' ' * hand.margin}- what: ")
    key = at + hand.margin + 3
    return text if at < 0 else f"{text[:key]}? what\n{' ' * (hand.margin + 2)}: {text[key + 6 :]}"


ODD: tuple[Callable[[Hand, Row, dict[str, list[Row]]], str], ...] = (
    as_json, quoted_keys, tabs, aligned, windows, directive, one_odd_row,
)  # fmt: skip
ODD_SHARE = 0.05


def written(scalars: Row, sections: dict[str, list[Row]], rng: random.Random) -> str:
    """Write a file in a hand of its own."""
    hand = Hand(rng)
    if rng.random() < ODD_SHARE:
        return rng.choice(ODD)(hand, scalars, sections)
    return hand.file(scalars, sections)
