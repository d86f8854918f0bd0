"""Command `check`."""

from __future__ import annotations

import sys
from functools import partial
from typing import Annotated

import typer

from clientfit_cli.cli import options
from clientfit_cli.cli.output import answer, canvas

PANEL = "Files"


@partial(options.shared, without="keep_going")
def check(
    session: options.Session,
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
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Say nothing when there is nothing wrong.")
    ] = False,
) -> int:
    """Are the files sound? Every problem with its place, the line itself and a remedy.

    Example: clientfit check accounts/ --format github
    """  # fmt: skip
    from clientfit_cli.base.problems import errors
    from clientfit_cli.views.pages.problems import problems

    answered = session.check()
    if answered.problems or output or not quiet:
        named = "table" if form == "text" else form
        width = canvas(sys.stdout).width
        answer(problems(answered.problems, answered.accounts, width), named, output)
    return int(bool(errors(answered.problems)))
