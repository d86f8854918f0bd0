"""Text for people: cleaned, counted, and trends drawn in a few characters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# Control characters, what else begins a line, and the marks that reorder what stands after them,
# which would turn the rest of a line around.
_ODD = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


_BLANKS = "\t\n\r\x85\u2028\u2029"


def clean(text: str) -> str:
    """Make a text from a file safe to show: one line, no control or direction characters."""
    if text.isprintable():  # none of them is
        return text
    return _ODD.sub(lambda odd: " " if odd[0] in _BLANKS else "\ufffd", text)


BLOCKS = "▁▂▃▄▅▆▇█"


def sparkline(values: Sequence[float | None], low: float = 0.0, high: float = 100.0) -> str:
    """Draw a row of numbers as a row of bars; what is unknown is a dot."""
    steps, width = len(BLOCKS) - 1, high - low
    return "".join(
        [
            "·" if one is None
            else BLOCKS[round((one - low) / width * steps)] if low <= one <= high
            else BLOCKS[0 if one < low else steps]
            for one in values
        ]
    )  # fmt: skip


def signed(change: float | None) -> str:
    """Write a change: +3, -12, = for none, a dot when it is unknown."""
    if change is None:
        return "·"
    rounded = round(change)
    return "=" if rounded == 0 else f"{rounded:+d}"


def money(amount: float | None) -> str:
    """Write an amount in three digits or so: 940, 1.2k, 3.4M."""
    if amount is None:
        return "·"
    for size, unit in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(amount) >= size * 0.9995:
            scaled = amount / size
            return f"{scaled:.0f}{unit}" if abs(scaled) >= 99.5 else f"{scaled:.3g}{unit}"
    return f"{amount:.0f}"


def plural(number: int, what: str) -> str:
    return f"{number:,} {what}" + ("" if number == 1 else "s")
