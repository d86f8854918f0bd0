"""Spans: facts that last, from a first day to a last one, asked for every as-of day at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from clientfit_cli.engine.algebra.events import Events
from clientfit_cli.engine.algebra.grid import (
    ALWAYS,
    NEVER,
    Bools,
    Evidence,
    Floats,
    Grid,
    Ints,
    Row,
    exact,
)
from clientfit_cli.engine.algebra.groups import Groups, _medians, _side_by_side

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, eq=False)
class Spans:
    """Facts that run from a day to another, sorted by group.

    A span is open on `start` and no longer open on `end`.

    An end after the as-of day has not come yet.
    """

    groups: Groups
    section: str
    group: Ints
    start: Ints
    end: Ints
    weight: Floats
    row: Ints

    def where(self, mask: Bools) -> Spans:
        """Narrow to some of the spans."""
        return replace(
            self,
            group=self.group[mask],
            start=self.start[mask],
            end=self.end[mask],
            weight=self.weight[mask],
            row=self.row[mask],
        )

    def lasting(self, days: float) -> Spans:
        """Let no span run for more than `days` days."""
        return replace(self, end=np.minimum(self.end, self.start + int(days)))

    def open(self) -> Grid:
        """Add up the weights of the spans that are open."""
        sums = self.groups.sums(self.group, self.start, self.end, exact(self.weight))
        return self._tracked(sums, self._open_rows)

    def oldest_open_days(self) -> Grid:
        """Count the days that the oldest open span has been open; 0 when none is."""
        order = np.lexsort((self.start, self.group))
        oldest = np.zeros((self.groups.size, len(self.groups.days)))
        for column, day in enumerate(self.groups.days):
            rows = order[self._open_on(day)[order]]
            group = self.group[rows]
            first = np.ones(len(rows), dtype=bool)
            first[1:] = group[1:] != group[:-1]
            oldest[group[first], column] = day - self.start[rows[first]]
        return self._tracked(oldest, self._oldest_rows)

    def openings(self) -> Events:
        """The beginnings, as events."""
        return Events(self.groups, self.section, self.group, self.start, self.weight, self.row)

    def closings(self) -> Events:
        """The ends, as events; each weighs the days that its span took."""
        length = (self.end - self.start).astype(np.float64)
        every = Events(self.groups, self.section, self.group, self.end, length, self.row)
        return every.where(self.end < NEVER)

    def days_since_change(self) -> Grid:
        """Count the days since a span last began or ended; since the start if none ever did."""
        begun, ended = self.openings().where(self.start > ALWAYS), self.closings()
        order = np.argsort(np.concatenate([begun.group, ended.group]), kind="stable")
        changes = Events(
            self.groups,
            self.section,
            *(
                np.concatenate([mine, other])[order]
                for mine, other in (
                    (begun.group, ended.group),
                    (begun.day, ended.day),
                    (begun.weight, ended.weight),
                    (begun.row, ended.row),
                )
            ),
        )
        return changes.since_start().days_since_last()

    def median_age(
        self, days: float, between: Callable[[Ints, Ints], Ints], given: Floats | None = None
    ) -> Grid:
        """Take the middle length of the spans begun in the last `days` days, so far.

        `between` counts the days from the beginning to the end, or to the as-of day while it is
        open; `given` overrides the length of single spans (NaN: it does not).
        """
        columns = []
        for day in self.groups.days:
            inside = (self.start <= day) & (self.start > day - int(days))
            start, end = self.start[inside], np.minimum(self.end[inside], day)
            length = between(start, end).astype(np.float64)
            if given is not None:
                length = np.where(np.isnan(given[inside]), length, given[inside])
            columns.append(_medians(self.group[inside], length, self.groups.size))
        within = self.openings().within(days)
        return self._tracked(_side_by_side(columns, self.groups), within)

    def _open_on(self, day: int) -> Bools:
        return (self.start <= day) & (self.end > day)

    def _open_rows(self, which: int, column: int) -> list[Row]:
        mine = slice(*np.searchsorted(self.group, [which, which + 1]))
        start, row, today = self.start[mine], self.row[mine], self.groups.days[column]
        at = np.flatnonzero((start <= today) & (self.end[mine] > today))
        return [(self.section, int(row[i])) for i in at[np.lexsort((row[at], start[at]))]]

    def _oldest_rows(self, which: int, column: int) -> list[Row]:
        return self._open_rows(which, column)[:1]

    def _tracked(self, values: Floats, evidence: Evidence) -> Grid:
        return Grid(np.where(self.groups.tracked, values, np.nan), evidence)
