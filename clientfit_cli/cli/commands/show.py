"""Command `show`."""

from __future__ import annotations

from clientfit_cli.cli import workspace

PANEL = "Look"


def show(
    account: workspace.AccountName,
    book: workspace.BookPath = None,
    as_of: workspace.AsOf = "today",
    form: workspace.Format = None,
    output: workspace.Output = None,
    keep_going: workspace.KeepGoing = False,
    quiet: workspace.Quiet = False,
) -> None:
    """One account in full: the page to open before a call.

    Example: clientfit show acme accounts/
    """
    from clientfit_cli.views.pages.show import show as view

    account, book = workspace.name_and_book(account, book)
    day = workspace.day(as_of, workspace.today())
    result = workspace.scored(book, day, keep_going=keep_going, quiet=quiet)
    workspace.answer(view(workspace.account(result, account)), form, output)
