"""Command `coverage`."""

from __future__ import annotations

import datetime as dt

from clientfit_cli.cli import options
from clientfit_cli.cli.output import answer
from clientfit_cli.cli.selection import Choice

PANEL = "Look"


@options.shared
def coverage(
    session: options.Session,
    day: dt.date,
    choice: Choice,
    form: options.Format = None,
    output: options.Output = None,
) -> None:
    """How many of ours know how many of theirs, what hangs by whom, and whom to introduce.

    Example: clientfit coverage accounts/ --owner dana
    """
    from clientfit_cli.outcome.request import Detail, Request
    from clientfit_cli.views.pages.coverage import coverage as view

    outcome = session.ask(Request.weekly(day, Detail.RELATIONSHIPS, weeks=0))
    answer(view(outcome, choice.of(outcome)), form, output)
