"""Command `forget`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clientfit_cli.base.errors import UserError
from clientfit_cli.cli import options, workspace, writing
from clientfit_cli.cli.output import answer
from clientfit_cli.storage import atomic

if TYPE_CHECKING:
    from clientfit_cli.book.model import Book
    from clientfit_cli.writing.erase import Forgetting
    from clientfit_cli.writing.placement import Edit

PANEL = "Files"


def forget(
    contact: Annotated[
        str,
        typer.Argument(
            metavar="CONTACT",
            autocompletion=workspace.contact_ids,
            help="An id, an e-mail address, a full name, or ACCOUNT/CONTACT.",
        ),
    ],
    book: options.BookPath = None,
    account: Annotated[
        str,
        typer.Option(
            "--account",
            metavar="ID",
            help="Whose contact is meant, where several fit.",
            autocompletion=workspace.account_ids,
            show_default=False,
        ),
    ] = "",
    write: Annotated[
        bool, typer.Option("--write", help="Do it; without this, only show what it comes to.")
    ] = False,
    form: options.Format = None,
    output: options.Output = None,
    quiet: options.Quiet = False,
) -> None:
    """Forget a person: their data goes from every file, what was counted stays.

    Example: clientfit forget r.lee@acme.example accounts/
    """  # fmt: skip
    from clientfit_cli.execution import cache
    from clientfit_cli.views.pages.forget import forget as view

    folder = workspace.book_path(book)
    with writing.writing(folder, dry_run=not write):
        found, read = _found(folder, contact, account, quiet=quiet)
        if write:
            _written(read, found.edits)
            # Names are kept there, too, perhaps of a folder above or below this one.
            cache.clear(workspace.cache_folder())
    answer(view(found, written=write), form, output)


def _found(folder: Path, contact: str, account: str, *, quiet: bool) -> tuple[Forgetting, Book]:
    """Read the book, all of which must be sound, and work out what is to be done."""
    from clientfit_cli.base.problems import errors
    from clientfit_cli.execution.task import read_book
    from clientfit_cli.storage.folder import Folder
    from clientfit_cli.writing import erase, person

    book = read_book(Folder(folder))
    stops = bool(errors(book.problems))
    if book.problems and (stops or not quiet):
        said = "nobody was forgotten: mend these first, they may be about them, too"
        workspace.show_problems(book, stops=stops, said=said)
    if stops:
        raise typer.Exit(1)
    return erase.forgetting(book, person.person(book, contact, account)), book


def _written(book: Book, edits: list[Edit]) -> None:
    """Write all files or none."""
    paths = [Path(book.tree.shown(edit.file)) for edit in edits]
    for path in paths:
        if not path.stat().st_mode & 0o200:
            raise UserError(f"{path} is read-only: nothing was written", "make it writable first")
    changes = [atomic.Rewrite(path, *edit[1:]) for path, edit in zip(paths, edits, strict=True)]
    atomic.rewrite_all(Path(book.tree.shown("")), changes)
