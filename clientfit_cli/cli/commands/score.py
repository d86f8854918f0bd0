"""Command `score`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clientfit_cli.base.dates import parse_day
from clientfit_cli.cli import options, selection, workspace
from clientfit_cli.cli.output import answer, format_of, is_folder

if TYPE_CHECKING:
    import datetime as dt

    from clientfit_cli.execution.executors import Cluster, Cores
    from clientfit_cli.outcome.book import Standing, Standings
    from clientfit_cli.storage.tree import Listed

PANEL = "Look"
BRIEF = (None, "table", "csv", "markdown", "html")  # show no more than the first step of each


def score(
    book: options.BookPath = None,
    as_of: options.AsOf = "today",
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
    account: options.Accounts = None,
    owner: options.Owner = None,
    band: options.Band = None,
    tier: options.Tier = None,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(metavar="BAND", help="Exit 1 if an account is in this band (repeatable)."),
    ] = None,
    fail_under: Annotated[
        float | None, typer.Option(metavar="N", help="Exit 1 if a health is below N.")
    ] = None,
    jobs: options.Jobs = 0,
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
    no_cache: options.NoCache = False,
    keep_going: options.KeepGoing = False,
    quiet: options.Quiet = False,
) -> int:  # fmt: skip
    """The book at a glance, worst first.

    Example: clientfit score accounts/ --band red --fail-on red
    """
    day = parse_day(as_of, workspace.today())
    selection.known_bands(fail_on)
    tree = workspace.tree(book)
    crew = workspace.engine(engine, scheduler, jobs, tree)
    choice = selection.Choice(account, owner, band, tier)
    if is_folder(form, output):
        found = _spread(tree, day, crew, choice, output, keep_going=keep_going, quiet=quiet)
        chosen = choice.of(found)
    else:
        path = Path(output) if output else None
        full = format_of(form, path) not in BRIEF
        cached = engine == "local" and not no_cache
        found = workspace.surveyed(
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
    from clientfit_cli.views.pages.score import score as view

    answer(view(found, chosen), form, output)


def _spread(
    tree: Listed,
    day: dt.date,
    crew: Cores | Cluster,
    choice: selection.Choice,
    output: str | None,
    *,
    keep_going: bool,
    quiet: bool,
) -> Standings:
    """Write the record tables as Parquet, each part of the book where it is scored."""
    from clientfit_cli.base.errors import UserError
    from clientfit_cli.execution.run import spread
    from clientfit_cli.views import parquet
    from clientfit_cli.views.data.book import whole_data

    if output is None:
        raise UserError("the format `parquet` is for a folder", "write it with --output DIR")
    shore = parquet.Shore(output)
    shore.begin()

    def judge(found: Standings) -> parquet.Writing:
        workspace.judged(found, keep_going=keep_going, quiet=quiet)
        return parquet.Writing(shore, choice.settled(found), tree.shown)

    with crew:
        found = spread(tree, day, crew, judge)
    whole = whole_data(found, choice.of(found))
    del whole["accounts"]
    parquet.finish(shore, whole)
    return found
