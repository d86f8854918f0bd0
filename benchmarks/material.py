"""The generated files that a measurement needs, made when first asked for and kept beside others.

What is made carries a stamp of the code that makes it, so that a kept folder is never out of date.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).parent
MAKERS = ("generate.py", "handwriting.py", "forms.py", "mailbox.py")


class Material:
    """Books of any size, their touchpoints in other forms, and mailboxes, in one folder."""

    def __init__(self, folder: Path, say: Callable[[str], None]) -> None:
        self.folder = folder
        self._say = say
        made = b"".join((HERE / name).read_bytes() for name in MAKERS)
        self._stamp = hashlib.sha256(made).hexdigest()[:8]

    def book(self, accounts: int, touchpoints: int) -> Path:
        return self._made(f"{accounts}x{touchpoints}", "book", ("generate.py",))

    def form(self, form: str, accounts: int, touchpoints: int) -> Path:
        """Give the same touchpoints as `parquet`, as a `journal`, or for `beancount`."""
        return self._made(f"{accounts}x{touchpoints}", form, ("forms.py", form))

    def mailbox(self, megabytes: int) -> Path:
        return self._made(f"{megabytes}", "mbox", ("mailbox.py",))

    def _made(self, numbers: str, ending: str, maker: tuple[str, ...]) -> Path:
        path = self.folder / f"{numbers}-{self._stamp}.{ending}"
        if not path.exists():
            self._say(f"making {path.name}")
            # Only what is whole gets its name. Another process makes it: this one has to stay
            # small, see `measure.largest`.
            part = self.folder / f"part-{os.getpid()}-{path.name}"
            script, *words = maker
            sized = numbers.split("x")
            subprocess.run([sys.executable, HERE / script, *words, part, *sized], check=True)
            part.rename(path)
        return path


def size(folder: Path) -> int:
    """Give the bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
