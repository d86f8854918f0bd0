"""Pairs -> strength: how real each relationship is, and which way it moves.

    S        = sum of depth / sqrt(n_ours * n_theirs) * 2^-(age / half-life)
    strength = 100 * (1 - 2^-(S / scale))

over the touchpoints that both took part in. Strength decays: a client owes us nothing for the past.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from clientfit_cli.engine.algebra.events import Events
from clientfit_cli.engine.algebra.grid import DIGITS, FOREVER, NEVER, Grid
from clientfit_cli.engine.algebra.groups import Groups
from clientfit_cli.engine.algebra.nested import Members
from clientfit_cli.engine.facts.facts import Facts

if TYPE_CHECKING:
    from clientfit_cli.book.settings import StrengthNumbers
    from clientfit_cli.engine.algebra.grid import Bools, Floats, Ints, Row
    from clientfit_cli.engine.facts.columns import Tables

LEVELS = ("faint", "acquainted", "real", "trusted")
DIRECTIONS = ("slipping", "holding", "advancing")


def level(strength: float, numbers: StrengthNumbers) -> str:
    """Name a strength."""
    rungs = (numbers.acquainted, numbers.real, numbers.trusted)
    return LEVELS[sum(strength >= rung for rung in rungs)]


class Strength:
    """The strength of every pair and contact, as of the days and `step_days` before each.

    NaN where a contact or one of ours is not there, or where the account does not keep touchpoints
    and contacts.
    """

    def __init__(self, tables: Tables, days: Ints) -> None:
        self.tables = tables
        self.days = days
        self.numbers = tables.settings.scoring.strength
        self._all_days = np.unique(np.concatenate([days, days - int(self.numbers.step_days)]))
        self._facts = Facts(tables, self._all_days)
        self._now = np.searchsorted(self._all_days, days)
        self._before = np.searchsorted(self._all_days, days - int(self.numbers.step_days))

    @cached_property
    def contacts_of_pairs(self) -> Members:
        """The pairs of each contact."""
        return Members(self.tables.pairs.contact, len(self.tables["contacts"]))

    @cached_property
    def _kept(self) -> Bools:
        return self.tables.kept["touchpoints"] & self.tables.kept["contacts"]

    @cached_property
    def meetings(self) -> Events:
        """Every touchpoint of every pair, weighing depth over the size of the crowd; by pair."""
        pairs, meetings = self.tables.pairs, self.tables.meetings
        touchpoints = self._facts.touchpoints
        groups = Groups(
            self._all_days,
            len(pairs),
            self.tables.columns["start"][pairs.account],
            np.full(len(pairs), self._all_days.min(initial=0)),
        )
        row = meetings.touchpoint
        return Events(
            groups, "touchpoints", meetings.pair, touchpoints.day[row],
            touchpoints.weight[row] * meetings.share, row,
        )  # fmt: skip

    @cached_property
    def _two_way(self) -> Grid:
        """How many two-way touchpoints lift the cap; by pair."""
        first = np.full(len(self.tables["touchpoints"]), NEVER, dtype=np.int64)
        two_way = self._facts.two_way
        first[two_way.row] = two_way.seen
        seen = first[self.meetings.row]
        met = self.meetings.where(seen < NEVER, seen)
        return met.count(self.numbers.two_way_days)

    @cached_property
    def _people_there(self) -> Bools:
        """Pairs x days: contact and person are both there."""
        tables, pairs, days = self.tables, self.tables.pairs, self._all_days[None, :]
        there = self._facts.active.held[pairs.contact]
        person = pairs.person
        there = there & (tables.person_since[person][:, None] <= days)
        there = there & (tables.person_until[person][:, None] > days)
        team = tables["team"]
        if not len(team) or not len(pairs):
            return there
        # Whom the account's own team lists must be on it; whom it does not list may come along.
        width = max(1, len(tables.people))
        keys = pairs.account * width + person
        listed, place = np.unique(team.account * width + team["person"], return_inverse=True)
        on_team = np.zeros((len(listed), days.shape[1]), dtype=bool)
        named = np.zeros_like(on_team)  # a row that begins later does not exist yet
        begun = team["since"][:, None] <= days
        np.logical_or.at(named, place, begun)
        np.logical_or.at(on_team, place, begun & (team["until"][:, None] > days))
        at = np.minimum(np.searchsorted(listed, keys), len(listed) - 1)
        return there & (on_team[at] | ~named[at] | (listed[at] != keys)[:, None])

    @cached_property
    def _every(self) -> Floats:
        """Pairs x all days; NaN where somebody is not there."""
        sums = self.meetings.decayed(self.numbers.half_life).values
        strength = 100.0 * (1.0 - np.exp2(-sums / self.numbers.scale))
        capped = np.minimum(strength, self.numbers.one_way_cap)
        strength = np.where(self._two_way.values > 0, strength, capped)
        # Rounded here, once: what compares strengths must not see how they were summed.
        strength = np.round(strength, DIGITS)
        known = self._people_there & self._kept[self.tables.pairs.account][:, None]
        return np.where(known, strength, np.nan)

    def _evidence(self, columns: Ints) -> object:
        every = self.meetings.count(FOREVER).evidence

        def evidence(pair: int, column: int) -> list[Row]:
            return every(pair, int(columns[column]))

        return evidence

    @cached_property
    def by_pair(self) -> Grid:
        """Strength of each pair."""
        return Grid(self._every[:, self._now], self._evidence(self._now))  # type: ignore[arg-type]

    @cached_property
    def by_pair_before(self) -> Grid:
        """Strength of each pair `step_days` before."""
        return Grid(self._every[:, self._before])

    def _by_contact(self, pairs: Grid, there: Grid) -> Grid:
        best = self.contacts_of_pairs.highest(pairs).otherwise(0.0)
        account = self.tables["contacts"].account
        known = there.held & self._kept[account][:, None]
        return Grid(np.where(known, best.values, np.nan), best.evidence)

    @cached_property
    def by_contact(self) -> Grid:
        """Strength of each contact who is there: the highest over our people."""
        there = Grid(self._facts.active.values[:, self._now])
        return self._by_contact(self.by_pair, there)

    @cached_property
    def by_contact_before(self) -> Grid:
        there = Grid(self._facts.active.values[:, self._before])
        return self._by_contact(self.by_pair_before, there)

    def _change(self, now: Grid, before: Grid) -> Grid:
        return Grid(np.round(now.values - np.nan_to_num(before.values), DIGITS), now.evidence)

    @cached_property
    def pair_change(self) -> Grid:
        return self._change(self.by_pair, self.by_pair_before)

    @cached_property
    def contact_change(self) -> Grid:
        """How far each contact's strength moved over `step_days`."""
        return self._change(self.by_contact, self.by_contact_before)

    @cached_property
    def advancing(self) -> Grid:
        """Contacts whose strength rose by a step or more; by contact."""
        return self.contact_change >= self.numbers.step

    @cached_property
    def slipping(self) -> Grid:
        return self.contact_change <= -self.numbers.step

    def met_lately(self, least: float) -> Grid:
        """Contacts of some strength now or `step_days` before; by contact."""
        now, before = self.by_contact, self.by_contact_before
        return ((now >= least) | (before >= least)).only(now >= 0)

    def direction(self, change: float) -> str:
        """Name a change of strength."""
        step = self.numbers.step
        return DIRECTIONS[1 + (change >= step) - (change <= -step)]
