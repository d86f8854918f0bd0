"""Run: a whole book in parts -> how all its accounts stand, or what is wrong in it."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from clientfit_cli.base.problems import errors, in_order
from clientfit_cli.execution.partition import MOST_FILES, cut, repartition, spanning
from clientfit_cli.outcome.book import joined
from clientfit_cli.outcome.request import SUMMARY
from clientfit_cli.storage.tree import SETTINGS, no_accounts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from clientfit_cli.base.problems import Problem
    from clientfit_cli.execution.cache import Cache
    from clientfit_cli.execution.executors import Executor
    from clientfit_cli.execution.manifest import CacheHit
    from clientfit_cli.execution.partition import Group, Part
    from clientfit_cli.execution.task import Item, LoadedSettings
    from clientfit_cli.outcome.book import BookOutcome
    from clientfit_cli.outcome.columns import Context
    from clientfit_cli.outcome.request import Request
    from clientfit_cli.storage.tree import Entry, Listed

MOST_SMALL = 8  # small parts that are kept: more are read anew, as one, when something is read


class Answer(NamedTuple):
    """What came of a book: an outcome for every request, and which files speak of whom."""

    outcomes: list[BookOutcome]
    problems: list[Problem]
    groups: list[Group]

    @property
    def accounts(self) -> int:
        """How many accounts there are, sound or not."""
        return len({name for group in self.groups for name in group.accounts if name})


def run(
    tree: Listed,
    requests: Sequence[Request],
    executor: Executor,
    *,
    cache: Cache | None = None,
    tick: Callable[[int, int], None] | None = None,
    loaded: LoadedSettings | None = None,
) -> Answer:
    """Read and score a book in parts; the same as all at once, whoever does them.

    What is in the cache is not read again. `loaded` are other settings than the book's own.
    """
    entries, obstacles = _listed(tree)
    parts = _Run(tree, executor, entries, tuple(requests), cache, tick, loaded).parts()
    return _answer(tree, parts, obstacles)


def _answer(tree: Listed, parts: Sequence[Part], obstacles: Sequence[Problem]) -> Answer:
    """Put the parts of a book together."""
    left_out = sorted({name for part in parts for name in part.left_out})
    groups = [group for part in parts for group in part.groups]
    accounts = {name for group in groups for name in group.accounts if name}
    problems = _problems(tree, parts, obstacles, sound=len(accounts))
    answers = [
        replace(joined(outcomes), problems=problems, left_out=left_out, root=_root(tree))
        for outcomes in zip(*(part.outcomes for part in parts), strict=True)
    ]
    return Answer(answers, problems, groups)


def _root(tree: Listed) -> str:
    return tree.shown("").rstrip("/") + "/"


def _problems(
    tree: Listed, parts: Sequence[Part], obstacles: Sequence[Problem], *, sound: int
) -> list[Problem]:
    """Put together what is wrong in a book of so many accounts."""
    problems = [*obstacles, *parts[0].settings]
    problems += [problem for part in parts for problem in part.problems]
    if not sound and not errors(problems):
        problems.append(no_accounts(tree))
    return in_order(problems)


def _listed(tree: Listed) -> tuple[dict[str, Entry], list[Problem]]:
    """List the files of accounts by name."""
    entries, obstacles = tree.listing()
    return {entry.name: entry for entry in entries if entry.name != SETTINGS}, obstacles


def write_partitions(
    tree: Listed,
    request: Request,
    executor: Executor,
    judge: Callable[[BookOutcome], Callable[[Part, Any, Context], object]],
) -> BookOutcome:
    """Go over a book like `run`, and put every part somewhere, each where it was made.

    Only what is small comes together here: the answer has no more than a summary. `judge` sees it,
    and says what is to be done with each part, or ends it all.
    """
    from clientfit_cli.execution.task import Task, loaded_settings

    entries, obstacles = _listed(tree)
    task = Task(tree, loaded_settings(tree)[0], (request,))
    held = executor.persist(task, cut(entries.values()) or [[]])
    parts = list(executor.on(_bare, held, held, None))
    gone: list[list[Group]] = [[] for _ in parts]
    torn = spanning(parts)
    if torn:
        whole = {name for group in torn for name in group.files}
        gone = [_within(part, whole) for part in parts]
        again = executor.persist(task, repartition(torn, entries))
        held += again
        gone += [[] for _ in again]
        parts = [part.without(some, tree.shown) for part, some in zip(parts, gone, strict=False)]
        parts += executor.on(_bare, again, again, None)
    book = _answer(tree, parts, obstacles).outcomes[0]
    put = judge(book)
    for _ in executor.on(put, held, list(enumerate(gone)), book.context):
        pass
    return book


def _bare(part: Part, *_: object) -> Part:
    return part.just(SUMMARY)


class _Run:
    """One going over a book."""

    def __init__(
        self,
        tree: Listed,
        executor: Executor,
        entries: dict[str, Entry],
        requests: tuple[Request, ...],
        cache: Cache | None,
        tick: Callable[[int, int], None] | None,
        loaded: LoadedSettings | None,
    ) -> None:
        self.tree, self.executor, self.entries = tree, executor, entries
        self.requests, self.cache, self.tick = requests, cache, tick
        self.given = loaded
        self.done = 0

    def parts(self) -> list[Part]:
        """Find all parts of the book, none of them sharing an account with another."""
        kept = self.cache.hits(self.entries.values(), self.tree.read) if self.cache else []
        covered = self._covered(kept)
        rest = [entry for entry in self.entries.values() if entry.name not in covered]
        if rest:
            kept = _large(kept)
            covered = self._covered(kept)
            rest = [entry for entry in self.entries.values() if entry.name not in covered]
        ready = [self._kept(hit) for hit in kept]
        items: list[Item] = [hit for _, hit in ready if hit.missing]
        items += cut(rest)
        if not items and not kept:
            items = [[]]
        if items and self.cache and self._settings_changed:
            self.cache = None  # what is kept was made with others
            return self.parts()
        self.done = sum(len(group.files) for part, hit in ready if not hit.missing
                        for group in part.groups)  # fmt: skip
        made = iter(self._run(items))
        parts = [self._complete(part, hit, next(made)) if hit.missing else part
                 for part, hit in ready]  # fmt: skip
        parts += made
        torn = spanning(parts)
        if torn:
            whole = {name for group in torn for name in group.files}
            parts = [self._without(part, _within(part, whole)) for part in parts]
            parts += self._run(repartition(torn, self.entries))
        if self.cache and items:
            names = {hit.manifest.name for hit in kept} | {part.name for part in parts}
            self.cache.sweep(names)
        return parts

    @cached_property
    def _read_settings(self) -> tuple[LoadedSettings, str]:
        from clientfit_cli.execution.task import loaded_settings

        return (self.given, "") if self.given else loaded_settings(self.tree)

    @property
    def _settings_changed(self) -> bool:
        """Say whether the settings are no longer those that the cache was chosen by."""
        return self.cache is not None and self._read_settings[1] != self.cache.rules

    def _covered(self, kept: list[CacheHit]) -> set[str]:
        return {name for hit in kept for group in hit.groups for name in group.files}

    def _kept(self, hit: CacheHit) -> tuple[Part, CacheHit]:
        """Take what is kept of a part, and note what is missing of the requests."""
        assert self.cache is not None
        found = [self.cache.outcome(hit.manifest.name, request) for request in self.requests]
        missing = tuple(request for _, request in found if request)
        outcomes = [outcome for outcome, _ in found]
        part = hit.manifest.part(outcomes)  # type: ignore[arg-type]  # completed below
        hit = hit._replace(missing=missing)
        return (part if missing else self._without(part, hit.gone)), hit

    def _complete(self, part: Part, hit: CacheHit, made: Part) -> Part:
        """Add what was computed of a part to what was kept of it."""
        if made.name != hit.manifest.name:  # its columns were gone: it was read anew, as a whole
            return made
        new = iter(made.outcomes)
        asked = {request.key: next(new) for request in hit.missing}
        outcomes = [
            outcome if request.key not in asked
            else outcome.plus(asked[request.key]) if outcome else asked[request.key]
            for outcome, request in zip(part.outcomes, self.requests, strict=True)
        ]  # fmt: skip
        return self._without(replace(part, outcomes=outcomes), hit.gone)

    def _without(self, part: Part, groups: Sequence[Group]) -> Part:
        return part.without(groups, self.tree.shown)

    def _run(self, items: Sequence[Item]) -> Iterator[Part]:
        if not items:
            return
        from clientfit_cli.execution.task import Task  # heavy: often all is kept

        task = Task(self.tree, self._read_settings[0], self.requests, self.cache)
        for part in self.executor.each(task, items):
            self.done += sum(len(group.files) for group in part.groups)
            if self.tick:
                self.tick(min(self.done, len(self.entries)), len(self.entries))
            yield part


def _large(kept: list[CacheHit]) -> list[CacheHit]:
    """Leave out parts of a few files, when there are many of them: they become one."""
    small = [hit for hit in kept if len(hit.manifest.sources) < MOST_FILES // 4]
    return [hit for hit in kept if hit not in small] if len(small) > MOST_SMALL else kept


def _within(part: Part, files: set[str]) -> list[Group]:
    return [group for group in part.groups if not files.isdisjoint(group.files)]
