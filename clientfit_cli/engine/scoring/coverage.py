"""Coverage: how many of ours have real relationships with how many of theirs, and what hangs by it.

Over the *real* pairs of an account: `ours` x `theirs`, and `strands`, the largest number of real
pairs that share nobody. 3 x 3 holds when there are three strands.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from clientfit_cli.engine.algebra.grid import Grid
from clientfit_cli.engine.scoring.matching import Edge, matching

if TYPE_CHECKING:
    from clientfit_cli.engine.algebra.grid import Bools, Floats, Ints, Row
    from clientfit_cli.engine.scoring.strength import Strength


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
