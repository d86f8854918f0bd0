"""Rows of a section -> Events and Spans of every account, as of the days asked about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from clientfit_cli.engine.algebra.events import Events
from clientfit_cli.engine.algebra.grid import ALWAYS, NEVER, Grid
from clientfit_cli.engine.algebra.groups import Groups
from clientfit_cli.engine.algebra.spans import Spans
from clientfit_cli.engine.facts.fact import fact

if TYPE_CHECKING:
    from clientfit_cli.engine.algebra.grid import Bools, Floats, Ints
    from clientfit_cli.engine.facts.columns import Tables


@dataclass(frozen=True, eq=False)
class Dated:
    """Makes dated facts of the rows of a book. Days are told by column, or one for each row."""

    tables: Tables
    days: Ints

    def groups(self, section: str) -> Groups:
        """Ask about accounts, where they keep a section."""
        kept = np.where(self.tables.kept[section], ALWAYS, NEVER)
        return Groups(self.days, self.tables.size, self.tables.columns["start"], kept)

    def groups_of(self, of: Ints, kept: Bools) -> Groups:
        """Ask about groups within accounts: `of` is the account of each."""
        start = self.tables.columns["start"][of]
        return Groups(self.days, len(of), start, np.where(kept[of], ALWAYS, NEVER))

    def _weights(self, section: str, weight: Floats | None) -> tuple[Floats, Ints]:
        size = len(self.tables[section])
        return np.ones(size) if weight is None else weight, np.arange(size)

    def events(self, section: str, day: str | Ints, weight: Floats | None = None) -> Events:
        """Take the rows that happen on a day; those without one are left out."""
        table = self.tables[section]
        days: Ints = table[day] if isinstance(day, str) else day
        every = Events(self.groups(section), section, table.account, days,
                       *self._weights(section, weight))  # fmt: skip
        return every.where(days < NEVER)

    def spans(
        self, section: str, start: str | Ints, end: str | Ints, weight: Floats | None = None
    ) -> Spans:
        """Take the rows that run from a day to another; those that never begin are left out."""
        table = self.tables[section]
        first: Ints = table[start] if isinstance(start, str) else start
        last: Ints = table[end] if isinstance(end, str) else end
        every = Spans(self.groups(section), section, table.account, first, last,
                      *self._weights(section, weight))  # fmt: skip
        return every.where(first < NEVER)

    def per_account(self, values: Floats) -> Grid:
        """Say the same of an account on every day."""
        return Grid(np.repeat(values[:, None], len(self.days), axis=1))

    def where_kept(self, grid: Grid, section: str) -> Grid:
        """Leave unknown what an account without the section does not say."""
        tracked = self.groups(section).tracked
        return Grid(np.where(tracked, grid.values, np.nan), grid.evidence)


@fact
def dated(tables: Tables, days: Ints) -> Dated:
    """The maker of dated facts."""
    return Dated(tables, days)
