"""What the commands share that write into a book: the account, who writes, and what was written."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clientfit_cli.base.dates import parse_day
from clientfit_cli.base.errors import UserError
from clientfit_cli.cli import workspace
from clientfit_cli.cli.output import say
from clientfit_cli.storage import atomic
from clientfit_cli.yamlio.documents import BREAK

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from clientfit_cli.book.model import Book
    from clientfit_cli.writing.entry import Desk
    from clientfit_cli.writing.placement import Edit


BookOption = Annotated[
    str | None,
    typer.Option(
        "--book",
        metavar="BOOK",
        help="The folder of the book [default: $CLIENTFIT_BOOK, else accounts/, else .]",
        show_default=False,
    ),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Show what would be written, and write nothing.")
]


def writing(folder: Path, *, dry_run: bool) -> contextlib.AbstractContextManager[None]:
    """Take the lock of a book, unless nothing is to be written."""
    return contextlib.nullcontext() if dry_run else atomic.writing(folder)


def account_to_write(folder: Path, word: str) -> tuple[Book, str]:
    """Read what a book says about one account, which must be sound; the others can wait."""
    from clientfit_cli.base.problems import errors
    from clientfit_cli.execution import cache
    from clientfit_cli.execution.finder import Finder
    from clientfit_cli.storage.folder import Folder

    gc.disable()  # what is read stays until the command ends
    tree = Folder(folder)
    finder = Finder(tree, cache.of_book(tree, workspace.cache_folder(), workspace.clock()))
    book, name = finder.read(word), word
    if word not in {*book.accounts, *book.left_out}:
        name = finder.named(word)
        book = finder.read(name)
    settings = tree.shown(tree.settings() or "")
    unset = any(problem.where.file == settings for problem in errors(book.problems))
    if unset or name not in book.accounts:
        workspace.show_problems(book, stops=True, said="nothing was written: mend these first")
        raise typer.Exit(1)
    return book, name


def me(book: Book, day: dt.date) -> str | None:
    """Say who of ours sits here: whom $USER names, or git's e-mail address."""
    from clientfit_cli.book.directory import bare

    team = [one for one in book.settings.team or [] if one.until is None or one.until > day]
    user = next((name for key in ("USER", "LOGNAME", "USERNAME")
                 if (name := os.environ.get(key))), "").casefold()  # fmt: skip
    for one in team:
        if user and user in {one.id, bare(one.email or "").partition("@")[0]}:
            return one.id
    email = bare(_git_email()) if team else ""
    for one in team:
        if email and email in {bare(text) for text in (one.email or "", *(one.aliases or ()))}:
            return one.id
    return None


def desk(book: Book, account: str, today: dt.date) -> Desk:
    """Lay out what words may mean in a row of an account."""
    from clientfit_cli.writing import entry

    return entry.desk(book, account, lambda text: parse_day(text, today), me(book, today))


def _git_email() -> str:
    """Ask git who writes commits here; nobody if it cannot say."""
    import subprocess

    try:
        found = subprocess.run(
            ["git", "config", "user.email"],  # noqa: S607  # the git that the user has
            capture_output=True, timeout=5, check=False,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return ""
    return found.stdout.decode("utf-8", "replace").strip()


def chosen(word: str, names: Sequence[Iterable[str]], texts: Sequence[str], what: str) -> int:
    """Choose one of several things by number, name or part of its text, or list what there is."""
    from clientfit_cli.base.problems import said
    from clientfit_cli.base.text import clean
    from clientfit_cli.writing.open_items import fitting

    fits = fitting(word, names, texts)
    if len(fits) == 1:
        return fits[0]
    if not texts:
        raise UserError(f"there are no {what}")
    why = "may be several: say its number" if fits else f"is none of the {what}"
    lines = [f"clientfit: `{said(word)}` {why}"]
    lines += [f"{at + 1:>4}  {texts[at]}" for at in fits or range(len(texts))]
    sys.stderr.write("".join(clean(line) + "\n" for line in lines))
    raise typer.Exit(2)


def write(
    book: Book, edit: Edit, did: str, would: str, *, line: int = 0, dry_run: bool, quiet: bool
) -> None:  # fmt: skip
    """Write a file anew, say what that did and where, and show the lines that are new.

    In a dry run nothing is written, and the lines are the answer.
    """
    from clientfit_cli.base.text import clean

    path = book.tree.shown(edit.file)
    if not dry_run:
        atomic.rewrite(Path(path), edit.before, edit.after)
    lines = _new_lines(edit.before, edit.after)
    at = f"{path}:{line or (lines[0][0] if lines else 1)}"
    if not quiet:
        sys.stderr.write(clean(f"{would if dry_run else did} {at}") + "\n")
        sys.stderr.flush()
    if dry_run or not quiet:
        shown = "".join(f"{number:>5} | {clean(text)}\n" for number, text in lines)
        say(sys.stdout if dry_run else sys.stderr, shown)


def line_of(edit: Edit, section: str) -> int:
    """Say in which line of a changed file its new row of a section begins."""
    from clientfit_cli.yamlio import reader

    before, after = (reader.parse(raw, "", "")[0] for raw in (edit.before, edit.after))
    for old, new in zip(before, after, strict=True):
        rows = new.data.get(section) or []
        if len(rows) > len(old.data.get(section) or []):
            wanted = (new.index, (section, len(rows) - 1))
            return reader.locate(edit.after, [wanted])[wanted].line
    return 0


def _new_lines(before: bytes, after: bytes) -> list[tuple[int, str]]:
    """List the lines of a changed file that it did not have before, each with its number."""
    old, new = (BREAK.split(raw.decode("utf-8", "replace")) for raw in (before, after))
    same = 0
    while same < min(len(old), len(new)) and old[same] == new[same]:
        same += 1
    end = 0
    while end < min(len(old), len(new)) - same and old[-1 - end] == new[-1 - end]:
        end += 1
    lines = enumerate(new[same : len(new) - end], start=same + 1)
    return [(number, text) for number, text in lines if text.strip()]
