"""Command `score`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clientfit_cli import shell

if TYPE_CHECKING:
    import datetime as dt

    from clientfit_cli.engines import Cluster, Cores
    from clientfit_cli.standing import Standing, Standings
    from clientfit_cli.trees import Listed

PANEL = "Look"
BRIEF = (None, "table", "csv", "markdown", "html")  # show no more than the first step of each


def score(
    book: shell.BookPath = None,
    as_of: shell.AsOf = "today",
    form: Annotated[
        str | None,
        typer.Option(
            "--format", "-f", metavar="FORMAT", show_default=False,
            help="table, csv, json, markdown, html, xlsx or parquet.",
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "--output", "-o", metavar="FILE|DIR", show_default=False,
            help="Write to a file; its ending says the format. A new folder (out/) gets Parquet.",
        ),
    ] = None,
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
    engine: Annotated[
        str, typer.Option("--engine", metavar="NAME", help="local, or dask: on a Dask cluster.")
    ] = "local",
    scheduler: Annotated[
        str | None,
        typer.Option(
            "--scheduler", metavar="ADDRESS", show_default=False,
            help="Where the Dask cluster is [default: one on this machine, for the while].",
        ),
    ] = None,
    no_cache: shell.NoCache = False,
    keep_going: shell.KeepGoing = False,
    quiet: shell.Quiet = False,
) -> int:  # fmt: skip
    """The book at a glance, worst first.

    Example: clientfit score accounts/ --band red --fail-on red
    """
    day = shell.day(as_of, shell.today())
    shell.known_bands(fail_on)
    tree = shell.tree(book)
    crew = shell.engine(engine, scheduler, jobs, tree)
    choice = shell.Choice(account, owner, band, tier)
    if shell.is_folder(form, output):
        found = _spread(tree, day, crew, choice, output, keep_going=keep_going, quiet=quiet)
        chosen = choice.of(found)
    else:
        path = Path(output) if output else None
        full = shell.format_of(form, path) not in BRIEF
        cached = engine == "local" and not no_cache
        found = shell.surveyed(
            tree, day, crew, cached=cached, full=full, keep_going=keep_going, quiet=quiet
        )
        chosen = choice.of(found)
        _show(found, chosen, form, path)
    met = any(one.band in (fail_on or ()) for one in chosen)
    under = fail_under is not None and any(
        one.health is not None and one.health < fail_under for one in chosen
    )
    return int(met or under)


def _show(found: Standings, chosen: list[Standing], form: str | None, output: Path | None) -> None:
    from clientfit_cli.views.score import score as view

    shell.answer(view(found, chosen), form, output)


def _spread(
    tree: Listed,
    day: dt.date,
    crew: Cores | Cluster,
    choice: shell.Choice,
    output: str | None,
    *,
    keep_going: bool,
    quiet: bool,
) -> Standings:
    """Write the record tables as Parquet, each part of the book where it is scored."""
    from clientfit_cli import parquet
    from clientfit_cli.errors import UserError
    from clientfit_cli.survey import spread
    from clientfit_cli.views.score import whole_data

    if output is None:
        raise UserError("the format `parquet` is for a folder", "write it with --output DIR")
    shore = parquet.Shore(output)
    shore.begin()

    def judge(found: Standings) -> parquet.Writing:
        shell.judged(found, keep_going=keep_going, quiet=quiet)
        return parquet.Writing(shore, choice.settled(found), tree.shown)

    with crew:
        found = spread(tree, day, crew, judge)
    whole = whole_data(found, choice.of(found))
    del whole["accounts"]
    parquet.finish(shore, whole)
    return found
