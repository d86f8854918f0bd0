"""Command `show`."""

from __future__ import annotations

from clientfit_cli import shell

PANEL = "Look"


def show(
    account: shell.AccountName,
    book: shell.BookPath = None,
    as_of: shell.AsOf = "today",
    form: shell.Format = None,
    output: shell.Output = None,
    keep_going: shell.KeepGoing = False,
    quiet: shell.Quiet = False,
) -> None:
    """One account in full: the page to open before a call.

    Example: clientfit show acme accounts/
    """
    from clientfit_cli.views.show import show as view

    account, book = shell.name_and_book(account, book)
    day = shell.day(as_of, shell.today())
    result = shell.scored(book, day, keep_going=keep_going, quiet=quiet)
    shell.answer(view(shell.account(result, account)), form, output)
