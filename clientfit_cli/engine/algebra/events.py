"""Events and Spans over a grid of as-of days: the algebra that every signal is written in.

Two kinds of dated facts carry everything. An **event** happens on a day (a touchpoint, an idea); a
**span** runs from a first day to a last one (an open issue, a person in a seat). Both belong to
groups (accounts, contacts, pairs) and answer for every group and every as-of day at once, as a
`Grid` of shape groups x days in which NaN is *unknown*.

Four promises hold for every answer:

- *As of.* A fact counts from the day it could be seen (`seen`): an e-mail answered on the 5th is a
  one-way e-mail on the 4th.
- *A column stands alone.* No number depends on which other days are asked. Sums are exact (weights
  are held as multiples of 2^-20) and decay is carried from fact to fact, not from day to day, so
  neither the order of rows nor the grid can change a bit. Each costs one pass over the facts plus
  one over groups x days, for one day as for fifty-two.
- *Unknown is not zero.* A group that does not keep track of a fact has NaN.
- *Evidence.* Every grid can name the rows that a cell was computed from.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from clientfit_cli.engine.algebra.grid import (
    NEVER,
    Bools,
    Evidence,
    Floats,
    Grid,
    Ints,
    Row,
    exact,
    nothing,
)
from clientfit_cli.engine.algebra.groups import Groups, _medians, _side_by_side

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, eq=False)
class Events:
    """Facts that happen on a day, sorted by group.

    `seen` is the day from which each exists (never before its own day), `weight` what it counts
    for where it is totalled, `section` and `row` say where it was read.
    """

    groups: Groups
    section: str
    group: Ints
    day: Ints
    weight: Floats
    row: Ints
    seen: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int64))

    def __post_init__(self) -> None:
        seen = np.maximum(self.seen, self.day) if len(self.seen) else self.day
        object.__setattr__(self, "seen", seen)

    def where(self, mask: Bools, seen: Ints | None = None) -> Events:
        """Narrow to some of the events, which may come to count only from a later day."""
        return replace(
            self,
            group=self.group[mask],
            day=self.day[mask],
            weight=self.weight[mask],
            row=self.row[mask],
            seen=(self.seen if seen is None else np.maximum(self.seen, seen))[mask],
        )

    def weighing(self, weight: Floats) -> Events:
        """Count each event for another weight."""
        return replace(self, weight=weight)

    def kept_from(self, kept: Ints) -> Events:
        """Take the facts as tracked only from a day of each group."""
        return replace(self, groups=replace(self.groups, kept=np.maximum(self.groups.kept, kept)))

    def kept_once_seen(self) -> Events:
        """Take the facts as tracked from the first of them."""
        kept = np.full(self.groups.size, NEVER, dtype=np.int64)
        np.minimum.at(kept, self.group, self.seen)
        return self.kept_from(kept)

    def since_start(self) -> Events:
        """Leave out what lies before the start of its group."""
        return self.where(self.day >= self.groups.start[self.group])

    def count(self, days: float) -> Grid:
        """Count the events of the last `days` days."""
        return self._window(days, None)

    def total(self, days: float) -> Grid:
        """Add up the weights of the last `days` days."""
        return self._window(days, self.weight)

    def mean(self, days: float) -> Grid:
        """Average the weights of the last `days` days; unknown when there are none."""
        return self.total(days) / self.count(days)

    def _window(self, days: float, weight: Floats | None) -> Grid:
        sums = self.groups.sums(
            self.group, self.seen, self.day + int(days), None if weight is None else exact(weight)
        )
        return self._tracked(sums, self.within(days))

    def in_first(self, days: float) -> Grid:
        """Add up the weights of the first `days` days of the group."""
        start = self.groups.start[self.group]
        early = (self.day >= start) & (self.day < start + int(days))
        inner = self.where(early)
        sums = self.groups.sums(
            inner.group, inner.seen, np.full(len(inner.seen), NEVER * 4), exact(inner.weight)
        )
        return self._tracked(sums, inner.within(NEVER))

    def median(self, days: float) -> Grid:
        """Take the middle weight of the last `days` days; unknown when there are none."""
        columns = [
            _medians(self.group[inside], self.weight[inside], self.groups.size)
            for inside in (
                (self.seen <= day) & (self.day > day - int(days)) for day in self.groups.days
            )
        ]
        return self._tracked(_side_by_side(columns, self.groups), self.within(days))

    def months(self, number: int, length: int) -> Grid:
        """Count, of the last `number` stretches of `length` days, those with an event."""
        held = np.zeros((self.groups.size, len(self.groups.days)))
        for month in range(number):
            # Seen from the end of its stretch, a later fact would not be there yet.
            enter = np.maximum(self.seen, self.day + month * length)
            sums = self.groups.sums(self.group, enter, self.day + (month + 1) * length, None)
            held += sums > 0
        return self._tracked(held, self.within(number * length))

    def decayed_mean(self, half_life: float) -> Grid:
        """Average all weights, each counting half as much for every `half_life` days of age."""
        total, count = self.decayed(half_life), self.weighing(np.ones(len(self.day)))
        return Grid(np.round((total / count.decayed(half_life)).values, 9), total.evidence)

    def decayed(self, half_life: float) -> Grid:
        """Add up all weights, each halved for every `half_life` days of age."""
        group, day, weight = self._by_day()
        carried = _carried(group, day, weight, half_life)
        at, some = self.groups.last(group, day)
        if not len(day):
            return self._tracked(np.zeros(some.shape), self.within(NEVER))
        age = self.groups.days[None, :] - day[np.where(some, at, 0)]
        sums = np.where(some, carried[np.where(some, at, 0)] * np.exp2(-age / half_life), 0.0)
        return self._tracked(sums, self.within(NEVER))

    def days_since_last(self) -> Grid:
        """Count the days since the last event; since the start when there never was one."""
        order = np.lexsort((self.day, self.seen, self.group))
        group, seen = self.group[order], self.seen[order]
        # The latest day so far within each group: no group reaches into the next one's range.
        lift = group * (4 * NEVER)
        day = np.maximum.accumulate(self.day[order] + lift) - lift if len(order) else self.day
        at, some = self.groups.last(group, seen)
        last = day[np.where(some, at, 0)] if len(day) else np.zeros(some.shape, np.int64)
        since = np.where(some, self.groups.days[None, :] - last, self.groups.age)
        latest = np.where(some, last, NEVER)

        def evidence(which: int, column: int) -> list[Row]:
            today = self.groups.days[column]
            return self._rows(
                which, lambda day, seen: (day == latest[which, column]) & (seen <= today)
            )

        return self._tracked(since, evidence)

    def latest(self, days: float) -> Grid:
        """Take the weight of the last event of the last `days` days (the mean of its day)."""
        group, day, weight = self._by_day(mean=True)
        at, some = self.groups.last(group, day)
        at = np.where(some, at, 0)
        if not len(day):
            return self._tracked(np.full(some.shape, np.nan), nothing)
        fresh = some & (day[at] > self.groups.days[None, :] - int(days))
        last = np.where(fresh, day[at], NEVER)

        def evidence(which: int, column: int) -> list[Row]:
            return self._rows(which, lambda day, seen: (day == last[which, column]) & (seen >= day))

        return self._tracked(np.where(fresh, weight[at], np.nan), evidence)

    def _by_day(self, *, mean: bool = False) -> tuple[Ints, Ints, Floats]:
        """Gather the events of one group and day into one, sorted."""
        cell = self.group * (4 * NEVER) + self.seen
        cells, place, count = np.unique(cell, return_inverse=True, return_counts=True)
        weight: Floats = np.bincount(place, exact(self.weight), len(cells)).astype(np.float64)
        group = cells // (4 * NEVER)
        return group, cells - group * (4 * NEVER), weight / count if mean else weight

    def _tracked(self, values: Floats, evidence: Evidence) -> Grid:
        return Grid(np.where(self.groups.tracked, values, np.nan), evidence)

    def within(self, days: float) -> Evidence:
        """Name the rows of the last `days` days."""

        def evidence(which: int, column: int) -> list[Row]:
            today = self.groups.days[column]
            return self._rows(which, lambda day, seen: (seen <= today) & (day > today - int(days)))

        return evidence

    def _rows(self, which: int, chosen: Callable[[Ints, Ints], Bools]) -> list[Row]:
        """Name the chosen rows of one group, newest first."""
        mine = slice(*np.searchsorted(self.group, [which, which + 1]))
        day, row = self.day[mine], self.row[mine]
        at = np.flatnonzero(chosen(day, self.seen[mine]))
        return [(self.section, int(row[i])) for i in at[np.lexsort((row[at], -day[at]))]]


def _carried(group: Ints, day: Ints, weight: Floats, half_life: float) -> Floats:
    """Carry decayed sums from each (group, day) cell to the next one of its group.

    One step for the n-th cells of all groups together: as many steps as the busiest group has
    days, whatever the number of groups.
    """
    carried = weight.copy()
    if not len(group):
        return carried
    begins = np.flatnonzero(np.append(True, group[1:] != group[:-1]))
    lengths = np.diff(np.append(begins, len(group)))
    longest_first = np.argsort(-lengths, kind="stable")
    begins, lengths = begins[longest_first], lengths[longest_first]
    # How many groups still have an n-th cell.
    alive = np.searchsorted(-lengths, -np.arange(1, lengths[0]), side="left")
    gap = np.diff(day, prepend=day[0])
    gap[begins] = 0  # between one group and the next there is nothing to carry
    fade = np.exp2(-gap / half_life)
    for step, count in enumerate(alive, start=1):
        at = begins[:count] + step
        carried[at] += carried[at - 1] * fade[at]
    return carried
