"""Command `explain`."""

from __future__ import annotations

from typing import Annotated

import typer

from clientfit_cli import shell
from clientfit_cli.errors import UserError

PANEL = "Learn"


def explain(
    name: Annotated[
        str | None,
        typer.Argument(help="A signal, alarm, action or problem code.", show_default=False),
    ] = None,
    book: shell.BookPath = None,
    form: shell.Format = None,
    output: shell.Output = None,
) -> None:
    """What a signal, alarm, action or problem means, its numbers and its source.

    Example: clientfit explain silence
    """
    from clientfit_cli import settings
    from clientfit_cli.problems import did_you_mean
    from clientfit_cli.sources import Folder
    from clientfit_cli.views import explain as view

    if name is not None:
        name, book = shell.name_and_book(name, book)
    numbers, _ = settings.read(Folder(shell.book_path(book)))
    if name is None:
        shell.answer(view.overview(numbers), form, output)
        return
    known = view.everything()
    if name not in known:
        hint = did_you_mean(name, known) or "`clientfit explain` lists what there is"
        raise UserError(f"there is nothing called `{name}`", hint)
    shell.answer(view.explain(name, *known[name], numbers), form, output)
