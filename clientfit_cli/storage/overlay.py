"""Trees laid over another tree: some of its files, other bytes in them, digests of what is read."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clientfit_cli.base.problems import Problem
    from clientfit_cli.storage.tree import Tree


CHANGING = ""  # the name of a content that was read twice and was not the same


class Overlay:
    """A tree that stands for another one; what it does not change is that of the other."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree

    def names(self) -> tuple[list[str], list[Problem]]:
        return self.tree.names()

    def read(self, name: str) -> bytes:
        return self.tree.read(name)

    def shown(self, name: str) -> str:
        return self.tree.shown(name)

    def settings(self) -> str | None:
        return self.tree.settings()


class Excerpt(Overlay):
    """Some files of a tree, with other bytes in some of them."""

    def __init__(self, tree: Tree, files: Iterable[str], changed: dict[str, bytes]) -> None:
        super().__init__(tree)
        self._files, self._changed = sorted(files), changed

    def names(self) -> tuple[list[str], list[Problem]]:
        return self._files, []

    def read(self, name: str) -> bytes:
        return self._changed[name] if name in self._changed else self.tree.read(name)


class Digesting(Overlay):
    """A tree that notes the content of what is read from it; CHANGING where that is not one."""

    def __init__(self, tree: Tree) -> None:
        super().__init__(tree)
        self.digests: dict[str, str] = {}

    def read(self, name: str) -> bytes:
        content = self.tree.read(name)
        named = digest(content)
        if self.digests.setdefault(name, named) != named:
            self.digests[name] = CHANGING
        return content


def digest(content: bytes | memoryview) -> str:
    """Name a content: what differs has another name."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()
