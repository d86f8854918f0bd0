"""Command `init`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from clientfit_cli import shell

PANEL = "Files"


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where the book is to be.")],
    as_of: shell.AsOf = "today",
    quiet: shell.Quiet = False,
) -> None:
    """A book to start from: settings, one commented account, schemas for editors.

    Example: clientfit init accounts
    """
    from clientfit_cli import starter

    made = starter.make(folder, shell.day(as_of, shell.today()))
    if not quiet:
        sys.stderr.write("".join(f"wrote {path}\n" for path in made))
        sys.stderr.write(f"next: clientfit score {folder}\n")
