"""Manifest: what the cache says of one part without reading it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from clientfit_cli.base.problems import Problem, Where
from clientfit_cli.execution.partition import Group, Part
from clientfit_cli.storage.tree import Entry

if TYPE_CHECKING:
    from clientfit_cli.execution.column_codec import Texts
    from clientfit_cli.outcome.book import BookOutcome
    from clientfit_cli.outcome.request import Request


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
class Manifest:
    """What a part was made of, and what was wrong in it; `settings` is what was wrong in those."""

    name: str
    sources: list[Source]
    groups: list[Group]
    problems: list[Problem]
    left_out: list[str]
    settings: list[Problem]

    def part(self, outcomes: list[BookOutcome]) -> Part:
        """Make the part again that this was kept of."""
        return Part(self.groups, self.problems, self.left_out, self.settings, outcomes, self.name)


class CacheHit(NamedTuple):
    """A part that is kept: those of its groups that no longer hold, and what is missing of it."""

    manifest: Manifest
    gone: list[Group]
    missing: tuple[Request, ...] = ()


def plain(manifest: Manifest) -> Texts:
    """Write a manifest as JSON can hold it."""
    return {
        "sources": manifest.sources,
        "groups": manifest.groups,
        "problems": [asdict(problem) for problem in manifest.problems],
        "left_out": manifest.left_out,
        "settings": [asdict(problem) for problem in manifest.settings],
    }


def from_plain(name: str, texts: Texts) -> Manifest:
    """Read what `plain` wrote."""
    return Manifest(
        name,
        [Source(*source) for source in texts["sources"]],
        [Group(tuple(files), tuple(accounts)) for files, accounts in texts["groups"]],
        _problems(texts["problems"]),
        texts["left_out"],
        _problems(texts["settings"]),
    )


def _problems(texts: list[dict[str, Any]]) -> list[Problem]:
    return [Problem(**{**one, "where": Where(**one["where"])}) for one in texts]
