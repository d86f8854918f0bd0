"""What all commands share: option types, the book to open, where the answer goes."""

from __future__ import annotations

import contextlib
import datetime as dt
import gc
import os
import re
import shutil
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO, TypeVar

import typer

from clientfit_cli.base.errors import UserError
from clientfit_cli.base.problems import did_you_mean
from clientfit_cli.cli.completion import account_ids, contact_ids, team_ids
from clientfit_cli.cli.locate import book_path, name_and_book
from clientfit_cli.cli.progress import progress
from clientfit_cli.storage.atomic import put, rewrite, writing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clientfit_cli.book.load import Book
    from clientfit_cli.execution.executors import Cluster, Cores
    from clientfit_cli.outcome.book import AnAccount, Scored, Standings
    from clientfit_cli.outcome.result import Result
    from clientfit_cli.rendering.page import Canvas, Page
    from clientfit_cli.storage.folder import Listed
    from clientfit_cli.yamlio.reader import Tree

One = TypeVar("One", bound="AnAccount")

__all__ = [
    "account_ids", "book_path", "contact_ids", "name_and_book", "put", "rewrite", "team_ids",
    "writing",
]  # fmt: skip

MOST_SHOWN = 20  # problems, where they are not what was asked for
NOTHING_SCORED = "nothing was scored: mend these, or leave them out with --keep-going"


BookPath = Annotated[
    str | None,
    typer.Argument(
        metavar="[BOOK]",
        help="The folder of the book [default: $CLIENTFIT_BOOK, else accounts/, else .]",
        show_default=False,
    ),
]
AccountName = Annotated[
    str,
    typer.Argument(metavar="ACCOUNT", help="The account's id.", autocompletion=account_ids),
]
AsOf = Annotated[
    str,
    typer.Option(
        "--as-of", metavar="DATE", help="The day to score: 2026-11-16, today, last-monday, -7d."
    ),
]
Format = Annotated[
    str | None,
    typer.Option(
        "--format", "-f", metavar="FORMAT", help="table, csv, json, markdown, html or xlsx.",
        show_default=False,
    ),
]  # fmt: skip
Output = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE",
        help="Write to a file; its ending says the format.", show_default=False,
    ),
]  # fmt: skip
Accounts = Annotated[
    list[str] | None,
    typer.Option(
        "--account",
        metavar="ID",
        help="Only this account (repeatable).",
        autocompletion=account_ids,
    ),
]
Owner = Annotated[
    str | None, typer.Option("--owner", metavar="ID", help="Only accounts of this lead.")
]
Band = Annotated[
    list[str] | None,
    typer.Option("--band", metavar="BAND", help="Only red, yellow, green, unknown (repeatable)."),
]
Tier = Annotated[str | None, typer.Option("--tier", help="Only accounts of this tier.")]
KeepGoing = Annotated[
    bool,
    typer.Option("--keep-going", help="Leave out accounts with errors, and go on without them."),
]
Jobs = Annotated[
    int,
    typer.Option(
        "--jobs", "-j", min=0, metavar="N", show_default=False,
        help="Processes at once [default: one for each core in a large book, else one].",
    ),
]  # fmt: skip
NoCache = Annotated[
    bool, typer.Option("--no-cache", help="Read every file anew, and keep nothing for next time.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No messages beside the answer.")]

BANDS = ("red", "yellow", "green", "unknown")
ENGINES = ("local", "dask")
ENDINGS = {
    ".csv": "csv", ".json": "json", ".md": "markdown", ".txt": "table", ".html": "html",
    ".xlsx": "xlsx",
}  # fmt: skip


def today() -> dt.date:
    """Read the clock: here, and nowhere below."""
    return dt.date.today()  # noqa: DTZ011  # the day where the user sits


def now() -> dt.datetime:
    """Read the clock to the second, with the time zone where the user sits."""
    return dt.datetime.now().astimezone().replace(microsecond=0)


def day(text: str, now: dt.date) -> dt.date:
    """Understand a day: a date, `today`, `yesterday`, `last-monday`, `-7d`, `-2w`."""
    word = text.strip().lower()
    weekdays = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    back = re.fullmatch(r"-(\d{1,5})([dw])", word)
    found = None
    with contextlib.suppress(ValueError, OverflowError):
        if word in {"today", "yesterday"}:
            found = now - dt.timedelta(days=word == "yesterday")
        elif word.startswith("last-") and word[5:] in weekdays:
            behind = (now.weekday() - weekdays.index(word[5:]) - 1) % 7 + 1
            found = now - dt.timedelta(days=behind)
        elif back:
            found = now - dt.timedelta(days=int(back[1]) * (7 if back[2] == "w" else 1))
        elif re.fullmatch(r"\d{4}-\d{2}-\d{2}", word):
            found = dt.date.fromisoformat(word)
    if found and 1900 <= found.year < 2200:
        return found
    raise UserError(f"{text} is not a day", "write 2026-11-16, today, last-monday or -7d")


