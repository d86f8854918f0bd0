"""The brief: what to know before a meeting, from the dated facts of one account.

Who will be there and how each likes to work, what we owe each other, what changed since we last
met, what has not been told yet, and what to ask. Only what was known on the day counts.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from clientfit_cli.analysis.attendees import People, day_of
from clientfit_cli.analysis.questions import (
    FEEDBACK_DAYS,
    GOAL_DAYS,
    of_guest,
)
from clientfit_cli.base.errors import UserError
from clientfit_cli.base.problems import did_you_mean
from clientfit_cli.book.sections import SECTIONS
from clientfit_cli.engine.scoring.signal import signals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clientfit_cli.analysis.attendees import Guest
    from clientfit_cli.book.model import Account
    from clientfit_cli.book.settings import Settings
    from clientfit_cli.outcome.account import AccountOutcome

STILL_OPEN = {"", "open", "considering", "pending", "undecided", "asked"}  # outcomes that are none


@dataclass(frozen=True)
class Change:
    """Something that happened since we last met."""

    day: dt.date
    what: str
    style: str = ""


@dataclass(frozen=True)
class Since:
    """How the account moved since a day: its reading then, and the signals that moved most."""

    day: dt.date
    health: float | None
    band: str | None
    began: tuple[str, ...]  # what alarms say that hold now and did not then
    ended: tuple[str, ...]  # names of alarms that held then and do not now
    moved: tuple[tuple[str, float, float], ...]  # signal, fit then, fit now


def last_touch(
    records: Account, settings: Settings, before: dt.date, names: Sequence[str] = ()
) -> dt.date | None:
    """Find the day of the last touchpoint before a day, with some of theirs or with anybody.

    A mailing touches nobody.
    """
    days = [
        day_of(settings, row.date)
        for row in records.rows("touchpoints")
        if row.channel != "mailing" and (not names or set(names) & set(row.theirs))
    ]
    return max((day for day in days if day < before), default=None)


class Brief:
    """What to know of one account before meeting some of its people.

    `touched` is the day of the last touchpoint, if there was one; `then` is the account on that
    day, if it was scored then.
    """

    def __init__(
        self,
        account: AccountOutcome,
        records: Account,
        settings: Settings,
        names: Sequence[str],
        touched: dt.date | None,
        then: AccountOutcome | None,
    ) -> None:
        self.account, self.records, self.settings = account, records, settings
        self.touched, self.then = touched, then
        self.day = account.day
        self.people = People(account, records, settings)
        self.contacts = self.people.contacts
        for name in names:
            if name not in self.contacts:
                hint = did_you_mean(name, self.contacts) or "see `contacts` of the account"
                raise UserError(f"`{name}` is no contact of `{account.id}`", hint)
        self.names = list(dict.fromkeys(names)) or self.people.who_matter()

    @cached_property
    def guests(self) -> list[Guest]:
        return [self.people.guest(name) for name in self.names]

    def colleague(self, person: str | None) -> str | None:
        """Name one of ours, and say so if they have left."""
        gone = any(
            member.id == person and member.until and member.until <= self.day
            for member in self.settings.team or ()
        )
        return person and self.account.book.person(person) + (" (who left)" if gone else "")

    def service(self, name: str) -> str:
        """Name a service as the catalogue does."""
        names = {service.id: service.name for service in self.settings.services}
        return names.get(name) or name

    def name_of(self, contact: str | None) -> str | None:
        return None if contact is None else self.contacts[contact].name

    # -- what is open ---------------------------------------------------------------------------

    def _open(self, section: str, begun: str, ended: str) -> list[Any]:
        """List the rows that began by the day and have not ended."""

        def stands(row: Any) -> bool:
            first, last = getattr(row, begun), getattr(row, ended)
            return (first is None or first <= self.day) and (last is None or last > self.day)

        return [row for row in self.records.rows(section) if stands(row)]

    def promises(self, by: str) -> list[Any]:
        """List the open commitments of one side; those to the guests and the oldest due first."""
        found = [row for row in self._open("commitments", "made", "done") if row.by == by]
        return sorted(
            found, key=lambda row: (row.to not in self.names, row.due or dt.date.max, row.what)
        )

    @cached_property
    def issues(self) -> list[Any]:
        rank = {"critical": 0, "major": 1, "minor": 2}
        found = self._open("issues", "opened", "closed")
        return sorted(found, key=lambda row: (rank[row.severity], row.opened, row.what))

    @cached_property
    def goals(self) -> list[Any]:
        found = [
            row
            for row in self.records.rows("goals")
            if (row.reached is None or row.reached > self.day)
            and (row.confirmed is None or row.confirmed <= self.day)
        ]
        return sorted(found, key=lambda row: (row.confirmed or dt.date.min, row.what), reverse=True)

    @cached_property
    def opportunities(self) -> list[Any]:
        found = self._open("opportunities", "opened", "closed")
        return sorted(found, key=lambda row: (-(row.amount or 0), row.service))

    @cached_property
    def ideas(self) -> list[Any]:
        """Ideas of ours that nothing has come of yet, the newest first."""
        found = [
            row for row in self.records.rows("ideas")
            if row.date <= self.day and (row.outcome or "").strip().lower() in STILL_OPEN
        ]  # fmt: skip
        return sorted(found, key=lambda row: (row.date, row.what), reverse=True)

    @cached_property
    def services(self) -> list[tuple[str, float]]:
        """What fits them and has not come up, with how often accounts like theirs buy it."""
        return [(free.name, free.likelihood) for free in self.account.white_space[:3]]

    @property
    def repair_first(self) -> bool:
        return not self.account.ready

    # -- what changed ---------------------------------------------------------------------------

    @cached_property
    def since(self) -> Since | None:
        """How the account moved since the last touchpoint."""
        if self.touched is None:
            return None
        if self.then is None:
            return Since(self.touched, None, None, (), (), ())
        then, now = self.then, self.account
        before = {alarm.name for alarm in then.alarms}
        after = {alarm.name for alarm in now.alarms}
        old = {reading.name: reading for reading in then.readings}
        moved = []
        for reading in now.readings:
            fit, fit_then = reading.fit, old[reading.name].fit
            if fit is not None and fit_then is not None and abs(fit - fit_then) >= 1.0:
                weight = abs(fit - fit_then) * reading.weight
                moved.append((-weight, reading.name, fit_then, fit))
        moved.sort()
        return Since(
            self.touched, then.health, then.band,
            tuple(alarm.why for alarm in now.alarms if alarm.name not in before),
            tuple(alarm.name for alarm in then.alarms if alarm.name not in after),
            tuple((name, before, after) for _, name, before, after in moved[:3]),
        )  # fmt: skip

    @cached_property
    def news(self) -> list[Change]:
        """What the files tell since the last touchpoint, that day included; the newest first."""
        start = self.touched or dt.date.min
        found = []
        told = [(name, *one) for name, about in SECTIONS.items() for one in about.happened]
        for section, key, words, style in told:
            for row in self.records.rows(section):
                day = getattr(row, key)
                if day is None or not start <= day <= self.day:
                    continue
                label = getattr(row, "what", None) or getattr(row, "name", None)
                label = label or getattr(row, "who", None) or getattr(row, "service", None)
                if section == "feedback" and (row.rating is None):
                    continue
                if section == "feedback":
                    who = self.name_of(row.contact) or "they"
                    label = f"{who} rated {row.kind} {row.rating:g}"
                found.append(Change(day, words.format(label or "it"), style))
        return sorted(found, key=lambda change: (-change.day.toordinal(), change.what))

    # -- what to ask ----------------------------------------------------------------------------

    @cached_property
    def questions(self) -> list[str]:
        """What to ask, of the guests first."""
        found = [text for guest in self.guests for text in of_guest(guest)]
        found += of_goals(self)
        found += of_feedback(self)
        weighed = sorted(self.account.readings, key=lambda reading: -reading.weight)
        # Nobody asks for more business while there is something to mend.
        found += [
            question
            for reading in weighed
            if reading.fit is None
            and (question := signals()[reading.name].question)
            and not (self.repair_first and reading.dimension == "growth")
        ]
        return list(dict.fromkeys(found))

    def last_asked(self) -> dt.date | None:
        """The day we last asked for feedback."""
        asked = [row.asked for row in self.records.rows("feedback") if row.asked]
        return max((day for day in asked if day <= self.day), default=None)


def of_goals(brief: Brief) -> list[str]:
    """Goals to confirm, or to ask for where the account keeps track of them and has none."""
    if "goals" not in brief.records.sections:
        return []
    if not brief.goals:
        return [signals()["goals"].question]
    found = []
    for goal in brief.goals:
        who = brief.contacts.get(goal.from_ or "")
        gone = who is not None and not brief.people.active(who)
        day = goal.confirmed
        if gone and who is not None:
            found.append(f"Does the goal still stand that {who.name} set: {goal.what}?")
        elif day is None:
            found.append(f"Is this a goal of theirs: {goal.what}?")
        elif (brief.day - day).days > GOAL_DAYS:
            found.append(f"Does the goal of {day} still stand: {goal.what}?")
    return found


def of_feedback(brief: Brief) -> list[str]:
    """Whether it is time to ask for feedback."""
    if "feedback" not in brief.records.sections:
        return []
    last = brief.last_asked()
    if last is None:
        return ["What should we do differently? We have not asked yet"]
    if (brief.day - last).days > FEEDBACK_DAYS:
        return [f"What should we do differently? We last asked on {last}"]
    return []
