"""Command `brief`."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from clientfit_cli.cli import options, workspace
from clientfit_cli.cli.output import answer

PANEL = "Act"


@options.shared
def brief(
    account: options.AccountName,
    session: options.Session,
    day: dt.date,
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
    form: options.Format = None,
    output: options.Output = None,
) -> None:
    """One page before a meeting: who they are, what stands between you, what to ask.

    Example: clientfit brief acme accounts/ --with r.lee,k.ito
    """
    from clientfit_cli.analysis.brief import Brief, last_touch
    from clientfit_cli.outcome.request import Detail, Request
    from clientfit_cli.views.pages.brief import brief as view

    names = [name.strip() for ids in with_ or () for name in ids.split(",") if name.strip()]
    moved = (Detail.SUMMARY, Detail.SIGNALS)
    now = session.account(
        account, Request.on(day, *moved, Detail.RELATIONSHIPS, Detail.GROWTH)
    )  # fmt: skip
    records, settings = session.records([now.id]).accounts[now.id], session.settings
    touched, then = last_touch(records, settings, day, names), None
    if touched:
        then = session.ask(Request.on(touched, *moved).of([now.id])).account(now.id)
    answer(view(Brief(now, records, settings, names, touched, then)), form, output)
