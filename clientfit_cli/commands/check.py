"""Command `check`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from clientfit_cli import shell

PANEL = "Files"


def check(
    book: shell.BookPath = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            help="text, json, csv or github.",
            show_default=False,
        ),
    ] = None,
    output: shell.Output = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Say nothing when there is nothing wrong.")
    ] = False,
) -> int:
    """Are the files sound? Every problem with its place, the line itself and a remedy.

    Example: clientfit check accounts/ --format github
    """  # fmt: skip
    from clientfit_cli import pipeline
    from clientfit_cli.problems import errors
    from clientfit_cli.sources import Folder
    from clientfit_cli.views.problems import problems

    found = pipeline.read(Folder(shell.book_path(book)))
    if found.problems or output or not quiet:
        named = "table" if form == "text" else form
        width = shell.canvas(sys.stdout).width
        accounts = len(found.accounts) + len(found.left_out)
        shell.answer(problems(found.problems, accounts, width), named, output)
    return int(bool(errors(found.problems)))
