"""Command `done`."""

from __future__ import annotations

from typing import Annotated

import typer

from clientfit_cli.base.dates import parse_day
from clientfit_cli.cli import options, workspace, writing

PANEL = "Act"


def done(
    account: options.AccountName,
    what: Annotated[
        str,
        typer.Argument(
            metavar="WHAT",
            help="An action's or signal's name, part of the text, or a number of the list "
            "that a word which fits nothing brings.",
        ),
    ],
    book: options.BookPath = None,
    date: Annotated[
        str, typer.Option("--date", metavar="DATE", help="The day it was done.")
    ] = "today",
    dry_run: writing.DryRun = False,
    quiet: options.Quiet = False,
) -> None:
    """Close what is open: an action taken on, a promise of ours, or an issue.

    Example: clientfit done acme "SLA draft" accounts/ --date yesterday
    """  # fmt: skip
    from pathlib import Path

    from clientfit_cli.writing import open_items, placement
    from clientfit_cli.yamlio import patch

    day = parse_day(date, workspace.today())
    folder = Path(workspace.book_path(book))
    with writing.writing(folder, dry_run=dry_run):
        found, account = writing.account_to_write(folder, account)
        there = open_items.pending(found.accounts[account])
        names = [{one.signal} - {""} for one in there]
        at = writing.chosen(what, names, [str(one) for one in there], f"open things of `{account}`")
        one = there[at]
        change = patch.Change(one.origin.document, (*one.origin.route, one.key), day)
        before = found.tree.read(one.origin.file)
        after = patch.amended(before, [change])
        placement.approve(found, {one.origin.file: after})
        edit = placement.Edit(one.origin.file, before, after)
        writing.write(
            found,
            edit,
            f"closed {one.kind} in",
            f"would close {one.kind} in",
            dry_run=dry_run,
            quiet=quiet,
        )
