"""Command `snapshot`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from clientfit_cli.cli import workspace

PANEL = "Files"


def snapshot(
    book: workspace.BookPath = None,
    as_of: workspace.AsOf = "today",
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            show_default=False,
            help="Write to a file, whole or not at all [default: standard output]",
        ),
    ] = None,
    keep_going: workspace.KeepGoing = False,
    quiet: workspace.Quiet = False,
) -> None:
    """Freeze what the book comes to as of a day into one JSON file, to compare with later.

    Example: clientfit snapshot accounts/ -o snapshots/2026-11-16.json
    """  # fmt: skip
    from clientfit_cli.outcome import pipeline
    from clientfit_cli.outcome.snapshot import freeze, text

    day = workspace.day(as_of, workspace.today())
    found = workspace.opened(book, keep_going=keep_going, quiet=quiet)
    content = text(freeze(pipeline.results(found, [day], weeks=0)[0]))
    if output is None:
        workspace.say(sys.stdout, content)
    else:
        workspace.put(output, workspace.encoded(content))
