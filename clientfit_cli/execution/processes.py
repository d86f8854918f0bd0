"""Jobs: work on several cores at once, in the order of the work, gone at once on Ctrl-C."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time
import warnings
from typing import TYPE_CHECKING, TypeVar

from clientfit_cli.base.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

WATCH = 0.5  # seconds between two looks of a child at its parent

T = TypeVar("T")
R = TypeVar("R")


def cores() -> int:
    """How many cores this process may use."""
    with contextlib.suppress(AttributeError):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def mapped(
    work: Callable[[T], R], items: Sequence[T], jobs: int, *, fork: bool = True
) -> Iterator[R]:
    """Do some work for every item, on so many processes; answers come in the order of the items.

    With one job, or one item, it is done here. What the work raises is raised here; a process that
    dies is a UserError. Without `fork`, the processes begin anew: where threads of others run.
    """
    jobs = min(jobs, len(items))
    if jobs < 2:
        yield from map(work, items)
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    # Children of a fork share what is loaded already. It is safe here, as no thread of ours runs:
    # numpy's wait for work, and look after themselves in a fork.
    way = "fork" if fork and sys.platform.startswith("linux") else "spawn"
    others = set(multiprocessing.active_children())
    context = multiprocessing.get_context(way)
    pool = ProcessPoolExecutor(jobs, context, _child, (os.getpid(),))
    try:
        with warnings.catch_warnings(), _interrupts_later():
            warnings.filterwarnings("ignore", "This process .* is multi-threaded")
            futures = [pool.submit(work, item) for item in items]
        futures.reverse()
        while futures:
            yield futures.pop().result()
    except BrokenProcessPool:
        hint = "perhaps there was no memory left: try --jobs 1"
        raise UserError("a process that scored a part of the book has died", hint) from None
    finally:
        # Whoever stops early (an error, Ctrl-C, a reader that went away) waits for nobody.
        pool.shutdown(wait=False, cancel_futures=True)
        for child in set(multiprocessing.active_children()) - others:
            child.terminate()


@contextlib.contextmanager
def _interrupts_later() -> Iterator[None]:
    """Hold back Ctrl-C while children begin: one that does not ignore it yet would tell of it."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _child(parent: int) -> None:
    """Leave Ctrl-C to the parent, which ends its children; without it, there is nothing to do."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_follow, args=(parent,), daemon=True).start()


def _follow(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(WATCH)
    os._exit(1)
