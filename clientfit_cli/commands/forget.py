"""Command `forget`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clientfit_cli import clerk, shell, storing
from clientfit_cli.errors import UserError

if TYPE_CHECKING:
    from clientfit_cli.book import Book
    from clientfit_cli.editing import Edit
    from clientfit_cli.forgetting import Forgetting

PANEL = "Files"


def forget(
    contact: Annotated[
        str,
        typer.Argument(
            metavar="CONTACT",
            autocompletion=shell.contact_ids,
            help="An id, an e-mail address, a full name, or ACCOUNT/CONTACT.",
        ),
    ],
    book: shell.BookPath = None,
    account: Annotated[
        str,
        typer.Option(
            "--account",
            metavar="ID",
            help="Whose contact is meant, where several fit.",
            autocompletion=shell.account_ids,
            show_default=False,
        ),
    ] = "",
    write: Annotated[
        bool, typer.Option("--write", help="Do it; without this, only show what it comes to.")
    ] = False,
    form: shell.Format = None,
    output: shell.Output = None,
    quiet: shell.Quiet = False,
) -> None:
    """Forget a person: their data goes from every file, what was counted stays.

    Example: clientfit forget r.lee@acme.example accounts/
    """  # fmt: skip
    from clientfit_cli import shelf
    from clientfit_cli.views.forget import forget as view

    folder = shell.book_path(book)
    with clerk.writing(folder, dry_run=not write):
        found, read = _found(folder, contact, account, quiet=quiet)
        if write:
            _written(read, found.edits)
            # Names are kept there, too, perhaps of a folder above or below this one.
            shelf.clear(shell.cache_folder())
    shell.answer(view(found, written=write), form, output)


def _found(folder: Path, contact: str, account: str, *, quiet: bool) -> tuple[Forgetting, Book]:
    """Read the book, all of which must be sound, and work out what is to be done."""
    from clientfit_cli import forgetting, persons, pipeline
    from clientfit_cli.problems import errors
    from clientfit_cli.sources import Folder

    book = pipeline.read(Folder(folder))
    stops = bool(errors(book.problems))
    if book.problems and (stops or not quiet):
        said = "nobody was forgotten: mend these first, they may be about them, too"
        shell.show_problems(book, stops=stops, said=said)
    if stops:
        raise typer.Exit(1)
    return forgetting.forgetting(book, persons.person(book, contact, account)), book


def _written(book: Book, edits: list[Edit]) -> None:
    """Write all files or none."""
    paths = [Path(book.tree.shown(edit.file)) for edit in edits]
    for path in paths:
        if not path.stat().st_mode & 0o200:
            raise UserError(f"{path} is read-only: nothing was written", "make it writable first")
    changes = [storing.Rewrite(path, *edit[1:]) for path, edit in zip(paths, edits, strict=True)]
    storing.rewrite_all(Path(book.tree.shown("")), changes)
