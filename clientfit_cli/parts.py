"""Parts: some files of a book -> how their accounts stand.

What one process does of many, or one machine of many: a pure function of files, a day, and nothing
else. An account whose files lie in several parts is read again, all its files together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from clientfit_cli import book, pipeline
from clientfit_cli.standing import Rules, Standings, Words
from clientfit_cli.step import plain
from clientfit_cli.terms import CAUSES, DIMENSIONS, UNSCORED

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Sequence

    from clientfit_cli.problems import Problem
    from clientfit_cli.result import AccountResult, Result
    from clientfit_cli.trees import Entry, Tree

MOST_FILES, MOST_BYTES = 500, 12_000_000  # of one part; what it takes to score is ten times that


class Group(NamedTuple):
    """Files and accounts that have nothing to do with others: mostly one of each."""

    files: tuple[str, ...]
    accounts: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """What came of some files; `standings` hold their sound accounts."""

    groups: list[Group]
    problems: list[Problem]
    left_out: list[str]
    standings: Standings

    def without(self, groups: set[Group], shown: Callable[[str], str]) -> Part:
        """Leave groups out."""
        if not groups:
            return self
        gone = {name for group in groups for name in group.accounts}
        files = {shown(name) for group in groups for name in group.files}
        keep = np.array([one.id not in gone for one in self.standings.words], dtype=bool)
        return Part(
            [group for group in self.groups if group not in groups],
            [one for one in self.problems if one.where.file not in files],
            [name for name in self.left_out if name not in gone],
            self.standings.only(keep),
        )


def part(tree: Tree, names: Sequence[str], day: dt.date, *, full: bool) -> Part:
    """Read and score some files as of a day; `full` standings have all steps and relationships."""
    found = book.part(tree, names)
    result = pipeline.results(found, [day])[0]
    return Part(grouped(found.claims), found.problems, found.left_out, standings(result, full=full))


def grouped(claims: dict[str, list[str]]) -> list[Group]:
    """Put files that speak of one account together."""
    leader: dict[str, str] = {}  # of each file, its group's first file

    def first(name: str) -> str:
        while leader[name] != name:
            leader[name] = name = leader[leader[name]]
        return name

    owner: dict[str, str] = {}
    for name, accounts in claims.items():
        leader[name] = name
        for account in accounts:
            leader[first(owner.setdefault(account, name))] = first(name)
    files: dict[str, list[str]] = {}
    for name in claims:
        files.setdefault(first(name), []).append(name)
    return [
        Group(tuple(names), tuple(dict.fromkeys(one for name in names for one in claims[name])))
        for names in files.values()
    ]


def cut(entries: Iterable[Entry]) -> list[list[str]]:
    """Cut a book into parts of a size that fits into memory, files of one name side by side."""
    found: list[list[str]] = []
    room = (0, 0)
    for entry in sorted(entries, key=lambda entry: (entry.name.rsplit("/", 1)[-1], entry.name)):
        files, size = room
        if files < 1 or size < entry.size:
            found.append([])
            files, size = MOST_FILES, MOST_BYTES
        found[-1].append(entry.name)
        room = files - 1, size - entry.size
    return found


def torn(parts: Sequence[Part]) -> list[Group]:
    """Find what lies in several parts, put together."""
    holders: dict[str, int] = {}
    several = set()
    for part_ in parts:
        for group in part_.groups:
            for name in group.accounts:
                holders[name] = holders.get(name, 0) + 1
    several = {name for name, number in holders.items() if number > 1}
    claims: dict[str, list[str]] = {}
    for part_ in parts:
        for group in part_.groups:
            if not several.isdisjoint(group.accounts):
                claims |= {name: list(group.accounts) for name in group.files}
    return grouped(claims)


# -- standings -----------------------------------------------------------------------------------


def standings(result: Result, *, full: bool) -> Standings:
    """Take out of a result how every account stands."""
    card, column = result.card, result.column
    settings = result.book.settings
    size = result.tables.size
    band = card.bands[:, column]
    now = {
        "band": band,
        "health": card.health[:, column],
        "known": card.known[:, column],
        "risk": result.risk.index[:, column],
        "revenue": result.tables.columns["revenue"],
        "at_risk": result.risk.at_risk[:, column],
        "since": result.tables.columns["since"],
        "start": result.tables.columns["start"],
        "lost": result.tables.columns["lost"],
    }
    trail = result.trail
    begun = card.bands[:, trail] != UNSCORED
    cover = card.inputs.coverage
    signals = [one.name for one in card.signals]

    def stacked(columns: list[np.ndarray]) -> np.ndarray:
        return np.stack(columns, axis=1) if columns else np.empty((size, 0))

    wide = {
        "trend": np.where(begun, card.health[:, trail], np.nan),
        "causes": stacked([result.risk.terms[cause][:, column] for cause in CAUSES]),
        "dimensions": stacked([card.dimensions[name][0][:, column] for name in DIMENSIONS]),
        "cover": stacked(
            [grid.values[:, column] for grid in (cover.ours, cover.theirs, cover.strands,
                                                 cover.points)]
        ),
        "values": stacked([card.readings[name].values[:, column] for name in signals]),
        "fits": stacked([card.fits[name][:, column] for name in signals]),
        "costs": stacked([card.cost(name)[:, column] for name in signals]),
    }  # fmt: skip
    return Standings(
        result.day,
        Rules(
            settings.currency,
            settings.scoring.budgeted_loss,
            cover.goal,
            tuple((one.name, one.dimension, one.unit, card.weights[one.name])
                  for one in card.signals),
            {one.id: one.name or one.id for one in settings.team or []},
        ),
        full,
        [_words(result, at, full=full) for at in range(size)],
        {**now, **wide},
        frozenset(result.whom.there),
    )  # fmt: skip


def _words(result: Result, at: int, *, full: bool) -> Words:
    from clientfit_cli.result import AccountResult

    one = AccountResult(result, at)
    held, carried = result.growth.holding[at], result.whom.carried[at]
    scored = result.card.bands[at, result.column] != UNSCORED
    steps = _steps(one, full=full) if scored else []
    alarms = [[two.name, two.caps, two.kind, two.why] for two in one.alarms]
    pairs = one.relationships if full and scored else []
    return Words(
        one.id, one.name, one.owner, one.tier, alarms if scored else [], steps, list(held),
        carried, [list(pair) for pair in pairs],
    )  # fmt: skip


def _steps(one: AccountResult, *, full: bool) -> list[list[object]]:
    advice = one.result.advice
    if full:
        return [plain(step) for step in advice.drafts(one.at)]
    first = advice.first_draft(one.at)
    return [plain(first)] if first else []
