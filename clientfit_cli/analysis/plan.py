"""The 100-day plan: an account's steps over fourteen weeks, and what should be true by when.

After Sobel: treat the old client like a new one, whose first hundred days anybody would plan. What
an alarm asks for keeps its day; the rest follows by worth, and nobody gets more than a week holds,
counting what they have taken on in the whole book.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from clientfit_cli.analysis import agenda
from clientfit_cli.analysis.workload import MOST_A_WEEK, WEEKS, Workload
from clientfit_cli.base.vocabulary import BANDS, GREEN, RED, UNKNOWN, YELLOW
from clientfit_cli.engine.advice.recommendation import FAMILIES
from clientfit_cli.engine.algebra.grid import DIGITS
from clientfit_cli.engine.scoring.alarm import with_role
from clientfit_cli.engine.scoring.fit import Line
from clientfit_cli.engine.scoring.signal import signals

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable

    from clientfit_cli.book.model import Account
    from clientfit_cli.book.settings import Settings
    from clientfit_cli.engine.advice.recommendation import Step
    from clientfit_cli.outcome.account import AccountOutcome
    from clientfit_cli.outcome.book import BookOutcome

EVERY = 2.0  # weeks between two steps that nothing hurries, while there are few
MILESTONES = (30, 60, 100)
ALARMS = 1  # the urgency up to which an alarm is behind a step


@dataclass(frozen=True)
class Placed:
    """A step with its day in the plan; `week` counts from 1 (after the last one: later)."""

    step: Step
    day: dt.date
    week: int


@dataclass(frozen=True)
class Reach:
    """A signal that the steps done so far should have brought to its best."""

    signal: str
    now: float | None
    best: float
    unit: str


@dataclass(frozen=True)
class Milestone:
    """What should be true by a day of the plan.

    `health` is exact: that of the account if the signals of the steps done so far came to fit 100
    and nothing else changed; `band` is what the alarms that are then left allow.
    """

    after: int
    day: dt.date
    done: int
    ended: tuple[str, ...]
    reached: tuple[Reach, ...]
    health: float | None
    band: str


@dataclass
class Plan:
    """The plan of one account; `carried` counts each person's steps a week, also elsewhere."""

    account: AccountOutcome
    settings: Settings
    steps: list[Placed]
    carried: Counter[tuple[str | None, int]]

    @cached_property
    def milestones(self) -> list[Milestone]:
        return [self._milestone(after) for after in MILESTONES]

    @cached_property
    def crowded(self) -> list[tuple[int, str, int]]:
        """Weeks that ask more of somebody than a week holds: week, person, steps."""
        mine = {(placed.step.owner, placed.week) for placed in self.steps}
        return sorted(
            (week, person, self.carried[person, week])
            for person, week in mine
            if person is not None and self.carried[person, week] > MOST_A_WEEK and week <= WEEKS
        )

    def signals_of(self, step: Step) -> tuple[str, ...]:
        """Name the signals that a step is for."""
        action = agenda.action_of(step, self.settings)
        weighed = {name for name, *_ in self.account.book.rules.signals}
        lifts = action.lifts if action else (step.action,)
        return tuple(name for name in lifts if name in weighed)

    def _milestone(self, after: int) -> Milestone:
        account, day = self.account, self.account.day + dt.timedelta(days=after)
        steps = [placed.step for placed in self.steps if placed.day <= day]
        answers = {name for step in steps for name in agenda.answered(step, self.settings)}
        lifted = {name for step in steps for name in self.signals_of(step)}
        health, known = self._health(lifted)
        thresholds = account.book.rules.thresholds
        theirs = {alarm.name for alarm in with_role("not_ours_to_end")}
        ended = tuple(
            alarm.name
            for alarm in account.alarms
            if alarm.name in answers
            and alarm.name not in theirs
            and (alarm.name != thresholds.thin or known >= thresholds.enough)
        )
        reached = tuple(
            Reach(reading.name, reading.value, self._best(reading.name), reading.unit)
            for reading in account.readings
            # What a fit cannot exceed is no aim.
            if reading.name in lifted and (reading.fit is None or reading.fit < 100)
        )
        caps = [alarm.caps for alarm in account.alarms if alarm.name not in ended]
        return Milestone(
            after, day, len(steps), ended, reached, health, self._band(health, known, caps)
        )

    def _health(self, lifted: set[str]) -> tuple[float | None, float]:
        """Work out health, and the share known, with some signals at their best."""
        total = known = every = 0.0
        for reading in self.account.readings:
            fit = 100.0 if reading.name in lifted else reading.fit
            every += reading.weight
            if fit is not None:
                total += fit * reading.weight
                known += reading.weight
        if not known:
            return None, 0.0
        return round(total / known, DIGITS), round(known / every, DIGITS)

    def _band(self, health: float | None, known: float, caps: Iterable[str]) -> str:
        """Name the band that a health has under the alarms that are left."""
        thresholds = self.account.book.rules.thresholds
        if "red" in caps:
            return BANDS[RED]
        if health is None or known < thresholds.known:
            return BANDS[UNKNOWN]
        band = GREEN if health >= thresholds.green else RED if health < thresholds.red else YELLOW
        return BANDS[min(band, YELLOW) if caps else band]

    def _best(self, name: str) -> float:
        """Say at which value a signal fits 100."""
        signal = signals()[name]
        best = float({**signal.numbers, **self.settings.numbers("signals", name)}["best"])
        if not isinstance(signal.fit, Line) and signal.fit.by_cadence:
            best *= self.account.cadence / 14.0
        return best