def span(text: str) -> int:
    """Understand a number of days: `7d`, `2w`, `14`."""
    found = re.fullmatch(r"(\d{1,4})([dw]?)", text.strip().lower())
    if not found:
        raise UserError(f"{text} is not a number of days", "write 7d or 2w")
    return int(found[1]) * (7 if found[2] == "w" else 1)


def cache_folder() -> Path:
    """Name the folder in which the user's system keeps what can be made again."""
    from platformdirs import user_cache_path

    return user_cache_path("clientfit", appauthor=False)


def opened(given: str | None, *, keep_going: bool, quiet: bool, said: str = NOTHING_SCORED) -> Book:
    """Read a book and say what is wrong in it; errors end the command unless `keep_going`."""
    from clientfit_cli.yamlio.reader import Folder

    tree = Folder(book_path(given))
    return sound(tree, keep_going=keep_going, quiet=quiet, said=said)


def scored(given: str | None, as_of: dt.date, *, keep_going: bool, quiet: bool) -> Result:
    """Read a book, like `opened`, and score it as of a day."""
    from clientfit_cli.outcome import pipeline

    return pipeline.results(opened(given, keep_going=keep_going, quiet=quiet), [as_of])[0]


def sound(tree: Tree, *, keep_going: bool, quiet: bool, said: str = NOTHING_SCORED) -> Book:
    """Read a book from wherever it is, like `opened`."""
    from clientfit_cli.outcome import pipeline

    with progress("reading", quiet) as line:
        book = pipeline.read(tree, line.tick)
    gc.freeze()  # a book stays until the command ends: the collector need not look at it again
    judged(book, keep_going=keep_going, quiet=quiet, said=said)
    return book


def tree(given: str | None) -> Listed:
    """Find a book: a folder, or an address that fsspec opens."""
    from clientfit_cli.storage.folder import Folder
    from clientfit_cli.storage.remote import Remote, is_url

    name = given or os.environ.get("CLIENTFIT_BOOK") or ""
    return Remote(name) if is_url(name) else Folder(book_path(given))


def engine(name: str, scheduler: str | None, jobs: int, tree: Listed) -> Cores | Cluster:
    """Choose who does the parts of a book; 0 jobs are as many as there are cores."""
    from clientfit_cli.execution.executors import Cluster, Cores
    from clientfit_cli.execution.processes import cores
    from clientfit_cli.storage.folder import Folder

    if name not in ENGINES:
        hint = did_you_mean(name, ENGINES) or f"engines: {', '.join(ENGINES)}"
        raise UserError(f"there is no engine `{name}`", hint)
    if name == "dask":
        return Cluster(scheduler, jobs or cores())
    if scheduler:
        raise UserError("--scheduler is for --engine dask")
    # Whoever opens addresses has threads of its own, which a fork would break.
    return Cores(jobs or cores(), fork=isinstance(tree, Folder))


def surveyed(
    tree: Listed,
    as_of: dt.date,
    engine: Cores | Cluster,
    *,
    cached: bool,
    full: bool,
    keep_going: bool,
    quiet: bool,
) -> Standings:
    """Read and score a book in parts; errors end the command unless `keep_going`."""
    from clientfit_cli.execution import cache
    from clientfit_cli.execution.run import survey

    # What is made here stays until the command ends: the collector need not look at it at all.
    gc.disable()
    kept = cache.of_book(tree, cache_folder(), time.time_ns()) if cached else None
    with engine, progress("scoring", quiet) as line:
        found = survey(tree, as_of, engine, full=full, shelf=kept, tick=line.tick)
    judged(found, keep_going=keep_going, quiet=quiet)
    return found


def judged(
    book: Book | Standings, *, keep_going: bool, quiet: bool, said: str = NOTHING_SCORED
) -> None:
    """Show what is wrong in a book; errors end the command unless `keep_going`."""
    from clientfit_cli.base.problems import errors

    stops = bool(errors(book.problems)) and not keep_going
    # Warnings are for those who score: elsewhere they stand in nobody's way.
    if book.problems and (stops or (said == NOTHING_SCORED and not quiet)):
        show_problems(book, stops=stops, said=said)
    if stops:
        raise typer.Exit(1)


def show_problems(book: Book | Standings, *, stops: bool, said: str = NOTHING_SCORED) -> None:
    """Show what is wrong in a book, beside an answer or in place of one (`said` says which)."""
    from clientfit_cli.rendering import page as report
    from clientfit_cli.views.pages.problems import problems

    found = book.problems
    if stops:
        found = sorted(found, key=lambda one: one.severity)  # errors first
    room = canvas(sys.stderr)
    page = problems(found[:MOST_SHOWN], len(book.ids), room.width)
    lines = list(page.blocks[0].lines[:-1])  # type: ignore[union-attr]
    more = len(book.problems) - MOST_SHOWN
    if more > 0:
        lines.append([report.Cell(f"and {more:,} more: `clientfit check` lists them")])
    if stops or book.left_out:
        lines.append([report.Cell(said if stops else f"left out: {', '.join(book.left_out)}")])
    shown = report.Page("", [report.Text(lines, indent=4)], page.records, page.data)
    say(sys.stderr, report.render(shown, "table", room))


