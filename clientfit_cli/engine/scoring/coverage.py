"""Coverage: how many of ours have real relationships with how many of theirs, and what hangs by it.

Over the *real* pairs of an account: `ours` x `theirs`, and `strands`, the largest number of real
pairs that share nobody. 3 x 3 holds when there are three strands.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from clientfit_cli.engine.algebra.events import Grid

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clientfit_cli.engine.algebra.events import Bools, Floats, Ints, Row
    from clientfit_cli.engine.scoring.strength import Strength

Edge = tuple[int, int]  # one of ours, one of theirs


class Coverage:
    """Coverage of every account as of every day; NaN where relationships are not tracked."""

    def __init__(self, strength: Strength) -> None:
        self.strength = strength
        self.pairs = strength.tables.pairs
        self.size = strength.tables.size
        self.goal = int(strength.tables.settings.scoring.coverage)
        kept = strength.tables.kept
        self._kept = (kept["touchpoints"] & kept["contacts"])[:, None]

    @cached_property
    def _values(self) -> Floats:
        return np.nan_to_num(self.strength.by_pair.values)

    @cached_property
    def real(self) -> Bools:
        """Pairs x days: the relationship is real."""
        return self._values >= self.strength.numbers.real

    def _known(self, values: Ints | Floats) -> Grid:
        return Grid(np.where(self._kept, values, np.nan), self._evidence)

    def _evidence(self, account: int, column: int) -> list[Row]:
        rows: list[Row] = []
        for pair in self._picked(self._values, self.goal, account, column):
            rows += self.strength.by_pair.evidence(pair, column)[:2]
        return list(dict.fromkeys(rows))

    def _picked(self, values: Floats, most: int, account: int, column: int) -> list[int]:
        """The strongest pairs of one account that share nobody."""
        low, high = np.searchsorted(self.pairs.account, [account, account + 1])
        order = sorted(range(low, high), key=lambda pair: (-values[pair, column], pair))
        ours: set[int] = set()
        theirs: set[int] = set()
        picked: list[int] = []
        for pair in order:
            person, contact = int(self.pairs.person[pair]), int(self.pairs.contact[pair])
            if values[pair, column] <= 0 or len(picked) == most:
                break
            if person not in ours and contact not in theirs:
                picked.append(pair)
                ours.add(person)
                theirs.add(contact)
        return picked

    @cached_property
    def points(self) -> Grid:
        """Mean strength of the strongest strands (as many as the goal; a missing one counts 0)."""
        total, _ = self._greedy(self._values, self.goal)
        return self._known(np.round(total / self.goal, 6))

    def _greedy(self, values: Floats, most: int) -> tuple[Floats, Ints]:
        """Pick, in each account at once, the strongest pair that shares nobody with those before.

        Answers the sum of the picked strengths and their number, as accounts x days.
        """
        values = values.copy()
        total = np.zeros((self.size, values.shape[1]))
        count = np.zeros(total.shape, dtype=np.int64)
        account = self.pairs.account
        if not len(account):
            return total, count
        outer, first = self._accounts
        place = np.arange(len(account))[:, None]
        of = np.searchsorted(outer, account)
        for _ in range(most):
            best = np.maximum.reduceat(values, first, axis=0)
            some = best > 0
            if not some.any():
                break
            total[outer] += best
            count[outer] += some
            is_best = (values == best[of]) & some[of]
            chosen = np.minimum.reduceat(np.where(is_best, place, len(account)), first, axis=0)
            chosen = np.minimum(chosen, len(account) - 1)
            taken = self.pairs.contact[:, None] == self.pairs.contact[chosen][of]
            taken |= self.pairs.person[:, None] == self.pairs.person[chosen][of]
            values[taken & some[of]] = 0.0
        return total, count

    @cached_property
    def _accounts(self) -> tuple[Ints, Ints]:
        outer, first = np.unique(self.pairs.account, return_index=True)
        return outer, first

    def _sides(self) -> tuple[Ints, Ints]:
        """Count, of each side, who has at least one real relationship."""
        sides = []
        for other in (self.pairs.person, self.pairs.contact):
            counts = np.zeros((self.size, self.real.shape[1]), dtype=np.int64)
            if len(other):
                key = self.pairs.account * (int(other.max()) + 1) + other
                order = np.argsort(key, kind="stable")
                _, first = np.unique(key[order], return_index=True)
                some = np.logical_or.reduceat(self.real[order], first, axis=0)
                np.add.at(counts, self.pairs.account[order][first], some)
            sides.append(counts)
        return sides[0], sides[1]

    @cached_property
    def ours(self) -> Grid:
        """How many of ours have a real relationship."""
        return self._known(self._both[0])

    @cached_property
    def theirs(self) -> Grid:
        return self._known(self._both[1])

    @cached_property
    def _both(self) -> tuple[Ints, Ints]:
        return self._sides()

    @cached_property
    def strands(self) -> Grid:
        """Count the most real pairs that share nobody.

        Picking the strongest first is almost always the most; where it may not be (fewer picked
        than the smaller side has people), a maximum matching decides.
        """
        ours, theirs = self._both
        most = np.minimum(ours, theirs)
        _, count = self._greedy(np.where(self.real, self._values, 0.0), int(most.max(initial=0)))
        cache: dict[tuple[int, bytes], int] = {}
        for account, column in np.argwhere(count < most):
            low, high = np.searchsorted(self.pairs.account, [account, account + 1])
            real = self.real[low:high, column]
            key = (int(account), real.tobytes())
            if key not in cache:
                person, contact = self.pairs.person[low:high], self.pairs.contact[low:high]
                edges = zip(person[real].tolist(), contact[real].tolist(), strict=True)
                cache[key] = matching(edges)
            count[account, column] = cache[key]
        return self._known(count)

    def edges(self, account: int, column: int) -> list[Edge]:
        """List the real pairs of one account."""
        low, high = np.searchsorted(self.pairs.account, [account, account + 1])
        return [
            (int(self.pairs.person[pair]), int(self.pairs.contact[pair]))
            for pair in range(low, high)
            if self.real[pair, column]
        ]


def matching(edges: Iterable[Edge]) -> int:
    """Count the most edges of a bipartite graph that share no end (augmenting paths)."""
    theirs_of: dict[int, list[int]] = {}
    for person, contact in edges:
        theirs_of.setdefault(person, []).append(contact)
    partner: dict[int, int] = {}  # contact -> person

    def augment(start: int) -> bool:
        # Breadth first, so that a long chain of partners cannot exhaust the stack.
        reached_from: dict[int, int] = {}
        queue = [start]
        for person in queue:
            for contact in theirs_of[person]:
                if contact in reached_from:
                    continue
                reached_from[contact] = person
                if contact in partner:
                    queue.append(partner[contact])
                    continue
                free = {partner[one]: one for one in reached_from if one in partner}
                end: int | None = contact
                while end is not None:
                    giver = reached_from[end]
                    partner[end], end = giver, free.get(giver)
                return True
        return False

    return sum(augment(person) for person in theirs_of)


@dataclass(frozen=True)
class Departure:
    """What is left of an account's coverage when one person leaves."""

    person: int | None  # one of ours,
    contact: int | None  # or one of theirs
    ours: int
    theirs: int
    strands: int


