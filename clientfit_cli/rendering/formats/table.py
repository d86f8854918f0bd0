"""Format `table`: a page for the terminal."""

from __future__ import annotations

from functools import lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING, cast

from clientfit_cli.base.text import clean
from clientfit_cli.rendering.page import Canvas, Cell, Column, Page, Table, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console
    from rich.text import Text as RichText

    from clientfit_cli.rendering.page import Line, Style

Piece = tuple[str, "Style"]  # a text and what it means, made safe and cut to size

GAP = 2
# What a terminal is told before a text (Select Graphic Rendition); a reset stands behind it.
CODES: dict[Style, str] = {
    "": "", "red": "1;31", "yellow": "33", "green": "32", "unknown": "35", "good": "32",
    "bad": "31", "dim": "2", "strong": "1", "title": "1", "place": "1",
}  # fmt: skip
# What a terminal without Unicode gets instead.
PLAIN = str.maketrans("▁▂▃▄▅▆▇█·→↑↓…", "_..--==#.>^v.")


def table(page: Page, canvas: Canvas) -> str:
    """Lay a page out in columns that fit the terminal."""
    written = _coloured if canvas.colour else _plain
    lines: list[str] = []
    for number, block in enumerate(page.blocks):
        if number:
            lines.append("")
        if block.title:
            lines.append(written(_fitted([Cell(block.title, "title")], canvas.width)))
        lines += _table(block, canvas) if isinstance(block, Table) else _text(block, canvas)
    text = "\n".join([*lines, ""])
    return text if canvas.unicode else text.translate(PLAIN)


def _plain(line: list[Piece]) -> str:
    return "".join([text for text, _ in line]).rstrip()


def _coloured(line: list[Piece]) -> str:
    left = len("".join([text for text, _ in line]).rstrip())
    found = []
    for text, style in line:
        shown = text[:left]
        left -= len(shown)
        code = CODES[style]
        found.append(f"\x1b[{code}m{shown}\x1b[0m" if code and shown else shown)
    return "".join(found)


# One column wide each, as ASCII is.
_NARROW = dict.fromkeys(map(ord, "▁▂▃▄▅▆▇█·→↑↓…"))


def _narrow(text: str) -> bool:
    """Say whether every character of a text takes one column."""
    return text.isascii() or text.translate(_NARROW).isascii()


def _width(text: str) -> int:
    """Count the columns that a text takes on a terminal."""
    return len(text) if text.isascii() else _wide(text)


@lru_cache(maxsize=4096)
def _wide(text: str) -> int:
    from rich.cells import cell_len

    return len(text) if _narrow(text) else cell_len(text)


def _table(block: Table, canvas: Canvas) -> list[str]:
    width, written = canvas.width, _coloured if canvas.colour else _plain
    texts = [_cleaned([row[at].text for row in block.rows]) for at in range(len(block.columns))]
    shown, sizes = _layout(block.columns, texts, width)
    columns = [block.columns[at] for at in shown]
    padded = [
        _padded([column.title, *texts[at]], column, size)
        for at, column, size in zip(shown, columns, sizes, strict=True)
    ]
    # A large book has many rows: what they mean is only looked at where it shows.
    if canvas.colour:
        styles: list[list[Style]] = [["dim"] * len(shown)]
        styles += [[row[at].style for at in shown] for row in block.rows]
        rows = [
            written(_apart(list(zip(row, style, strict=True))))
            for row, style in zip(zip(*padded, strict=True), styles, strict=True)
        ]
    else:
        rows = [_GAP.join(row).rstrip() for row in zip(*padded, strict=True)]
    lines = rows[:1] if any(column.title for column in columns) else []
    if not block.beneath:
        return lines + rows[1:]
    for row, beneath in zip_longest(rows[1:], block.beneath, fillvalue=()):
        lines.append(str(row))
        for line in beneath:
            if block.wrap:
                lines += [written(one) for one in _wrapped(line, width, 4)]
            else:
                lines.append(written(_fitted(line, width)))
    return lines


def _cleaned(texts: list[str]) -> list[str]:
    return texts if "".join(texts).isprintable() else [clean(text) for text in texts]


def _padded(texts: list[str], column: Column, size: int) -> list[str]:
    """Make the texts of a column one size."""
    if max(map(len, texts), default=0) <= size and _narrow("".join(texts)):
        return [text.rjust(size) if column.right else text.ljust(size) for text in texts]
    found = []
    for text in texts:
        cut = _cut(text, size)
        pad = " " * (size - _width(cut))
        found.append(pad + cut if column.right else cut + pad)
    return found


