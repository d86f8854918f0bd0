"""Who should act, and towards whom: the people that an action names, as of one day.

Every answer is one position for each account (NONE: nobody), worked out for all accounts at once.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from clientfit_cli.base.vocabulary import NONE
from clientfit_cli.engine.facts.columns import ROLES
from clientfit_cli.engine.scoring.matching import ROLE_ORDER, first_strands

if TYPE_CHECKING:
    from clientfit_cli.engine.advice.growth import Growth
    from clientfit_cli.engine.algebra.grid import Bools, Floats, Ints
    from clientfit_cli.engine.scoring.matching import Edge, Strand
    from clientfit_cli.engine.scoring.scorecard import Scorecard


class Whom:
    """Contacts and colleagues of every account."""

    def __init__(self, card: Scorecard, column: int, growth: Growth) -> None:
        self.card = card
        self.column = column
        self.growth = growth
        self.tables = card.tables

    def contact(self, choice: str) -> Ints:
        """Choose a contact of each account: `decision_maker`, `strongest`, `next`, ..."""
        found: Ints = getattr(self, f"_{choice}")
        return found

    @cached_property
    def _nobody(self) -> Ints:
        return np.full(self.tables.size, NONE, dtype=np.int64)

    @cached_property
    def strength(self) -> Floats:
        return np.nan_to_num(self.card.inputs.strength.by_contact.values[:, self.column])

    @cached_property
    def _active(self) -> Bools:
        active: Bools = self.card.inputs.active.held[:, self.column]
        return active

    def _first(self, order: list[Floats | Ints | Bools], allowed: Bools) -> Ints:
        """Take, in each account, the allowed contact that sorts first by `order`, then by id."""
        chosen = self._nobody.copy()
        of = self.tables["contacts"].account
        places = np.flatnonzero(allowed)
        keys = [key[places] for key in reversed(order)]
        ranked = places[np.lexsort((*keys, of[places]))]
        chosen[of[ranked][::-1]] = ranked[::-1]
        return chosen

    @cached_property
    def _role_rank(self) -> Ints:
        rank = np.full(len(ROLES) + 1, len(ROLE_ORDER), dtype=np.int64)
        for at, role in enumerate(ROLE_ORDER):
            rank[ROLES.index(role)] = at
        return rank[self.tables["contacts"]["role"]]  # NONE is the last place

    @cached_property
    def _friends(self) -> Bools:
        blocker = self.tables["contacts"]["role"] == ROLES.index("blocker")
        return self._active & ~blocker

    @cached_property
    def _strongest(self) -> Ints:
        return self._first([-self.strength], self._friends)

    @cached_property
    def _decision_maker(self) -> Ints:
        """The decision maker whom we know least; without one, whoever comes nearest."""
        role = self.tables["contacts"]["role"] == ROLES.index("decision_maker")
        least = self._first([self.strength], self._active & role)
        near = self._first([self._role_rank, -self.strength], self._friends)
        return np.where(least != NONE, least, near)

    @cached_property
    def _newest_decision_maker(self) -> Ints:
        role = self.tables["contacts"]["role"] == ROLES.index("decision_maker")
        since = self.tables["contacts"]["since"]
        return self._first([-since], self._active & role)

    @cached_property
    def _buyer(self) -> Ints:
        """Decision makers and sponsors first, then the strongest: who carries an expansion."""
        deciding = self._role_rank <= ROLE_ORDER.index("sponsor")
        return self._first([~deciding, -self.strength], self._friends)

    @cached_property
    def _next(self) -> Ints:
        """The contact to build the next real relationship with."""
        real = self.strength >= self.card.settings.scoring.strength.real
        missing = self._first([self._role_rank, -self.strength], self._friends & ~real)
        return np.where(missing != NONE, missing, self._strongest)

    @cached_property
    def _slipping(self) -> Ints:
        """The contact whose relationship lost most."""
        change = np.nan_to_num(self.card.inputs.strength.contact_change.values[:, self.column])
        return self._first([change, self._role_rank], self._friends)

    @cached_property
    def _least_known(self) -> Ints:
        """The key contact of whom we know least as a person."""
        key = self.card.inputs.key_people.held[:, self.column]
        known = self.card.inputs.well_known.held[:, self.column]
        least = self._first([known, self._role_rank, -self.strength], self._active & key)
        return np.where(least != NONE, least, self._strongest)

    @cached_property
    def _referrer(self) -> Ints:
        return self.growth.referrers

    @cached_property
    def colleague(self) -> Ints:
        """For each contact, the one of ours with the strongest relationship; NONE without any."""
        pairs = self.tables.pairs
        strength = np.nan_to_num(self.card.inputs.strength.by_pair.values[:, self.column])
        found = np.full(len(self.tables["contacts"]), NONE, dtype=np.int64)
        some = np.flatnonzero(strength > 0)
        order = some[np.lexsort((-pairs.person[some], strength[some]))]
        found[pairs.contact[order]] = pairs.person[order]  # the strongest stays
        return found

    @cached_property
    def lead(self) -> Ints:
        """Our lead on each account: by its team, else its owner."""
        found = np.array(
            [self._person(owner) for owner in self.tables.columns["owner"]], dtype=np.int64
        )
        found[found != NONE] = np.where(
            self._there[found[found != NONE]], found[found != NONE], NONE
        )
        team, day = self.tables["team"], self.card.days[self.column]
        leading = team["lead"] & (team["since"] <= day) & (team["until"] > day)
        leading &= self._there[team["person"]] if len(team) else leading
        rows = np.flatnonzero(leading)
        rows = rows[np.lexsort((-team["person"][rows], team["since"][rows]))]
        found[team.account[rows]] = team["person"][rows]
        return found

    def _person(self, name: str | None) -> int:
        return self._places.get(name or "", NONE)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: at for at, name in enumerate(self.tables.people)}

    @cached_property
    def _there(self) -> Bools:
        """Which of ours have not left."""
        day = self.card.days[self.column]
        return (self.tables.person_since <= day) & (self.tables.person_until > day)

    @cached_property
    def carried(self) -> list[list[str]]:
        """Who of ours has a real relationship in each account, or leads it."""
        real = self.card.inputs.coverage.real[:, self.column]
        width = max(1, len(self.tables.people))
        pairs = self.tables.pairs
        by = (pairs.account * width + pairs.person)[real]
        led = np.flatnonzero(self.lead != NONE) * width + self.lead[self.lead != NONE]
        found: list[list[str]] = [[] for _ in range(self.tables.size)]
        for key in np.unique(np.concatenate([by, led])).tolist():
            found[key // width].append(self.tables.people[key % width])
        return found

    @cached_property
    def there(self) -> list[str]:
        """Those of ours who have not left, by id."""
        return [self.tables.people[at] for at in np.flatnonzero(self._there).tolist()]

    def first_strands(self, account: int) -> tuple[list[Strand], list[int]]:
        """List the contacts to build the next strand with, best first, and who is near them."""
        coverage = self.card.inputs.coverage
        strengths, contacts = self._bonds(account)
        near = self._near(account, {person for person, _ in strengths})
        people = [at for at in near if self._there[at]]
        edges = coverage.edges(account, self.column)
        return first_strands(edges, strengths, contacts, people, coverage.goal), near

    def _bonds(self, account: int) -> tuple[dict[Edge, float], list[tuple[int, str | None]]]:
        """Every strength that there is, and every contact who is there, with the role."""
        tables = self.tables
        low, high = np.searchsorted(tables.pairs.account, [account, account + 1])
        values = self.card.inputs.strength.by_pair.values[low:high, self.column]
        strengths = {
            (int(tables.pairs.person[low + at]), int(tables.pairs.contact[low + at])): float(value)
            for at, value in enumerate(values)
            if value > 0
        }
        first, last = np.searchsorted(tables["contacts"].account, [account, account + 1])
        contacts = [
            (at, tables.role(at)) for at in range(int(first), int(last)) if self._active[at]
        ]
        return strengths, contacts

    def near(self, account: int) -> list[int]:
        """Who of ours is near an account: those who know somebody, its team and its lead."""
        return self._near(account, {person for person, _ in self._bonds(account)[0]})

    def _near(self, account: int, known: set[int]) -> list[int]:
        """Who of ours is near an account: those who know somebody, its team and its lead."""
        team, day = self.tables["team"], self.card.days[self.column]
        low, high = np.searchsorted(team.account, [account, account + 1])
        mine = (team["since"][low:high] <= day) & (team["until"][low:high] > day)
        found = known | set(team["person"][low:high][mine].tolist()) | {int(self.lead[account])}
        return sorted(found - {NONE})

    def inside(self, account: int) -> list[int]:
        """Everybody of ours who has or had a part in an account."""
        pairs, day = self.tables.pairs, self.card.days[self.column]
        low, high = np.searchsorted(pairs.account, [account, account + 1])
        meetings = self.card.inputs.strength.meetings
        mine = slice(*np.searchsorted(meetings.group, [low, high]))
        met = meetings.group[mine][meetings.day[mine] <= day]
        team = self.tables["team"]
        first, last = np.searchsorted(team.account, [account, account + 1])
        on_team = team["since"][first:last] <= day
        inside = {int(self.lead[account]), *pairs.person[met].tolist()}
        inside |= set(team["person"][first:last][on_team].tolist())
        return sorted(inside - {NONE})

    def owner(self, account: int, contact: int, by: str) -> int:
        """Say who of ours should act: the closest to the contact, else the lead."""
        closest = int(self.colleague[contact]) if contact != NONE and by == "closest" else NONE
        return closest if closest != NONE else int(self.lead[account])
