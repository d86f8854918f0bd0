"""Command `done`."""

from __future__ import annotations

from typing import Annotated

import typer

from clientfit_cli import clerk, shell

PANEL = "Act"


def done(
    account: shell.AccountName,
    what: Annotated[
        str,
        typer.Argument(
            metavar="WHAT",
            help="An action's or signal's name, part of the text, or a number of the list "
            "that a word which fits nothing brings.",
        ),
    ],
    book: shell.BookPath = None,
    date: Annotated[
        str, typer.Option("--date", metavar="DATE", help="The day it was done.")
    ] = "today",
    dry_run: clerk.DryRun = False,
    quiet: shell.Quiet = False,
) -> None:
    """Close what is open: an action taken on, a promise of ours, or an issue.

    Example: clientfit done acme "SLA draft" accounts/ --date yesterday
    """  # fmt: skip
    from pathlib import Path

    from clientfit_cli import amending, editing, pending

    day = shell.day(date, shell.today())
    folder = Path(shell.book_path(book))
    with clerk.writing(folder, dry_run=dry_run):
        found, account = clerk.account_to_write(folder, account)
        there = pending.pending(found.accounts[account])
        names = [{one.signal} - {""} for one in there]
        at = clerk.chosen(what, names, [str(one) for one in there], f"open things of `{account}`")
        one = there[at]
        change = amending.Change(one.origin.document, (*one.origin.route, one.key), day)
        before = found.tree.read(one.origin.file)
        after = amending.amended(before, [change])
        editing.approve(found, {one.origin.file: after})
        edit = editing.Edit(one.origin.file, before, after)
        clerk.write(
            found,
            edit,
            f"closed {one.kind} in",
            f"would close {one.kind} in",
            dry_run=dry_run,
            quiet=quiet,
        )