def _apart(pieces: list[Piece]) -> list[Piece]:
    """Put room between the columns of a row."""
    return [(text, style) if not at else (_GAP + text, style)
            for at, (text, style) in enumerate(pieces)]  # fmt: skip


_GAP = " " * GAP


def _layout(
    columns: Sequence[Column], texts: list[list[str]], width: int
) -> tuple[list[int], list[int]]:
    """Choose the columns that fit, and how wide each becomes."""
    wanted = [max(map(_width, [column.title, *texts[at]])) for at, column in enumerate(columns)]
    least = [
        min(wanted[at], max(column.least, 1)) if column.flex else wanted[at]
        for at, column in enumerate(columns)
    ]
    shown = list(range(len(columns)))
    while len(shown) > 1 and sum(least[at] + GAP for at in shown) - GAP > width:
        shown.remove(min(shown, key=lambda at: (columns[at].keep, -at)))
    sizes = {at: least[at] for at in shown}
    spare = width - sum(size + GAP for size in sizes.values()) + GAP
    while spare > 0:
        hungry = [at for at in shown if sizes[at] < wanted[at]]
        if not hungry:
            break
        share = max(1, spare // len(hungry))
        for at in hungry:
            more = min(share, wanted[at] - sizes[at], spare)
            sizes[at] += more
            spare -= more
    return shown, [sizes[at] for at in shown]


def _cut(text: str, width: int) -> str:
    """Shorten a text to a width, with an ellipsis."""
    if _width(text) <= width:
        return text
    if text.isascii():
        return text[: max(0, width - 1)].rstrip() + "…" if width > 1 else "…"[:width]
    from rich.cells import set_cell_size

    return set_cell_size(text, max(0, width - 1)).rstrip() + "…" if width > 1 else "…"[:width]


def _fitted(line: Line, width: int) -> list[Piece]:
    """Put cells side by side on one line, and cut what does not fit."""
    whole = "".join([cell.text for cell in line])
    if len(whole) <= width and whole.isprintable() and _narrow(whole):
        return [(text, style) for text, style in line]
    made: list[Piece] = []
    room = width
    for cell in line:
        text = _cut(clean(cell.text), room)
        made.append((text, cell.style))
        room -= _width(text)
        if room <= 0:
            break
    return made


def _text(block: Text, canvas: Canvas) -> list[str]:
    written = _coloured if canvas.colour else _plain
    return [
        written(piece)
        for line in block.lines
        for piece in _wrapped(line, canvas.width, block.indent)
    ]


def _wrapped(line: Line, width: int, indent: int) -> list[list[Piece]]:
    """Wrap a line; what follows its first piece stands under the text of it."""
    pieces: list[Piece] = [(clean(cell.text), cell.style) for cell in line]
    if sum(_width(text) for text, _ in pieces) <= width:
        return [pieces]  # a console costs more than a page
    if pieces[0][1] == "place" and _width(pieces[0][0]) > width:
        # A place that is broken in two can be neither clicked nor searched for.
        place: Piece = (pieces[0][0].rstrip(), "place")
        return [[place], *_wrapped([Cell(" " * indent), *line[1:]], width, indent)]
    return _broken(pieces, width, min(indent, width // 2))


def _broken(pieces: list[Piece], width: int, indent: int) -> list[list[Piece]]:
    """Break a line between words, every line but the first behind an indent."""
    from rich.text import Text as RichText

    # Wrapping asks nothing of a console, which takes longer to load than all else here.
    console = cast("Console", None)
    # Rich keeps what a piece means as the name of its style; nothing here asks what it looks like.
    made = RichText.assemble(*pieces)
    first, *rest = made.wrap(console, width) or [RichText()]
    lines = [first]
    if rest:
        after = made[len(first.plain) :]
        after = after[len(after.plain) - len(after.plain.lstrip()) :]
        pad = " " * indent
        lines += [RichText(pad) + one for one in after.wrap(console, width - len(pad))]
    return [_pieces(one) for one in lines]


def _pieces(text: RichText) -> list[Piece]:
    """Take a text of rich apart again."""
    found: list[Piece] = []
    at = 0
    for span in sorted(text.spans, key=lambda span: span.start):
        style = cast("Style", span.style)
        found += [(text.plain[at : span.start], ""), (text.plain[span.start : span.end], style)]
        at = span.end
    return [*found, (text.plain[at:], "")]
