"""Command `actions`."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from clientfit_cli.base.dates import parse_span
from clientfit_cli.cli import options, selection
from clientfit_cli.cli.output import answer, format_of
from clientfit_cli.cli.selection import Choice

PANEL = "Look"
TOP = 3


@options.shared
def actions(
    session: options.Session,
    day: dt.date,
    choice: Choice,
    form: options.Format = None,
    output: options.Output = None,
    owner: Annotated[
        str | None, typer.Option(metavar="ID", help="Only what this person of ours is to do.")
    ] = None,
    due_within: Annotated[
        str | None, typer.Option(metavar="DAYS", help="Only what is due by then: 7d, 2w.")
    ] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only what is overdue.")] = False,
    every: Annotated[
        bool, typer.Option("--all", help=f"All actions, not the {TOP} of most weight an account.")
    ] = False,
) -> None:
    """What to do, by whom, by when, worth what, and for how long the reason has held.

    Example: clientfit actions accounts/ --owner dana --due-within 7d
    """
    from clientfit_cli.outcome.request import Detail, Request
    from clientfit_cli.views.pages.actions import actions as view
    from clientfit_cli.views.pages.actions import chosen

    due_by = day + dt.timedelta(days=parse_span(due_within)) if due_within else None
    outcome = session.ask(Request.weekly(day, Detail.ACTIONS, Detail.TAKEN))
    accounts = choice.of(outcome)
    selection.known_person(outcome, owner)
    todos = chosen(accounts, owner=owner, due_by=due_by, overdue=overdue)
    for_programs = format_of(form, output) in {"json", "csv", "xlsx"}
    asked = every or bool(choice.accounts or due_by or overdue) or for_programs
    short = todos if asked else chosen(accounts, owner=owner, top=TOP)
    answer(view(outcome, short, len(todos) - len(short)), form, output)
