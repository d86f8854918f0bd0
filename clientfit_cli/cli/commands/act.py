"""Command `act`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from clientfit_cli.base.dates import parse_day
from clientfit_cli.base.errors import UserError
from clientfit_cli.cli import options, selection, workspace, writing

if TYPE_CHECKING:
    from clientfit_cli.outcome.result import AccountResult

PANEL = "Act"


def act(
    account: options.AccountName,
    action: Annotated[
        str,
        typer.Argument(
            metavar="ACTION",
            help="Its name, its number in `show`, the signal it answers, or part of its text.",
        ),
    ],
    book: options.BookPath = None,
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
    as_of: options.AsOf = "today",
    dry_run: writing.DryRun = False,
    keep_going: options.KeepGoing = False,
    quiet: options.Quiet = False,
) -> None:
    """Take on an action that `show` or `actions` recommends: it then stands in `actions`.

    Example: clientfit act acme build_next_strand accounts/ --owner dana
    """  # fmt: skip
    from clientfit_cli.analysis import agenda
    from clientfit_cli.writing import entry, placement

    today = parse_day(as_of, workspace.today())
    by = parse_day(due, today) if due else None
    result = workspace.scored(book, today, keep_going=keep_going, quiet=quiet)
    one = selection.account(result, account)
    step = one.steps[_which(one, action)]
    if step.taken is not None:
        raise _taken_already(one, step.taken)
    desk = writing.desk(result.book, one.id, today)
    person = entry.one_of_ours(owner, desk) if owner else step.owner
    if person is None:
        raise UserError("nobody of ours is there to do it", "--owner ID says who takes it on")
    row = agenda.row_of(one, step, person, by or step.due)
    edit = placement.proposed(result.book, one.id, "actions", [row])
    did = ("wrote action to", "would write action to")
    line = writing.line_of(edit, "actions")
    # Scoring takes long in a large book: nobody waits for it, and what was changed is not written.
    with writing.writing(workspace.book_path(book), dry_run=dry_run):
        writing.write(result.book, edit, *did, line=line, dry_run=dry_run, quiet=quiet)


def _which(one: AccountResult, action: str) -> int:
    actions = one.result.advice.actions
    names = [
        {step.action, *(actions[step.action].answers if step.action in actions else ())}
        for step in one.steps
    ]
    texts = [f"{step.action}: {step.what}" for step in one.steps]
    return writing.chosen(action, names, texts, f"actions for `{one.id}`")


def _taken_already(one: AccountResult, row: int) -> UserError:
    record = one.records.rows("actions")[one.result.tables["actions"].place[row]]
    where = one.result.where([("actions", row)])[0]
    due = f", due {record.due}" if record.due else ""
    return UserError(
        f"{record.owner} took it on already{due}: {where.file}:{where.line}",
        f"`clientfit done {one.id} ...` closes it",
    )
