"""Command `snapshot`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from clientfit_cli.base.dates import parse_day
from clientfit_cli.cli import options, workspace
from clientfit_cli.cli.output import encoded, say

PANEL = "Files"


def snapshot(
    book: options.BookPath = None,
    as_of: options.AsOf = "today",
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
    keep_going: options.KeepGoing = False,
    quiet: options.Quiet = False,
) -> None:
    """Freeze what the book comes to as of a day into one JSON file, to compare with later.

    Example: clientfit snapshot accounts/ -o snapshots/2026-11-16.json
    """  # fmt: skip
    from clientfit_cli.outcome import pipeline
    from clientfit_cli.outcome.snapshot import freeze, text

    day = parse_day(as_of, workspace.today())
    found = workspace.opened(book, keep_going=keep_going, quiet=quiet)
    content = text(freeze(pipeline.results(found, [day], weeks=0)[0]))
    if output is None:
        say(sys.stdout, content)
    else:
        workspace.put(output, encoded(content))
