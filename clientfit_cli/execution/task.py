"""Errand: some files of a book -> a part of it, read and scored.

What one process does of many, or one machine of many: a pure function of files and a day. With a
shelf, what came of it is kept there.
"""

from __future__ import annotations

import datetime as dt
import gc
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from clientfit_cli.base.vocabulary import CAUSES, DIMENSIONS, UNSCORED
from clientfit_cli.book import load, model, settings
from clientfit_cli.engine.advice.method import numbers_of
from clientfit_cli.engine.advice.recommendation import plain
from clientfit_cli.engine.facts import tabulate
from clientfit_cli.execution.manifest import Found
from clientfit_cli.execution.partition import Part, grouped
from clientfit_cli.outcome import pipeline
from clientfit_cli.outcome.book import Rules, Standings, Words
from clientfit_cli.outcome.result import AccountResult
from clientfit_cli.storage.overlay import Digesting

if TYPE_CHECKING:
    from clientfit_cli.base.problems import Problem
    from clientfit_cli.book.settings import Settings
    from clientfit_cli.execution.cache import Shelf
    from clientfit_cli.outcome.result import Result
    from clientfit_cli.storage.tree import Entry, Tree

Item: TypeAlias = "list[Entry] | Found"  # files to read, or a part that was read before


@dataclass(frozen=True)
class Rulebook:
    """The settings of a book, read once for all of its parts, and what was wrong in them."""

    settings: Settings
    problems: list[Problem]


def rulebook(tree: Tree) -> tuple[Rulebook, str]:
    """Read the settings, and name their content."""
    noted = Digesting(tree)
    found = Rulebook(*settings.read(noted, numbers_of))
    governing = tree.settings()
    return found, noted.digests.get(governing or "", "")


@dataclass(frozen=True)
class Errand:
    """What is asked of every part: how its accounts stand as of a day.

    `full` standings have all steps and relationships of an account, not only its first step.
    """

    tree: Tree
    rules: Rulebook
    day: dt.date
    full: bool
    shelf: Shelf | None = None

    def __call__(self, item: Item) -> Part:
        """Do it for some files, or for columns that were kept of them."""
        try:
            return self._again(item) if isinstance(item, Found) else self._read(item)
        finally:
            gc.collect()  # a result refers to itself: the next part takes its room

    def _read(self, entries: list[Entry]) -> Part:
        noted = Digesting(self.tree)
        found = _book(noted, entries, self.rules)
        columns = tabulate.tabulated(found)
        result = pipeline.scored(found, columns, [self.day])[0]
        part = Part(
            grouped(found.claims), found.problems, found.left_out, self.rules.problems,
            standings(result, full=self.full),
        )  # fmt: skip
        if self.shelf is None:
            return part
        return replace(part, name=self.shelf.put(part, entries, noted.digests, columns))

    def _again(self, item: Found) -> Part:
        assert self.shelf is not None
        head = item.head
        columns = self.shelf.tables(head.name, self.rules.settings)
        if columns is None:  # gone, or never there
            gone = {name for group in item.gone for name in group.files}
            return self._read([one.entry for one in head.sources if one.name not in gone])
        found = model.Book(self.tree, self.rules.settings, {}, head.problems, head.left_out)
        result = pipeline.scored(found, columns, [self.day])[0]
        made = standings(result, full=self.full)
        self.shelf.put_standings(head.name, made)
        return head.part(made)


@dataclass(frozen=True)
class Check:
    """What is asked of every part where only what is wrong in it matters."""

    tree: Tree
    rules: Rulebook

    def __call__(self, item: Item) -> Part:
        """Read some files."""
        assert not isinstance(item, Found)
        found = _book(self.tree, item, self.rules)
        return Part(
            grouped(found.claims), found.problems, found.left_out, self.rules.problems, NOTHING
        )


NOTHING = Standings(dt.date.min, Rules("", 0.0, 0, (), {}), False, [], {}, frozenset())


def _book(tree: Tree, entries: list[Entry], rules: Rulebook) -> model.Book:
    # In the order of their names, whatever order they were cut in.
    names = sorted(entry.name for entry in entries)
    return load.part(tree, names, rules.settings, rules.problems)


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

    wide: dict[str, Any] = {
        "trend": np.where(begun, card.health[:, trail], np.nan),
        "causes": stacked([result.risk.terms[cause][:, column] for cause in CAUSES]),
        "cover": stacked(
            [grid.values[:, column] for grid in (cover.ours, cover.theirs, cover.strands,
                                                 cover.points)]
        ),
    }  # fmt: skip
    if full:
        wide |= {
            "dimensions": stacked([card.dimensions[name][0][:, column] for name in DIMENSIONS]),
            "values": stacked([card.readings[name].values[:, column] for name in signals]),
            "fits": stacked([card.fits[name][:, column] for name in signals]),
            "costs": stacked([card.cost(name)[:, column] for name in signals]),
        }
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
    one = AccountResult(result, at)
    held, carried = result.growth.holding[at], result.whom.carried[at]
    scored = result.card.bands[at, result.column] != UNSCORED
    alarms = [[two.name, two.caps, two.kind, two.why] for two in one.alarms] if scored else []
    steps = _steps(one, full=full) if scored else []
    pairs = [list(pair) for pair in one.relationships] if full and scored else []
    return Words(one.id, one.name, one.owner, one.tier, alarms, steps, list(held), carried, pairs)


def _steps(one: AccountResult, *, full: bool) -> list[list[object]]:
    advice = one.result.advice
    if full:
        return [plain(step) for step in advice.drafts(one.at)]
    first = advice.first_draft(one.at)
    return [plain(first)] if first else []
