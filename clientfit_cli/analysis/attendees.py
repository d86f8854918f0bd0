"""Who will be at a meeting: how each likes to work, who of ours knows them, and since when not.

Only what was known on the day counts.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import numpy as np

from clientfit_cli.engine.scoring.matching import ROLE_ORDER
from clientfit_cli.engine.scoring.strength import level

if TYPE_CHECKING:
    from clientfit_cli.book.model import Book
    from clientfit_cli.outcome.result import AccountResult

MOST_PEOPLE = 6  # where nobody says who will be there


@dataclass(frozen=True)
class Tie:
    """How one of ours stands with somebody."""

    person: str
    strength: float
    level: str
    direction: str


@dataclass(frozen=True)
class Met:
    """The last touchpoint with somebody."""

    day: dt.date
    channel: str
    ours: tuple[str, ...]
    note: str | None


@dataclass(frozen=True)
class Guest:
    """Somebody of theirs who will be there.

    `how` says whether what we know of their likes was `asked`, is `assumed` or `inherited` from a
    predecessor, or is `unknown`.
    """

    id: str
    record: Any
    how: str
    predecessor: str | None
    left: dt.date | None
    ties: tuple[Tie, ...]
    met: Met | None


def day_of(book: Book, moment: dt.date | dt.datetime) -> dt.date:
    """Take the day of a moment in the book's time zone."""
    if isinstance(moment, dt.datetime):
        if moment.tzinfo is not None:
            moment = moment.astimezone(ZoneInfo(book.settings.timezone))
        return moment.date()
    return moment


class People:
    """The contacts of an account, as of the day of its result."""

    def __init__(self, one: AccountResult) -> None:
        self.one = one
        self.result = one.result
        self.book = one.result.book
        self.day = one.result.day
        self.contacts = {row.id: row for row in one.records.rows("contacts")}

    def active(self, contact: Any) -> bool:
        since, until = contact.since, contact.until
        return (since is None or since <= self.day) and (until is None or until > self.day)

    def who_matter(self) -> list[str]:
        """Decision makers, sponsors and champions who are there; else whoever we know best."""
        there = [row for row in self.contacts.values() if self.active(row)]
        rank = {role: at for at, role in enumerate(ROLE_ORDER)}

        def best(row: Any) -> float:
            return max((tie.strength for tie in self.ties(row.id)), default=0.0)

        there.sort(key=lambda row: (rank.get(row.role or "", len(rank)), -best(row), row.id))
        key = [row for row in there if row.role in {"decision_maker", "sponsor", "champion"}]
        return [row.id for row in (key or there)[:MOST_PEOPLE]]

    def guest(self, name: str) -> Guest:
        row = self.contacts[name]
        prefers = row.prefers
        before = self.contacts.get(row.succeeds or "")
        said = prefers and (prefers.channel or prefers.detail or prefers.hours)
        asked = prefers.asked if prefers and prefers.asked and prefers.asked <= self.day else None
        how = "unknown"
        if said and asked is None:
            how = "assumed"
        elif said:
            inherited = row.succeeds and row.since and asked < row.since
            how = "inherited" if inherited else "asked"
        left = row.until if row.until and row.until <= self.day else None
        return Guest(
            row.id, row, how, before.name if before else None, left, tuple(self.ties(row.id)),
            self.met(row.id),
        )  # fmt: skip

    def ties(self, contact: str) -> list[Tie]:
        """List who of ours knows somebody, the strongest first."""
        tables, column = self.result.tables, self.result.column
        strength = self.result.card.inputs.strength
        low, high = np.searchsorted(tables.pairs.account, [self.one.at, self.one.at + 1])
        found = []
        for at in range(int(low), int(high)):
            value = float(strength.by_pair.values[at, column])
            who = int(tables.pairs.contact[at])
            if np.isnan(value) or tables["contacts"]["id"][who] != contact:
                continue
            found.append(
                Tie(
                    tables.person(int(tables.pairs.person[at])), value,
                    level(value, strength.numbers),
                    strength.direction(float(strength.pair_change.values[at, column])),
                )
            )  # fmt: skip
        return sorted(found, key=lambda tie: (-tie.strength, tie.person))

    def met(self, contact: str) -> Met | None:
        """Find the last touchpoint with somebody."""
        best: tuple[dt.date, Any] | None = None
        for row in self.one.records.rows("touchpoints"):
            day = day_of(self.book, row.date)
            if contact in row.theirs and day <= self.day and row.channel != "mailing":
                best = (day, row) if best is None or day >= best[0] else best
        if best is None:
            return None
        names = self.result.tables.names
        ours = tuple(names.get(name, name) for name in best[1].ours)
        return Met(best[0], best[1].channel, ours, best[1].note)
