"""Cache: what was read and scored before, in the user's cache folder.

Each part of a book is a few files of their own: its manifest says which files of the book it was
made of, and how each stood; beside it lie its columns, and the outcomes of some requests, a file
for each detail. A part is never changed, only added and removed, so that any number of runs may
share it. Whatever is wrong
with it (a full disk, a damaged file, no permission) is as if it were not there.

An answer from here must be the one that reading the book would give. A file of the book counts as
unchanged while its size, its times of change and its inode stay as they were; a file that was
changed only just before it was read could be changed again without a trace of it, and is compared
by content. Everything else that has a part in the answer is in the key of the folder.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import re
import secrets
import shutil
import sys
import zipfile
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from clientfit_cli import __version__
from clientfit_cli.base import plugins
from clientfit_cli.execution.manifest import CacheHit, Manifest, Source, from_plain, plain
from clientfit_cli.storage.overlay import CHANGING, digest
from clientfit_cli.storage.remote import is_url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from clientfit_cli.book.directory import KnownBy
    from clientfit_cli.book.settings import Settings
    from clientfit_cli.engine.facts.columns import Tables
    from clientfit_cli.execution.column_codec import Arrays, Texts
    from clientfit_cli.execution.partition import Part
    from clientfit_cli.outcome.book import BookOutcome
    from clientfit_cli.outcome.request import Request
    from clientfit_cli.storage.tree import Entry, Listed

FORMAT = 3
TEMPORARY = ".tmp"
DIGEST = 32  # bytes before the content of each file
JUST_BEFORE = 2_000_000_000  # ns; no file system counts time in coarser steps than two seconds
MANIFEST, TABLES = ".manifest.json", ".tables.npz"
MOST_REQUESTS = 16  # of which the outcomes of a part are kept
MOST_FOLDERS = 4  # of one book, read with other settings or by other versions
OTHERS_STAY = 30 * 86_400 * 1_000_000_000  # ns that folders of other settings and versions stay
DAMAGED = (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile)


class Held(NamedTuple):
    """How much there is in a cache folder."""

    books: int
    bytes: int


def held(root: Path) -> Held:
    """Measure what is kept in a cache folder."""
    books = _books(root)
    files = [path for book in books for path in book.rglob("*")]
    size = 0
    for path in files:
        with contextlib.suppress(OSError):  # another run may have thrown it away
            size += path.stat().st_size if path.is_file() else 0
    return Held(len(books), size)


def clear(root: Path) -> None:
    """Throw away what is kept of all books."""
    for book in _books(root):
        shutil.rmtree(book, ignore_errors=True)


def _books(root: Path) -> list[Path]:
    """List the folders of books, and nothing that somebody else put beside them."""
    try:
        return [path for path in root.iterdir() if _BOOK.fullmatch(path.name)]
    except OSError:
        return []


def _book(shown: str) -> str:
    return digest(os.fsencode(shown if is_url(shown) else os.path.realpath(shown)))


_BOOK = re.compile("[0-9a-f]{32}")


def trusted(root: Path) -> bool:
    """Say whether a cache folder is the user's alone; one that is not there yet will be."""
    try:
        status = root.stat()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    mine = not hasattr(os, "getuid") or status.st_uid == os.getuid()
    return mine and not status.st_mode & 0o022


def of_book(tree: Listed, root: Path, now: int) -> Cache | None:
    """Find the cache of a book in the cache folder `root`; `now` counts ns since 1970.

    None where nothing can be kept, or where others could write.
    """
    if not trusted(root):
        return None
    try:
        governing = tree.settings()
        rules = tree.read(governing) if governing is not None else b""
    except OSError:
        return None
    programs = [str(FORMAT), __version__, _program(), metadata.version("numpy"), sys.version]
    programs += plugins.distributions()
    said = [*programs, governing or "", tree.shown(""), digest(rules)]
    key = digest("\0".join(said).encode("utf-8", "replace"))
    content = digest(rules) if governing is not None else ""
    return Cache(root, root / _book(tree.shown("")) / key, now, content)


