"""Result: everything that one run found as of one day, the one thing that reports read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from clientfit_cli.base.vocabulary import (
    BANDS,
    CAUSES,
    DIMENSIONS,
    NONE,
    OPERATIONAL,
    UNSCORED,
    date_of,
)
from clientfit_cli.engine.advice import next_band as levers
from clientfit_cli.engine.advice.assignees import Whom
from clientfit_cli.engine.advice.growth import Growth
from clientfit_cli.engine.advice.recommend import Advice
from clientfit_cli.engine.scoring.strength import level
from clientfit_cli.outcome.book import (
    Coverage,
    Reading,
    Relationship,
    Ringing,
    Totals,
    lost_in_a_year,
    ranking,
    verdict,
    why_unscored,
)

if TYPE_CHECKING:
    import datetime as dt

    from clientfit_cli.base.problems import Problem, Where
    from clientfit_cli.book.model import Account, Book, Origin
    from clientfit_cli.engine.advice.next_band import Levers
    from clientfit_cli.engine.advice.recommendation import Step
    from clientfit_cli.engine.algebra.grid import Ints, Row
    from clientfit_cli.engine.scoring.risk import Risk
    from clientfit_cli.engine.scoring.scorecard import Scorecard


@dataclass(frozen=True)
class Blocker:
    """One thing that keeps an account from green."""

    name: str
    kind: str  # operational or relationship
    why: str


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
        band = self.card.bands[:, self.column]
        order = ranking(band, self.risk.at_risk[:, self.column], self.card.health[:, self.column])
        return [AccountResult(self, int(at)) for at in order if band[at] != UNSCORED]

    def account(self, name: str) -> AccountResult | None:
        """Look up one scored account by id."""
        return next((one for one in self.accounts if one.id == name), None)

    @cached_property
    def totals(self) -> Totals:
        return Totals(self, self.accounts)

    @property
    def currency(self) -> str:
        return self.book.settings.currency

    @property
    def budgeted_loss(self) -> float:
        return self.book.settings.scoring.budgeted_loss

    @property
    def problems(self) -> list[Problem]:
        return self.book.problems

    @property
    def left_out(self) -> list[str]:
        return self.book.left_out

    @property
    def people(self) -> list[str]:
        """Everybody of ours, by id."""
        return self.tables.people

    @property
    def ids(self) -> list[str]:
        return self.tables.ids

    @property
    def lost_lately(self) -> tuple[int, float, float | None]:
        """What `lost_in_a_year` says of all accounts."""
        columns = self.tables.columns
        today = int(self.card.days[self.column])
        return lost_in_a_year(columns["lost"], columns["start"], columns["revenue"], today)

    def unscored(self, name: str) -> str | None:
        """Say why an account that there is has no score; None where there is no such account."""
        if name not in self.book.accounts:
            return None
        at, columns = self.tables.ids.index(name), self.tables.columns
        return why_unscored(name, int(columns["lost"][at]), int(columns["since"][at]), self.day)

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
    def relationships(self) -> list[Relationship]:
        """Every pair that has met and is there."""
        result = self.result
        tables, column, strength = result.tables, result.column, result.card.inputs.strength
        low, high = np.searchsorted(tables.pairs.account, [self.at, self.at + 1]).tolist()
        values = strength.by_pair.values[low:high, column].tolist()
        changes = strength.pair_change.values[low:high, column].tolist()
        people, contacts = tables.pairs.person[low:high], tables.pairs.contact[low:high]
        return [
            Relationship(
                tables.people[person], tables["contacts"]["id"][contact], round(value, 2),
                level(value, strength.numbers), strength.direction(change),
            )
            for person, contact, value, change in zip(
                people, contacts, values, changes, strict=True
            )
            if value > 0  # else somebody is gone, or they only meet later
        ]  # fmt: skip

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
