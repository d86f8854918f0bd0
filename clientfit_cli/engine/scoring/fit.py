"""Fit: how a value of a signal becomes 0 to 100."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from clientfit_cli.engine.facts.columns import DEFAULT_CADENCE

if TYPE_CHECKING:
    from clientfit_cli.engine.algebra.grid import Floats


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
