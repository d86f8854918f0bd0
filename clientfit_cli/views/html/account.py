"""Dossiers: what the HTML report needs of an account beside its `AccountResult`.

The relationship matrix, what hangs by whom, the white space, and where the numbers stand in the
files; places are looked up once for all accounts, since finding one means reading its file again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from clientfit_cli.base.vocabulary import DIMENSIONS
from clientfit_cli.views.pages import coverage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from clientfit_cli.engine.algebra.grid import Row
    from clientfit_cli.outcome.book import Reading
    from clientfit_cli.outcome.result import AccountResult, Result

MOST_CONTACTS = 25
MOST_PEOPLE = 8
ROLES = {
    "decision_maker": "decides", "sponsor": "sponsor", "champion": "champion",
    "influencer": "influences", "user": "uses", "blocker": "blocks",
}  # fmt: skip


@dataclass(frozen=True)
class Bond:
    """One relationship: 0-100, its level, and whether it advances, holds or slips."""

    strength: float
    level: str
    direction: str


@dataclass(frozen=True)
class Matrix:
    """Ours x theirs: who knows whom how well; `rows` are contacts, the best known first."""

    people: list[str]
    rows: list[tuple[str, str, list[Bond | None]]]  # name, role, a bond for each of `people`
    more_contacts: int
    more_people: int


@dataclass(frozen=True)
class Dossier:
    """One account, with all that its section of the report shows."""

    one: AccountResult
    matrix: Matrix | None
    worst: str | None  # what is left when the one leaves whose leaving costs most
    build: str | None  # the shortest path to the goal
    white_space: list[tuple[str, float]]
    parts: list[tuple[str, float | None, list[Reading]]]
    places: Mapping[str, str]  # a signal or `alarm NAME` -> file:line +more


def dossiers(result: Result, accounts: Sequence[AccountResult], *, evidence: bool) -> list[Dossier]:
    """Gather what the sections of these accounts show; places in the files only if asked."""
    places = _places(result, accounts) if evidence else {}
    return [_dossier(one, places.get(one.id, {})) for one in accounts]


def _dossier(one: AccountResult, places: Mapping[str, str]) -> Dossier:
    web = coverage.web(one) if one.coverage else None
    worst = None
    if web and web.worst:
        left = web.worst
        who = coverage.departing(one, left)
        worst = f"{left.ours}x{left.theirs} without {who}"
    tables, growth, advice = one.result.tables, one.result.growth, one.result.advice
    build = [
        f"{tables.person(person)} with {tables['contacts'].label(contact)}"
        for person, contact in (web.path if web else [])
    ]
    space = [
        (advice.service_name(two.service), two.likelihood) for two in growth.white_space(one.at)[:5]
    ]
    readings = one.readings
    parts = [
        (name, one.dimensions[name], [two for two in readings if two.dimension == name])
        for name in DIMENSIONS
    ]
    return Dossier(
        one, _matrix(one), worst, ", ".join(build) or None, space,
        [part for part in parts if part[2]], places,
    )  # fmt: skip


def _matrix(one: AccountResult) -> Matrix | None:
    """Lay the relationships of an account out; None where there is nobody to show."""
    if one.coverage is None:
        return None
    table, column = one.result.tables["contacts"], one.result.column
    low, high = np.searchsorted(table.account, [one.at, one.at + 1])
    active = one.result.card.inputs.active.held[:, column]
    there = {table["id"][at]: at for at in range(int(low), int(high)) if active[at]}
    bonds: dict[tuple[str, str], Bond] = {}
    reach: dict[str, float] = {}
    best: dict[str, float] = dict.fromkeys(there, 0.0)
    for person, contact, strength, level, direction in one.relationships:
        if contact not in there:
            continue
        bonds[person, contact] = Bond(strength, level, direction)
        reach[person] = reach.get(person, 0.0) + strength
        best[contact] = max(best[contact], strength)
    if not there or not reach:
        return None
    people = sorted(reach, key=lambda person: (-reach[person], person))
    contacts = sorted(best, key=lambda contact: (-best[contact], contact))
    shown = people[:MOST_PEOPLE]
    rows = [
        (
            table.label(there[contact]),
            ROLES.get(one.result.tables.role(there[contact]) or "", ""),
            [bonds.get((person, contact)) for person in shown],
        )
        for contact in contacts[:MOST_CONTACTS]
    ]
    names = one.result.tables.names
    return Matrix(
        [names[person] for person in shown], rows,
        len(contacts) - len(rows), len(people) - len(shown),
    )  # fmt: skip


def _places(result: Result, accounts: Sequence[AccountResult]) -> dict[str, dict[str, str]]:
    """Say for every signal and alarm where the first row of its evidence stands."""
    rows: dict[tuple[str, str], list[Row]] = {}
    for one in accounts:
        for reading in one.readings:
            rows[one.id, reading.name] = one.evidence(reading.name)
        for alarm in one.alarms:
            rows[one.id, f"alarm {alarm.name}"] = list(alarm.evidence)
    wanted = list({found[0] for found in rows.values() if found})
    where = dict(zip(wanted, result.where(wanted), strict=True))
    root = result.book.tree.shown("").rstrip("/") + "/"
    said: dict[str, dict[str, str]] = {}
    for (account, name), found in rows.items():
        if found:
            place = where[found[0]]
            more = f" +{len(found) - 1}" if len(found) > 1 else ""
            text = f"{place.file.removeprefix(root)}:{place.line}{more}"
            said.setdefault(account, {})[name] = text
    return said
