"""Command `score`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from clientfit_cli.cli import options, selection
from clientfit_cli.cli.output import answer, format_of, is_folder
from clientfit_cli.cli.selection import Choice

if TYPE_CHECKING:
    from clientfit_cli.outcome.account import AccountOutcome
    from clientfit_cli.outcome.book import BookOutcome

PANEL = "Look"
BRIEF = (None, "table", "csv", "markdown", "html")  # show no more than the first step of each


@options.shared
def score(
    session: options.Session,
    day: dt.date,
    choice: Choice,
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
    fail_on: Annotated[
        list[str] | None,
        typer.Option(metavar="BAND", help="Exit 1 if an account is in this band (repeatable)."),
    ] = None,
    fail_under: Annotated[
        float | None, typer.Option(metavar="N", help="Exit 1 if a health is below N.")
    ] = None,
) -> int:  # fmt: skip
    """The book at a glance, worst first.

    Example: clientfit score accounts/ --band red --fail-on red
    """
    from clientfit_cli.outcome.request import Detail, Request
    from clientfit_cli.views.pages.score import score as view

    selection.known_bands(fail_on)
    details = {Detail.FIRST}
    path = Path(output) if output else None
    folder = is_folder(form, output)
    if folder or format_of(form, path) not in BRIEF:
        details |= {Detail.ACTIONS, Detail.SIGNALS, Detail.RELATIONSHIPS}
    request = Request.weekly(day, *details)
    if folder:
        outcome = _write(session, request, choice, output)
        chosen = choice.of(outcome)
    else:
        outcome = session.ask(request)
        chosen = choice.of(outcome)
        answer(view(outcome, chosen), form, path)
    return int(_met(chosen, fail_on or [], fail_under))


def _met(chosen: list[AccountOutcome], bands: list[str], under: float | None) -> bool:
    """Say whether an account is in a band, or has a health, that should end in an exit code."""
    low = any(one.health is not None and under is not None and one.health < under for one in chosen)
    return low or any(one.band in bands for one in chosen)


def _write(
    session: options.Session, request: Any, choice: Choice, output: str | None
) -> BookOutcome:
    """Write the record tables as Parquet, each part of the book where it is scored."""
    from clientfit_cli.base.errors import UserError
    from clientfit_cli.execution.run import write_partitions
    from clientfit_cli.views import parquet
    from clientfit_cli.views.data.book import whole_data

    if output is None:
        raise UserError("the format `parquet` is for a folder", "write it with --output DIR")
    sink = parquet.ParquetSink(output)
    sink.begin()

    def judge(outcome: BookOutcome) -> parquet.PartitionWriter:
        session.tell(outcome)
        return parquet.PartitionWriter(sink, choice.settled(outcome), session.tree.shown)

    outcome = write_partitions(session.tree, request, session.executor, judge)
    whole = whole_data(outcome, choice.of(outcome))
    del whole["accounts"]
    parquet.finish(sink, whole)
    return outcome
