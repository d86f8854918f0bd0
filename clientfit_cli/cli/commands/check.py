"""Command `check`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from clientfit_cli.cli import options, workspace
from clientfit_cli.cli.output import answer, canvas
from clientfit_cli.cli.progress import progress

PANEL = "Files"


def check(
    book: options.BookPath = None,
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
    output: options.Output = None,
    jobs: options.Jobs = 0,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Say nothing when there is nothing wrong.")
    ] = False,
) -> int:
    """Are the files sound? Every problem with its place, the line itself and a remedy.

    Example: clientfit check accounts/ --format github
    """  # fmt: skip
    from clientfit_cli.base.problems import errors
    from clientfit_cli.execution.run import checked
    from clientfit_cli.views.pages.problems import problems

    tree = workspace.tree(book)
    with progress("reading", quiet) as line:
        found = checked(tree, workspace.engine("local", None, jobs, tree), tick=line.tick)
    if found.problems or output or not quiet:
        named = "table" if form == "text" else form
        width = canvas(sys.stdout).width
        answer(problems(found.problems, found.accounts, width), named, output)
    return int(bool(errors(found.problems)))
