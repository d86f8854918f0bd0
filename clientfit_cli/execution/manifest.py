"""Manifest: what the cache says of one part without reading it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from clientfit_cli.base.problems import Problem, Where
from clientfit_cli.execution.partition import Group, Part
from clientfit_cli.storage.tree import Entry

if TYPE_CHECKING:
    from clientfit_cli.execution.column_codec import Texts
    from clientfit_cli.outcome.book import Standings


class Source(NamedTuple):
    """A file that a part was made of, as it stood when it was read."""

    name: str
    size: int
    stamp: list[int | str]
    changed: int
    digest: str
    doubtful: bool  # changed so shortly before that its stamp does not tell

    @property
    def entry(self) -> Entry:
        return Entry(self.name, self.size, tuple(self.stamp), self.changed)


@dataclass(frozen=True)
class Head:
    """What a part was made of, and what was wrong in it; `settings` is what was wrong in those."""

    name: str
    sources: list[Source]
    groups: list[Group]
    problems: list[Problem]
    left_out: list[str]
    settings: list[Problem]

    def part(self, standings: Standings) -> Part:
        """Make the part again that this was kept of."""
        return Part(self.groups, self.problems, self.left_out, self.settings, standings, self.name)


class Found(NamedTuple):
    """A part on the shelf, and those of its groups that no longer hold."""

    head: Head
    gone: list[Group]


def _plain(head: Head) -> Texts:
    return {
        "sources": head.sources,
        "groups": head.groups,
        "problems": [asdict(one) for one in head.problems],
        "left_out": head.left_out,
        "settings": [asdict(one) for one in head.settings],
    }


def _problems(said: list[dict[str, Any]]) -> list[Problem]:
    return [Problem(**{**one, "where": Where(**one["where"])}) for one in said]
