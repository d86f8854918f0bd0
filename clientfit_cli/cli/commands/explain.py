"""Command `explain`."""

from __future__ import annotations

from typing import Annotated

import typer

from clientfit_cli.base.errors import UserError
from clientfit_cli.cli import options, workspace
from clientfit_cli.cli.output import answer

PANEL = "Learn"


def explain(
    name: Annotated[
        str | None,
        typer.Argument(help="A signal, alarm, action or problem code.", show_default=False),
    ] = None,
    book: options.BookPath = None,
    form: options.Format = None,
    output: options.Output = None,
) -> None:
    """What a signal, alarm, action or problem means, its numbers and its source.

    Example: clientfit explain silence
    """
    from clientfit_cli.base.problems import did_you_mean
    from clientfit_cli.book import settings
    from clientfit_cli.engine.advice.method import numbers_of
    from clientfit_cli.storage.folder import Folder
    from clientfit_cli.views.pages import explain as view

    if name is not None:
        name, book = workspace.name_and_book(name, book)
    numbers, _ = settings.read(Folder(workspace.book_path(book)), numbers_of)
    if name is None:
        answer(view.overview(numbers), form, output)
        return
    known = view.everything()
    if name not in known:
        hint = did_you_mean(name, known) or "`clientfit explain` lists what there is"
        raise UserError(f"there is nothing called `{name}`", hint)
    answer(view.explain(name, *known[name], numbers), form, output)
