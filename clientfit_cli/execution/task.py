"""Task: some files of a book -> a part of it, read and scored.

What one process does of many, or one machine of many: a pure function of files and requests. With a
cache, what came of it is kept there.
"""

from __future__ import annotations

import gc
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from clientfit_cli.book import load, settings
from clientfit_cli.book.directory import known_by
from clientfit_cli.engine.advice.method import numbers_of
from clientfit_cli.engine.facts import tabulate
from clientfit_cli.execution.manifest import CacheHit
from clientfit_cli.execution.partition import Part, grouped
from clientfit_cli.outcome.build import outcomes
from clientfit_cli.outcome.request import Detail
from clientfit_cli.storage.overlay import Digesting

if TYPE_CHECKING:
    from collections.abc import Callable

    from clientfit_cli.base.problems import Problem
    from clientfit_cli.book.model import Book
    from clientfit_cli.book.settings import Settings
    from clientfit_cli.execution.cache import Cache
    from clientfit_cli.outcome.request import Request
    from clientfit_cli.storage.tree import Entry, Tree

Item: TypeAlias = "list[Entry] | CacheHit"  # files to read, or a part that was read before


@dataclass(frozen=True)
class LoadedSettings:
    """The settings of a book, read once for all of its parts, and what was wrong in them."""

    settings: Settings
    problems: list[Problem]


def read_book(tree: Tree, tick: Callable[[int, int], None] | None = None) -> Book:
    """Read all records of a book, with its settings held to the members that there are."""
    return load.read(tree, numbers_of, tick)


def loaded_settings(tree: Tree) -> tuple[LoadedSettings, str]:
    """Read the settings, and name their content."""
    noted = Digesting(tree)
    loaded = LoadedSettings(*settings.read(noted, numbers_of))
    governing = tree.settings()
    return loaded, noted.digests.get(governing or "", "")


@dataclass(frozen=True)
class Task:
    """What is asked of every part: an outcome for every request; without one, only problems."""

    tree: Tree
    loaded: LoadedSettings
    requests: tuple[Request, ...]
    cache: Cache | None = None

    def __call__(self, item: Item) -> Part:
        """Do it for some files, or for columns that were kept of them."""
        try:
            return self._again(item) if isinstance(item, CacheHit) else self._read(item)
        finally:
            gc.collect()  # a scorecard refers to itself: the next part takes its room

    def _read(self, entries: list[Entry]) -> Part:
        noted = Digesting(self.tree)
        book = self._book(noted, [entry.name for entry in entries])
        part = Part(
            grouped(book.claims), book.problems, book.left_out, self.loaded.problems, []
        )  # fmt: skip
        if not self.requests and not self.cache:
            return part
        columns = tabulate.tabulated(book)
        if self.requests:
            part = replace(part, outcomes=outcomes(columns, self.requests, book))
        if self.cache is None:
            return part
        known = {name: known_by(account) for name, account in book.accounts.items()}
        return replace(part, name=self.cache.put(part, entries, noted.digests, columns, known))

    def _again(self, hit: CacheHit) -> Part:
        """Compute what is missing of a part that is kept."""
        assert self.cache is not None
        manifest = hit.manifest
        columns = None
        if not any(Detail.EVIDENCE in request.details for request in hit.missing):
            columns = self.cache.tables(manifest.name, self.loaded.settings)
        if columns is None:  # gone, or only the files themselves say it
            gone = {name for group in hit.gone for name in group.files}
            return self._read([one.entry for one in manifest.sources if one.name not in gone])
        answers = outcomes(columns, hit.missing)
        for outcome in answers:
            self.cache.put_outcome(manifest.name, outcome)
        return manifest.part(answers)

    def _book(self, tree: Tree, names: list[str]) -> Book:
        # In the order of their names, whatever order they were cut in.
        return load.part(tree, sorted(names), self.loaded.settings, self.loaded.problems)
