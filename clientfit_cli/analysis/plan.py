"""The 100-day plan: an account's steps over fourteen weeks, and what should be true by when.

After Sobel: treat the old client like a new one, whose first hundred days anybody would plan. What
an alarm asks for keeps its day; the rest follows by worth, and nobody gets more than a week holds,
counting what they have taken on in the whole book.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from clientfit_cli.analysis import agenda
from clientfit_cli.analysis.workload import MOST_A_WEEK, WEEKS, Workload
from clientfit_cli.base.vocabulary import BANDS, GREEN, RED, UNKNOWN, YELLOW
from clientfit_cli.engine.advice.recommendation import FAMILIES
from clientfit_cli.engine.algebra.grid import DIGITS
from clientfit_cli.engine.scoring.alarm import with_role
from clientfit_cli.engine.scoring.fit import Line

if TYPE_CHECKING:
    from collections import Counter

    from clientfit_cli.engine.advice.recommendation import Step
    from clientfit_cli.outcome.result import AccountResult

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
    """The plan of one account."""

    account: AccountResult
    steps: list[Placed] = field(default_factory=list)

    @cached_property
    def milestones(self) -> list[Milestone]:
        return [self._milestone(after) for after in MILESTONES]

    @cached_property
    def crowded(self) -> list[tuple[int, str, int]]:
        """Weeks that ask more of somebody than a week holds: week, person, steps."""
        load = carried(self)
        mine = {(one.step.owner, one.week) for one in self.steps}
        return sorted(
            (week, person, load[person, week])
            for person, week in mine
            if person is not None and load[person, week] > MOST_A_WEEK and week <= WEEKS
        )

    def _milestone(self, after: int) -> Milestone:
        one, day = self.account, self.account.result.day + dt.timedelta(days=after)
        steps = [placed.step for placed in self.steps if placed.day <= day]
        card, column = one.result.card, one.result.column
        actions = one.result.advice.actions
        answers = {name for step in steps for name in (actions[step.action].answers
                   if step.action in actions else (step.action,))}  # fmt: skip
        lifted = {name for step in steps for name in signals_of(one, step)}
        health, known = _health(one, lifted)
        enough = known >= _needed(one)
        ended = tuple(
            two.name
            for two in one.alarms
            if two.name in answers
            and card.alarms[two.name].role != "not_ours_to_end"
            and (card.alarms[two.name].role != "too_little_known" or enough)
        )
        left = [card.caps[two.name] for two in one.alarms if two.name not in ended]
        reached = []
        for signal in card.signals:
            if signal.name not in lifted:
                continue
            fit = card.fits[signal.name][one.at, column]
            if fit >= 100:  # what a fit cannot exceed
                continue
            reading = next(two for two in one.readings if two.name == signal.name)
            reached.append(Reach(signal.name, reading.value, _best(one, signal.name), reading.unit))
        return Milestone(
            after, day, len(steps), ended, tuple(reached), health, _band(one, health, known, left)
        )


def plan(one: AccountResult) -> Plan:
    """Lay an account's steps out over fourteen weeks."""
    load = Workload(one)
    placed: list[Placed] = []
    rest = []
    taken: set[int] = set()
    for step in sorted(one.steps, key=lambda step: (step.urgency, step.due, -step.worth)):
        if step.taken is not None:
            # One row may answer several readings; it is still one thing to do.
            if step.taken not in taken:
                placed.append(Placed(step, step.due, load.week_of(step.due)))
            taken.add(step.taken)
        elif step.urgency <= ALARMS:
            day = load.by(step.owner, step.due)
            load.carried[step.owner, load.week_of(day)] += 1
            placed.append(Placed(step, day, load.week_of(day)))
        else:
            rest.append(step)
    rest.sort(key=lambda step: (-step.worth, FAMILIES.index(step.family), step.action))
    gap = min(EVERY, (WEEKS - 1) / max(1, len(rest)))
    # An account in no trouble has time from the first week on.
    first = 1 if not placed and load.day_in(1) else 2
    for at, step in enumerate(rest):
        week = load.free(step.owner, first + int(at * gap))
        load.carried[step.owner, week] += 1
        placed.append(Placed(step, load.day_in(week) or step.due, week))
    placed.sort(key=lambda one: (one.day, one.step.urgency, -one.step.worth, one.step.action))
    return Plan(one, placed)


def carried(made: Plan) -> Counter[tuple[str | None, int]]:
    """Count each person's steps a week: this plan's, and what they took on in the book."""
    load = Workload(made.account).carried
    for one in made.steps:
        if one.step.taken is None:
            load[one.step.owner, one.week] += 1
    return load


def signals_of(one: AccountResult, step: Step) -> tuple[str, ...]:
    """Name the signals that a step is for."""
    card, action = one.result.card, one.result.advice.actions.get(step.action)
    names = action.lifts if action else (step.action,)
    return tuple(name for name in names if name in card.fits)


def _health(one: AccountResult, lifted: set[str]) -> tuple[float | None, float]:
    """Work out health, and the share known, with some signals at their best."""
    card, column = one.result.card, one.result.column
    total = known = 0.0
    for signal in card.signals:
        fit = 100.0 if signal.name in lifted else float(card.fits[signal.name][one.at, column])
        if not np.isnan(fit):
            total += fit * card.weights[signal.name]
            known += card.weights[signal.name]
    every = sum(card.weights.values())
    if not known:
        return None, 0.0
    return round(total / known, DIGITS), round(known / every, DIGITS)


def _needed(one: AccountResult) -> float:
    """Say which share must be known for the evidence not to be thin."""
    card = one.result.card
    alarm = with_role("too_little_known")[0]
    return float({**alarm.numbers, **card.settings.numbers("alarms", alarm.name)}["below"])


def _band(one: AccountResult, health: float | None, known: float, caps: list[str]) -> str:
    """Name the band that a health has under the alarms that are left."""
    numbers = one.result.card.settings.scoring.bands
    if "red" in caps:
        return BANDS[RED]
    if health is None or known < numbers.known:
        return BANDS[UNKNOWN]
    band = GREEN if health >= numbers.green else RED if health < numbers.red else YELLOW
    return BANDS[min(band, YELLOW) if caps else band]


def _best(one: AccountResult, name: str) -> float:
    """Say at which value a signal fits 100."""
    card = one.result.card
    signal = next(two for two in card.signals if two.name == name)
    numbers = {**signal.numbers, **card.settings.numbers("signals", name)}
    best = float(numbers["best"])
    if not isinstance(signal.fit, Line) and signal.fit.by_cadence:
        best *= float(card.tables.columns["cadence"][one.at]) / 14.0
    return best


def rows(made: Plan) -> tuple[list[dict[str, Any]], list[Placed]]:
    """Write what nobody has taken on as rows of `actions`; and what has no owner to write."""
    one = made.account
    actions = one.result.advice.actions
    today = one.result.day
    there = {
        row.signal for row in one.records.rows("actions") if row.done is None or row.done > today
    }
    found, ownerless = [], []
    for placed in made.steps:
        step = placed.step
        names = {step.action, *(actions[step.action].answers if step.action in actions else ())}
        if step.taken is not None or names & there:
            continue
        owner = step.owner
        if owner is None:
            ownerless.append(placed)
        else:
            found.append(agenda.row_of(one, step, owner, placed.day))
    return found, ownerless
