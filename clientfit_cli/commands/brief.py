"""Command `brief`."""

from __future__ import annotations

from typing import Annotated

import typer

from clientfit_cli import shell

PANEL = "Act"


def brief(
    account: shell.AccountName,
    book: shell.BookPath = None,
    with_: Annotated[
        list[str] | None,
        typer.Option(
            "--with",
            metavar="IDS",
            show_default=False,
            autocompletion=shell.contact_ids,
            help="Who will be there: contacts' ids, with commas [default: those who matter]",
        ),
    ] = None,
    as_of: shell.AsOf = "today",
    form: shell.Format = None,
    output: shell.Output = None,
    keep_going: shell.KeepGoing = False,
    quiet: shell.Quiet = False,
) -> None:
    """One page before a meeting: who they are, what stands between you, what to ask.

    Example: clientfit brief acme accounts/ --with r.lee,k.ito
    """  # fmt: skip
    from clientfit_cli import briefing, pipeline
    from clientfit_cli.views.brief import brief as view

    account, book = shell.name_and_book(account, book)
    day = shell.day(as_of, shell.today())
    names = [name.strip() for one in with_ or () for name in one.split(",") if name.strip()]
    found = shell.opened(book, keep_going=keep_going, quiet=quiet)
    touched = briefing.last_touch(found, account, day, names)
    results = pipeline.results(found, [touched, day] if touched else [day])
    then = results[0].account(account) if touched else None
    one = shell.account(results[-1], account)
    shell.answer(view(briefing.Brief(one, then, touched, names)), form, output)