def worst_departure(edges: list[Edge]) -> Departure | None:
    """Say whose leaving would cost most; None when there is nothing to lose."""
    departures = []
    for side in (0, 1):
        for who in sorted({edge[side] for edge in edges}):
            left = [edge for edge in edges if edge[side] != who]
            departures.append(
                Departure(
                    who if side == 0 else None,
                    who if side == 1 else None,
                    len({person for person, _ in left}),
                    len({contact for _, contact in left}),
                    matching(left),
                )
            )
    return min(
        departures,
        key=lambda one: (one.strands, min(one.ours, one.theirs), one.ours + one.theirs),
        default=None,
    )


NEWCOMER = -2  # one of ours who has no part in an account yet
MOST_WANTED = 30  # contacts to choose from: nobody builds more at once
ROLE_ORDER = ("decision_maker", "sponsor", "champion", "influencer", "user")


def path_to_goal(
    edges: list[Edge],
    strengths: dict[Edge, float],
    contacts: list[tuple[int, str | None]],
    people: list[tuple[int, int]],
    goal: int = 3,
) -> list[Edge]:
    """List the fewest relationships to build for `goal` strands, best first.

    `contacts` are those who are there, with their roles; `people` those of ours who could meet
    them, with the number of accounts they carry already. Contacts are taken by role, then by the
    strength already there; our people by strength already there, then by the lightest load.
    """
    wanted = _wanted(strengths, contacts)
    path: list[Edge] = []
    built = list(edges)
    strands = matching(built)
    while strands < goal:
        step = _next_step(built, strands, wanted, people, strengths)
        if step is None:
            break
        path.append(step)
        built.append(step)
        strands += 1
    return path


Strand = tuple[int, list[tuple[int, float]], bool]


def first_strands(
    edges: list[Edge],
    strengths: dict[Edge, float],
    contacts: list[tuple[int, str | None]],
    people: list[int],
    goal: int = 3,
) -> list[Strand]:
    """List where the path to `goal` strands can begin, without knowing who is free elsewhere.

    Each is a contact, those of `people` who would make one strand more (with the strength there
    is), and whether anybody would who has no part in the account yet. The list ends with the first
    contact for whom there is somebody.
    """
    strands = matching(edges)
    if strands >= goal:
        return []
    found: list[Strand] = []
    for contact, _ in _wanted(strengths, contacts):
        fitting = [
            (person, strengths.get((person, contact), 0.0))
            for person in people
            if (person, contact) not in edges and matching([*edges, (person, contact)]) > strands
        ]
        anyone = matching([*edges, (NEWCOMER, contact)]) > strands
        if fitting or anyone:
            found.append((contact, fitting, anyone))
        if fitting:
            break
    return found


def _wanted(
    strengths: dict[Edge, float], contacts: list[tuple[int, str | None]]
) -> list[tuple[int, str | None]]:
    """Put contacts in the order in which to build relationships with them."""
    best = dict.fromkeys((contact for contact, _ in contacts), 0.0)
    for (_, contact), strength in strengths.items():
        best[contact] = max(best.get(contact, 0.0), strength)
    rank = {role: at for at, role in enumerate(ROLE_ORDER)}
    wanted = sorted(
        (one for one in contacts if one[1] != "blocker"),
        key=lambda one: (rank.get(one[1] or "", len(rank)), -best[one[0]], one[0]),
    )
    return wanted[:MOST_WANTED]


def _next_step(
    built: list[Edge],
    strands: int,
    wanted: list[tuple[int, str | None]],
    people: list[tuple[int, int]],
    strengths: dict[Edge, float],
) -> Edge | None:
    for contact, _ in wanted:
        order = sorted(
            people, key=lambda one: (-strengths.get((one[0], contact), 0.0), one[1], one[0])
        )
        for person, _ in order:
            edge = (person, contact)
            if edge not in built and matching([*built, edge]) > strands:
                return edge
    return None