def plan(account: AccountOutcome, book: BookOutcome, settings: Settings) -> Plan:
    """Lay an account's steps out over fourteen weeks.

    `book` is the whole one: what people took on in it (`Detail.TAKEN`) takes room, too.
    """
    load = Workload(book, settings.holidays)
    steps: list[Placed] = []
    rest = []
    taken: set[int] = set()
    for step in sorted(account.steps, key=lambda step: (step.urgency, step.due, -step.worth)):
        if step.taken is not None:
            # One row may answer several readings; it is still one thing to do.
            if step.taken not in taken:
                steps.append(Placed(step, step.due, load.week_of(step.due)))
            taken.add(step.taken)
        elif step.urgency <= ALARMS:
            day = load.by(step.owner, step.due)
            load.carried[step.owner, load.week_of(day)] += 1
            steps.append(Placed(step, day, load.week_of(day)))
        else:
            rest.append(step)
    rest.sort(key=lambda step: (-step.worth, FAMILIES.index(step.family), step.action))
    gap = min(EVERY, (WEEKS - 1) / max(1, len(rest)))
    # An account in no trouble has time from the first week on.
    first = 1 if not steps and load.day_in(1) else 2
    for at, step in enumerate(rest):
        week = load.free(step.owner, first + int(at * gap))
        load.carried[step.owner, week] += 1
        steps.append(Placed(step, load.day_in(week) or step.due, week))
    steps.sort(
        key=lambda placed: (
            placed.day, placed.step.urgency, -placed.step.worth, placed.step.action,
        )
    )  # fmt: skip
    return Plan(account, settings, steps, load.carried)


def rows(plan: Plan, records: Account) -> tuple[list[dict[str, Any]], list[Placed]]:
    """Write what nobody has taken on as rows of `actions`; and what has no owner to write."""
    account = plan.account
    there = {
        row.signal for row in records.rows("actions") if row.done is None or row.done > account.day
    }
    new, ownerless = [], []
    for placed in plan.steps:
        step = placed.step
        if step.taken is not None or there & agenda.answered(step, plan.settings):
            continue
        if step.owner is None:
            ownerless.append(placed)
        else:
            new.append(agenda.row_of(account, step, step.owner, placed.day))
    return new, ownerless
