"""Writing files: each whole or not at all, and one writer of a book at a time.

Whoever changes a book takes its lock, and writes only where files are still what was read, so that
no row of another writer is lost. A writer that is killed leaves the old file or the new one, and at
worst a temporary file beside it, which the next writer removes. Several files that belong together
are written through a journal: once it stands, the next writer finishes what a killed one began.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import stat
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from clientfit_cli.base.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

OWN = ".clientfit"  # the folder of a book that is the tool's
JOURNAL = "journal"
PATIENCE, LONGEST = 1.0, 30.0  # seconds of waiting: in silence, and at all
# The folder keeps itself and the lock out of git, and nothing else: schemas may stand beside them.
_IGNORED = b"/.gitignore\n/lock\n/journal\n*.tmp\n"
# What a killed writer leaves: `.NAME.RANDOM.tmp` of a file of the book, or of the tool's own.
_LEFT = re.compile(r"\..+\.ya?ml\.[a-z0-9_]{8}\.tmp")
_LEFT_OWN = re.compile(r"\..+\.[a-z0-9_]{8}\.tmp")


@contextlib.contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Keep other writers out of a book while it is read, changed and written."""
    from filelock import FileLock, Timeout

    try:
        lock = FileLock(_own(folder) / "lock")
        try:
            lock.acquire(timeout=PATIENCE)
        except Timeout:
            sys.stderr.write(f"waiting for another clientfit that writes to {folder}\n")
            sys.stderr.flush()
            lock.acquire(timeout=LONGEST - PATIENCE)
    except Timeout:
        raise UserError(
            f"another clientfit has been writing to {folder} for {LONGEST:g} seconds",
            "nothing was written: run the command again when the other one has ended",
        ) from None
    except OSError as error:
        raise _unwritable(folder, error) from error
    try:
        _finish(folder)
        _sweep(folder)
        yield
    finally:
        lock.release()


def _own(folder: Path) -> Path:
    """Name the tool's own folder of a book; it is made if it is not there."""
    own = folder / OWN
    own.mkdir(exist_ok=True)
    ignore = own / ".gitignore"
    if not os.path.lexists(ignore):
        put(ignore, _IGNORED)
    return own


def _sweep(folder: Path) -> None:
    """Remove what killed writers left behind: nobody else writes while the lock is held."""
    for where, folders, files in os.walk(folder):
        own = Path(where).name == OWN
        folders[:] = [name for name in folders if not name.startswith(".") or name == OWN]
        for name in files:
            if (_LEFT_OWN if own else _LEFT).fullmatch(name):
                with contextlib.suppress(OSError):
                    (Path(where) / name).unlink()


def put(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    try:
        if path.exists() and not stat.S_ISREG(path.stat().st_mode):
            if path.is_dir():
                raise UserError(f"{path} is a folder")
            path.write_bytes(content)  # a device or a pipe
            return
        target = path.resolve()
        temporary = _staged(target, content)
        try:
            temporary.replace(target)
        except BaseException:
            _remove(temporary)
            raise
    except OSError as error:
        raise _unwritable(path, error) from error
    _settle(target.parent)


def _staged(target: Path, content: bytes) -> Path:
    """Write what a file is to hold into a temporary one beside it."""
    mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else None
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".tmp")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(mode if mode is not None else 0o666 & ~_umask())
    except BaseException:
        _remove(temporary)
        raise
    return temporary


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()


class Rewrite(NamedTuple):
    """A file that is to be written anew: before (None: it is not there yet) and after."""

    path: Path
    before: bytes | None
    after: bytes


def rewrite(path: Path, before: bytes, after: bytes) -> None:
    """Write a file anew, unless somebody else wrote it since it was read."""
    _unchanged(Rewrite(path, before, after))
    put(path, after)


def rewrite_all(folder: Path, changes: Sequence[Rewrite]) -> None:
    """Write several files of a book: all of them, also if this is killed in between, or none."""
    for one in changes:
        _unchanged(one)
    staged: list[tuple[Path, Path]] = []
    try:
        for one in changes:
            target = one.path.resolve()
            staged.append((_staged(target, one.after), target))
        top = folder.resolve()
        names = [[os.path.relpath(path, top) for path in pair] for pair in staged]
        put(folder / OWN / JOURNAL, json.dumps(names).encode())
    except BaseException as error:
        for temporary, _ in staged:
            _remove(temporary)
        if isinstance(error, OSError):
            raise _unwritable(folder, error) from error
        raise
    try:
        for temporary, target in staged:
            temporary.replace(target)
    except OSError as error:
        raise _unwritable(folder, error) from error
    finally:
        _finish(folder)  # also when this was interrupted
    for parent in {target.parent for _, target in staged}:
        _settle(parent)


def _unchanged(one: Rewrite) -> None:
    there = one.path.read_bytes() if one.path.exists() else None
    if there != one.before or (one.before is None and os.path.lexists(one.path)):
        raise UserError(f"{one.path} was changed at the same time", "run the command again")


def _finish(folder: Path) -> None:
    """Finish what a killed writer had begun: its journal names files of this book only."""
    journal = folder / OWN / JOURNAL
    try:
        names = json.loads(journal.read_bytes())
        pairs = [(folder / str(temporary), folder / str(target)) for temporary, target in names]
    except FileNotFoundError:
        return
    except (OSError, ValueError, TypeError):
        pairs = []  # it was never finished, so that nothing was begun
    top = folder.resolve()
    for temporary, target in pairs:
        ours = _LEFT.fullmatch(temporary.name) and temporary.name.startswith(f".{target.name}.")
        inside = temporary.parent.resolve().is_relative_to(top)
        if ours and inside and temporary.parent == target.parent and temporary.is_file():
            with contextlib.suppress(OSError):
                temporary.replace(target)
    _remove(journal)


def _settle(folder: Path) -> None:
    """Have the new name of a file outlast a power cut, where the system can promise that."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _unwritable(path: Path, error: OSError) -> UserError:
    return UserError(f"cannot write {path}: {error.strerror or error}")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
