"""Partition: a book in parts that fit into memory, each with the outcomes of its accounts.

An account whose files lie in several parts spans them: it is read again, all its files together.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from clientfit_cli.base.problems import Problem
    from clientfit_cli.outcome.book import BookOutcome
    from clientfit_cli.outcome.request import Detail
    from clientfit_cli.storage.tree import Entry

MOST_FILES, MOST_BYTES = 500, 12_000_000  # of one part; what it takes to score is ten times that


class Group(NamedTuple):
    """Files and accounts that have nothing to do with others: mostly one of each."""

    files: tuple[str, ...]
    accounts: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """What came of some files: an outcome of their sound accounts for every request.

    `settings` are the problems of the settings, the same in every part of a book; `name` is what it
    is called in the cache.
    """

    groups: list[Group]
    problems: list[Problem]
    left_out: list[str]
    settings: list[Problem]
    outcomes: list[BookOutcome]
    name: str = ""

    def without(self, groups: Collection[Group], shown: Callable[[str], str]) -> Part:
        """Leave groups out."""
        if not groups:
            return self
        gone = {name for group in groups for name in group.accounts}
        files = {name for group in groups for name in group.files}
        places = {shown(name) for name in files}
        return replace(
            self,
            groups=[group for group in self.groups if files.isdisjoint(group.files)],
            problems=[one for one in self.problems if one.where.file not in places],
            left_out=[name for name in self.left_out if name not in gone],
            outcomes=[outcome.without(gone) for outcome in self.outcomes],
        )

    def just(self, details: Collection[Detail]) -> Part:
        """Keep some details of its outcomes."""
        return replace(self, outcomes=[outcome.just(details) for outcome in self.outcomes])


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
        for account in filter(None, accounts):
            leader[first(owner.setdefault(account, name))] = first(name)
    files: dict[str, list[str]] = {}
    for name in claims:
        files.setdefault(first(name), []).append(name)
    return [
        Group(tuple(names), tuple(dict.fromkeys(one for name in names for one in claims[name])))
        for names in files.values()
    ]


def cut(entries: Iterable[Entry]) -> list[list[Entry]]:
    """Cut a book into parts of a size that fits into memory, files of one account side by side.

    These share a word of their path that few others have: `acme.yaml` and `mails/acme.yaml`, or
    `acme/account.yaml` and `acme/touchpoints/2026.yaml`.
    """
    words = {entry: entry.name.rpartition(".")[0].split("/") for entry in entries}
    shared = Counter(word for those in words.values() for word in set(those))

    def together(entry: Entry) -> tuple[str, str]:
        several = [word for word in words[entry] if shared[word] > 1]
        return min(several, key=shared.__getitem__, default=words[entry][-1]), entry.name

    found: list[list[Entry]] = []
    room = (0, 0)
    for entry in sorted(words, key=together):
        files, size = room
        if files < 1 or size < entry.size:
            found.append([])
            files, size = MOST_FILES, MOST_BYTES
        found[-1].append(entry)
        room = files - 1, size - entry.size
    return found


def spanning(parts: Sequence[Part]) -> list[Group]:
    """Find what lies in several parts, put together."""
    holders = Counter(
        name for part in parts for name in {one for group in part.groups for one in group.accounts}
    )
    several = {name for name, number in holders.items() if name and number > 1}
    claims = {
        name: list(group.accounts)
        for part in parts
        for group in part.groups
        if not several.isdisjoint(group.accounts)
        for name in group.files
    }
    return grouped(claims)


def repartition(spanning: Iterable[Group], entries: dict[str, Entry]) -> list[list[Entry]]:
    """Cut groups that spanned several parts into parts that hold each as a whole."""
    found: list[list[Entry]] = []
    size = MOST_BYTES
    for group in spanning:
        files = [entries[name] for name in sorted(group.files)]
        more = sum(entry.size for entry in files)
        if size + more > MOST_BYTES:
            found.append([])
            size = 0
        found[-1] += files
        size += more
    return found
