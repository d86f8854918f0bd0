"""Signals: one measured fact per account, and the fit that its value has.

A signal is one function in `signals/`, named as its file. A parameter without a default names what
it reads (a fact, `strength` or `coverage`); a parameter with a default is a number
that the settings can override, like the signal's weight and the numbers of its fit.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from clientfit_cli.base.vocabulary import DIMENSIONS, Dimension
from clientfit_cli.engine.scoring.member import Member, loaded

if TYPE_CHECKING:
    from collections.abc import Callable

    from clientfit_cli.engine.algebra.grid import Grid
    from clientfit_cli.engine.scoring.fit import Fade, Line


@dataclass(frozen=True)
class Signal(Member):
    """One measured fact per account."""

    dimension: Dimension
    unit: str
    fit: Line | Fade
    weight: float
    question: str = ""  # what the client would be asked where it is unknown

    @property
    def numbers(self) -> dict[str, Any]:
        """Every number of it, with its default."""
        numbers = {"weight": self.weight, **self.fit.numbers, **self.own_numbers}
        return {name: float(number) for name, number in numbers.items()}


def signal(
    *, dimension: Dimension, unit: str, fit: Line | Fade, weight: float, question: str = ""
) -> Callable[[Callable[..., Grid]], Signal]:
    """Make a signal of a function that reads it."""

    def made(read: Callable[..., Grid]) -> Signal:
        return Signal(read, dimension, unit, fit, weight, question)

    return made


@cache
def signals() -> dict[str, Signal]:
    """All signals, by dimension and then in the order of their weights."""
    order = sorted(
        loaded("signals", Signal),
        key=lambda one: (DIMENSIONS.index(one.dimension), -one.weight, one.name),
    )
    return {one.name: one for one in order}
