"""Books that live elsewhere: `s3://`, `gs://`, `memory://` and whatever else fsspec can open."""

from __future__ import annotations

import errno
import posixpath
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from clientfit_cli.base.errors import UserError
from clientfit_cli.storage.tree import LARGEST, SETTINGS, Entry

if TYPE_CHECKING:
    from clientfit_cli.base.problems import Problem

EXTRA = "needs the extra: pip install 'clientfit[dask]'"
# What stores call the name of a content; a time of change alone is too coarse to tell.
NAMES_OF_CONTENT = ("ETag", "etag", "md5Hash", "content_md5", "generation")


def is_url(name: str) -> bool:
    """Say whether a book's name is an address, and no folder."""
    return "://" in name


@dataclass(frozen=True)
class Remote:
    """A book at an address; only its own settings govern it."""

    url: str

    @cached_property
    def _store(self) -> tuple[Any, str]:
        """Open the file system of the address, and name the folder in it."""
        try:
            import fsspec
        except ImportError:
            raise UserError(f"a book at {self.url} {EXTRA}") from None
        try:
            system, root = fsspec.core.url_to_fs(self.url)
        except Exception as error:  # each kind has its own; or nothing here opens it
            raise UserError(f"{self.url} cannot be opened", _line(error)) from error
        return system, root.rstrip("/")

    def __getstate__(self) -> dict[str, str]:
        return {"url": self.url}  # whoever works on a part opens the store anew

    def names(self) -> tuple[list[str], list[Problem]]:
        found, problems = self.listing()
        return [entry.name for entry in found], problems

    def listing(self) -> tuple[list[Entry], list[Problem]]:
        system, root = self._store
        try:
            found = system.find(root, detail=True)
        except Exception as error:  # each store has errors of its own
            raise UserError(f"{self.url} cannot be read", _line(error)) from error
        if not found and not system.exists(root):
            raise UserError(f"there is no book at {self.url}")
        entries = []
        for path, about in found.items():
            name = path[len(root) :].lstrip("/")
            hidden = any(step.startswith(".") for step in name.split("/"))
            if name.endswith((".yaml", ".yml")) and not hidden:
                said = [str(about[key]) for key in NAMES_OF_CONTENT if about.get(key)]
                entries.append(Entry(name, int(about.get("size") or 0), tuple(said) or None))
        return sorted(entries), []

    def read(self, name: str) -> bytes:
        system, root = self._store
        path = posixpath.join(root, name)
        try:
            content: bytes = system.cat_file(path)
        except OSError:
            raise
        except Exception as error:
            raise OSError(errno.EIO, _line(error), name) from error
        if len(content) > LARGEST:
            raise OSError(errno.EFBIG, f"larger than {LARGEST // 1024**2} MB")
        return content

    def shown(self, name: str) -> str:
        return f"{self.url.rstrip('/')}/{name}" if name else self.url

    def settings(self) -> str | None:
        system, root = self._store
        try:
            there = system.exists(posixpath.join(root, SETTINGS))
        except Exception as error:
            raise UserError(f"{self.url} cannot be read", _line(error)) from error
        return SETTINGS if there else None


def _line(error: BaseException) -> str:
    """Say what an error says, in one line."""
    return (str(error).strip() or type(error).__name__).splitlines()[0][:200]
