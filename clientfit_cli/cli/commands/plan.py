"""Command `plan`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clientfit_cli.base.dates import parse_day
from clientfit_cli.cli import options, selection, workspace, writing
from clientfit_cli.cli.output import answer

if TYPE_CHECKING:
    from clientfit_cli.analysis.plan import Plan

PANEL = "Act"


def plan(
    account: options.AccountName,
    book: options.BookPath = None,
    as_of: options.AsOf = "today",
    form: options.Format = None,
    output: options.Output = None,
    write: Annotated[
        bool,
        typer.Option(
            "--write", help="Add the steps to the account's `actions`, each with its day."
        ),
    ] = False,
    keep_going: options.KeepGoing = False,
    quiet: options.Quiet = False,
) -> None:
    """A 100-day plan: what to do for one account, week by week, and what it should come to.

    Example: clientfit plan acme accounts/ --write
    """
    from clientfit_cli.analysis import plan as planning
    from clientfit_cli.views.pages.plan import plan as view

    account, book = workspace.name_and_book(account, book)
    day = parse_day(as_of, workspace.today())
    with writing.writing(workspace.book_path(book), dry_run=not write):
        result = workspace.scored(book, day, keep_going=keep_going, quiet=quiet)
        made = planning.plan(selection.account(result, account))
        page = view(made)
        # Written first: a plan is shown as written only once it is.
        said = _written(made) if write else []
    answer(page, form, output)
    if not quiet:
        sys.stdout.flush()
        for line in said:
            sys.stderr.write(line + "\n")


def _written(made: Plan) -> list[str]:
    """Add the plan's steps to the account's file, and say so."""
    from clientfit_cli.analysis import plan as planning
    from clientfit_cli.base.text import clean, plural
    from clientfit_cli.writing import placement

    rows, ownerless = planning.rows(made)
    book, name = made.account.result.book, made.account.id
    said = [f"left out, nobody of ours is there to do it: {clean(one.step.what)}"
            for one in ownerless]  # fmt: skip
    if not rows:
        return [*said, "nothing to write: all of it stands in `actions`"]
    edit = placement.proposed(book, name, "actions", rows)
    shown = book.tree.shown(edit.file)
    workspace.rewrite(Path(shown), edit.before, edit.after)
    return [*said, f"wrote {plural(len(rows), 'action')} to {clean(shown)}"]
