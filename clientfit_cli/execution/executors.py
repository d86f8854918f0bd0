"""Executors: who does the parts of a book, the cores of this machine or the workers of a cluster.

An executor does some work for every item, and can hold what comes of it where it was made, for more
work on it: of a million accounts, only what is small comes back.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar

from clientfit_cli.base.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import TracebackType

DIED = "workers died over and over on one part of the book"
PATIENCE = 60.0  # seconds without any worker: those that begin on demand need a while

T = TypeVar("T")
R = TypeVar("R")


class Executor(Protocol):
    """Does work for many items; answers come in the order of the items."""

    def each(self, work: Callable[[T], R], items: Sequence[T]) -> Iterator[R]:
        """Do some work for every item."""

    def persist(self, work: Callable[[T], Any], items: Sequence[T]) -> list[Any]:
        """Do some work for every item, and keep what comes of it where it is."""

    def on(
        self, work: Callable[..., R], held: Sequence[Any], with_each: Sequence[Any], with_all: Any
    ) -> Iterator[R]:
        """Work on what is held: `work(held, with_each, with_all)`."""


@dataclass(frozen=True)
class LocalExecutor:
    """The cores of this machine."""

    jobs: int
    fork: bool = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None: ...

    def each(self, work: Callable[[T], R], items: Sequence[T]) -> Iterator[R]:
        from clientfit_cli.execution.processes import mapped

        return mapped(work, items, self.jobs, fork=self.fork)

    def persist(self, work: Callable[[T], Any], items: Sequence[T]) -> list[Any]:
        return list(self.each(work, items))

    def on(
        self, work: Callable[..., R], held: Sequence[Any], with_each: Sequence[Any], with_all: Any
    ) -> Iterator[R]:
        for one, other in zip(held, with_each, strict=True):
            yield work(one, other, with_all)


class DaskExecutor:
    """The workers of a Dask cluster: the one at an address, or one that is made here for a while.

    A worker that dies loses nothing: others do its parts again.
    """

    def __init__(self, address: str | None, workers: int) -> None:
        self.address, self.workers = address, workers

    def __enter__(self) -> Self:
        try:
            import dask

            # What clusters have to say while they work is not for those who read scores.
            dask.config.set({"logging.distributed": "critical"})
            from distributed import Client, LocalCluster
        except ImportError:
            raise UserError(
                "the engine `dask` needs the extra: pip install 'clientfit[dask]'"
            ) from None
        self._made: Any = None
        try:
            if self.address is None:
                self._made = LocalCluster(
                    n_workers=self.workers, threads_per_worker=1, dashboard_address=":0"
                )
            self._client = Client(self._made or self.address, timeout="10s")
        except (OSError, ValueError, TypeError) as error:
            self._close()
            said = (str(error).strip() or type(error).__name__).splitlines()[0]
            raise UserError(f"no Dask scheduler answers at {self.address}", said) from None
        try:
            # A little work, not a look at who is there: some clusters get workers only for that.
            self._answer(self._client.submit(int, pure=False))
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        with contextlib.suppress(Exception):  # what is left of it is not for us to tell
            self._client.close()
        self._close()

    def _close(self) -> None:
        if self._made is not None:
            with contextlib.suppress(Exception):
                self._made.close()

    def each(self, work: Callable[[T], R], items: Sequence[T]) -> Iterator[R]:
        yield from self._gathered(self.persist(work, items))

    def persist(self, work: Callable[[T], Any], items: Sequence[T]) -> list[Any]:
        # The files may have changed since the same was asked before.
        futures: list[Any] = self._client.map(work, list(items), pure=False)
        return futures

    def on(
        self, work: Callable[..., R], held: Sequence[Any], with_each: Sequence[Any], with_all: Any
    ) -> Iterator[R]:
        try:
            shared = self._client.scatter(with_all, broadcast=True, hash=False)
        except TimeoutError:
            raise self._deserted() from None
        futures = self._client.map(work, list(held), list(with_each), [shared] * len(held),
                                   pure=False)  # fmt: skip
        yield from self._gathered(futures)

    def _answer(self, future: Any) -> Any:
        """Wait for what comes of some work, for as long as there is anybody to do it."""
        alone = False
        while True:
            try:
                return future.result(timeout=PATIENCE / 2)
            except TimeoutError:
                if future.done():  # the work itself has said so
                    raise
                # Those that died may be about to begin anew: one look is not enough.
                before, alone = alone, not self._client.nthreads()
                if before and alone:
                    raise self._deserted() from None

    def _deserted(self) -> UserError:
        if self.address is None:  # its workers were there when it was made
            return UserError(DIED, "perhaps there was no memory left: try fewer with --jobs")
        return UserError(
            f"the Dask scheduler at {self.address} has no workers",
            f"start some, and run this again: dask worker {self.address}",
        )

    def _gathered(self, futures: list[Any]) -> Iterator[Any]:
        from distributed import KilledWorker

        ahead = futures[::-1]
        try:
            while ahead:
                yield self._answer(ahead.pop())
        except KilledWorker as error:
            raise UserError(DIED, str(error).splitlines()[0]) from None
        except ModuleNotFoundError as error:
            raise UserError(f"a worker has no {error.name}", "install clientfit there") from None
        finally:
            with contextlib.suppress(Exception):
                self._client.cancel(ahead)
