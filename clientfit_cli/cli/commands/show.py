"""Command `show`."""

from __future__ import annotations

from clientfit_cli.base.dates import parse_day
from clientfit_cli.cli import options, selection, workspace
from clientfit_cli.cli.output import answer

PANEL = "Look"


def show(
    account: options.AccountName,
    book: options.BookPath = None,
    as_of: options.AsOf = "today",
    form: options.Format = None,
    output: options.Output = None,
    keep_going: options.KeepGoing = False,
    quiet: options.Quiet = False,
) -> None:
    """One account in full: the page to open before a call.

    Example: clientfit show acme accounts/
    """
    from clientfit_cli.views.pages.show import show as view

    account, book = workspace.name_and_book(account, book)
    day = parse_day(as_of, workspace.today())
    result = workspace.scored(book, day, keep_going=keep_going, quiet=quiet)
    answer(view(selection.account(result, account)), form, output)
