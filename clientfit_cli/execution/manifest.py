"""Manifest: what the cache says of one part without reading it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, NamedTuple

from clientfit_cli.base.problems import Problem, Where
from clientfit_cli.execution.partition import Group, Part
from clientfit_cli.storage.tree import Entry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from clientfit_cli.book.directory import KnownBy
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
    """What a part was made of, and what was wrong in it; `settings` is what was wrong in those.

    `known_by` says what its sound accounts are called.
    """

    name: str
    sources: list[Source]
    groups: list[Group]
    problems: list[Texts]  # as JSON holds them: not everybody asks for them
    left_out: list[str]
    settings: list[Texts]
    known_by: dict[str, KnownBy]

    @classmethod
    def of(
        cls, part: Part, name: str, sources: list[Source], known_by: Mapping[str, KnownBy]
    ) -> Manifest:
        """Say what there is to say of a part, but for groups whose files did not stand still."""
        there = {source.name for source in sources}
        return cls(
            name, sources, [group for group in part.groups if there.issuperset(group.files)],
            [asdict(problem) for problem in part.problems], part.left_out,
            [asdict(problem) for problem in part.settings], dict(known_by),
        )  # fmt: skip

    def part(self, outcomes: list[BookOutcome]) -> Part:
        """Make the part again that this was kept of."""
        problems, settings = _problems(self.problems), _problems(self.settings)
        return Part(self.groups, problems, self.left_out, settings, outcomes, self.name)


class CacheHit(NamedTuple):
    """A part that is kept: those of its groups that no longer hold, and what is missing of it."""

    manifest: Manifest
    gone: list[Group]
    missing: tuple[Request, ...] = ()

    @property
    def groups(self) -> set[Group]:
        """Those of its groups that hold."""
        return set(self.manifest.groups).difference(self.gone)


def plain(manifest: Manifest) -> Texts:
    """Write a manifest as JSON can hold it."""
    return {
        "sources": manifest.sources,
        "groups": manifest.groups,
        "problems": manifest.problems,
        "left_out": manifest.left_out,
        "settings": manifest.settings,
        "known_by": manifest.known_by,
    }


def from_plain(name: str, texts: Texts) -> Manifest:
    """Read what `plain` wrote."""
    return Manifest(
        name,
        [Source(*source) for source in texts["sources"]],
        [Group(tuple(files), tuple(accounts)) for files, accounts in texts["groups"]],
        texts["problems"],
        texts["left_out"],
        texts["settings"],
        texts["known_by"],
    )


def _problems(texts: list[Texts]) -> list[Problem]:
    return [Problem(**{**one, "where": Where(**one["where"])}) for one in texts]
