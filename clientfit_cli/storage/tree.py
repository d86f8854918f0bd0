"""Tree: where the files of a book are read from, whatever holds them."""

from __future__ import annotations

import errno
from typing import NamedTuple, Protocol

from clientfit_cli.base.problems import Problem, Where

SETTINGS = "clientfit.yaml"


LARGEST = 64 * 1024 * 1024  # bytes of one file


class Tree(Protocol):
    """Where the files of a book come from: a folder, or (elsewhere) a git revision."""

    def names(self) -> tuple[list[str], list[Problem]]:
        """List the YAML files, and what is in the way of reading others."""

    def read(self, name: str) -> bytes:
        """Read one file; OSError when it cannot be."""

    def shown(self, name: str) -> str:
        """Write a file's name the way the user would open it."""

    def settings(self) -> str | None:
        """Name the settings file that governs the book, if there is one."""


class Entry(NamedTuple):
    """A file of a book: its size in bytes, and a stamp that changes whenever its content does.

    None where nothing tells whether the content changed; `changed` is when it last did, in ns since
    1970: the stamp says nothing of what happens within one step of the clock.
    """

    name: str
    size: int
    stamp: tuple[int | str, ...] | None = None
    changed: int = 0


class Listed(Tree, Protocol):
    """A tree that can say how large its files are, and whether they changed."""

    def listing(self) -> tuple[list[Entry], list[Problem]]:
        """List what `names` lists."""


def unreadable(shown: str, error: OSError) -> Problem:
    """Say why a file cannot be read, and what helps."""
    if error.errno == errno.EFBIG:
        hint = "spread the account over several files: its documents add up"
        return Problem("too-long", Where(shown), str(error.strerror), hint)
    hints = {
        errno.EACCES: "see its permissions",
        errno.EPERM: "see its permissions",
        errno.ENOENT: "a link that leads nowhere, or a file that has just gone",
        errno.ELOOP: "a link that leads to itself: delete it",
    }
    reason = error.strerror or str(error)
    hint = hints.get(error.errno or 0, "see whether another program can open it")
    return Problem("unreadable", Where(shown), f"cannot be read: {reason}", hint)


def no_accounts(tree: Tree) -> Problem:
    """Say that there is no account in a book."""
    return Problem(
        "no-accounts", Where(tree.shown("")), "there is no account here",
        "`clientfit init DIR` makes a book to start from", "warning",
    )  # fmt: skip


def _not_a_file(shown: str, what: str) -> Problem:
    return Problem(
        "not-a-file", Where(shown), f"{what}, not a file", "give it another name", "warning"
    )
