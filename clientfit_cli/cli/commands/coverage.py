"""Command `coverage`."""

from __future__ import annotations

from clientfit_cli.base.dates import parse_day
from clientfit_cli.cli import options, selection, workspace
from clientfit_cli.cli.output import answer

PANEL = "Look"


def coverage(
    book: options.BookPath = None,
    as_of: options.AsOf = "today",
    form: options.Format = None,
    output: options.Output = None,
    account: options.Accounts = None,
    owner: options.Owner = None,
    band: options.Band = None,
    tier: options.Tier = None,
    keep_going: options.KeepGoing = False,
    quiet: options.Quiet = False,
) -> None:
    """How many of ours know how many of theirs, what hangs by whom, and whom to introduce.

    Example: clientfit coverage accounts/ --owner dana
    """
    from clientfit_cli.views.pages.coverage import coverage as view

    day = parse_day(as_of, workspace.today())
    result = workspace.scored(book, day, keep_going=keep_going, quiet=quiet)
    answer(view(result, selection.select(result, account, owner, band, tier)), form, output)
