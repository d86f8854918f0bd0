"""Standings: how accounts stand as of a day, as columns that can be kept, sent and joined.

The lightest thing that views of a whole book read. Accounts may be scored in parts, on any machine
and at any time; joined, their standings rank, add up and decide what only the whole book can.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

import numpy as np

from clientfit_cli.base.vocabulary import (
    BANDS,
    CAUSES,
    DIMENSIONS,
    UNSCORED,
    YEAR,
    date_of,
    number_of,
)
from clientfit_cli.engine.advice import recommendation
from clientfit_cli.engine.advice.book_context import Load, Together

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from clientfit_cli.base.problems import Problem
    from clientfit_cli.engine.advice.recommendation import Step
    from clientfit_cli.engine.algebra.grid import Bools, Floats, Ints, Row


@dataclass(frozen=True)
class Ringing:
    """An alarm that holds."""

    name: str
    caps: str
    kind: str
    why: str
    about: str = ""
    evidence: tuple[Row, ...] = ()


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


def verdict(ours: int, theirs: int, strands: int, goal: int = 3) -> str:
    """Put coverage in a word."""
    if strands >= goal:
        return f"{goal}x{goal}"
    if min(ours, theirs) >= goal:
        return "hollow"
    return {0: "uncovered", 1: "single-threaded"}.get(strands, "partial")


def ranking(band: Ints, at_risk: Floats, health: Floats) -> Ints:
    """Put accounts in order: red, unknown, yellow, green; most at stake first."""
    rank = np.array([0, 2, 3, 1])[np.maximum(band, 0)]
    stake, worst = np.nan_to_num(at_risk), np.nan_to_num(health, nan=-1.0)
    return np.lexsort((np.arange(len(band)), worst, -stake, rank))


def lost_in_a_year(
    lost: Ints, start: Ints, revenue: Floats, today: int
) -> tuple[int, float, float | None]:
    """Count accounts lost in the last 365 days, their revenue, and its share of that at the start.

    None when nothing is known of the revenue a year ago.
    """
    revenue = np.nan_to_num(revenue)
    gone = (lost <= today) & (lost > today - YEAR)
    there = (start <= today - YEAR) & (lost > today - YEAR)
    before = float(revenue[there].sum())
    share = float(revenue[gone & there].sum()) / before if before else None
    return int(gone.sum()), float(revenue[gone].sum()), share


class AnAccount(Protocol):
    """What commands choose accounts by, whoever scored them."""

    id: str
    name: str

    @property
    def owner(self) -> str | None: ...
    @property
    def tier(self) -> str | None: ...
    @property
    def band(self) -> str: ...


One_co = TypeVar("One_co", bound=AnAccount, covariant=True)


class Scored(Protocol[One_co]):
    """A book with its scored accounts: a result, or standings."""

    @property
    def accounts(self) -> Sequence[One_co]: ...
    @property
    def ids(self) -> list[str]: ...
    @property
    def people(self) -> list[str]: ...
    @property
    def left_out(self) -> list[str]: ...
    def unscored(self, name: str) -> str | None: ...


class Totals:
    """What some accounts of a book come to, and what the book lost in the last 365 days."""

    def __init__(self, of: Any, accounts: Sequence[Any]) -> None:
        self.of = of
        self.accounts = accounts

    @cached_property
    def by_band(self) -> dict[str, tuple[int, float]]:
        """Number and revenue of the accounts of each band."""
        found = dict.fromkeys(BANDS, (0, 0.0))
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

    @property
    def lost(self) -> tuple[int, float, float | None]:
        """Accounts lost in the last 365 days, their revenue, and its share."""
        return self.of.lost_lately


@dataclass(frozen=True)
class Rules:
    """What readers of standings need of a book's settings."""

    currency: str
    budgeted_loss: float
    coverage: int  # how many of ours should know how many of theirs
    signals: tuple[tuple[str, str, str, float], ...]  # name, dimension, unit, weight
    names: dict[str, str]  # ours, by id


@dataclass(frozen=True)
class Context:
    """What the whole book decides: how much each of ours carries, which services go together."""

    load: Load
    together: Together


class Words(NamedTuple):
    """What is said of one account; only what JSON can hold.

    `steps` are all of them or only the first one, `relationships` may be left out.
    """

    id: str
    name: str
    owner: str | None
    tier: str | None
    alarms: list[list[str]]
    steps: list[list[Any]]
    held: list[str]  # services that it buys
    carried: list[str]  # who of ours has a real relationship in it, or leads it
    relationships: list[list[Any]]


SINGLE = ("band", "health", "known", "risk", "revenue", "at_risk", "since", "start", "lost")
WHOLE = frozenset({"band", "since", "start", "lost"})  # columns of whole numbers


