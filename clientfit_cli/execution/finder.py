"""Finder: the files of one account, found without reading the book.

What the cache knows of files that did not change is taken from there; the others are looked
through as bytes, or read where only a name is told.
"""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING

from clientfit_cli.book import load, resolve
from clientfit_cli.book.directory import Directory, KnownBy, known_by
from clientfit_cli.book.search import may_speak_of
from clientfit_cli.storage.overlay import Excerpt
from clientfit_cli.storage.tree import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clientfit_cli.book.model import Book
    from clientfit_cli.execution.cache import Cache
    from clientfit_cli.storage.tree import Listed


class Finder:
    """Finds accounts of a book."""

    def __init__(self, tree: Listed, cache: Cache | None) -> None:
        self.tree = tree
        entries = [entry for entry in tree.listing()[0] if entry.name != SETTINGS]
        self._files: dict[str, tuple[str, ...]] = {}  # by account, sound or not
        self._known: dict[str, KnownBy] = {}
        self._left_out: set[str] = set()
        covered: set[str] = set()
        for hit in cache.hits(entries, tree.read) if cache else ():
            # Of an account that spans parts, only the one that holds all of it can tell.
            files = {name: group.files for group in hit.groups for name in group.accounts if name}
            known = hit.manifest.known_by
            self._files |= files
            self._known |= {name: KnownBy(*known[name]) for name in files if name in known}
            self._left_out.update(files.keys() & hit.manifest.left_out)
            covered.update(file for group in hit.groups for file in group.files)
        self._rest = [entry.name for entry in entries if entry.name not in covered]

    def read(self, account: str) -> Book:
        """Read the files that speak of an account; without any, the settings alone."""
        return self._read({*self._files.get(account, ()), *self._speaking_of(account)})

    def named(self, word: str) -> str:
        """Say which account is meant, as `account_named` does."""
        book = self._read(self._rest)
        told = {name for names in book.claims.values() for name in names}
        more = {file for name in told for file in self._files.get(name, ())}
        if more:  # what is kept of these accounts is not all there is
            book = self._read({*self._rest, *more})
            told = {name for names in book.claims.values() for name in names}
        if word in {*book.left_out, *(self._left_out - told)}:
            return word
        known = {name: called for name, called in self._known.items() if name not in told}
        known |= {name: known_by(account) for name, account in book.accounts.items()}
        directory = Directory(replace(book, accounts={}))
        for name, called in sorted(known.items()):
            directory.add_account(name, called.name, "", called.domains, called.aliases)
        return resolve.account_named(directory, word)

    def _read(self, files: Iterable[str]) -> Book:
        return load.read(Excerpt(self.tree, files, {}), None)  # numbers of members matter to scores

    def _speaking_of(self, account: str) -> Iterable[str]:
        for name in self._rest:
            with contextlib.suppress(OSError):
                if may_speak_of(self.tree.read(name), account):
                    yield name
