"""Session: the workspace of one command: progress, problems shown, errors that end it."""

from __future__ import annotations

import gc
from contextlib import ExitStack
from typing import TYPE_CHECKING, Self

from clientfit_cli.base.errors import UserError
from clientfit_cli.cli import selection, workspace
from clientfit_cli.cli.progress import progress
from clientfit_cli.execution import cache
from clientfit_cli.execution.workspace import Workspace
from clientfit_cli.outcome.request import Request
from clientfit_cli.storage.folder import Folder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from clientfit_cli.execution.executors import DaskExecutor, LocalExecutor
    from clientfit_cli.execution.run import Answer
    from clientfit_cli.outcome.account import AccountOutcome
    from clientfit_cli.outcome.book import BookOutcome
    from clientfit_cli.storage.tree import Listed


class Session(Workspace):
    """A book that a command asks; errors in its files end the command unless `keep_going`."""

    def __init__(
        self, tree: Listed, executor: LocalExecutor | DaskExecutor, *,
        cached: bool = True, keep_going: bool = False, quiet: bool = False,
    ) -> None:  # fmt: skip
        kept = cache.of_book(tree, workspace.cache_folder(), workspace.clock()) if cached else None
        super().__init__(tree, executor, kept)
        self.keep_going, self.quiet = keep_going, quiet
        self.told = False
        self._stack = ExitStack()

    @property
    def folder(self) -> Path:
        """The folder of the book, to write into."""
        if isinstance(self.tree, Folder):
            return self.tree.path
        raise UserError(f"{self.tree.shown('')} is read only", "copy the book into a folder")

    def __enter__(self) -> Self:
        # What is made here stays until the command ends: the collector need not look at it at all.
        gc.disable()
        self._stack.enter_context(self.executor)  # type: ignore[arg-type]
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def ask_all(self, requests: Sequence[Request]) -> list[BookOutcome]:
        with progress("scoring", self.quiet) as line:
            self.tick = line.tick
            outcomes = super().ask_all(requests)
        self.tell(outcomes[0])
        return outcomes

    def account(self, name: str, request: Request) -> AccountOutcome:
        """Answer a request of one account, named by id or name."""
        known = selection.account(self.ask(Request((request.as_of,))), name).id
        outcome = self.ask(request.of([known])).account(known)
        assert outcome is not None
        return outcome

    def check(self) -> Answer:
        with progress("reading", self.quiet) as line:
            self.tick = line.tick
            return super().check()

    def tell(self, outcome: BookOutcome) -> None:
        """Show what is wrong in the book, once."""
        if not self.told:
            self.told = True
            workspace.judged(outcome, keep_going=self.keep_going, quiet=self.quiet)


def opening(
    tree: Listed, *, engine: str = "local", scheduler: str | None = None, jobs: int = 0,
    no_cache: bool = False, keep_going: bool = False, quiet: bool = False,
) -> Session:  # fmt: skip
    """Open a book for a command, as its options say."""
    executor = workspace.executor(engine, scheduler, jobs, tree)
    cached = engine == "local" and not no_cache
    return Session(tree, executor, cached=cached, keep_going=keep_going, quiet=quiet)
