"""A book in a git revision, read from git's objects; the work tree and index are never touched."""

from __future__ import annotations

import datetime as dt
import errno
import os
import subprocess
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from clientfit_cli.base.errors import UserError
from clientfit_cli.storage.tree import LARGEST, SETTINGS, Entry

if TYPE_CHECKING:
    from pathlib import Path

    from clientfit_cli.base.problems import Problem

# What a hook's surroundings say of another repository must not lead us there.
ELSEWHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR")
FILE_MODES = (b"100644", b"100755")


@dataclass(frozen=True)
class Blob:
    """A file of the revision."""

    id: str
    size: int


@dataclass(frozen=True)
class Revision:
    """A book as it stood in a commit: the tree of files of `folder`, by their names in it."""

    folder: Path
    revision: str
    commit: str
    day: dt.date  # of the commit
    blobs: dict[str, Blob]  # the YAML files, and the settings under the name that leads to them
    governing: str | None

    def names(self) -> tuple[list[str], list[Problem]]:
        return sorted(name for name in self.blobs if not name.startswith("../")), []

    def listing(self) -> tuple[list[Entry], list[Problem]]:
        """List the files; what a blob is called tells its content, whichever commit has it."""
        entries = [
            Entry(name, self.blobs[name].size, (self.blobs[name].id,)) for name in self.names()[0]
        ]
        return entries, []

    def read(self, name: str) -> bytes:
        if name not in self.blobs:
            raise FileNotFoundError(errno.ENOENT, "not in this revision", name)
        if self.blobs[name].size > LARGEST:
            raise OSError(errno.EFBIG, f"larger than {LARGEST // 1024**2} MB")
        content = self._contents.get(self.blobs[name].id)
        if content is None:
            raise OSError(errno.EIO, "git does not have it here (a partial clone?)", name)
        return content

    def shown(self, name: str) -> str:
        path = os.path.normpath(self.folder / name) if name else str(self.folder)
        return f"{self.revision}:{path}"

    def settings(self) -> str | None:
        return self.governing

    @cached_property
    def _contents(self) -> dict[str, bytes]:
        """Read all files at once: a process for each would take minutes."""
        wanted = {one.id for one in self.blobs.values() if one.size <= LARGEST}
        asked = "".join(f"{one}\n" for one in sorted(wanted)).encode()
        answered = _git(self.folder, "cat-file", "--batch", given=asked)
        found: dict[str, bytes] = {}
        at = 0
        while at < len(answered):
            end = answered.index(b"\n", at)
            head = answered[at:end].split(b" ")
            at = end + 1
            if len(head) == 3:  # id, kind, size; two words say that it is missing
                size = int(head[2])
                found[head[0].decode()] = answered[at : at + size]
                at += size + 1
        return found


def revision(folder: Path, name: str) -> Revision:
    """Open the book in `folder` as it stood in a revision (`HEAD~7`, `v1`, `main@{1 week ago}`)."""
    if not name or name.startswith("-") or not name.isprintable():
        raise UserError(f"git:{name} names no revision", "write git:HEAD~7, git:v1 or git:main")
    prefix = _prefix(folder)
    try:
        commit = _said(folder, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
    except _GitError as error:
        hint = f"git says: {error}" if str(error) else "`git log` lists them"
        raise UserError(f"there is no revision `{name}` in the repository of {folder}", hint) from (
            error
        )
    listed = _listed(folder, commit)
    within = {path.removeprefix(prefix): blob for path, blob in listed.items() if _in(path, prefix)}
    if not within:
        raise UserError(
            f"{folder} is not in revision `{name}`", "was it committed, and under this name?"
        )
    blobs = {path: blob for path, blob in within.items() if path.endswith((".yaml", ".yml"))}
    governing = _settings(listed, prefix)
    if governing:
        blobs[governing[0]] = governing[1]
    day = _said(folder, "-c", "log.showSignature=false", "show", "-s", "--format=%cs", commit)
    return Revision(
        folder, name, commit, dt.date.fromisoformat(day), blobs,
        governing[0] if governing else None,
    )  # fmt: skip


def _prefix(folder: Path) -> str:
    """Where the folder stands in its repository: `books/accounts/`, or nothing at the top."""
    try:
        inside = _said(folder, "rev-parse", "--is-inside-work-tree")
        if inside == "true":
            return _said(folder, "rev-parse", "--show-prefix")
    except _GitError as error:
        raise UserError(f"{folder} is not in a git repository", f"git says: {error}") from error
    raise UserError(f"{folder} is not in the work tree of a git repository")


def _listed(folder: Path, commit: str) -> dict[str, Blob]:
    """List the regular files of a commit that are not hidden; links and submodules are none."""
    found = {}
    listing = _git(folder, "ls-tree", "-r", "-z", "-l", "--full-tree", commit)
    for entry in listing.split(b"\0"):
        if not entry:
            continue
        about, path = entry.split(b"\t", 1)
        mode, _, name, size = about.split()
        if mode in FILE_MODES and size.isdigit():
            found[os.fsdecode(path)] = Blob(name.decode(), int(size))
    return found


def _in(path: str, prefix: str) -> bool:
    """Say whether a file is of the book: below its folder, nothing hidden on the way."""
    if not path.startswith(prefix):
        return False
    return not any(part.startswith(".") for part in path[len(prefix) :].split("/"))


def _settings(listed: dict[str, Blob], prefix: str) -> tuple[str, Blob] | None:
    """Find the nearest settings at or above the book; their name leads there from the book."""
    folders = prefix.split("/")[:-1]
    for up in range(len(folders) + 1):
        place = "".join(f"{one}/" for one in folders[: len(folders) - up]) + SETTINGS
        if place in listed:
            return "../" * up + SETTINGS, listed[place]
    return None


class _GitError(Exception):
    """What git said went wrong."""


def _said(folder: Path, *words: str) -> str:
    return os.fsdecode(_git(folder, *words)).removesuffix("\n")


def _git(folder: Path, *words: str, given: bytes = b"") -> bytes:
    """Run git in a folder; it takes no lock, asks nobody and fetches nothing."""
    around = {name: value for name, value in os.environ.items() if name not in ELSEWHERE}
    around |= {
        "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1",
        "LC_ALL": "C",
    }  # fmt: skip
    try:
        done = subprocess.run(  # noqa: S603  # no shell; words that users gave are checked
            ["git", "--no-pager", *words],  # noqa: S607  # the git that the user has
            cwd=folder, env=around, input=given, capture_output=True, check=False,
        )  # fmt: skip
    except FileNotFoundError as error:
        raise UserError("git is not installed, or not on the PATH") from error
    if done.returncode:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise _GitError(lines[0].removeprefix("fatal: ") if lines else "")
    return done.stdout
