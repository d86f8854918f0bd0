"""Command `show`."""

from __future__ import annotations

import datetime as dt

from clientfit_cli.cli import options
from clientfit_cli.cli.output import answer

PANEL = "Look"


@options.shared
def show(
    account: options.AccountName,
    session: options.Session,
    day: dt.date,
    form: options.Format = None,
    output: options.Output = None,
) -> None:
    """One account in full: the page to open before a call.

    Example: clientfit show acme accounts/
    """
    from clientfit_cli.outcome.request import Detail, Request
    from clientfit_cli.views.pages.show import show as view

    details = set(Detail) - {Detail.TRAIL, Detail.TAKEN}
    answer(view(session.account(account, Request.weekly(day, *details))), form, output)
