"""Run commands in turn, each as a process of its own: seconds, and peak memory of its tree."""

from __future__ import annotations

import json
import os
import resource
import shlex
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PAUSE = 0.01  # seconds between two looks at memory
FEW = 3  # looks that say too little
SHARE = 20  # a look may cost one part in so many of the time
UNIT = 1 if sys.platform == "darwin" else 1024  # of the kernel's peak, in bytes


class Failed(Exception):  # noqa: N818  # it is the command that failed
    """A measured command ended with an error: its time would say nothing."""


@dataclass
class Contestant:
    """A command to measure, and what was measured."""

    name: str
    command: Sequence[str | Path]
    surroundings: dict[str, str] = field(default_factory=dict)
    prepare: Callable[[], object] | None = None  # before each run, off the clock
    reports: bool = False  # its last line is JSON: what it measured of itself
    per: float = 0  # how many accounts or megabytes its seconds are for
    beyond: Contestant | None = None  # what it takes to do nothing: not counted for `each`
    seconds: list[float] = field(default_factory=list)
    peaks: list[float] = field(default_factory=list)  # MB
    reported: list[dict[str, Any]] = field(default_factory=list)

    @property
    def least(self) -> float:
        return min(self.seconds)

    @property
    def middle(self) -> float:
        return median(self.seconds)

    def each(self, of: Callable[[list[float]], float]) -> float:
        """Give the seconds for each account, beyond those that an empty book takes too."""
        idle = of(self.beyond.seconds) if self.beyond else 0.0
        return (of(self.seconds) - idle) / (self.per or 1)

    @property
    def peak(self) -> float:
        """The most memory in MB that its processes held together in any run."""
        return max(self.peaks, default=0.0)

    def data(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "command": shlex.join(map(str, self.command)),
            "seconds": self.seconds,
            "min": self.least,
            "median": self.middle,
            "peak_mb": self.peaks,
            "for": self.per,
        }


def in_turn(contestants: Sequence[Contestant], runs: int, say: Callable[[str], None]) -> None:
    """Run all once, then all again: what slows the machine down for a while slows all alike."""
    for number in range(runs):
        for one in contestants:
            say(f"{number + 1}/{runs} {one.name}")
            if one.prepare:
                one.prepare()
            seconds, peak, said = run(one.command, one.surroundings)
            one.peaks.append(peak)
            if one.reports:
                one.reported.append(json.loads(said.splitlines()[-1]))
                seconds = one.reported[-1]["seconds"]
            one.seconds.append(seconds)


def run(command: Sequence[str | Path], surroundings: dict[str, str]) -> tuple[float, float, str]:
    """Run a command to its end; give its seconds, its peak memory in MB, and what it said."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        began = time.perf_counter()
        # A session of its own, so that Ctrl-C leaves none of its children behind.
        process = subprocess.Popen(
            [str(word) for word in command], stdin=subprocess.DEVNULL, stdout=out, stderr=err,
            env={**os.environ, **surroundings}, start_new_session=True,
        )  # fmt: skip
        watched = Watch(process.pid)
        try:
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - began
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise
        finally:
            watched.stop()
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            err.seek(0)
            wrong = err.read().decode(errors="replace").strip()
            raise Failed(f"{shlex.join(map(str, command))}: {process.returncode}\n{wrong}")
        out.seek(0)
        peak = max(watched.most, largest(usage)) / 1e6
        return seconds, peak, out.read().decode(errors="replace")


def largest(usage: resource.struct_rusage) -> int:
    """Give the bytes that the largest process of a tree had resident, as the kernel counted.

    A process starts out with the peak of the one that started it: up to there it says nothing.
    """
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return usage.ru_maxrss * UNIT if usage.ru_maxrss > own else 0


class Watch:
    """Looks again and again at how much memory a process and its children hold together.

    What they share counts once (the kernel's proportional set size). A look can miss a short peak,
    so `largest` counts too: a tree holds at least what either says. Few looks say nothing.
    """

    def __init__(self, pid: int) -> None:
        self.most = 0
        self._looks = 0
        self._pid = pid
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._over.set()
        self._thread.join()
        if self._looks < FEW:
            self.most = 0

    def _look(self) -> None:
        pause = PAUSE
        while not self._over.wait(pause):
            began = time.perf_counter()
            self.most = max(self.most, sum(map(held, tree(self._pid))))
            self._looks += 1
            pause = max(PAUSE, SHARE * (time.perf_counter() - began))


def tree(pid: int) -> list[int]:
    """List a process and all below it; where the system does not say, nobody."""
    found, wanted = [], [pid]
    while wanted:
        found.append(wanted.pop())
        for task in Path(f"/proc/{found[-1]}/task").glob("*/children"):
            try:
                wanted += map(int, task.read_text().split())
            except OSError:  # it ended just now
                continue
    return found


def held(pid: int) -> int:
    """Give the bytes that a process holds, its share of what it shares; 0 when it is gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(1024 * int(line.split()[1]) for line in lines if line.startswith("Pss:"))
