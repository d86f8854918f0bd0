"""Whole: the little that takes all accounts of a book to know.

Nearly everything is said of an account by its own facts. Two things are not: how much each of ours
carries already, and which services go together. Both are counts, so that accounts may be scored
in parts, anywhere, and their counts put together in the end.
"""

from __future__ import annotations

import math
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

DIGITS = 6


class Load:
    """How many accounts each of ours who is there has a real relationship in, or leads."""

    def __init__(self, carried: Iterable[Iterable[str]], there: Iterable[str]) -> None:
        """Count; `carried` are the people that each account is carried by, by id."""
        self.of = Counter(person for people in carried for person in people)
        self.there = frozenset(there)
        self._lightest = sorted(self.there, key=self.weight)

    def weight(self, person: str) -> tuple[int, str]:
        """Sort people by it: who carries least comes first."""
        return self.of[person], person

    def newcomer(self, inside: Collection[str]) -> str | None:
        """Find the one with the lightest load who is not among some; None without anybody."""
        return next(iter(self.newcomers(inside, 1)), None)

    def newcomers(self, inside: Collection[str], most: int) -> list[str]:
        """Find those with the lightest load who are not among some."""
        return list(islice((one for one in self._lightest if one not in inside), most))


class Together:
    """How often the accounts that buy one service buy another, too."""

    def __init__(self, held: Iterable[Collection[str]]) -> None:
        """Count; `held` are the services that each scored account buys, by id."""
        kinds = Counter(tuple(sorted(services)) for services in held)
        self.accounts = sum(kinds.values())
        self.both: Counter[tuple[str, str]] = Counter()
        for services, number in kinds.items():
            for one in services:
                for two in services:
                    self.both[one, two] += number
        self._known: dict[tuple[tuple[str, ...], str], float] = {}

    def likelihood(self, held: tuple[str, ...], service: str) -> float:
        """Say how likely who buys some services buys another: 0-1.

        The mean over what is held of (accounts with both + 1) / (with it + 2); of somebody who
        buys nothing, how usual the service is among all.
        """
        key = (held, service)
        if key not in self._known:
            with_it = [(self.both[one, service], self.both[one, one]) for one in held]
            shares = [(both + 1) / (those + 2) for both, those in with_it]
            usual = (self.both[service, service] + 1) / (self.accounts + 2)
            self._known[key] = round(math.fsum(shares) / len(shares) if shares else usual, DIGITS)
        return self._known[key]
