"""Command `actions`."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from clientfit_cli.base.dates import parse_day, parse_span
from clientfit_cli.cli import options, selection, workspace
from clientfit_cli.cli.output import answer, format_of

PANEL = "Act"
TOP = 3


def actions(
    book: options.BookPath = None,
    as_of: options.AsOf = "today",
    form: options.Format = None,
    output: options.Output = None,
    account: options.Accounts = None,
    owner: Annotated[
        str | None, typer.Option(metavar="ID", help="Only what this person of ours is to do.")
    ] = None,
    band: options.Band = None,
    tier: options.Tier = None,
    due_within: Annotated[
        str | None, typer.Option(metavar="DAYS", help="Only what is due by then: 7d, 2w.")
    ] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only what is overdue.")] = False,
    every: Annotated[
        bool, typer.Option("--all", help=f"All actions, not the {TOP} of most weight an account.")
    ] = False,
    keep_going: options.KeepGoing = False,
    quiet: options.Quiet = False,
) -> None:
    """What to do, by whom, by when, worth what, and for how long the reason has held.

    Example: clientfit actions accounts/ --owner dana --due-within 7d
    """
    from clientfit_cli.views.pages.actions import actions as view
    from clientfit_cli.views.pages.actions import chosen

    day = parse_day(as_of, workspace.today())
    due_by = day + dt.timedelta(days=parse_span(due_within)) if due_within else None
    result = workspace.scored(book, day, keep_going=keep_going, quiet=quiet)
    accounts = selection.select(result, account, None, band, tier)
    selection.known_person(result, owner)
    todos = chosen(accounts, owner=owner, due_by=due_by, overdue=overdue)
    for_programs = format_of(form, output) in {"json", "csv", "xlsx"}
    asked = every or bool(account or due_by or overdue) or for_programs
    short = todos if asked else chosen(accounts, owner=owner, top=TOP)
    answer(view(result, short, len(todos) - len(short)), form, output)
