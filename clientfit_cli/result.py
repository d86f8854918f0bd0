"""Result: everything that one run found as of one day, the one thing that reports read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from clientfit_cli import levers
from clientfit_cli.advice import Advice
from clientfit_cli.coverage import verdict
from clientfit_cli.growth import Growth
from clientfit_cli.tables import date_of
from clientfit_cli.terms import (
    BANDS,
    CAUSES,
    DIMENSIONS,
    GREEN,
    NONE,
    OPERATIONAL,
    RED,
    UNKNOWN,
    UNSCORED,
    YEAR,
    YELLOW,
)
from clientfit_cli.whom import Whom

if TYPE_CHECKING:
    import datetime as dt

    from clientfit_cli.book import Account, Book, Origin
    from clientfit_cli.levers import Levers
    from clientfit_cli.problems import Where
    from clientfit_cli.risk import Risk
    from clientfit_cli.scoring import Scorecard
    from clientfit_cli.step import Step
    from clientfit_cli.timeline import Ints, Row


@dataclass(frozen=True)
class Ringing:
    """An alarm that holds."""

    name: str
    caps: str
    kind: str
    why: str
    about: str
    evidence: tuple[Row, ...]


@dataclass(frozen=True)
class Reading:
    """One signal of one account; value and fit are None where it is unknown."""

    name: str
    dimension: str
    value: float | None
    unit: str
    fit: float | None
    weight: float
    cost: float  # health points that it costs


@dataclass(frozen=True)
class Blocker:
    """One thing that keeps an account from green."""

    name: str
    kind: str  # operational or relationship
    why: str


@dataclass(frozen=True)
class Coverage:
    """Coverage of one account."""

    ours: int
    theirs: int
    strands: int
    verdict: str
    points: float


class Result:
    """A book, scored as of one day: `column` of the scorecard, with the trail of weeks before."""

    def __init__(self, book: Book, card: Scorecard, risk: Risk, trail: Ints) -> None:
        self.book = book
        self.card = card
        self.risk = risk
        self.trail = trail
        self.column = int(trail[-1])
        self.tables = card.tables
        self.day: dt.date = date_of(int(card.days[self.column]))
        self.growth = Growth(card, self.column)
        self.whom = Whom(card, self.column, self.growth)
        self.advice = Advice(card, trail, self.growth, self.whom)

    @cached_property
    def accounts(self) -> list[AccountResult]:
        """The scored accounts, worst first: red, unknown, yellow, green; most at stake first."""
        column = self.column
        band = self.card.bands[:, column]
        rank = np.array([0, 2, 3, 1])[np.maximum(band, 0)]
        stake = np.nan_to_num(self.risk.at_risk[:, column])
        health = np.nan_to_num(self.card.health[:, column], nan=-1.0)
        order = np.lexsort((np.arange(len(band)), health, -stake, rank))
        return [AccountResult(self, int(at)) for at in order if band[at] != UNSCORED]

    def account(self, name: str) -> AccountResult | None:
        """Look up one scored account by id."""
        return next((one for one in self.accounts if one.id == name), None)

    @cached_property
    def totals(self) -> Totals:
        return Totals(self, self.accounts)

    def where(self, rows: tuple[Row, ...] | list[Row]) -> list[Where]:
        """Name the places in the files that rows were read from."""
        return self.book.where([self.origin(*row) for row in rows])

    def origin(self, section: str, row: int) -> Origin:
        """Say which document a row was read from, and where in it."""
        table = self.tables[section]
        return self.records(int(table.account[row])).origins[section][int(table.place[row])]

    def records(self, at: int) -> Account:
        """Look up what the files say of an account of the tables."""
        return self.book.accounts[self.tables.ids[at]]


class Totals:
    """What some accounts of a book come to, and what the book lost in the last 365 days."""

    def __init__(self, result: Result, accounts: list[AccountResult]) -> None:
        self.result = result
        self.accounts = accounts

    @cached_property
    def by_band(self) -> dict[str, tuple[int, float]]:
        """Number and revenue of the accounts of each band."""
        found = dict.fromkeys(("red", "yellow", "green", "unknown"), (0, 0.0))
        for one in self.accounts:
            number, revenue = found[one.band]
            found[one.band] = (number + 1, revenue + (one.revenue or 0.0))
        return found

    @property
    def revenue(self) -> float:
        return sum(one.revenue or 0.0 for one in self.accounts)

    @cached_property
    def at_risk(self) -> dict[str, float]:
        """Revenue at risk by main cause."""
        found = dict.fromkeys(CAUSES, 0.0)
        for one in self.accounts:
            found[one.main_cause] += one.revenue_at_risk or 0.0
        return found

    @cached_property
    def lost(self) -> tuple[int, float, float | None]:
        """Accounts lost in the last 365 days, their revenue, and its share of that at the start.

        None when nothing is known of the revenue a year ago.
        """
        tables, today = self.result.tables, int(self.result.card.days[self.result.column])
        lost, revenue = tables.columns["lost"], np.nan_to_num(tables.columns["revenue"])
        gone = (lost <= today) & (lost > today - YEAR)
        start = tables.columns["start"]
        there = (start <= today - YEAR) & (lost > today - YEAR)
        before = float(revenue[there].sum())
        share = float(revenue[gone & there].sum()) / before if before else None
        return int(gone.sum()), float(revenue[gone].sum()), share


class AccountResult:
    """One account of a result; numbers that are unknown are None."""

    def __init__(self, result: Result, at: int) -> None:
        self.result = result
        self.at = at
        self.day = result.day
        self.id = result.tables.ids[at]
        self.name: str = result.tables.columns["name"][at]

    @property
    def records(self) -> Account:
        """What the files say of it."""
        return self.result.records(self.at)

    def _now(self, values: Any) -> float | None:
        value = float(values[self.at, self.result.column])
        return None if np.isnan(value) else value

    @property
    def owner(self) -> str | None:
        """Our lead on it, by id."""
        lead = int(self.result.whom.lead[self.at])
        owner = self.result.tables.columns["owner"][self.at]
        found: str | None = self.result.tables.people[lead] if lead != NONE else owner
        return found

    @property
    def tier(self) -> str | None:
        tier: str | None = self.result.tables.columns["tier"][self.at]
        return tier

    @cached_property
    def band(self) -> str:
        return BANDS[self.result.card.bands[self.at, self.result.column]]

    @property
    def health(self) -> float | None:
        return self._now(self.result.card.health)

    @property
    def known(self) -> float:
        return self._now(self.result.card.known) or 0.0

    @cached_property
    def trend(self) -> list[float | None]:
        """Health week by week, the as-of day last; None before the account began."""
        card = self.result.card
        return [
            None
            if card.bands[self.at, column] == UNSCORED or np.isnan(card.health[self.at, column])
            else float(card.health[self.at, column])
            for column in self.result.trail
        ]

    def change(self, weeks: int) -> float | None:
        """How far health moved in so many weeks."""
        now, before = self.trend[-1], self.trend[-1 - weeks]
        return None if now is None or before is None else round(now - before, 6)

    @property
    def risk(self) -> float:
        return float(self.result.risk.index[self.at, self.result.column])

    @property
    def main_cause(self) -> str:
        return self.result.risk.main_cause(self.at, self.result.column)

    @property
    def causes(self) -> dict[str, float]:
        """Points of the risk by cause."""
        column = self.result.column
        return {cause: float(self.result.risk.terms[cause][self.at, column]) for cause in CAUSES}

    @property
    def revenue(self) -> float | None:
        revenue = float(self.result.tables.columns["revenue"][self.at])
        return None if np.isnan(revenue) else revenue

    @property
    def revenue_at_risk(self) -> float | None:
        return self._now(self.result.risk.at_risk)

    @cached_property
    def coverage(self) -> Coverage | None:
        """None where relationships are not tracked."""
        found = self.result.card.inputs.coverage
        points = self._now(found.points.values)
        if points is None:
            return None
        ours, theirs, strands = (
            int(self._now(grid.values) or 0) for grid in (found.ours, found.theirs, found.strands)
        )
        word = verdict(ours, theirs, strands, found.goal)
        return Coverage(ours, theirs, strands, word, points)

    @property
    def dimensions(self) -> dict[str, float | None]:
        return {name: self._now(self.result.card.dimensions[name][0]) for name in DIMENSIONS}

    @cached_property
    def readings(self) -> list[Reading]:
        """Every signal, known or not."""
        card = self.result.card
        return [
            Reading(
                one.name, one.dimension, self._now(card.readings[one.name].values), one.unit,
                self._now(card.fits[one.name]), card.weights[one.name],
                self._now(card.cost(one.name)) or 0.0,
            )
            for one in card.signals
        ]  # fmt: skip

    def evidence(self, signal: str) -> list[Row]:
        """The rows that a signal was read from, the most telling first."""
        return self.result.card.readings[signal].evidence(self.at, self.result.column)

    @cached_property
    def alarms(self) -> list[Ringing]:
        """The alarms that hold, those that cap at red first."""
        card, column = self.result.card, self.result.column
        found = []
        for name, grid in card.holding.items():
            if grid.known[self.at, column]:
                alarm = card.alarms[name]
                about = self.result.advice.about(name, self.at)
                why = alarm.said(float(grid.values[self.at, column]), about)
                rows = tuple(grid.evidence(self.at, column))
                found.append(Ringing(name, card.caps[name], alarm.kind, why, about, rows))
        return sorted(found, key=lambda one: (one.caps != "red", one.name))

    @cached_property
    def blockers(self) -> list[Blocker]:
        """What keeps an account from green: alarms, then the signals that cost most."""
        if self.band == "green":
            return []
        found = [Blocker(one.name, one.kind, one.why) for one in self.alarms]
        costly = sorted(self.readings, key=lambda one: (-one.cost, one.name))
        for one in costly[:3]:
            if one.cost > 0:
                kind = "operational" if one.dimension in OPERATIONAL else "relationship"
                found.append(Blocker(one.name, kind, f"costs {one.cost:.1f} points"))
        return found

    @cached_property
    def steps(self) -> list[Step]:
        """What to do, the most pressing first."""
        return self.result.advice.steps(self.at)

    @cached_property
    def first_step(self) -> Step | None:
        """The most pressing thing to do."""
        return self.result.advice.first(self.at)

    @property
    def levers(self) -> Levers | None:
        return levers.levers(self.result.card, self.at, self.result.column)
