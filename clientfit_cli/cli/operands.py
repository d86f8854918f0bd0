"""The two sides of a diff, as users name them: a snapshot, a folder, a date, a git revision."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from clientfit_cli.base.dates import parse_day
from clientfit_cli.base.errors import UserError
from clientfit_cli.cli import workspace
from clientfit_cli.outcome import snapshot
from clientfit_cli.outcome.book import BookOutcome
from clientfit_cli.outcome.compare import aged, compare, side
from clientfit_cli.storage import git
from clientfit_cli.storage.folder import Folder

if TYPE_CHECKING:
    import datetime as dt

    from clientfit_cli.cli.options import Opener
    from clientfit_cli.cli.session import Session
    from clientfit_cli.outcome.change import Change
    from clientfit_cli.storage.git import Revision

HINT = "a side is a snapshot, a folder, @2026-11-14, @-7d, or git:HEAD~7"
GIT, DATE = "git:", "@"


@dataclass
class Operands:
    """Opens the sides of a diff, each once."""

    book: str | None  # the folder that dates and revisions are about
    today: dt.date
    opener: Opener
    _sessions: dict[str, Session] = field(default_factory=dict)
    _revisions: dict[str, Revision] = field(default_factory=dict)
    _snapshots: dict[str, BookOutcome] = field(default_factory=dict)

    def compared(self, old: str, new: str, old_day: str | None, new_day: str | None) -> Change:
        """Compare two sides, each as of its own day unless that is given."""
        self._about(old, new)
        base = parse_day(new_day, self.today) if new_day is not None else self.today
        now = self._day(new, new_day, self.today, base, "--as-of")
        then = self._day(old, old_day, base, now, "--as-of-old")
        past, present = self._opened(old), self._opened(new)
        if isinstance(past, BookOutcome):
            is_now = present if isinstance(present, BookOutcome) else present.ask(side(now))
            return compare(past, is_now)
        # A book as of a date is what was known on that date; a folder has all that is in it.
        stage = aged(now, known_at=then if old.startswith(DATE) else None)
        if isinstance(present, BookOutcome):
            was, later = past.ask_all([side(then), stage])
            return compare(was, present, later)
        if past is present:
            was, later, is_now = past.ask_all([side(then), stage, side(now)])
        else:
            (was, later), is_now = past.ask_all([side(then), stage]), present.ask(side(now))
        mixed = None
        if was.rules.digest != is_now.rules.digest:
            mixed = present.ask(aged(now, rules=present.under(past.settings)))
        return compare(was, is_now, later, mixed)

    def _about(self, old: str, new: str) -> None:
        """A date or revision beside a folder is about that folder, unless a book is named."""
        for name in (new, old):
            if self.book is None and not name.startswith((GIT, DATE)) and Path(name).is_dir():
                self.book = name

    def _day(
        self, name: str, given: str | None, today: dt.date, usual: dt.date, option: str
    ) -> dt.date:
        """Say as of which day a side is scored; days like `-7d` count back from `today`."""
        fixed = None
        if name.startswith(DATE):
            fixed = parse_day(name.removeprefix(DATE), today)
        elif name.startswith(GIT):
            if given is None:
                return self._revision(name).day
        elif not Path(name).is_dir():
            fixed = self._snapshot(name).day
        asked = parse_day(given, today) if given is not None else None
        if fixed and asked and asked != fixed:
            raise UserError(f"{name} is of {fixed}, not of {asked}", f"leave out {option}")
        return fixed or asked or usual

    def _opened(self, name: str) -> Session | BookOutcome:
        if name.startswith(GIT):
            if name not in self._sessions:
                self._sessions[name] = self.opener(self._revision(name))
            return self._sessions[name]
        if name.startswith(DATE):
            return self._folder(workspace.book_path(self.book))
        return self._folder(Path(name)) if Path(name).is_dir() else self._snapshot(name)

    def _folder(self, path: Path) -> Session:
        where = str(path.resolve())
        if where not in self._sessions:
            self._sessions[where] = self.opener(Folder(path))
        return self._sessions[where]

    def _revision(self, name: str) -> Revision:
        if name not in self._revisions:
            folder = workspace.book_path(self.book)
            self._revisions[name] = git.revision(folder, name.removeprefix(GIT))
        return self._revisions[name]

    def _snapshot(self, name: str) -> BookOutcome:
        if name not in self._snapshots:
            path = Path(name)
            if not path.exists():
                raise UserError(f"there is no file or folder {name}", HINT)
            self._snapshots[name] = snapshot.read(path)
        return self._snapshots[name]