@dataclass(frozen=True)
class Choice:
    """Which accounts are asked for; whatever is not said fits all."""

    accounts: Sequence[str] | None = None
    owner: str | None = None
    band: Sequence[str] | None = None
    tier: str | None = None

    def __call__(self, one: AnAccount) -> bool:
        return (
            (not self.accounts or one.id in self.accounts)
            and (self.owner is None or one.owner == self.owner)
            and (not self.band or one.band in self.band)
            and (self.tier is None or one.tier == self.tier)
        )

    def settled(self, result: Scored[Any]) -> Choice:
        """Name accounts by id; what is asked for must be there."""
        known_bands(self.band)
        known_person(result, self.owner)
        return replace(self, accounts=[account(result, name).id for name in self.accounts or ()])

    def of(self, result: Scored[One]) -> list[One]:
        """Choose accounts of a result; what is asked for must be there."""
        return list(filter(self.settled(result), result.accounts))


def select(
    result: Scored[One],
    accounts: Sequence[str] | None,
    owner: str | None,
    band: Sequence[str] | None,
    tier: str | None,
) -> list[One]:
    """Choose accounts of a result."""
    return Choice(accounts, owner, band, tier).of(result)


def known_bands(bands: Sequence[str] | None) -> None:
    """Refuse a band that there is not."""
    for name in bands or ():
        if name not in BANDS:
            hint = did_you_mean(name, BANDS) or f"bands: {', '.join(BANDS)}"
            raise UserError(f"there is no band `{name}`", hint)


def known_person(result: Scored[Any], name: str | None) -> None:
    """Refuse somebody who is not on the team."""
    people = result.people
    if name is not None and name not in people:
        raise UserError(f"`{name}` is not on the team", did_you_mean(name, people))


def account(result: Scored[One], name: str) -> One:
    """Look up an account by id, or say why it is not there."""
    found = next((one for one in result.accounts if one.id == name), None)
    if found is not None:
        return found
    if reason := result.unscored(name):
        raise UserError(reason)
    if name in result.left_out:
        raise UserError(f"`{name}` was left out: it has problems", "see `clientfit check`")
    called = [one for one in result.accounts if one.name.casefold() == name.casefold()]
    if len(called) == 1:
        return called[0]
    hint = did_you_mean(name, result.ids)
    if not hint:
        ids = result.ids
        more = f" and {len(ids) - 12} more" if len(ids) > 12 else ""
        hint = f"accounts: {', '.join(ids[:12])}{more}"
    raise UserError(f"there is no account `{name}`", hint)


def canvas(stream: Any) -> Canvas:
    """Say how much room a stream has, and whether it shows colour."""
    from clientfit_cli.rendering.page import Canvas

    dumb = os.environ.get("TERM") == "dumb"
    terminal = hasattr(stream, "isatty") and stream.isatty()
    colour = (terminal and not dumb) or bool(os.environ.get("FORCE_COLOR"))
    if os.environ.get("NO_COLOR"):
        colour = False
    encoding = (getattr(stream, "encoding", None) or "ascii").lower().replace("-", "")
    width = shutil.get_terminal_size((80, 24)).columns
    return Canvas(max(20, width), colour, encoding.startswith("utf"))


def format_of(form: str | None, output: Path | None) -> str | None:
    """Say which format is meant: the one asked for, or the one that the file's ending says."""
    return form or (ENDINGS.get(output.suffix.lower()) if output else None)


def is_folder(form: str | None, output: str | None) -> bool:
    """Say whether an answer goes to a folder, as Parquet."""
    if form is not None or output is None:
        return form == "parquet"
    path = Path(output)
    return (
        output.endswith(("/", os.sep))
        or "://" in output
        or (path.is_dir() and path.suffix.lower() not in ENDINGS)
    )


def answer(page: Page, form: str | None, output: Path | None, default: str = "table") -> None:
    """Put a page where it belongs, in the format asked or the one its file's ending says."""
    from clientfit_cli.rendering import page as report

    if output is None:
        say(sys.stdout, report.render(page, form or default, canvas(sys.stdout)))
        return
    form = format_of(form, output)
    if form is None:
        endings = ", ".join(ENDINGS)
        raise UserError(f"{output} has no ending that says a format", f"{endings}, or --format")
    put(output, encoded(report.render(page, form, report.Canvas(100))))


def encoded(content: str | bytes) -> bytes:
    """Make the bytes of an answer; bytes stay as they are."""
    # A name of a file need not be text; what is not becomes a question mark.
    return content if isinstance(content, bytes) else content.encode("utf-8", "replace")


def say(stream: TextIO, content: str | bytes) -> None:
    """Write an answer to a stream; what is no text is kept from a terminal."""
    if isinstance(content, str):
        encoding = stream.encoding or "utf-8"
        stream.write(content.encode(encoding, "replace").decode(encoding))
        return
    if stream.isatty():
        raise UserError("this format is not for a terminal", "write it with --output FILE")
    stream.flush()
    stream.buffer.write(content)
    stream.buffer.flush()
