"""AccountOutcome: how one account stands as of a day, and what is said of it.

Everything is read from the columns and values of its `BookOutcome`; numbers that are unknown are
None. What was not asked for (`Detail`) is not there: asking for it is a mistake of the program.
"""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from clientfit_cli.base.problems import Where
from clientfit_cli.base.vocabulary import BANDS, CAUSES, DIMENSIONS, OPERATIONAL, UNSCORED, date_of
from clientfit_cli.engine.advice.next_band import NextBand, next_band
from clientfit_cli.engine.advice.recommendation import from_plain
from clientfit_cli.engine.algebra.grid import NEVER
from clientfit_cli.engine.scoring.matching import path_to_goal
from clientfit_cli.engine.scoring.strength import DIRECTIONS, LEVELS
from clientfit_cli.outcome.request import Detail

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clientfit_cli.engine.advice.recommendation import Step
    from clientfit_cli.outcome.columns import OutcomeColumns


@dataclass(frozen=True)
class AlarmHit:
    """An alarm that holds; `about` names who or what it is about."""

    name: str
    caps: str
    kind: str
    why: str
    about: str = ""


@dataclass(frozen=True)
class Reading:
    """One signal of one account; value and fit are None where it is unknown.

    `cost` is how many points of health it costs, `points` how many it brings.
    """

    name: str
    dimension: str
    value: float | None
    unit: str
    fit: float | None
    weight: float
    cost: float
    points: float = 0.0


@dataclass(frozen=True)
class Coverage:
    """Coverage of one account."""

    ours: int
    theirs: int
    strands: int
    verdict: str
    points: float


class Relationship(NamedTuple):
    """One of ours and one of theirs, by id; strength 0-100."""

    person: str
    contact: str
    strength: float
    level: str
    direction: str


class ContactOutcome(NamedTuple):
    """A contact who is there."""

    id: str
    label: str
    role: str | None


@dataclass(frozen=True)
class Departure:
    """What is left of an account's coverage when the one leaves whose leaving costs most."""

    person: str | None  # one of ours,
    contact: str | None  # or one of theirs, by id
    name: str
    ours: int
    theirs: int
    strands: int


class Introduction(NamedTuple):
    """A relationship to build: one of ours and one of theirs."""

    person: str
    person_name: str
    contact: str
    contact_name: str


@dataclass(frozen=True)
class Blocker:
    """One thing that keeps an account from green."""

    name: str
    kind: str  # operational or relationship
    why: str


class WhiteSpace(NamedTuple):
    """A service that fits an account and that it does not buy.

    `likelihood` (0-1) is how often accounts with the services that it holds hold this one, too.
    """

    service: str
    name: str
    likelihood: float


class Partner(NamedTuple):
    """Whom of theirs to talk to about growth, and who of ours is closest to them."""

    contact: str
    person: str | None


class Taken(NamedTuple):
    """What somebody took on, as it stood on the day."""

    what: str
    signal: str | None
    contact: str | None
    owner: str
    created: dt.date | None
    due: dt.date | None
    done: dt.date | None
    brought: tuple[
        tuple[str, float], ...
    ] = ()  # signals, and how their fit moved since it was done


class Evidence(NamedTuple):
    """How many rows a signal or alarm was read from, and where the most telling ones stand."""

    rows: int
    places: list[Where]


class TrailPoint(NamedTuple):
    """One account on one day of the trail."""

    day: dt.date
    band: str
    health: float | None
    known: float
    risk: float
    main_cause: str
    revenue_at_risk: float | None
    ours: int | None
    theirs: int | None
    strands: int | None
    alarms: tuple[str, ...]


def verdict(ours: int, theirs: int, strands: int, goal: int = 3) -> str:
    """Put coverage in a word."""
    if strands >= goal:
        return f"{goal}x{goal}"
    if min(ours, theirs) >= goal:
        return "hollow"
    return {0: "uncovered", 1: "single-threaded"}.get(strands, "partial")


def known(value: float) -> float | None:
    """Say None for an unknown number."""
    return value if value == value else None  # noqa: PLR0124  # NaN is not itself


def _date(day: str | None) -> dt.date | None:
    return None if day is None else dt.date.fromisoformat(day)


