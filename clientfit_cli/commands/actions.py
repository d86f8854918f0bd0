"""Command `actions`."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from clientfit_cli import shell

PANEL = "Act"
TOP = 3


def actions(
    book: shell.BookPath = None,
    as_of: shell.AsOf = "today",
    form: shell.Format = None,
    output: shell.Output = None,
    account: shell.Accounts = None,
    owner: Annotated[
        str | None, typer.Option(metavar="ID", help="Only what this person of ours is to do.")
    ] = None,
    band: shell.Band = None,
    tier: shell.Tier = None,
    due_within: Annotated[
        str | None, typer.Option(metavar="DAYS", help="Only what is due by then: 7d, 2w.")
    ] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only what is overdue.")] = False,
    every: Annotated[
        bool, typer.Option("--all", help=f"All actions, not the {TOP} of most weight an account.")
    ] = False,
    keep_going: shell.KeepGoing = False,
    quiet: shell.Quiet = False,
) -> None:
    """What to do, by whom, by when, worth what, and for how long the reason has held.

    Example: clientfit actions accounts/ --owner dana --due-within 7d
    """
    from clientfit_cli.views.actions import actions as view
    from clientfit_cli.views.actions import chosen

    day = shell.day(as_of, shell.today())
    due_by = day + dt.timedelta(days=shell.span(due_within)) if due_within else None
    result = shell.scored(book, day, keep_going=keep_going, quiet=quiet)
    accounts = shell.select(result, account, None, band, tier)
    shell.known_person(result, owner)
    todos = chosen(accounts, owner=owner, due_by=due_by, overdue=overdue)
    for_programs = shell.format_of(form, output) in {"json", "csv", "xlsx"}
    asked = every or bool(account or due_by or overdue) or for_programs
    short = todos if asked else chosen(accounts, owner=owner, top=TOP)
    shell.answer(view(result, short, len(todos) - len(short)), form, output)