@dataclass(frozen=True, eq=False)
class Standings:
    """Accounts of a book as of a day, in the order of their ids.

    `full` says whether all steps and relationships are there, or only the first step; `there` are
    those of ours who have not left. `numbers` are columns by name, NaN is unknown: `band`,
    `health`, `known`, `risk`, `revenue`, `at_risk`; days since 1970 `since`, `start`, `lost`; and
    with several for each account `trend` (weeks), `causes`, `cover` (ours, theirs, strands, points)
    and, only in full ones, `dimensions` and `values`, `fits` and `costs` of the signals.
    """

    day: dt.date
    rules: Rules
    full: bool
    words: list[Words]
    numbers: dict[str, Any]
    there: frozenset[str]
    problems: list[Problem] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    context: Context | None = None  # of the whole book, where this is a part of it

    def __len__(self) -> int:
        return len(self.words)

    def only(self, keep: Bools) -> Standings:
        """Take some of the accounts."""
        words = [one for one, kept in zip(self.words, keep.tolist(), strict=True) if kept]
        numbers = {name: column[keep] for name, column in self.numbers.items()}
        return Standings(self.day, self.rules, self.full, words, numbers, self.there)

    def bare(self) -> Standings:
        """Keep only what the whole book is made of: whom it has, and what they come to."""
        numbers = {name: self.numbers[name] for name in (*SINGLE, "causes", "trend")}
        words = [one._replace(alarms=[], steps=[], relationships=[]) for one in self.words]
        return replace(self, words=words, numbers=numbers)

    def within(self, context: Context) -> Standings:
        """Decide what is open by what the whole book says."""
        return replace(self, context=context)

    # -- what the whole book decides ---------------------------------------------------------------

    @cached_property
    def load(self) -> Load:
        """How much each of ours carries."""
        if self.context:
            return self.context.load
        return Load((one.carried for one in self.words), self.there)

    @cached_property
    def together(self) -> Together:
        """Which services go together."""
        if self.context:
            return self.context.together
        scored = (self.numbers["band"] != UNSCORED).tolist()
        return Together(one.held for one, is_scored in zip(self.words, scored, strict=True)
                        if is_scored)  # fmt: skip

    def decided(self, draft: Step) -> Step:
        """Decide what is open about a step."""
        if draft.open is None:
            return draft
        return recommendation.decided(draft, self.load, self.together, self.rules.names)

    # -- what views read ---------------------------------------------------------------------------

    @cached_property
    def accounts(self) -> list[Standing]:
        """The scored accounts, worst first: red, unknown, yellow, green; most at stake first."""
        band, numbers = self.numbers["band"], self.numbers
        order = ranking(band, numbers["at_risk"], numbers["health"])
        return [Standing(self, at) for at in order[band[order] != UNSCORED].tolist()]

    @cached_property
    def lists(self) -> dict[str, list[Any]]:
        """The columns as lists: one number at a time is faster from them."""
        return {name: column.tolist() for name, column in self.numbers.items()}

    @property
    def currency(self) -> str:
        return self.rules.currency

    @property
    def budgeted_loss(self) -> float:
        return self.rules.budgeted_loss

    @property
    def lost_lately(self) -> tuple[int, float, float | None]:
        """What `lost_in_a_year` says of all accounts."""
        numbers = self.numbers
        today = number_of(self.day)
        return lost_in_a_year(numbers["lost"], numbers["start"], numbers["revenue"], today)

    @cached_property
    def people(self) -> list[str]:
        """Everybody of ours whom somebody may ask for."""
        owners = {one.owner for one in self.words if one.owner}
        return sorted({*self.rules.names, *self.there, *owners})

    @cached_property
    def ids(self) -> list[str]:
        return [one.id for one in self.words]

    def unscored(self, name: str) -> str | None:
        """Say why an account that there is has no score; None where there is no such account."""
        if name not in self.ids:
            return None
        at = self.ids.index(name)
        lost, since = (int(self.numbers[what][at]) for what in ("lost", "since"))
        return why_unscored(name, lost, since, self.day)


def why_unscored(name: str, lost: int, since: int, today: dt.date) -> str:
    """Say why an account is not scored; its days are counted from 1970-01-01."""
    if lost <= number_of(today):
        return f"`{name}` was lost on {date_of(lost)} and is no longer scored"
    return f"`{name}` begins on {date_of(since)} and is not scored as of {today}"


