"""Signals: one measured fact per account, and the fit that its value has.

A signal is one function in `signals/`, named as its file. A parameter without a default names what
it reads (a property of `Facts`, or `strength`, `coverage`); a parameter with a default is a number
that the settings can override, like the signal's weight and the numbers of its fit.
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from clientfit_cli.base import plugins
from clientfit_cli.base.vocabulary import DIMENSIONS, Dimension
from clientfit_cli.engine.facts.tabulate import DEFAULT_CADENCE

if TYPE_CHECKING:
    from collections.abc import Callable

    from clientfit_cli.engine.algebra.events import Floats, Grid


@dataclass(frozen=True)
class Line:
    """Fit falls straight from 100 at `best` to 0 at `worst`."""

    best: float
    worst: float

    @property
    def numbers(self) -> dict[str, float]:
        return {"best": self.best, "worst": self.worst}

    def __call__(self, values: Floats, numbers: dict[str, float], stretch: Floats) -> Floats:
        del stretch
        best, worst = numbers["best"], numbers["worst"]
        if best == worst:
            return np.where(np.isnan(values), np.nan, np.where(values == best, 100.0, 0.0))
        return np.clip(100.0 * (values - worst) / (best - worst), 0.0, 100.0)

    def __str__(self) -> str:
        return f"100 at {self.best:g}, falling straight to 0 at {self.worst:g}"


@dataclass(frozen=True)
class Fade:
    """Fit is 100 up to `best`, then halves for every `half` more.

    With `by_cadence`, both stretch with the account's cadence (they are made for 14 days).
    """

    best: float
    half: float
    by_cadence: bool = False

    @property
    def numbers(self) -> dict[str, float]:
        return {"best": self.best, "half": self.half}

    def __call__(self, values: Floats, numbers: dict[str, float], stretch: Floats) -> Floats:
        scale = stretch / DEFAULT_CADENCE if self.by_cadence else np.ones_like(stretch)
        best, half = numbers["best"] * scale, numbers["half"] * scale
        with np.errstate(divide="ignore", invalid="ignore"):
            beyond = np.maximum(0.0, values - best[:, None])
            halvings = np.where(beyond > 0, beyond / half[:, None], 0.0)
        return np.where(np.isnan(values), np.nan, 100.0 * np.exp2(-halvings))

    def __str__(self) -> str:
        text = f"100 up to {self.best:g}, then halved for every {self.half:g} more"
        return text + (" (stretched by the account's cadence)" if self.by_cadence else "")


def line(best: float, worst: float) -> Line:
    """Fit falls straight from 100 at `best` to 0 at `worst`."""
    return Line(best, worst)


def fade(best: float, half: float, *, by_cadence: bool = False) -> Fade:
    """Fit is 100 up to `best`, then halves for every `half` more."""
    return Fade(best, half, by_cadence)


@dataclass(frozen=True)
class Member:
    """A function of a registry folder, with what can be said about it from the outside."""

    read: Callable[..., Grid]

    @property
    def name(self) -> str:
        return self.read.__name__

    @cached_property
    def inputs(self) -> tuple[str, ...]:
        """The facts it reads."""
        return tuple(name for name, default in self._parameters.items() if default is None)

    @cached_property
    def own_numbers(self) -> dict[str, float]:
        """The numbers in its signature, which the settings can override."""
        return {name: float(one) for name, one in self._parameters.items() if one is not None}

    @cached_property
    def _parameters(self) -> dict[str, float | None]:
        given = inspect.signature(self.read).parameters.values()
        empty = inspect.Parameter.empty
        return {one.name: None if one.default is empty else one.default for one in given}

    @property
    def summary(self) -> str:
        return self.doc.split("\n", 1)[0]

    @cached_property
    def doc(self) -> str:
        """What it means, in full."""
        return inspect.getdoc(self.read) or ""

    def __call__(self, inputs: Any, numbers: dict[str, Any]) -> Grid:
        """Read it for every account and day; `inputs` answers by name."""
        given = {name: getattr(inputs, name) for name in self.inputs}
        return self.read(**given, **{name: numbers[name] for name in self.own_numbers})


@dataclass(frozen=True)
class Signal(Member):
    """One measured fact per account."""

    dimension: Dimension
    unit: str
    fit: Line | Fade
    weight: float

    @property
    def numbers(self) -> dict[str, float]:
        """Every number of it, with its default."""
        numbers = {"weight": self.weight, **self.fit.numbers, **self.own_numbers}
        return {name: float(number) for name, number in numbers.items()}


def signal(
    *, dimension: Dimension, unit: str, fit: Line | Fade, weight: float
) -> Callable[[Callable[..., Grid]], Signal]:
    """Make a signal of a function that reads it."""

    def made(read: Callable[..., Grid]) -> Signal:
        return Signal(read, dimension, unit, fit, weight)

    return made


def signals() -> dict[str, Signal]:
    """All signals, by dimension and then in the order of their weights."""
    found: dict[str, Signal] = plugins.members("signals")
    order = sorted(
        found.values(),
        key=lambda one: (DIMENSIONS.index(one.dimension), -one.weight, one.name),
    )
    return {one.name: one for one in order}