def _program() -> str:
    """Stamp the program itself: whoever works on it changes it without a new version."""
    found = hashlib.blake2b(digest_size=16)
    for folder, _, names in sorted(os.walk(Path(__file__).parent.parent)):
        for name in sorted(names):
            if name.endswith(".py"):
                status = (Path(folder) / name).stat()
                found.update(f"{name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return found.hexdigest()


@dataclass(frozen=True)
class Cache:
    """What is kept of one book, read with one set of settings by one version of the program."""

    root: Path
    folder: Path
    now: int  # ns since 1970, when the files of the book were looked at
    rules: str  # the name of the settings' content

    # -- what there is -----------------------------------------------------------------------------

    def hits(self, entries: Iterable[Entry], read: Callable[[str], bytes]) -> list[CacheHit]:
        """Find the parts that still say something of the book as it is now."""
        there = {entry.name: entry for entry in entries}
        found = []
        for name in self._names():
            manifest = self._manifest(name)
            if manifest is None:
                continue
            same = {one.name for one in manifest.sources if self._same(one, there, read)}
            holds = [group for group in manifest.groups if same.issuperset(group.files)]
            for group in holds:  # no other part has a say in it
                for file in group.files:
                    del there[file]
            if holds:
                kept = set(holds)
                gone = [group for group in manifest.groups if group not in kept]
                found.append(CacheHit(self._settled(manifest, same), gone))
        return found

    def _same(self, one: Source, there: dict[str, Entry], read: Callable[[str], bytes]) -> bool:
        entry = there.get(one.name)
        if entry is None or entry.size != one.size or list(entry.stamp or ()) != one.stamp:
            return False
        if not one.doubtful:
            return True
        with contextlib.suppress(OSError):
            return digest(read(one.name)) == one.digest
        return False

    def _settled(self, manifest: Manifest, same: set[str]) -> Manifest:
        """Note which files are beyond doubt by now: their content was compared."""
        if not any(one.doubtful for one in manifest.sources):
            return manifest
        sources = [
            one._replace(doubtful=self._doubtful(one.changed)) if one.name in same else one
            for one in manifest.sources
        ]
        if sources == manifest.sources:
            return manifest
        settled = replace(manifest, sources=sources)
        self._keep(settled)
        return settled

    def _doubtful(self, changed: int) -> bool:
        return changed > self.now - JUST_BEFORE

    def _manifest(self, name: str) -> Manifest | None:
        kept = self._read(name + MANIFEST)
        if kept is not None:
            with contextlib.suppress(*DAMAGED):
                return from_plain(name, json.loads(kept))
        return None

    def outcome(self, name: str, request: Request) -> tuple[BookOutcome | None, Request | None]:
        """Find what is kept of an outcome of a part, and say what is missing of it."""
        from clientfit_cli.outcome.codec import unpacked

        kept: BookOutcome | None = None
        missing = []
        for detail in request.details:
            piece = self._unpacked(f"{name}.{request.key}.{detail}.npz")
            try:
                outcome = piece and unpacked(request, detail, *piece)
            except DAMAGED:
                outcome = None
            if not outcome:
                missing.append(detail)
            else:
                kept = kept.plus(outcome) if kept else outcome
        return kept, request.asking(missing) if missing else None

    def tables(self, name: str, settings: Settings) -> Tables | None:
        """Find the columns of a part."""
        from clientfit_cli.execution import column_codec

        kept = self._unpacked(name + TABLES)
        if kept is not None:
            with contextlib.suppress(*DAMAGED):
                return column_codec.unpacked(*kept, settings)
        return None

    # -- what is added -----------------------------------------------------------------------------

    def put(
        self, part: Part, entries: Iterable[Entry], digests: dict[str, str], tables: Tables,
        known_by: Mapping[str, KnownBy],
    ) -> str:  # fmt: skip
        """Keep a part: what it was made of, its columns, and how its accounts stand; name it."""
        from clientfit_cli.execution import column_codec

        sources = [
            Source(
                entry.name, entry.size, list(entry.stamp), entry.changed, digests[entry.name],
                self._doubtful(entry.changed),
            )
            for entry in entries
            if entry.stamp is not None and digests.get(entry.name, CHANGING) != CHANGING
        ]  # fmt: skip
        known = {one.name for one in sources}
        # What could not be read may be readable without a change of the file.
        lost = any(one.code == "unreadable" for one in part.problems)
        if lost or not part.groups or not all(known.issuperset(one.files) for one in part.groups):
            return ""
        name = secrets.token_hex(8)
        manifest = Manifest.of(part, name, sources, known_by)
        # The manifest comes last: without it, nothing of the part is there.
        whole = (
            self._pack(name + TABLES, *column_codec.packed(tables))
            and all(self.put_outcome(name, outcome) for outcome in part.outcomes)
            and self._keep(manifest)
        )
        return name if whole else ""

    def put_outcome(self, name: str, outcome: BookOutcome) -> bool:
        """Keep an outcome of a part, a file for each detail."""
        from clientfit_cli.outcome.codec import packed

        return all(
            self._pack(f"{name}.{outcome.request.key}.{detail}.npz", *packed(outcome, detail))
            for detail in outcome.pieces
        )

    def sweep(self, used: Iterable[str]) -> None:
        """Throw away what is of no use any more."""
        keep = set(used)
        with contextlib.suppress(OSError):
            dated: dict[str, dict[str, list[tuple[int, Path]]]] = {}
            for path in self.folder.iterdir():
                name, _, kind = path.name.partition(".")
                added = path.stat().st_mtime_ns
                if name not in keep or path.name.endswith(TEMPORARY):
                    if added < self.now - JUST_BEFORE:  # else somebody's new one
                        path.unlink()
                elif not path.name.endswith((MANIFEST, TABLES)):
                    key = kind.partition(".")[0]
                    dated.setdefault(name, {}).setdefault(key, []).append((added, path))
            for requests in dated.values():
                for old in sorted(requests.values(), key=max)[:-MOST_REQUESTS]:
                    for _, path in old:
                        path.unlink()
            for book in _books(self.root):
                self._sweep_book(book)

    def _sweep_book(self, book: Path) -> None:
        """Throw away the folders of a book that were not added to for long, or are too many."""
        folders = [(path.stat().st_mtime_ns, path) for path in book.iterdir()]
        for at, (added, path) in enumerate(sorted(folders, reverse=True)):
            stale = added < self.now - OTHERS_STAY
            if path != self.folder and (stale or at >= MOST_FOLDERS):
                shutil.rmtree(path, ignore_errors=True)
        if not any(book.iterdir()):
            book.rmdir()

    # -- files -------------------------------------------------------------------------------------

    def _names(self) -> list[str]:
        """List the parts, the latest first."""
        try:
            with os.scandir(self.folder) as found:
                manifests = [(-one.stat().st_mtime_ns, one.name) for one in found
                             if one.name.endswith(MANIFEST)]  # fmt: skip
        except OSError:
            return []
        return [name.removesuffix(MANIFEST) for _, name in sorted(manifests)]

    def _read(self, name: str) -> bytes | None:
        """Read one file, and check it as a whole; None where there is none or it is damaged."""
        path = self.folder / name
        try:
            raw = path.read_bytes()
        except OSError:
            return None
        if digest(raw[DIGEST:]).encode() == raw[:DIGEST]:
            return raw[DIGEST:]
        with contextlib.suppress(OSError):
            path.unlink()
        return None

    def _unpacked(self, name: str) -> tuple[Arrays, Texts] | None:
        """Read a file of arrays and texts."""
        import numpy as np

        raw = self._read(name)
        if raw is not None:
            with contextlib.suppress(*DAMAGED):
                arrays = dict(np.load(io.BytesIO(raw), allow_pickle=False))
                return arrays, json.loads(arrays.pop("texts").tobytes())
        return None

    def _pack(self, name: str, arrays: Arrays, texts: Texts) -> bool:
        """Write a file of arrays and texts; say whether it was."""
        import numpy as np

        content = io.BytesIO()
        np.savez(content, texts=np.frombuffer(json.dumps(texts).encode(), np.uint8), **arrays)
        return self._write(name, content.getbuffer())

    def _keep(self, manifest: Manifest) -> bool:
        return self._write(manifest.name + MANIFEST, json.dumps(plain(manifest)).encode())

    def _write(self, name: str, content: bytes | memoryview) -> bool:
        """Write one file, whole or not at all, behind a digest of all of it; say whether it was."""
        path = self.folder / name
        left = path.with_name(f"{path.name}.{secrets.token_hex(4)}{TEMPORARY}")
        try:
            self.root.parent.mkdir(parents=True, exist_ok=True)
            for folder in (self.root, self.folder.parent, self.folder):
                folder.mkdir(exist_ok=True, mode=0o700)
            with open(left, "xb", opener=_private) as file:  # Path.open takes none
                file.write(digest(content).encode())
                file.write(content)
            left.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                left.unlink()
            return False
        return True


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
