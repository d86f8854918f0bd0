"""Survey: a whole book in parts -> how all its accounts stand."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from clientfit_cli.base.problems import errors, in_order
from clientfit_cli.execution import partition as parts
from clientfit_cli.outcome.book import Context, joined
from clientfit_cli.storage.tree import SETTINGS, no_accounts

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Sequence

    from clientfit_cli.base.problems import Problem
    from clientfit_cli.execution.cache import Shelf
    from clientfit_cli.execution.executors import Engine
    from clientfit_cli.execution.manifest import Found
    from clientfit_cli.execution.partition import Group, Part
    from clientfit_cli.execution.task import Item, Rulebook
    from clientfit_cli.outcome.book import Standings
    from clientfit_cli.storage.tree import Entry, Listed

MOST_SMALL = 8  # parts on a shelf that are read anew, as one, when something is read anyway


def survey(
    tree: Listed,
    day: dt.date,
    engine: Engine,
    *,
    full: bool = False,
    shelf: Shelf | None = None,
    tick: Callable[[int, int], None] | None = None,
) -> Standings:
    """Read and score a book as of a day, in parts; the same as all at once, whoever does them.

    `full` standings have all steps and relationships of an account, not only its first step. What
    is on the shelf is not read again.
    """
    entries, obstacles = _listed(tree)
    found = _Survey(tree, engine, entries, tick, day, full=full, shelf=shelf).parts()
    return _book(tree, found, obstacles)


def _book(tree: Listed, found: Sequence[Part], obstacles: Sequence[Problem]) -> Standings:
    """Put the parts of a book together."""
    left_out = sorted({name for one in found for name in one.left_out})
    whole = joined(one.standings for one in found)
    problems = _problems(tree, found, obstacles, sound=len(whole) + len(left_out))
    return replace(whole, problems=problems, left_out=left_out)


def _problems(
    tree: Listed, found: Sequence[Part], obstacles: Sequence[Problem], *, sound: int
) -> list[Problem]:
    """Put together what is wrong in a book of so many accounts."""
    problems = [*obstacles, *found[0].settings]
    problems += [problem for one in found for problem in one.problems]
    if not sound and not errors(problems):
        problems.append(no_accounts(tree))
    return in_order(problems)


def _listed(tree: Listed) -> tuple[dict[str, Entry], list[Problem]]:
    """List the files of accounts by name."""
    entries, obstacles = tree.listing()
    return {entry.name: entry for entry in entries if entry.name != SETTINGS}, obstacles


class Checked(NamedTuple):
    """What is wrong in a book, and how many accounts it has, sound or not."""

    problems: list[Problem]
    accounts: int


def checked(
    tree: Listed, engine: Engine, *, tick: Callable[[int, int], None] | None = None
) -> Checked:
    """Read a book in parts, and say what is wrong in it; nothing is scored."""
    entries, obstacles = _listed(tree)
    found = _Survey(tree, engine, entries, tick).parts()
    accounts = {name for part in found for group in part.groups for name in group.accounts if name}
    return Checked(_problems(tree, found, obstacles, sound=len(accounts)), len(accounts))


def spread(
    tree: Listed,
    day: dt.date,
    engine: Engine,
    judge: Callable[[Standings], Callable[[Part, Any, Context], object]],
) -> Standings:
    """Go over a book like `survey`, and put every part somewhere, each where it was made.

    Only what is small comes together here: the answer has no steps, alarms and relationships.
    `judge` sees it, and says what is to be done with each part, or ends it all.
    """
    from clientfit_cli.execution.task import Errand, rulebook

    entries, obstacles = _listed(tree)
    errand = Errand(tree, rulebook(tree)[0], day, full=True)
    held = engine.hold(errand, parts.cut(entries.values()) or [[]])
    found = list(engine.on(_bare, held, held, None))
    gone: list[list[Group]] = [[] for _ in found]
    torn = parts.torn(found)
    if torn:
        whole = {name for group in torn for name in group.files}
        gone = [_within(part, whole) for part in found]
        again = engine.hold(errand, parts.cut_again(torn, entries))
        held += again
        gone += [[] for _ in again]
        found = [part.without(some, tree.shown) for part, some in zip(found, gone, strict=False)]
        found += engine.on(_bare, again, again, None)
    book = _book(tree, found, obstacles)
    put = judge(book)
    which = list(enumerate(gone))
    for _ in engine.on(put, held, which, Context(book.load, book.together)):
        pass
    return book


def _bare(part: Part, *_: object) -> Part:
    return replace(part, standings=part.standings.bare())


class _Survey:
    """One going over a book."""

    def __init__(
        self,
        tree: Listed,
        engine: Engine,
        entries: dict[str, Entry],
        tick: Callable[[int, int], None] | None,
        day: dt.date | None = None,  # without one, nothing is scored
        *,
        full: bool = False,
        shelf: Shelf | None = None,
    ) -> None:
        self.tree, self.day, self.engine, self.full, self.shelf = tree, day, engine, full, shelf
        self.tick, self.entries = tick, entries
        self.done = 0

    def parts(self) -> list[Part]:
        """Find all parts of the book, none of them torn."""
        kept = self.shelf.heads(self.entries.values(), self.tree.read) if self.shelf else []
        covered = self._covered(kept)
        rest = [entry for entry in self.entries.values() if entry.name not in covered]
        if rest:
            kept = _large(kept)
            covered = self._covered(kept)
            rest = [entry for entry in self.entries.values() if entry.name not in covered]
        ready = {one.head.name: self._standing(one) for one in kept}
        again = [one for one in kept if ready[one.head.name] is None]
        items: list[Item] = [*again]
        items += parts.cut(rest)
        if not items and not kept:
            items = [[]]
        if items and self.shelf and self._settings_changed:
            self.shelf = None  # what is on it was made with others
            return self.parts()
        found = [part for part in ready.values() if part]
        self.done = sum(len(group.files) for part in found for group in part.groups)
        for at, part in enumerate(self._run(items)):
            found.append(self._without(part, again[at].gone) if at < len(again) else part)
        torn = parts.torn(found)
        if torn:
            whole = {name for group in torn for name in group.files}
            found = [self._without(part, _within(part, whole)) for part in found]
            found += self._run(parts.cut_again(torn, self.entries))
        if self.shelf and items:
            self.shelf.sweep({one.head.name for one in kept} | {part.name for part in found})
        return found

    @cached_property
    def _read_rules(self) -> tuple[Rulebook, str]:
        from clientfit_cli.execution.task import rulebook

        return rulebook(self.tree)

    @property
    def _rulebook(self) -> Rulebook:
        return self._read_rules[0]

    @property
    def _settings_changed(self) -> bool:
        """Say whether the settings are no longer those that the shelf was chosen by."""
        return self.shelf is not None and self._read_rules[1] != self.shelf.rules

    def _covered(self, kept: list[Found]) -> set[str]:
        return {
            name
            for one in kept
            for group in set(one.head.groups).difference(one.gone)
            for name in group.files
        }

    def _standing(self, one: Found) -> Part | None:
        assert self.shelf is not None
        assert self.day is not None
        made = self.shelf.standings(one.head.name, self.day, full=self.full)
        return self._without(one.head.part(made), one.gone) if made else None

    def _without(self, part: Part, groups: Sequence[Group]) -> Part:
        return part.without(groups, self.tree.shown)

    def _run(self, items: Sequence[Item]) -> Iterator[Part]:
        if not items:
            return
        from clientfit_cli.execution.task import Check, Errand  # heavy: often all is on the shelf

        rules = self._rulebook
        errand = (
            Errand(self.tree, rules, self.day, self.full, self.shelf)
            if self.day
            else Check(self.tree, rules)
        )
        for part in self.engine.each(errand, items):
            self.done += sum(len(group.files) for group in part.groups)
            if self.tick:
                self.tick(min(self.done, len(self.entries)), len(self.entries))
            yield part


def _large(kept: list[Found]) -> list[Found]:
    """Leave out parts of a few files, when there are many of them: they become one."""
    small = [one for one in kept if len(one.head.sources) < parts.MOST_FILES // 4]
    return [one for one in kept if one not in small] if len(small) > MOST_SMALL else kept


def _within(part: Part, files: set[str]) -> list[Group]:
    return [group for group in part.groups if not files.isdisjoint(group.files)]
