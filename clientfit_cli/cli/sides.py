"""The two sides of a diff, as users name them: a snapshot, a folder, a date, a git revision."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from clientfit_cli.base.dates import parse_day
from clientfit_cli.base.errors import UserError
from clientfit_cli.cli import workspace
from clientfit_cli.engine.facts.cutoff import until
from clientfit_cli.outcome import compare, pipeline, snapshot
from clientfit_cli.outcome.snapshot_v1 import Frozen
from clientfit_cli.storage import git
from clientfit_cli.storage.folder import Folder

if TYPE_CHECKING:
    import datetime as dt

    from clientfit_cli.book.model import Book
    from clientfit_cli.outcome.change import Diff
    from clientfit_cli.storage.git import Revision

HINT = "a side is a snapshot, a folder, @2026-11-14, @-7d, or git:HEAD~7"
GIT, DATE = "git:", "@"


@dataclass
class Sides:
    """Opens sides, each once."""

    book: str | None  # the folder that dates and revisions are about
    today: dt.date
    keep_going: bool
    quiet: bool

    def __post_init__(self) -> None:
        self._folders: dict[Path, Book] = {}
        self._revisions: dict[str, Revision] = {}
        self._snapshots: dict[str, Frozen] = {}

    def compared(self, old: str, new: str, old_day: str | None, new_day: str | None) -> Diff:
        """Compare two sides, each as of its own day unless that is given."""
        self._about(old, new)
        base = parse_day(new_day, self.today) if new_day is not None else self.today
        now = self._day(new, new_day, self.today, base, "--as-of")
        then = self._day(old, old_day, base, now, "--as-of-old")
        one, two = self._opened(old), self._opened(new)
        if isinstance(two, Frozen):
            if isinstance(one, Frozen):
                return compare.diff(one, two)
            one = until(one, then) if old.startswith(DATE) else one
            was, aged = pipeline.results(one, [then, now], weeks=0)
            return compare.diff(snapshot.freeze(was), two, snapshot.points(aged))
        if isinstance(one, Frozen):
            is_now = pipeline.results(two, [now], weeks=0)[0]
            return compare.diff(one, snapshot.freeze(is_now))
        if old.startswith(DATE):
            one = until(one, then)
        return compare.compare(one, then, two, now)

    def _about(self, old: str, new: str) -> None:
        """A date or revision beside a folder is about that folder, unless a book is named."""
        for side in (new, old):
            if self.book is None and not side.startswith((GIT, DATE)) and Path(side).is_dir():
                self.book = side

    def _day(
        self, side: str, given: str | None, today: dt.date, usual: dt.date, option: str
    ) -> dt.date:
        """Say as of which day a side is scored; days like `-7d` count back from `today`."""
        fixed = None
        if side.startswith(DATE):
            fixed = parse_day(side.removeprefix(DATE), today)
        elif side.startswith(GIT):
            if given is None:
                return self._revision(side).day
        elif not Path(side).is_dir():
            fixed = self._snapshot(side).as_of
        asked = parse_day(given, today) if given is not None else None
        if fixed and asked and asked != fixed:
            raise UserError(f"{side} is of {fixed}, not of {asked}", f"leave out {option}")
        return fixed or asked or usual

    def _opened(self, side: str) -> Book | Frozen:
        if side.startswith(GIT):
            return workspace.sound(
                self._revision(side), keep_going=self.keep_going, quiet=self.quiet
            )
        if side.startswith(DATE):
            return self._folder(workspace.book_path(self.book))
        return self._folder(Path(side)) if Path(side).is_dir() else self._snapshot(side)

    def _folder(self, path: Path) -> Book:
        where = path.resolve()
        if where not in self._folders:
            found = workspace.sound(Folder(path), keep_going=self.keep_going, quiet=self.quiet)
            self._folders[where] = found
        return self._folders[where]

    def _revision(self, side: str) -> Revision:
        if side not in self._revisions:
            name = side.removeprefix(GIT)
            self._revisions[side] = git.revision(workspace.book_path(self.book), name)
        return self._revisions[side]

    def _snapshot(self, side: str) -> Frozen:
        if side not in self._snapshots:
            path = Path(side)
            if not path.exists():
                raise UserError(f"there is no file or folder {side}", HINT)
            self._snapshots[side] = snapshot.read(path)
        return self._snapshots[side]