def joined(parts: Iterable[Standings]) -> Standings:
    """Put parts of a book together; none has an account of another."""
    parts = list(parts)
    first = parts[0]
    words = [one for part in parts for one in part.words]
    order = sorted(range(len(words)), key=lambda at: words[at].id)
    return Standings(
        first.day,
        first.rules,
        all(part.full for part in parts),
        [words[at] for at in order],
        {
            name: np.concatenate([part.numbers[name] for part in parts])[order]
            for name in min((part.numbers for part in parts), key=len)
        },
        frozenset().union(*(part.there for part in parts)),
    )


def packed(standings: Standings) -> tuple[Floats, dict[str, Any]]:
    """Take standings apart into numbers and what JSON can hold."""
    columns = [
        (column if column.ndim > 1 else column[:, None]).astype(np.float64)
        for column in standings.numbers.values()
    ]
    rules = standings.rules
    return np.concatenate(columns, axis=1), {
        "day": standings.day.isoformat(),
        "rules": [
            rules.currency, rules.budgeted_loss, rules.coverage, rules.signals, rules.names,
        ],
        "full": standings.full,
        "words": standings.words,
        "widths": {
            name: 0 if column.ndim == 1 else column.shape[1]
            for name, column in standings.numbers.items()
        },
        "there": sorted(standings.there),
    }  # fmt: skip


def unpacked(numbers: Floats, texts: dict[str, Any]) -> Standings:
    """Put standings together again; an error where something is missing."""
    currency, budgeted_loss, coverage, signals, names = texts["rules"]
    columns: dict[str, Any] = {}
    at = 0
    for name, width in texts["widths"].items():
        column = numbers[:, at : at + width] if width else numbers[:, at]
        columns[name] = column.astype(np.int64) if name in WHOLE else column
        at += width or 1
    if numbers.shape != (len(texts["words"]), at):
        raise ValueError(numbers.shape)
    return Standings(
        dt.date.fromisoformat(texts["day"]),
        Rules(currency, budgeted_loss, coverage, tuple(map(tuple, signals)), names),
        texts["full"],
        [Words(*one) for one in texts["words"]],
        columns,
        frozenset(texts["there"]),
    )


class Standing:
    """One account of a book as of a day; numbers that are unknown are None."""

    def __init__(self, book: Standings, at: int) -> None:
        self.book = book
        self.at = at
        self.words = book.words[at]
        self.day = book.day
        self.id, self.name, self.owner, self.tier = self.words[:4]
        self._lists = book.lists
        self._trend: list[float | None] | None = None

    def _now(self, column: str) -> float | None:
        return _known(self._lists[column][self.at])

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
        """Health week by week, the as-of day last; None before the account began."""
        if self._trend is None:  # a cached property takes a lock, which shows in large books
            self._trend = [one if one == one else None for one in self._lists["trend"][self.at]]  # noqa: PLR0124  # NaN is not itself
        return self._trend

    def change(self, weeks: int) -> float | None:
        """How far health moved in so many weeks."""
        now, before = self.trend[-1], self.trend[-1 - weeks]
        return None if now is None or before is None else round(now - before, 6)

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
    def coverage(self) -> Coverage | None:
        """None where relationships are not tracked."""
        ours, theirs, strands, points = self._lists["cover"][self.at]
        if _known(points) is None:
            return None
        counts = int(ours), int(theirs), int(strands)
        return Coverage(*counts, verdict(*counts, self.book.rules.coverage), points)

    @property
    def dimensions(self) -> dict[str, float | None]:
        found = map(_known, self._lists["dimensions"][self.at])
        return dict(zip(DIMENSIONS, found, strict=True))

    @property
    def readings(self) -> list[Reading]:
        """Every signal, known or not."""
        columns = (self._lists[name][self.at] for name in ("values", "fits", "costs"))
        return [
            Reading(name, dimension, _known(value), unit, _known(fit), weight, cost)
            for (name, dimension, unit, weight), value, fit, cost in zip(
                self.book.rules.signals, *columns, strict=True
            )
        ]

    @property
    def alarms(self) -> list[Ringing]:
        """The alarms that hold, those that cap at red first."""
        return [Ringing(name, caps, kind, why) for name, caps, kind, why in self.words.alarms]

    @property
    def steps(self) -> list[Step]:
        """What to do, the most pressing first."""
        return [self.book.decided(recommendation.from_plain(one)) for one in self.words.steps]

    @property
    def first_step(self) -> Step | None:
        """The most pressing thing to do."""
        first = self.words.steps[:1]
        return self.book.decided(recommendation.from_plain(first[0])) if first else None

    @property
    def relationships(self) -> list[Relationship]:
        """Every pair that has met and is there."""
        return [Relationship(*one) for one in self.words.relationships]


def _known(value: float) -> float | None:
    return None if value != value else value  # noqa: PLR0124  # NaN is not itself
