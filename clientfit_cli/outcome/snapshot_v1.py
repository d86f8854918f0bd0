"""What a snapshot holds: a book as of a day, without its facts; its shape is the file's format."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import AllowInfNan, BeforeValidator, FailFast, Strict

Band = Literal["red", "yellow", "green", "unknown"]


def _from_text(value: object) -> object:
    """Days are written as text; pydantic would take a number for seconds since 1970."""
    if isinstance(value, str):
        return value
    raise ValueError("a day is written YYYY-MM-DD")


# Numbers are numbers and days are days; what a later program adds is overlooked.
Number = Annotated[float, Strict(), AllowInfNan(allow_inf_nan=False)]
Whole = Annotated[int, Strict()]
Day = Annotated[dt.date, BeforeValidator(_from_text)]


@dataclass(frozen=True, slots=True)
class Signal:
    """One signal of one account: what it read, and the `points` of health that it brings."""

    value: Number | None
    unit: str
    fit: Number | None
    weight: Number
    points: Number


@dataclass(frozen=True, slots=True)
class Alarm:
    """An alarm that holds."""

    alarm: str
    caps: Literal["red", "yellow"]
    why: str


@dataclass(frozen=True, slots=True)
class Relationship:
    """One of ours and one of theirs, by id."""

    person: str
    contact: str
    strength: Number
    level: str


@dataclass(frozen=True, slots=True)
class Taken:
    """An action that somebody took on."""

    what: str
    signal: str | None
    contact: str | None
    owner: str
    created: Day | None
    due: Day | None
    done: Day | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of ours know how many of theirs."""

    ours: Whole
    theirs: Whole
    strands: Whole
    verdict: str
    points: Number


@dataclass(frozen=True, slots=True)
class Account:
    """One scored account."""

    account: str
    name: str
    owner: str | None
    tier: str | None
    band: Band
    health: Number | None
    known: Number
    risk: Number
    main_cause: str
    causes: dict[str, Number]
    revenue: Number | None
    revenue_at_risk: Number | None
    coverage: Coverage | None
    dimensions: dict[str, Number | None]
    signals: dict[str, Signal]
    alarms: tuple[Alarm, ...]
    relationships: tuple[Relationship, ...]
    actions: tuple[Taken, ...]


@dataclass(frozen=True, slots=True)
class Lost:
    """An account that was lost; it is no longer scored."""

    account: str
    name: str
    date: Day
    cause: str | None
    revenue: Number | None


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of accounts and their revenue."""

    accounts: Whole
    revenue: Number


@dataclass(frozen=True, slots=True)
class Totals:
    """What the scored accounts of a book come to."""

    accounts: Whole
    revenue: Number
    revenue_at_risk: Number
    by_band: dict[Band, Amount]
    at_risk_by_cause: dict[str, Number]


@dataclass(frozen=True, slots=True)
class Frozen:
    """A book as of a day. `settings` is a digest of every number that has a part in the scores."""

    clientfit_snapshot: Whole
    version: str
    as_of: Day
    settings: str
    step: Number  # points of strength that make a direction
    currency: str
    book: Totals
    lost: tuple[Lost, ...]
    left_out: tuple[str, ...]
    accounts: Annotated[tuple[Account, ...], FailFast()]
