"""Command `score`."""

from __future__ import annotations

from typing import Annotated

import typer

from clientfit_cli import shell

PANEL = "Look"
BRIEF = (None, "table", "csv", "markdown", "html")  # show no more than the first step of each


def score(
    book: shell.BookPath = None,
    as_of: shell.AsOf = "today",
    form: shell.Format = None,
    output: shell.Output = None,
    account: shell.Accounts = None,
    owner: shell.Owner = None,
    band: shell.Band = None,
    tier: shell.Tier = None,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(metavar="BAND", help="Exit 1 if an account is in this band (repeatable)."),
    ] = None,
    fail_under: Annotated[
        float | None, typer.Option(metavar="N", help="Exit 1 if a health is below N.")
    ] = None,
    jobs: shell.Jobs = 0,
    no_cache: shell.NoCache = False,
    keep_going: shell.KeepGoing = False,
    quiet: shell.Quiet = False,
) -> int:
    """The book at a glance, worst first.

    Example: clientfit score accounts/ --band red --fail-on red
    """
    from clientfit_cli.views.score import score as view

    day = shell.day(as_of, shell.today())
    shell.known_bands(fail_on)
    full = shell.format_of(form, output) not in BRIEF
    found = shell.surveyed(
        book, day, jobs=jobs, cached=not no_cache, full=full, keep_going=keep_going, quiet=quiet
    )
    chosen = shell.select(found, account, owner, band, tier)
    shell.answer(view(found, chosen), form, output)
    met = any(one.band in (fail_on or ()) for one in chosen)
    under = fail_under is not None and any(
        one.health is not None and one.health < fail_under for one in chosen
    )
    return int(met or under)
