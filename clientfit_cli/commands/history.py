"""Command `history`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from clientfit_cli import shell
from clientfit_cli.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clientfit_cli.history import History

PANEL = "Look"
MOST_DAYS = 3700  # ten years, day by day


def history(
    book: shell.BookPath = None,
    as_of: shell.AsOf = "today",
    weeks: Annotated[int, typer.Option(metavar="N", min=1, help="How far back.")] = 52,
    every: Annotated[str, typer.Option(metavar="DAYS", help="How far apart: 7d, 4w.")] = "7d",
    whole: Annotated[
        bool, typer.Option("--book", help="The book, day by day, not account by account.")
    ] = False,
    form: shell.Format = None,
    output: shell.Output = None,
    account: shell.Accounts = None,
    owner: shell.Owner = None,
    band: shell.Band = None,
    tier: shell.Tier = None,
    keep_going: shell.KeepGoing = False,
    quiet: shell.Quiet = False,
) -> None:
    """How health, band, risk and coverage moved, week by week.

    Example: clientfit history accounts/ --weeks 26 --account acme
    """
    from clientfit_cli.history import History, days_back
    from clientfit_cli.views import history as views
    from clientfit_cli.views.history_data import Chosen

    day, apart = shell.day(as_of, shell.today()), shell.span(every)
    if apart < 1:
        raise UserError(f"--every {every} is no step", "write 7d or 1d")
    if weeks * 7 // apart > MOST_DAYS:
        raise UserError(f"more than {MOST_DAYS:,} days", "ask for fewer --weeks or a wider --every")
    days = days_back(day, weeks, apart)
    found = History(shell.opened(book, keep_going=keep_going, quiet=quiet), days)
    chosen = Chosen(found, _selected(found, account, owner, band, tier))
    shell.answer(views.book(chosen) if whole else views.accounts(chosen), form, output)


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
            shell.account(result, name)
    now = {one.at for one in shell.select(result, None, owner, bands, tier)}
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
