"""Who will be at a meeting: how each likes to work, who of ours knows them, and since when not.

Only what was known on the day counts.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from clientfit_cli.engine.scoring.matching import ROLE_ORDER

if TYPE_CHECKING:
    from clientfit_cli.book.model import Account
    from clientfit_cli.book.settings import Settings
    from clientfit_cli.outcome.account import AccountOutcome

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


def day_of(settings: Settings, moment: dt.date | dt.datetime) -> dt.date:
    """Take the day of a moment in the book's time zone."""
    if isinstance(moment, dt.datetime):
        if moment.tzinfo is not None:
            moment = moment.astimezone(ZoneInfo(settings.timezone))
        return moment.date()
    return moment


class People:
    """The contacts of an account, as of the day of its outcome."""

    def __init__(self, account: AccountOutcome, records: Account, settings: Settings) -> None:
        self.account, self.records, self.settings = account, records, settings
        self.day = account.day
        self.contacts = {row.id: row for row in records.rows("contacts")}

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
        ties = [
            Tie(self.account.book.person(pair.person), pair.strength, pair.level, pair.direction)
            for pair in self.account.pairs
            if pair.contact == contact
        ]
        return sorted(ties, key=lambda tie: (-tie.strength, tie.person))

    def met(self, contact: str) -> Met | None:
        """Find the last touchpoint with somebody."""
        best: tuple[dt.date, Any] | None = None
        for row in self.records.rows("touchpoints"):
            day = day_of(self.settings, row.date)
            if contact in row.theirs and day <= self.day and row.channel != "mailing":
                best = (day, row) if best is None or day >= best[0] else best
        if best is None:
            return None
        ours = tuple(self.account.book.person(name) for name in best[1].ours)
        return Met(best[0], best[1].channel, ours, best[1].note)
