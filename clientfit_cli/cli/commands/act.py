"""Command `act`."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

from clientfit_cli.base.dates import parse_day
from clientfit_cli.base.errors import UserError
from clientfit_cli.cli import options, workspace, writing

if TYPE_CHECKING:
    from clientfit_cli.book.model import Book

PANEL = "Act"


@options.shared
def act(
    account: options.AccountName,
    action: Annotated[
        str,
        typer.Argument(
            metavar="ACTION",
            help="Its name, its number in `show`, the signal it answers, or part of its text.",
        ),
    ],
    session: options.Session,
    day: dt.date,
    owner: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            autocompletion=workspace.team_ids,
            show_default=False,
            help="Who takes it on [default: whom `show` names].",
        ),
    ] = None,
    due: Annotated[
        str | None,
        typer.Option(
            metavar="DATE", help="By when [default: what `show` says].", show_default=False
        ),
    ] = None,
    dry_run: writing.DryRun = False,
) -> None:
    """Take on an action that `show` or `actions` recommends: it then stands in `actions`.

    Example: clientfit act acme build_next_strand accounts/ --owner dana
    """
    from clientfit_cli.analysis import agenda
    from clientfit_cli.outcome.request import Detail, Request
    from clientfit_cli.writing import entry, placement

    folder = session.folder
    by = parse_day(due, day) if due else None
    outcome = session.account(account, Request.weekly(day, Detail.ACTIONS))
    book, steps = session.records([outcome.id]), outcome.steps
    names = [agenda.answered(step, session.settings) for step in steps]
    texts = [f"{step.action}: {step.what}" for step in steps]
    step = steps[writing.chosen(action, names, texts, f"actions for `{outcome.id}`")]
    if step.taken is not None:
        raise _taken_already(book, outcome.id, step.taken)
    desk = writing.desk(book, outcome.id, day)
    person = entry.one_of_ours(owner, desk) if owner else step.owner
    if person is None:
        raise UserError("nobody of ours is there to do it", "--owner ID says who takes it on")
    row = agenda.row_of(outcome, step, person, by or step.due)
    edit = placement.proposed(book, outcome.id, "actions", [row])
    did = ("wrote action to", "would write action to")
    line = writing.line_of(edit, "actions")
    # Scoring takes long in a large book: nobody waits for it, and what was changed is not written.
    with writing.writing(folder, dry_run=dry_run):
        writing.write(book, edit, *did, line=line, dry_run=dry_run, quiet=session.quiet)


def _taken_already(book: Book, account: str, place: int) -> UserError:
    records = book.accounts[account]
    row, origin = records.rows("actions")[place], records.origins["actions"][place]
    due = f", due {row.due}" if row.due else ""
    where = book.where([origin])[0]
    return UserError(
        f"{row.owner} took it on already{due}: {where.file}:{where.line}",
        f"`clientfit done {account} ...` closes it",
    )
