"""What all commands share: option types, the book to open, where the answer goes."""

from __future__ import annotations

import datetime as dt
import gc
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from clientfit_cli.base.errors import UserError
from clientfit_cli.base.problems import did_you_mean
from clientfit_cli.cli.completion import account_ids, contact_ids, team_ids
from clientfit_cli.cli.locate import book_path, name_and_book
from clientfit_cli.cli.output import canvas, say
from clientfit_cli.cli.progress import progress
from clientfit_cli.storage.atomic import put, rewrite, writing

if TYPE_CHECKING:
    from clientfit_cli.book.model import Book
    from clientfit_cli.execution.executors import DaskExecutor, LocalExecutor
    from clientfit_cli.outcome.book import BookOutcome
    from clientfit_cli.storage.tree import Listed, Tree


__all__ = [
    "account_ids", "book_path", "contact_ids", "name_and_book", "put", "rewrite", "team_ids",
    "writing",
]  # fmt: skip

MOST_SHOWN = 20  # problems, where they are not what was asked for
NOTHING_SCORED = "nothing was scored: mend these, or leave them out with --keep-going"


ENGINES = ("local", "dask")


def today() -> dt.date:
    """Read the clock: here, and nowhere below."""
    return dt.date.today()  # noqa: DTZ011  # the day where the user sits


def now() -> dt.datetime:
    """Read the clock to the second, with the time zone where the user sits."""
    return dt.datetime.now().astimezone().replace(microsecond=0)


def clock() -> int:
    """Read the clock in nanoseconds since 1970, as file systems do."""
    return time.time_ns()


def cache_folder() -> Path:
    """Name the folder in which the user's system keeps what can be made again."""
    from platformdirs import user_cache_path

    return user_cache_path("clientfit", appauthor=False)


def opened(given: str | None, *, keep_going: bool, quiet: bool, said: str = NOTHING_SCORED) -> Book:
    """Read a book and say what is wrong in it; errors end the command unless `keep_going`."""
    from clientfit_cli.storage.folder import Folder

    tree = Folder(book_path(given))
    return sound(tree, keep_going=keep_going, quiet=quiet, said=said)


def sound(tree: Tree, *, keep_going: bool, quiet: bool, said: str = NOTHING_SCORED) -> Book:
    """Read a book from wherever it is, like `opened`."""
    from clientfit_cli.execution.task import read_book

    with progress("reading", quiet) as line:
        book = read_book(tree, line.tick)
    gc.freeze()  # a book stays until the command ends: the collector need not look at it again
    judged(book, keep_going=keep_going, quiet=quiet, said=said)
    return book


def tree(given: str | None) -> Listed:
    """Find a book: a folder, or an address that fsspec opens."""
    from clientfit_cli.storage.folder import Folder
    from clientfit_cli.storage.remote import Remote, is_url

    name = given or os.environ.get("CLIENTFIT_BOOK") or ""
    return Remote(name) if is_url(name) else Folder(book_path(given))


def executor(
    name: str, scheduler: str | None, jobs: int, tree: Listed
) -> LocalExecutor | DaskExecutor:
    """Choose who does the parts of a book; 0 jobs are as many as there are cores."""
    from clientfit_cli.execution.executors import DaskExecutor, LocalExecutor
    from clientfit_cli.execution.processes import cores
    from clientfit_cli.storage.folder import Folder

    if name not in ENGINES:
        hint = did_you_mean(name, ENGINES) or f"engines: {', '.join(ENGINES)}"
        raise UserError(f"there is no engine `{name}`", hint)
    if name == "dask":
        return DaskExecutor(scheduler, jobs or cores())
    if scheduler:
        raise UserError("--scheduler is for --engine dask")
    # Whoever opens addresses has threads of its own, which a fork would break.
    return LocalExecutor(jobs or cores(), fork=isinstance(tree, Folder))


def judged(
    book: Book | BookOutcome, *, keep_going: bool, quiet: bool, said: str = NOTHING_SCORED
) -> None:
    """Show what is wrong in a book; errors end the command unless `keep_going`."""
    from clientfit_cli.base.problems import errors

    stops = bool(errors(book.problems)) and not keep_going
    # Warnings are for those who score: elsewhere they stand in nobody's way.
    if book.problems and (stops or (said == NOTHING_SCORED and not quiet)):
        show_problems(book, stops=stops, said=said)
    if stops:
        raise typer.Exit(1)


def show_problems(book: Book | BookOutcome, *, stops: bool, said: str = NOTHING_SCORED) -> None:
    """Show what is wrong in a book, beside an answer or in place of one (`said` says which)."""
    from clientfit_cli.rendering import page as report
    from clientfit_cli.views.pages.problems import problems

    found = book.problems
    if stops:
        found = sorted(found, key=lambda one: one.severity)  # errors first
    room = canvas(sys.stderr)
    page = problems(found[:MOST_SHOWN], len(book.ids), room.width)
    lines = list(page.blocks[0].lines[:-1])  # type: ignore[union-attr]
    more = len(book.problems) - MOST_SHOWN
    if more > 0:
        lines.append([report.Cell(f"and {more:,} more: `clientfit check` lists them")])
    if stops or book.left_out:
        lines.append([report.Cell(said if stops else f"left out: {', '.join(book.left_out)}")])
    shown = report.Page("", [report.Text(lines, indent=4)], page.records, page.data)
    say(sys.stderr, report.render(shown, "table", room))
