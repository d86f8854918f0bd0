"""Command `history`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from clientfit_cli.base.dates import parse_day, parse_span
from clientfit_cli.base.errors import UserError
from clientfit_cli.cli import options, selection, workspace
from clientfit_cli.cli.output import answer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clientfit_cli.outcome.history import History

PANEL = "Look"
MOST_DAYS = 3700  # ten years, day by day


def history(
    book: options.BookPath = None,
    as_of: options.AsOf = "today",
    weeks: Annotated[int, typer.Option(metavar="N", min=1, help="How far back.")] = 52,
    every: Annotated[str, typer.Option(metavar="DAYS", help="How far apart: 7d, 4w.")] = "7d",
    whole: Annotated[
        bool, typer.Option("--book", help="The book, day by day, not account by account.")
    ] = False,
    form: options.Format = None,
    output: options.Output = None,
    account: options.Accounts = None,
    owner: options.Owner = None,
    band: options.Band = None,
    tier: options.Tier = None,
    keep_going: options.KeepGoing = False,
    quiet: options.Quiet = False,
) -> None:
    """How health, band, risk and coverage moved, week by week.

    Example: clientfit history accounts/ --weeks 26 --account acme
    """
    from clientfit_cli.outcome.history import History, days_back
    from clientfit_cli.views.data.history import Chosen
    from clientfit_cli.views.pages import history as views

    day, apart = parse_day(as_of, workspace.today()), parse_span(every)
    if apart < 1:
        raise UserError(f"--every {every} is no step", "write 7d or 1d")
    if weeks * 7 // apart > MOST_DAYS:
        raise UserError(f"more than {MOST_DAYS:,} days", "ask for fewer --weeks or a wider --every")
    days = days_back(day, weeks, apart)
    found = History(workspace.opened(book, keep_going=keep_going, quiet=quiet), days)
    chosen = Chosen(found, _selected(found, account, owner, band, tier))
    answer(views.book(chosen) if whole else views.accounts(chosen), form, output)


def _selected(
    found: History,
    accounts: Sequence[str] | None,
    owner: str | None,
    bands: Sequence[str] | None,
    tier: str | None,
) -> list[int]:
    """Choose accounts as the last day has them; those lost by then have a history, but no band."""
    result = found.result
    tables = result.tables
    ids = {tables.ids[at] for at in found.order}
    for name in accounts or ():
        if name not in ids:
            selection.account(result, name)
    now = {one.at for one in selection.select(result, None, owner, bands, tier)}
    scored = {one.at for one in result.accounts}
    people, lead = tables.people, result.whom.lead
    return [
        at
        for at in found.order
        if (not accounts or tables.ids[at] in accounts)
        and (
            at in now
            if at in scored
            else not bands
            and (tier is None or tables.columns["tier"][at] == tier)
            and (owner is None or (lead[at] >= 0 and people[lead[at]] == owner))
        )
    ]
