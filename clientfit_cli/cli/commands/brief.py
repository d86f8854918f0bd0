"""Command `brief`."""

from __future__ import annotations

from typing import Annotated

import typer

from clientfit_cli.base.dates import parse_day
from clientfit_cli.cli import options, selection, workspace
from clientfit_cli.cli.output import answer

PANEL = "Act"


def brief(
    account: options.AccountName,
    book: options.BookPath = None,
    with_: Annotated[
        list[str] | None,
        typer.Option(
            "--with",
            metavar="IDS",
            show_default=False,
            autocompletion=workspace.contact_ids,
            help="Who will be there: contacts' ids, with commas [default: those who matter]",
        ),
    ] = None,
    as_of: options.AsOf = "today",
    form: options.Format = None,
    output: options.Output = None,
    keep_going: options.KeepGoing = False,
    quiet: options.Quiet = False,
) -> None:
    """One page before a meeting: who they are, what stands between you, what to ask.

    Example: clientfit brief acme accounts/ --with r.lee,k.ito
    """  # fmt: skip
    from clientfit_cli.analysis import brief as briefing
    from clientfit_cli.outcome import pipeline
    from clientfit_cli.views.pages.brief import brief as view

    account, book = workspace.name_and_book(account, book)
    day = parse_day(as_of, workspace.today())
    names = [name.strip() for one in with_ or () for name in one.split(",") if name.strip()]
    found = workspace.opened(book, keep_going=keep_going, quiet=quiet)
    touched = briefing.last_touch(found, account, day, names)
    results = pipeline.results(found, [touched, day] if touched else [day])
    then = results[0].account(account) if touched else None
    one = selection.account(results[-1], account)
    answer(view(briefing.Brief(one, then, touched, names)), form, output)
