"""Command `plan`."""

from __future__ import annotations

import datetime as dt
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clientfit_cli.cli import options, workspace
from clientfit_cli.cli.output import answer

if TYPE_CHECKING:
    from clientfit_cli.analysis.plan import Plan
    from clientfit_cli.book.model import Book

PANEL = "Act"


@options.shared
def plan(
    account: options.AccountName,
    session: options.Session,
    day: dt.date,
    form: options.Format = None,
    output: options.Output = None,
    write: Annotated[
        bool,
        typer.Option(
            "--write", help="Add the steps to the account's `actions`, each with its day."
        ),
    ] = False,
) -> None:
    """A 100-day plan: what to do for one account, week by week, and what it should come to.

    Example: clientfit plan acme accounts/ --write
    """
    from clientfit_cli.analysis import plan as planning
    from clientfit_cli.outcome.request import Detail, Request
    from clientfit_cli.views.pages.plan import plan as view

    with workspace.writing(session.folder) if write else nullcontext():
        book = session.ask(Request.on(day, Detail.SUMMARY, Detail.TAKEN))
        request = Request.weekly(day, Detail.ACTIONS, Detail.SIGNALS)
        planned = planning.plan(session.account(account, request), book, session.settings)
        page = view(planned)
        # Written first: a plan is shown as written only once it is.
        said = _written(planned, session.records([planned.account.id])) if write else []
    answer(page, form, output)
    if not session.quiet:
        sys.stdout.flush()
        for line in said:
            sys.stderr.write(line + "\n")


def _written(planned: Plan, book: Book) -> list[str]:
    """Add the plan's steps to the account's file, and say so."""
    from clientfit_cli.analysis import plan as planning
    from clientfit_cli.base.text import clean, plural
    from clientfit_cli.writing import placement

    name = planned.account.id
    rows, ownerless = planning.rows(planned, book.accounts[name])
    said = [f"left out, nobody of ours is there to do it: {clean(placed.step.what)}"
            for placed in ownerless]  # fmt: skip
    if not rows:
        return [*said, "nothing to write: all of it stands in `actions`"]
    edit = placement.proposed(book, name, "actions", rows)
    shown = book.tree.shown(edit.file)
    workspace.rewrite(Path(shown), edit.before, edit.after)
    return [*said, f"wrote {plural(len(rows), 'action')} to {clean(shown)}"]
