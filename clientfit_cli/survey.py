"""Survey: a whole book in parts -> how all its accounts stand."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Protocol

from clientfit_cli import parts, settings
from clientfit_cli.book import empty
from clientfit_cli.problems import errors, in_order
from clientfit_cli.standing import joined

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Sequence

    from clientfit_cli.parts import Part
    from clientfit_cli.standing import Standings
    from clientfit_cli.trees import Entry, Listed


class Run(Protocol):
    """Do some work for every item, wherever; answers come in the order of the items."""

    def __call__(
        self, work: Callable[[Sequence[str]], Part], items: list[list[str]]
    ) -> Iterable[Part]: ...


def survey(
    tree: Listed,
    day: dt.date,
    run: Run,
    *,
    full: bool = False,
    tick: Callable[[int, int], None] | None = None,
) -> Standings:
    """Read and score a book as of a day, in parts; the same as all at once, whoever does them.

    `full` standings have all steps and relationships of an account, not only its first step.
    """
    entries, obstacles = tree.listing()
    sizes = {entry.name: entry for entry in entries}
    work = partial(parts.part, tree, day=day, full=full)

    def done(cuts: list[list[str]]) -> Iterable[Part]:
        read = 0
        for names, found in zip(cuts, run(work, cuts), strict=True):
            read += len(names)
            if tick:
                tick(read, len(sizes))
            yield found

    found = list(done(parts.cut(entries) or [[]]))
    torn = parts.torn(found)
    if torn:
        found = [one.without(set(one.groups) - _whole(one, torn), tree.shown) for one in found]
        found += done(_regrouped(torn, sizes))
    _, wrong = settings.read(tree)
    problems = [*wrong, *obstacles, *(problem for one in found for problem in one.problems)]
    left_out = sorted({name for one in found for name in one.left_out})
    whole = joined(one.standings for one in found)
    if not len(whole) and not left_out and not errors(problems):
        problems.append(empty(tree))
    return replace(whole, problems=in_order(problems), left_out=left_out)


def _whole(part: Part, torn: list[parts.Group]) -> set[parts.Group]:
    files = {name for group in torn for name in group.files}
    return {group for group in part.groups if files.isdisjoint(group.files)}


def _regrouped(torn: list[parts.Group], entries: dict[str, Entry]) -> list[list[str]]:
    """Cut torn groups into parts again, each group in one of them."""
    found: list[list[str]] = []
    size = parts.MOST_BYTES
    for group in torn:
        more = sum(entries[name].size for name in group.files)
        if size + more > parts.MOST_BYTES:
            found.append([])
            size = 0
        found[-1] += sorted(group.files)
        size += more
    return found
