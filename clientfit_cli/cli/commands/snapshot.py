"""Command `snapshot`."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Annotated

import typer

from clientfit_cli.cli import options, workspace
from clientfit_cli.cli.output import encoded, say

PANEL = "Files"


@options.shared
def snapshot(
    session: options.Session,
    day: dt.date,
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
) -> None:
    """Freeze what the book comes to as of a day into one JSON file, to compare with later.

    Example: clientfit snapshot accounts/ -o snapshots/2026-11-16.json
    """  # fmt: skip
    from clientfit_cli.outcome import compare
    from clientfit_cli.outcome.snapshot import freeze, text

    content = text(freeze(session.ask(compare.side(day))))
    if output is None:
        say(sys.stdout, content)
    else:
        workspace.put(output, encoded(content))
