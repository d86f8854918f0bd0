"""Option types that commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from clientfit_cli.cli.completion import account_ids

BookPath = Annotated[
    str | None,
    typer.Argument(
        metavar="[BOOK]",
        help="The folder of the book [default: $CLIENTFIT_BOOK, else accounts/, else .]",
        show_default=False,
    ),
]


AccountName = Annotated[
    str,
    typer.Argument(metavar="ACCOUNT", help="The account's id.", autocompletion=account_ids),
]


AsOf = Annotated[
    str,
    typer.Option(
        "--as-of", metavar="DATE", help="The day to score: 2026-11-16, today, last-monday, -7d."
    ),
]


Format = Annotated[
    str | None,
    typer.Option(
        "--format", "-f", metavar="FORMAT", help="table, csv, json, markdown, html or xlsx.",
        show_default=False,
    ),
]  # fmt: skip


Output = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE",
        help="Write to a file; its ending says the format.", show_default=False,
    ),
]  # fmt: skip


Accounts = Annotated[
    list[str] | None,
    typer.Option(
        "--account",
        metavar="ID",
        help="Only this account (repeatable).",
        autocompletion=account_ids,
    ),
]


Owner = Annotated[
    str | None, typer.Option("--owner", metavar="ID", help="Only accounts of this lead.")
]


Band = Annotated[
    list[str] | None,
    typer.Option("--band", metavar="BAND", help="Only red, yellow, green, unknown (repeatable)."),
]


Tier = Annotated[str | None, typer.Option("--tier", help="Only accounts of this tier.")]


KeepGoing = Annotated[
    bool,
    typer.Option("--keep-going", help="Leave out accounts with errors, and go on without them."),
]


Jobs = Annotated[
    int,
    typer.Option(
        "--jobs", "-j", min=0, metavar="N", show_default=False,
        help="Processes at once [default: one for each core in a large book, else one].",
    ),
]  # fmt: skip


NoCache = Annotated[
    bool, typer.Option("--no-cache", help="Read every file anew, and keep nothing for next time.")
]


Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No messages beside the answer.")]
