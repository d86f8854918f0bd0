"""Command `init`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from clientfit_cli.base.dates import parse_day
from clientfit_cli.cli import options, workspace

PANEL = "Files"


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where the book is to be.")],
    empty: Annotated[
        bool, typer.Option("--empty", help="Without an account to start from: for imports.")
    ] = False,
    team: Annotated[
        list[str] | None,
        typer.Option("--team", metavar="'NAME <EMAIL>'", help="One of yours (repeatable)."),
    ] = None,
    as_of: options.AsOf = "today",
    quiet: options.Quiet = False,
) -> None:
    """A book to start from: settings, one commented account, schemas for editors.

    Example: clientfit init accounts --team 'Dana Reyes <dana@firm.example>'
    """
    from clientfit_cli.engine.advice.method import numbers_of
    from clientfit_cli.writing import scaffold

    day = parse_day(as_of, workspace.today())
    made = scaffold.make(folder, day, numbers_of, team or (), empty=empty)
    if not quiet:
        sys.stderr.write("".join(f"wrote {path}\n" for path in made))
        following = "import FILE... --book" if empty else "score"
        sys.stderr.write(f"next: clientfit {following} {folder}\n")
