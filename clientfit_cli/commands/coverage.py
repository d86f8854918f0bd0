"""Command `coverage`."""

from __future__ import annotations

from clientfit_cli import shell

PANEL = "Look"


def coverage(
    book: shell.BookPath = None,
    as_of: shell.AsOf = "today",
    form: shell.Format = None,
    output: shell.Output = None,
    account: shell.Accounts = None,
    owner: shell.Owner = None,
    band: shell.Band = None,
    tier: shell.Tier = None,
    keep_going: shell.KeepGoing = False,
    quiet: shell.Quiet = False,
) -> None:
    """How many of ours know how many of theirs, what hangs by whom, and whom to introduce.

    Example: clientfit coverage accounts/ --owner dana
    """
    from clientfit_cli.views.coverage import coverage as view

    day = shell.day(as_of, shell.today())
    result = shell.scored(book, day, keep_going=keep_going, quiet=quiet)
    shell.answer(view(result, shell.select(result, account, owner, band, tier)), form, output)
