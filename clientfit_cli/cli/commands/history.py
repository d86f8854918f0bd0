"""Command `history`."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

from clientfit_cli.base.dates import parse_span
from clientfit_cli.base.errors import UserError
from clientfit_cli.cli import options, selection
from clientfit_cli.cli.output import answer
from clientfit_cli.cli.selection import Choice

if TYPE_CHECKING:
    from clientfit_cli.outcome.account import AccountOutcome
    from clientfit_cli.outcome.book import BookOutcome

PANEL = "Look"
MOST_DAYS = 3700  # ten years, day by day


@options.shared
def history(
    session: options.Session,
    day: dt.date,
    choice: Choice,
    weeks: Annotated[int, typer.Option(metavar="N", min=1, help="How far back.")] = 52,
    every: Annotated[str, typer.Option(metavar="DAYS", help="How far apart: 7d, 4w.")] = "7d",
    whole: Annotated[
        bool, typer.Option("--book", help="The book, day by day, not account by account.")
    ] = False,
    form: options.Format = None,
    output: options.Output = None,
) -> None:
    """How health, band, risk and coverage moved, week by week.

    Example: clientfit history accounts/ --weeks 26 --account acme
    """
    from clientfit_cli.outcome.history import days_back
    from clientfit_cli.outcome.request import Detail, Request
    from clientfit_cli.views.data.history import Chosen
    from clientfit_cli.views.pages import history as views

    apart = parse_span(every)
    if apart < 1:
        raise UserError(f"--every {every} is no step", "write 7d or 1d")
    if weeks * 7 // apart > MOST_DAYS:
        raise UserError(f"more than {MOST_DAYS:,} days", "ask for fewer --weeks or a wider --every")
    details = frozenset({Detail.SUMMARY, Detail.TRAIL})
    outcome = session.ask(Request(days_back(day, weeks, apart), details))
    chosen = Chosen(outcome, _selected(outcome, choice))
    answer(views.book(chosen) if whole else views.accounts(chosen), form, output)


def _selected(outcome: BookOutcome, choice: Choice) -> list[AccountOutcome]:
    """Choose accounts as the last day has them; those lost by then have a history, but no band."""
    from clientfit_cli.outcome.history import ever_scored

    ever = ever_scored(outcome)
    ids = {account.id for account in ever}
    names = [
        name if name in ids else selection.account(outcome, name).id
        for name in choice.accounts or ()
    ]
    now = {
        account.id for account in Choice(None, choice.owner, choice.band, choice.tier).of(outcome)
    }
    scored = {account.id for account in outcome.accounts}
    return [
        account
        for account in ever
        if (not names or account.id in names)
        and (
            account.id in now
            if account.id in scored
            else not choice.band
            and choice.tier in (None, account.tier)
            and choice.owner in (None, account.owner)
        )
    ]
