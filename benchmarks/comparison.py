"""What a comparison is: contestants, what they are held against, and how both are shown."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from measure import Contestant

WIDTH = 80


@dataclass
class Ratio:
    """How many times as long one takes as the other, and how many it may (for 10,000 accounts)."""

    upper: Contestant
    lower: Contestant
    most: float | None = None

    def of(self, of: Callable[[list[float]], float]) -> float | None:
        """Divide the minima, or the medians; None where noise is more than what is measured."""
        upper, lower = self.upper.each(of), self.lower.each(of)
        return upper / lower if upper > 0 and lower > 0 else None

    @property
    def name(self) -> str:
        return f"{self.upper.name} / {self.lower.name}{', each' if self.upper.per else ''}"

    def data(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "of_min": self.of(min),
            "of_median": self.of(median),
            "most": self.most,
        }


@dataclass
class Comparison:
    """Some contestants run in turn, and what came of it."""

    name: str
    title: str
    rows: list[Contestant]
    ratios: list[Ratio] = field(default_factory=list)
    limits: list[tuple[Contestant, float]] = field(default_factory=list)  # MB at most
    rate: str = ""  # "ms each" or "MB/s"
    notes: list[str] = field(default_factory=list)

    def data(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "title": self.title,
            "contestants": [one.data() for one in self.rows],
            "ratios": [one.data() for one in self.ratios],
            "limits": [
                {"name": one.name, "peak_mb": one.peak, "most": most} for one, most in self.limits
            ],
            "notes": self.notes,
        }

    def lines(self) -> Iterator[str]:
        """Show it as text of 80 columns."""
        yield ""
        yield from textwrap.wrap(f"{self.name.upper()}: {self.title}", WIDTH)
        yield f"  {'':38}{'min':>10}{'median':>10}{'peak':>9}{self.rate:>10}".rstrip()
        for one in self.rows:
            peak = f"{one.peak:,.0f} MB" if one.peak else ""
            line = f"  {one.name:38}{seconds(one.least):>10}{seconds(one.middle):>10}{peak:>9}"
            yield f"{line}{self._rated(one):>10}".rstrip()
        if self.ratios:
            yield f"  {'ratios':42}{'of min':>8}{'of median':>11}{'at most':>9}"
        for ratio in self.ratios:
            found = f"{number(ratio.of(min)):>8}{number(ratio.of(median)):>11}"
            yield f"  {ratio.name:42}{found}{_verdict(ratio.of(min), ratio.most)}".rstrip()
        for one, most in self.limits:
            name = f"peak of {one.name}, MB"
            yield f"  {name:42}{one.peak:>8,.0f}{'':11}{_verdict(one.peak or None, most)}"
        for note in self.notes:
            yield from textwrap.wrap(note, WIDTH, initial_indent="  ", subsequent_indent="    ")

    def _rated(self, one: Contestant) -> str:
        if not one.per:
            return ""
        each = one.each(min)
        return number(1 / each if self.rate == "MB/s" else 1000 * each) if each > 0 else "-"


def seconds(found: float) -> str:
    return f"{found:,.2f} s" if found >= 1 else f"{1000 * found:,.0f} ms"


def number(found: float | None) -> str:
    """Write a ratio so that two or three digits of it count."""
    if found is None:
        return "-"
    digits = 3 if found < 0.1 else 2 if found < 10 else 1
    return f"{found:,.{digits}f}"


def _verdict(found: float | None, most: float | None) -> str:
    """Say what the target is, and whether it is met."""
    if most is None:
        return ""
    target = number(most) if most < 1 else f"{most:g}"
    return f"{target:>9} {'unknown' if found is None else 'met' if found <= most else 'missed'}"
