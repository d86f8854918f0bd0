"""Where the files of a book come from: which there are, what they are called, and their bytes."""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from clientfit_cli.storage.tree import LARGEST, SETTINGS, Entry, _not_a_file, unreadable

if TYPE_CHECKING:
    from clientfit_cli.base.problems import Problem


@dataclass(frozen=True)
class Folder:
    """A book in a folder of the file system."""

    path: Path

    def names(self) -> tuple[list[str], list[Problem]]:
        found, problems = self.listing()
        return [entry.name for entry in found], problems

    def listing(self) -> tuple[list[Entry], list[Problem]]:
        found: list[Entry] = []
        problems: list[Problem] = []
        seen: set[tuple[int, int]] = set()
        root = self.path.resolve()

        ahead = [(str(self.path), "")]
        while ahead:
            folder, prefix = ahead.pop()
            try:
                with os.scandir(folder) as listing:
                    entries = sorted(listing, key=lambda entry: entry.name)
            except OSError as error:
                problems.append(unreadable(self.shown(prefix.rstrip("/")), error))
                continue
            # Files before links, so that a link to a file of the book is the one left out.
            entries.sort(key=lambda entry: entry.is_symlink())
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                name = prefix + entry.name
                is_yaml = entry.name.endswith((".yaml", ".yml"))
                if entry.is_dir(follow_symlinks=False):
                    if is_yaml:
                        problems.append(_not_a_file(self.shown(name), "is a folder"))
                    ahead.append((entry.path, name + "/"))
                    continue
                if not is_yaml or _leads_out(entry, root):
                    continue
                try:
                    status = entry.stat()
                except OSError as error:
                    problems.append(unreadable(self.shown(name), error))
                    continue
                if not stat.S_ISREG(status.st_mode):
                    problems.append(_not_a_file(self.shown(name), "is a pipe or a device"))
                elif (status.st_dev, status.st_ino) not in seen or not entry.is_symlink():
                    seen.add((status.st_dev, status.st_ino))
                    stamp = (status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
                    changed = max(stamp[:2])
                    found.append(Entry(name, status.st_size, stamp, changed))
        return sorted(found), problems

    def read(self, name: str) -> bytes:
        path = self._at(name)
        if path.stat().st_size > LARGEST:
            raise OSError(errno.EFBIG, f"larger than {LARGEST // 1024**2} MB")
        return path.read_bytes()

    def shown(self, name: str) -> str:
        return str(self._at(name)) if name else str(self.path)

    def _at(self, name: str) -> Path:
        # The system follows a link before it goes up: what lies above is above where it leads to.
        base = self.path.resolve() if name.startswith("..") and self._linked else self.path
        return base / name

    @property
    def _linked(self) -> bool:
        return os.path.realpath(self.path) != os.path.abspath(self.path)  # noqa: PTH100  # a text

    def settings(self) -> str | None:
        if (self.path / SETTINGS).is_file():
            return SETTINGS
        for folder in self.path.resolve().parents:
            if (folder / SETTINGS).is_file():
                return os.path.relpath(folder / SETTINGS, self.path.resolve())
        return None


def _leads_out(entry: os.DirEntry[str], root: Path) -> bool:
    # Unlike Path.resolve, os.path.realpath takes links that lead to themselves.
    return entry.is_symlink() and not Path(os.path.realpath(entry.path)).is_relative_to(root)
