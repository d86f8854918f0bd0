"""Command `coverage`."""

from __future__ import annotations

from clientfit_cli.cli import workspace

PANEL = "Look"


def coverage(
    book: workspace.BookPath = None,
    as_of: workspace.AsOf = "today",
    form: workspace.Format = None,
    output: workspace.Output = None,
    account: workspace.Accounts = None,
    owner: workspace.Owner = None,
    band: workspace.Band = None,
    tier: workspace.Tier = None,
    keep_going: workspace.KeepGoing = False,
    quiet: workspace.Quiet = False,
) -> None:
    """How many of ours know how many of theirs, what hangs by whom, and whom to introduce.

    Example: clientfit coverage accounts/ --owner dana
    """
    from clientfit_cli.views.pages.coverage import coverage as view

    day = workspace.day(as_of, workspace.today())
    result = workspace.scored(book, day, keep_going=keep_going, quiet=quiet)
    workspace.answer(
        view(result, workspace.select(result, account, owner, band, tier)), form, output
    )
