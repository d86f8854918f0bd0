"""Groups: sorted rows, answered for group by group."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from clientfit_cli.engine.algebra.grid import (
    NEVER,
    Bools,
    Floats,
    Ints,
)


@dataclass(frozen=True, eq=False)
class Groups:
    """Who is asked about, and when: accounts, contacts or pairs over the as-of days.

    `start` is the day each group's history begins (NEVER: none yet), `kept` the first day from
    which the facts in question are tracked (ALWAYS: the section is there; NEVER: it is not).
    """

    days: Ints
    size: int
    start: Ints
    kept: Ints

    @cached_property
    def tracked(self) -> Bools:
        return np.less_equal(self.kept[:, None], self.days[None, :])

    @cached_property
    def age(self) -> Floats:
        """Days since the start; unknown before it."""
        age = (self.days[None, :] - self.start[:, None]).astype(np.float64)
        return np.where(age >= 0, age, np.nan)

    def sums(self, group: Ints, enter: Ints, leave: Ints, weight: Floats | None) -> Floats:
        """Add up, for each group and day, the weights of what has entered and not yet left."""
        width = len(self.days) + 1
        first = np.searchsorted(self.days, enter)
        last = np.searchsorted(self.days, leave)
        counts = first < last
        base = group[counts] * width
        weights = None if weight is None else weight[counts]
        cells = self.size * width
        change = np.bincount(base + first[counts], weights, cells) - np.bincount(
            base + last[counts], weights, cells
        )
        grid: Floats = np.cumsum(change.reshape(self.size, width), axis=1, dtype=np.float64)
        return grid[:, :-1]

    def last(self, group: Ints, seen: Ints) -> tuple[Ints, Bools]:
        """Point, for each group and day, at the last of rows sorted by (group, seen)."""
        count = self.sums(group, seen, np.full(len(seen), NEVER * 4), None).astype(np.int64)
        first = np.searchsorted(group, np.arange(self.size))
        return first[:, None] + count - 1, count > 0


def _medians(group: Ints, value: Floats, size: int) -> Floats:
    """Take the middle value of each group; unknown for a group without one."""
    order = np.lexsort((value, group))
    group, value = group[order], value[order]
    count = np.bincount(group, minlength=size)
    first = np.cumsum(count) - count
    middle = np.full(size, np.nan)
    some = np.flatnonzero(count)
    low = first[some] + (count[some] - 1) // 2
    high = first[some] + count[some] // 2
    middle[some] = (value[low] + value[high]) / 2
    return middle


def _side_by_side(columns: list[Floats], groups: Groups) -> Floats:
    return np.stack(columns, axis=1) if columns else np.empty((groups.size, 0))
