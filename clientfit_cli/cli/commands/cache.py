"""Command `cache`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from clientfit_cli.cli import workspace

PANEL = "Files"


def cache(
    clear: Annotated[bool, typer.Option("--clear", help="Throw all of it away.")] = False,
) -> None:
    """What is kept of books already read, so that the next look is quick; it is never needed.

    Example: clientfit cache --clear
    """
    from clientfit_cli.base.text import clean, plural
    from clientfit_cli.execution import cache as kept

    folder = workspace.cache_folder()
    held = kept.held(folder)
    if clear:
        kept.clear(folder)
    done = "thrown away: " if clear else ""
    size = f"{held.bytes / 1e6:,.1f} MB"
    if not kept.trusted(folder):
        done = f"not used, others could write to it: {done}"
    sys.stdout.write(f"{clean(str(folder))}\n{done}{plural(held.books, 'book')}, {size}\n")
