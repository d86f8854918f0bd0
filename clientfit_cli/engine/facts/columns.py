"""Columns: the records of a book as arrays, a table for each section."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

import numpy as np

from clientfit_cli.base.vocabulary import NONE
from clientfit_cli.book import schema
from clientfit_cli.book.sections import SECTIONS

if TYPE_CHECKING:
    from clientfit_cli.book.settings import Settings
    from clientfit_cli.engine.algebra.grid import Bools, Floats, Ints


CHANNELS: tuple[str, ...] = get_args(schema.Channel)


GIFTS: tuple[str, ...] = get_args(schema.Gift)


ROLES: tuple[str, ...] = get_args(schema.Role)


DEFAULT_CADENCE = 14.0  # days; the cadence that the numbers of `silence` are made for


@dataclass(frozen=True, eq=False)
class Table:
    """One section of all accounts: `account` is each row's account, the rest its columns.

    `place` is where each row stands among its account's own, in the order of their documents.
    """

    account: Ints
    place: Ints
    columns: dict[str, Any]
    labels: list[str]  # which row each is, in the user's words; none for touchpoints

    def __getitem__(self, name: str) -> Any:
        return self.columns[name]

    def __len__(self) -> int:
        return len(self.account)

    def label(self, row: int) -> str:
        """Say which row this is, in the user's words."""
        return self.labels[row] if self.labels else ""


@dataclass(frozen=True, eq=False)
class Pairs:
    """Every contact and person of ours that ever met, by contact and person."""

    account: Ints
    contact: Ints
    person: Ints

    def __len__(self) -> int:
        return len(self.contact)


@dataclass(frozen=True, eq=False)
class Meetings:
    """Each touchpoint of each pair, by pair; a crowd makes each one's `share` of it thin."""

    pair: Ints
    touchpoint: Ints
    share: Floats


@dataclass(frozen=True, eq=False)
class Alone:
    """Each contact of each touchpoint in which none of ours is named."""

    contact: Ints
    touchpoint: Ints


@dataclass(frozen=True, eq=False)
class Tables:
    """A book as columns."""

    settings: Settings
    ids: list[str]  # of the accounts
    people: list[str]
    names: dict[str, str]  # a person's id -> what people call them
    columns: dict[str, Any]  # of the accounts themselves
    kept: dict[str, Bools]
    sections: dict[str, Table]
    person_since: Ints
    person_until: Ints
    pairs: Pairs
    meetings: Meetings
    alone: Alone
    services: list[str]  # the catalogue, then what is sold without standing in it
    fits: Bools  # accounts x services: what of the catalogue fits whom

    @property
    def size(self) -> int:
        return len(self.ids)

    def __getitem__(self, section: str) -> Table:
        return self.sections[section]

    def having(self, section: str, column: str, *words: str) -> Bools:
        """Which rows of a section have one of some words in a column (`channel`, `severity`)."""
        choices = SECTIONS[section].choices(column)
        return np.isin(self.sections[section][column], [choices.index(word) for word in words])

    def role(self, contact: int) -> str | None:
        """Name the role of a contact; None where it was not said."""
        role = int(self.sections["contacts"]["role"][contact])
        return ROLES[role] if role != NONE else None

    def person(self, number: int) -> str:
        """Name one of ours, as people call them."""
        return self.names[self.people[number]]
