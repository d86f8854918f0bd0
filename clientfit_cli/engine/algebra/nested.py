"""Members: groups within groups, brought together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from clientfit_cli.engine.algebra.grid import Grid, exact

if TYPE_CHECKING:
    from clientfit_cli.engine.algebra.grid import Ints, Row


@dataclass(frozen=True, eq=False)
class Members:
    """Groups within groups: each contact of an account, each pair of a contact.

    `of` names the outer group of each inner one and never falls, so that the inner groups of one
    outer group lie side by side.
    """

    of: Ints
    size: int
    section: str = ""

    @cached_property
    def _filled(self) -> tuple[Ints, Ints]:
        first = np.searchsorted(self.of, np.arange(self.size))
        outer = np.flatnonzero(np.diff(np.append(first, len(self.of))))
        return outer, first[outer]

    def highest(self, grid: Grid) -> Grid:
        """Take the highest known number of each outer group."""
        return self._reduced(grid, np.fmax)

    def lowest(self, grid: Grid) -> Grid:
        """Take the lowest known number of each outer group."""
        return self._reduced(grid, np.fmin)

    def total(self, grid: Grid) -> Grid:
        """Add up what is known in each outer group; nothing known is 0."""
        outer, first = self._filled
        values = np.zeros((self.size, grid.values.shape[1]))
        if len(outer):
            known = np.where(grid.known, grid.values, 0.0)
            values[outer] = np.add.reduceat(exact(known), first, axis=0)

        def evidence(which: int, column: int) -> list[Row]:
            inner = self._inner(which)
            return [
                row
                for one in inner
                if grid.values[one, column] != 0 and grid.known[one, column]
                for row in [*self._own(one), *grid.evidence(one, column)]
            ]

        return Grid(values, evidence)

    def mean(self, grid: Grid, weight: Grid | None = None) -> Grid:
        """Average what is known in each outer group; nothing known is unknown."""
        counted = Grid(grid.known.astype(np.float64))
        weighed = counted if weight is None else weight * counted
        total = self.total(grid if weight is None else grid * weight)
        return total / Grid(self.total(weighed).values)

    def _reduced(self, grid: Grid, how: Any) -> Grid:
        outer, first = self._filled
        values = np.full((self.size, grid.values.shape[1]), np.nan)
        if len(outer):
            values[outer] = how.reduceat(grid.values, first, axis=0)

        def evidence(which: int, column: int) -> list[Row]:
            for one in self._inner(which):
                if grid.values[one, column] == values[which, column]:
                    rows = [*self._own(one), *grid.evidence(one, column)]
                    if rows:
                        return rows
            return []

        return Grid(values, evidence)

    def _inner(self, which: int) -> range:
        first, last = np.searchsorted(self.of, [which, which + 1])
        return range(int(first), int(last))

    def _own(self, one: int) -> list[Row]:
        return [(self.section, one)] if self.section else []
