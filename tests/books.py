"""Books for the tests of the engine: dates written as days ago, files that exist only in memory."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from clientfit_cli.base.problems import errors
from clientfit_cli.execution.task import read_book
from clientfit_cli.storage.tree import Entry
from tests.conftest import TEAM, TODAY, outcome

if TYPE_CHECKING:
    from clientfit_cli.outcome.result import AccountResult, Result

    from clientfit_cli.base.problems import Problem
    from clientfit_cli.book.model import Book
    from clientfit_cli.execution.workspace import Workspace
    from clientfit_cli.storage.tree import Listed

_AGO = re.compile(r"@(-?\d+)")


def ago(days: int, today: dt.date = TODAY) -> dt.date:
    """The day that lies so many days before today (a negative number: after it)."""
    return today - dt.timedelta(days=days)


def dated(text: str, today: dt.date = TODAY) -> str:
    """Put a date for every `@10` (ten days ago) and `@-1` (tomorrow)."""
    return _AGO.sub(lambda found: ago(int(found[1]), today).isoformat(), text)


def account(text: str, name: str = "a", since: str | None = "@1000") -> str:
    """One account; unless it is said otherwise it began a thousand days ago."""
    begun = "" if since is None else f"since: {since}\n"
    return dated(f"---\naccount: {name}\nname: {name.upper()}\n{begun}{text}\n")


@dataclass(frozen=True)
class Memory:
    """A tree of files that is not on disk."""

    files: dict[str, str]

    def names(self) -> tuple[list[str], list[Problem]]:
        return sorted(name for name in self.files if name != "clientfit.yaml"), []

    def listing(self) -> tuple[list[Entry], list[Problem]]:
        return [Entry(name, len(self.read(name))) for name in self.names()[0]], []

    def read(self, name: str) -> bytes:
        if name not in self.files:
            raise FileNotFoundError(name)
        return self.files[name].encode()

    def shown(self, name: str) -> str:
        return name

    def settings(self) -> str | None:
        return "clientfit.yaml" if "clientfit.yaml" in self.files else None


def read(files: str | dict[str, str], settings: str = TEAM) -> Book:
    """Read a sound book from texts (warnings pass)."""
    named = {"book.yaml": files} if isinstance(files, str) else files
    book = read_book(Memory({"clientfit.yaml": dated(settings), **named}))
    assert errors(book.problems) == []
    return book


def scored(files: str | dict[str, str], settings: str = TEAM, today: dt.date = TODAY) -> Result:
    """Score a sound book from texts."""
    return outcome(read(files, settings), today)


def one(text: str, settings: str = TEAM, since: str | None = "@1000") -> AccountResult:
    """Score a book of one account (`a`)."""
    found = scored(account(text, since=since), settings).account("a")
    assert found is not None
    return found


def written(documents: list[dict[str, Any]]) -> str:
    """Write documents as YAML (of which JSON is a part, and the fast one to write)."""
    return "".join(f"---\n{json.dumps(document)}\n" for document in documents)


def strength(result: Result, person: str, contact: str, account: str = "a") -> float | None:
    """The strength between one of ours and one of theirs (None: somebody is not there)."""
    tables = result.tables
    at = tables.ids.index(account)
    ids = tables["contacts"]["id"]
    for pair in range(len(tables.pairs)):
        if (
            tables.pairs.account[pair] == at
            and ids[tables.pairs.contact[pair]] == contact
            and tables.people[tables.pairs.person[pair]] == person
        ):
            value = float(result.card.inputs.strength.by_pair.values[pair, result.column])
            return None if np.isnan(value) else value
    return None


# An account with something in every section, and a row behind every signal.
RICH = """
industry: steel
tier: gold
owner: dana
revenue: 1000
team:
  - {person: dana, role: lead, since: @400}
  - {person: sam, role: support}
contacts:
  - {id: r, name: Robin, role: decision_maker, since: @700, personal: [runs],
     prefers: {channel: call, asked: @300}}
  - {id: s, name: Sasha, role: sponsor}
  - {id: u, name: Uma, role: user}
services:
  - {service: temp, since: @900}
touchpoints:
  - {date: @950, channel: visit, ours: [dana], theirs: [r], topic: strategic}
  - {date: @200, channel: meeting, ours: [dana, sam], theirs: [r, s], topic: review}
  - {date: @100, channel: call, ours: [dana], theirs: [s], topic: operational, gave: [thanks]}
  - {date: @20, channel: email, by: them, ours: [dana], theirs: [r], answered: @18}
  - {date: @9, channel: meeting, ours: [dana], theirs: [r], topic: strategic, gave: [idea],
     mood: 1, minutes: 60, planned_minutes: 60}
  - {date: @8, channel: call, ours: [sam], theirs: [u], topic: commercial}
commitments:
  - {what: Draft, made: @60, due: @40, done: @41}
  - {what: Plan, made: @30, due: @10}
issues:
  - {what: Late sheets, severity: major, opened: @50, closed: @46}
  - {what: Wrong bill, opened: @5}
ideas:
  - {what: Night pool, date: @35}
results:
  - {what: Vacancies down, date: @70, confirmed_by: r}
feedback:
  - {kind: satisfaction, contact: r, asked: @80, given: @78, rating: 8}
  - {kind: quality, contact: s, asked: @80, given: @77, rating: 7}
news:
  - {what: New rule, date: @90, our_word: @88}
goals:
  - {what: Open a site, from: r, confirmed: @120}
opportunities:
  - {service: perm, opened: @15, amount: 50}
referrals:
  - {date: @150, from: r}
rivals:
  - {who: Northstaff, seen: @30, answered: @20}
actions:
  - {what: Call Sasha, signal: coverage, contact: s, owner: sam, created: @6, due: @2}
"""
CATALOGUE = TEAM + "services: [{id: temp}, {id: perm}, {id: payroll}]\n"


def reading(
    name: str, text: str, settings: str = TEAM, since: str | None = "@1000"
) -> tuple[float | None, float | None]:
    """Read one signal of a book of one account: its value and its fit, rounded."""
    found = next(item for item in one(text, settings, since).readings if item.name == name)
    return (
        None if found.value is None else round(found.value, 4),
        None if found.fit is None else round(found.fit, 3),
    )


UNKNOWN = (None, None)


def workspace(files: str | dict[str, str], settings: str = TEAM) -> Workspace:
    """A workspace over texts."""
    named = {"book.yaml": files} if isinstance(files, str) else files
    return over(Memory({"clientfit.yaml": dated(settings), **named}))


def over(tree: Listed) -> Workspace:
    """A workspace over a tree, that keeps nothing."""
    from clientfit_cli.execution.executors import LocalExecutor
    from clientfit_cli.execution.workspace import Workspace

    return Workspace(tree, LocalExecutor(1))