class AccountOutcome:
    """One account of a book as of a day."""

    def __init__(self, book: OutcomeColumns, at: int) -> None:
        self.book = book
        self.at = at
        self.id = book.ids[at]
        self.day = book.day
        (
            self.name, self.owner, self.tier, self.industry, self.renewal, self.lost_cause,
            self._alarms, self.services, self.carried_by,
        ) = book.values(Detail.SUMMARY)[at]  # fmt: skip
        self._lists = book.lists(Detail.SUMMARY)
        self._trend: list[float | None] | None = None

    def __repr__(self) -> str:
        return f"AccountOutcome({self.id!r}, {self.day}, {self.band})"

    def _now(self, column: str) -> float | None:
        return known(self._lists[column][self.at])

    def _day(self, column: str) -> dt.date | None:
        number = self._lists[column][self.at]
        return date_of(number) if abs(number) < NEVER else None

    # -- summary -----------------------------------------------------------------------------------

    @property
    def band(self) -> str:
        return BANDS[self._lists["band"][self.at]]

    @property
    def health(self) -> float | None:
        return self._now("health")

    @property
    def known(self) -> float:
        return self._now("known") or 0.0

    @property
    def trend(self) -> list[float | None]:
        """Health on each day of the trail, the as-of day last; None before the account began."""
        if self._trend is None:  # a cached property takes a lock, which shows in large books
            self._trend = [known(value) for value in self._lists["trend"][self.at]]
        return self._trend

    def before(self, weeks: int) -> int:
        """Find the place in the trail of the day so many weeks ago."""
        return self.book.before(weeks)

    def change(self, weeks: int) -> float | None:
        """How far health moved in so many weeks."""
        now, before = self.trend[-1], self.trend[self.before(weeks)]
        return None if now is None or before is None else round(now - before, 6)

    def band_then(self, weeks: int) -> str | None:
        """Name the band so many weeks ago; None where the account was not scored then."""
        band = self._lists["bands"][self.at][self.before(weeks)]
        return None if band == UNSCORED else BANDS[band]

    @property
    def risk(self) -> float:
        return float(self._lists["risk"][self.at])

    @property
    def causes(self) -> dict[str, float]:
        """Points of the risk by cause."""
        return dict(zip(CAUSES, self._lists["causes"][self.at], strict=True))

    @property
    def main_cause(self) -> str:
        points = self._lists["causes"][self.at]
        return CAUSES[points.index(max(points))]

    @property
    def revenue(self) -> float | None:
        return self._now("revenue")

    @property
    def revenue_at_risk(self) -> float | None:
        return self._now("at_risk")

    @property
    def since(self) -> dt.date | None:
        """The day from which they are a client, as the files say it."""
        return self._day("since")

    @property
    def cadence(self) -> float:
        """Days between two-way touchpoints that fit this account."""
        return float(self._lists["cadence"][self.at])

    @property
    def coverage(self) -> Coverage | None:
        """None where relationships are not tracked."""
        ours, theirs, strands, points = self._lists["cover"][self.at]
        if known(points) is None:
            return None
        counts = int(ours), int(theirs), int(strands)
        return Coverage(*counts, verdict(*counts, self.book.rules.goal), points)

    @property
    def alarms(self) -> list[AlarmHit]:
        """The alarms that hold, those that cap at red first."""
        return [AlarmHit(*alarm) for alarm in self._alarms]

    # -- what to do --------------------------------------------------------------------------------

    @property
    def first_step(self) -> Step | None:
        """The most pressing thing to do."""
        draft = self.book.values(Detail.FIRST)[self.at]
        return self.book.decided(from_plain(draft)) if draft else None

    @property
    def steps(self) -> list[Step]:
        """What to do, the most pressing first."""
        drafts = self.book.value(Detail.ACTIONS, self.at)
        return [self.book.decided(from_plain(draft)) for draft in drafts]

    @property
    def taken(self) -> list[Taken]:
        """What people took on in it by the day, done or not."""
        return [
            Taken(
                what, signal, contact, owner, _date(created), _date(due), _date(done),
                tuple((name, change) for name, change in brought),
            )
            for what, signal, contact, owner, created, due, done, brought in self.book.value(
                Detail.TAKEN, self.at
            )
        ]  # fmt: skip

    # -- signals -----------------------------------------------------------------------------------

    @property
    def dimensions(self) -> dict[str, float | None]:
        scores = self.book.lists(Detail.SIGNALS)["dimensions"][self.at]
        return dict(zip(DIMENSIONS, map(known, scores), strict=True))

    @property
    def readings(self) -> list[Reading]:
        """Every signal, known or not."""
        lists = self.book.lists(Detail.SIGNALS)
        columns = (lists[name][self.at] for name in ("values", "fits", "costs", "points"))
        return [
            Reading(name, dimension, known(value), unit, known(fit), weight, cost, points)
            for (name, dimension, unit, weight), value, fit, cost, points in zip(
                self.book.rules.signals, *columns, strict=True
            )
        ]

    @property
    def blockers(self) -> list[Blocker]:
        """What keeps an account from green: alarms, then the signals that cost most."""
        if self.band == "green":
            return []
        blockers = [Blocker(alarm.name, alarm.kind, alarm.why) for alarm in self.alarms]
        costly = sorted(self.readings, key=lambda reading: (-reading.cost, reading.name))
        for reading in costly[:3]:
            if reading.cost > 0:
                kind = "operational" if reading.dimension in OPERATIONAL else "relationship"
                blockers.append(Blocker(reading.name, kind, f"costs {reading.cost:.1f} points"))
        return blockers

    @property
    def known_weight(self) -> float:
        """The weight of the signals that are known."""
        return float(self.book.lists(Detail.SIGNALS)["known_weight"][self.at])

    @property
    def next_band(self) -> NextBand | None:
        """The fewest changes that lead to the next band; None for a green account."""
        return next_band(self.band, self.health, self.readings, self.known_weight,
                         self.alarms, self.book.rules.thresholds)  # fmt: skip

    # -- relationships -----------------------------------------------------------------------------

    @cached_property
    def _web(self) -> list[Any]:
        web: list[Any] = self.book.value(Detail.RELATIONSHIPS, self.at)
        return web

    @property
    def contacts(self) -> list[ContactOutcome]:
        """The contacts who are there, in the order of their ids."""
        return [ContactOutcome(*contact[:3]) for contact in self._web[0] if contact[3]]

    @property
    def pairs(self) -> list[Relationship]:
        """Every pair that ever met or is to meet, and is there; some of strength 0."""
        contacts = self._web[0]
        return [
            Relationship(
                person, contacts[contact][0], strength, LEVELS[level], DIRECTIONS[direction]
            )
            for person, contact, strength, level, direction, _ in self._web[1]
        ]

    @property
    def relationships(self) -> list[Relationship]:
        """Every pair that has met and is there."""
        return [pair for pair in self.pairs if pair.strength > 0]

    @property
    def departure(self) -> Departure | None:
        """Whose leaving would cost most, and what would be left; None with nothing to lose."""
        worst = self._web[3]
        if worst is None:
            return None
        person, contact, *left = worst
        if person is not None:
            return Departure(person, None, f"{self.book.person(person)} (ours)", *left)
        return Departure(None, *self._web[0][contact][:2], *left)

    @cached_property
    def introductions(self) -> list[Introduction]:
        """The relationships to build for the goal of coverage, best first."""
        contacts, pairs, near, *_ = self._web
        edges = [(person, contact) for person, contact, *_, real in pairs if real]
        strengths = {
            (person, contact): strength for person, contact, strength, *_ in pairs if strength > 0
        }
        wanted = [(at, role) for at, (_, _, role, active) in enumerate(contacts) if active]
        goal, load = self.book.rules.goal, self.book.context.load
        others = load.newcomers(near, max(0, goal - len(near)) + 1)
        there = self.book.context.load.there
        people = [(who, load.of[who]) for who in (*(who for who in near if who in there), *others)]
        return [
            Introduction(person, self.book.person(person), *contacts[contact][:2])
            for person, contact in path_to_goal(edges, strengths, wanted, people, goal)
        ]

    # -- growth ------------------------------------------------------------------------------------

    @property
    def ready(self) -> bool:
        """Whether there is nothing to repair before something is sold."""
        return bool(self.book.value(Detail.GROWTH, self.at)[0])

    @property
    def white_space(self) -> list[WhiteSpace]:
        """What there is to expand, likeliest first."""
        likelihood = self.book.context.together.likelihood
        held = tuple(self.services)
        space = [
            WhiteSpace(service, name, likelihood(held, service))
            for service, name in self.book.value(Detail.GROWTH, self.at)[1]
        ]
        return sorted(space, key=lambda free: -free.likelihood)

    @property
    def buyer(self) -> Partner:
        """Who carries an expansion."""
        return Partner(*self.book.value(Detail.GROWTH, self.at)[2])

    @property
    def referrer(self) -> Partner | None:
        """Whom to ask for a referral; None where nobody should be asked."""
        partner = self.book.value(Detail.GROWTH, self.at)[3]
        return Partner(*partner) if partner else None

    # -- evidence and trail ------------------------------------------------------------------------

    @cached_property
    def evidence(self) -> dict[str, Evidence]:
        """Where signals, and alarms (`alarm NAME`), were read; what has no rows is absent."""
        return {
            name: Evidence(rows, [Where(*place) for place in places])
            for name, (rows, places) in self.book.value(Detail.EVIDENCE, self.at).items()
        }

    @property
    def points(self) -> list[TrailPoint]:
        """The days of the trail on which it was scored."""
        return [self.point(place) for place, band in enumerate(self._lists["bands"][self.at])
                if band != UNSCORED]  # fmt: skip

    def point(self, place: int) -> TrailPoint:
        """One day of the trail, by its place."""
        lists = self.book.lists(Detail.TRAIL)
        at, names = self.at, self.book.rules.alarms
        ours, theirs, strands = (
            None if (count := known(lists[name][at][place])) is None else int(count)
            for name in ("ours", "theirs", "strands")
        )
        return TrailPoint(
            self.book.request.days[place],
            BANDS[self._lists["bands"][at][place]],
            known(self._lists["healths"][at][place]),
            lists["known"][at][place],
            lists["risk"][at][place],
            CAUSES[lists["cause"][at][place]],
            known(lists["at_risk"][at][place]),
            ours, theirs, strands,
            tuple(itertools.compress(names, lists["alarms"][at][place])),
        )  # fmt: skip

    def rang(self, weeks: int) -> Sequence[str]:
        """Name the alarms that held so many weeks ago."""
        return self.point(self.before(weeks)).alarms if self.band_then(weeks) else ()
