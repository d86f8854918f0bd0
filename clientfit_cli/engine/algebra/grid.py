"""Grid: a number for every group and as-of day, and the rows behind each.

What the algebra answers with: groups x days, NaN is *unknown*, and arithmetic between grids keeps
both the unknown and the evidence.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np

Ints: TypeAlias = np.ndarray[Any, np.dtype[np.int64]]
Floats: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]
Bools: TypeAlias = np.ndarray[Any, np.dtype[np.bool_]]

NEVER = 1 << 24  # a day that does not come
ALWAYS = -NEVER  # a day before all others
FOREVER = 1 << 20  # days, as a window that leaves nothing out
EXACT = 2.0**20
DIGITS = 6  # readings are rounded before they are compared with a threshold

Row: TypeAlias = tuple[str, int]  # a section's name, a row of its table
Evidence: TypeAlias = Callable[[int, int], list[Row]]


def nothing(group: int, column: int) -> list[Row]:
    """Name no rows."""
    del group, column
    return []


def exact(weights: Floats) -> Floats:
    """Round weights to multiples of 2^-20, so that sums of them are exact in any order."""
    return np.round(weights * EXACT) / EXACT


@dataclass(frozen=True, eq=False)
class Grid:
    """A number for every group and as-of day (NaN: unknown), and the rows behind each."""

    values: Floats
    evidence: Evidence = nothing

    def _with(self, other: Grid | Floats | float, values: Any) -> Grid:
        if not isinstance(other, Grid) or other.evidence is nothing:
            return Grid(values, self.evidence)
        mine, theirs = self.evidence, other.evidence
        if mine is nothing:
            return Grid(values, theirs)
        return Grid(values, lambda group, column: _joined(mine, theirs, group, column))

    def __add__(self, other: Grid | float) -> Grid:
        return self._with(other, self.values + _values(other))

    def __sub__(self, other: Grid | float) -> Grid:
        return self._with(other, self.values - _values(other))

    def __mul__(self, other: Grid | float) -> Grid:
        return self._with(other, self.values * _values(other))

    def __truediv__(self, other: Grid | float) -> Grid:
        """Divide; by nothing is unknown."""
        below = np.asarray(_values(other))
        with np.errstate(divide="ignore", invalid="ignore"):
            values = np.where(below != 0, self.values / np.where(below != 0, below, 1), np.nan)
        return self._with(other, values)

    def __ge__(self, other: Grid | float) -> Grid:
        return self._with(other, _compared(np.greater_equal, self, other))

    def __gt__(self, other: Grid | float) -> Grid:
        return self._with(other, _compared(np.greater, self, other))

    def __le__(self, other: Grid | float) -> Grid:
        return self._with(other, _compared(np.less_equal, self, other))

    def __lt__(self, other: Grid | float) -> Grid:
        return self._with(other, _compared(np.less, self, other))

    def __and__(self, other: Grid) -> Grid:
        return self._with(other, (self.held & other.held).astype(np.float64))

    def __or__(self, other: Grid) -> Grid:
        return self._with(other, (self.held | other.held).astype(np.float64))

    @cached_property
    def held(self) -> Bools:
        """Where the number is known and not zero: for grids that answer yes or no."""
        return np.nan_to_num(self.values) != 0

    @cached_property
    def known(self) -> Bools:
        return ~np.isnan(self.values)

    def only(self, condition: Grid) -> Grid:
        """Keep the number where a condition holds; elsewhere it is unknown."""
        return Grid(np.where(condition.held, self.values, np.nan), self.evidence)

    def unless(self, condition: Grid) -> Grid:
        """Say no where a condition holds."""
        return self._with(condition, (self.held & ~condition.held).astype(np.float64))

    def otherwise(self, other: Grid | float) -> Grid:
        """Put another number where this one is unknown."""
        return self._with(other, np.where(self.known, self.values, _values(other)))

    def at_most(self, most: Grid | float) -> Grid:
        """Lower what is higher to `most`."""
        return self._with(most, np.minimum(self.values, _values(most)))

    def at_least(self, least: float) -> Grid:
        """Raise what is lower to `least`."""
        return Grid(np.maximum(self.values, least), self.evidence)


def _joined(first: Evidence, second: Evidence, group: int, column: int) -> list[Row]:
    rows = first(group, column)
    return rows + [row for row in second(group, column) if row not in set(rows)]


def _values(other: Grid | float) -> Any:
    return other.values if isinstance(other, Grid) else other


def _compared(how: Any, grid: Grid, other: Grid | float) -> Floats:
    left, right = grid.values, np.asarray(_values(other))
    known = ~(np.isnan(left) | np.isnan(right))
    truth = how(np.round(left, DIGITS), np.round(right, DIGITS))
    return (truth & known).astype(np.float64)
