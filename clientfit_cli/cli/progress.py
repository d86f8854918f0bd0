"""One line on a terminal that says how far long work is; nothing anywhere else."""

from __future__ import annotations

import os
import shutil
import sys
import time
from typing import Self, TextIO

WAIT, EVERY = 1.0, 0.1  # seconds: before it shows at all, and between two changes
WIDEST_BAR = 30


def progress(what: str, quiet: bool = False) -> Progress:
    """Make a line that shows only where somebody sees it."""
    stream = sys.stderr
    seen = not quiet and stream.isatty() and os.environ.get("TERM") != "dumb"
    return Progress(stream if seen else None, what)


class Progress:
    """How far some work is: a bar, from the second second on, until the work ends."""

    def __init__(self, stream: TextIO | None, what: str) -> None:
        self.stream, self.what = stream, what
        self.since = self.last = time.perf_counter()
        self.shown = False

    def tick(self, done: int, total: int) -> None:
        """Say how much of how much is done."""
        now = time.perf_counter()
        if self.stream and now - self.since > WAIT and now - self.last > EVERY:
            self.last, self.shown = now, True
            share = min(1.0, done / total) if total else 0.0
            size = max(5, min(WIDEST_BAR, shutil.get_terminal_size().columns - len(self.what) - 10))
            bar = ("#" * round(share * size)).ljust(size, ".")
            self.stream.write(f"\r{self.what} {bar} {share:4.0%}\x1b[K")
            self.stream.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.stream and self.shown:  # nothing of it is left behind
            self.stream.write("\r\x1b[K")
            self.stream.flush()
