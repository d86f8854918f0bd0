"""Command `import`."""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from clientfit_cli.base.dates import parse_day
from clientfit_cli.base.errors import UserError
from clientfit_cli.base.problems import did_you_mean
from clientfit_cli.cli import options, workspace, writing
from clientfit_cli.cli.output import answer, canvas, say
from clientfit_cli.cli.progress import Progress, progress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clientfit_cli.book.model import Book
    from clientfit_cli.importing.changes import FileChange
    from clientfit_cli.importing.importer import Wanted
    from clientfit_cli.importing.ledger import Choices
    from clientfit_cli.importing.mapping import Unsound
    from clientfit_cli.importing.proposal import Proposal

PANEL = "Files"
NOTHING_IMPORTED = "nothing was imported: mend these first"


def import_(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help="CSV, XLSX, .ics, .vcf, mbox, Maildir or .eml.",
            show_default=False,
        ),
    ],
    book: writing.BookOption = None,
    write: Annotated[
        bool, typer.Option("--write", help="Write it; without this, it is only shown.")
    ] = False,
    kind: Annotated[
        str,
        typer.Option("--from", metavar="KIND", help="table, calendar, addressbook or mailbox."),
    ] = "",
    mapping: Annotated[
        str,
        typer.Option("--mapping", metavar="NAME", help="What the columns mean: a name or a file."),
    ] = "",
    ours: Annotated[
        str | None,
        typer.Option(
            "--ours",
            metavar="ID",
            help="Who of ours, where the file does not tell.",
            autocompletion=workspace.team_ids,
            show_default=False,
        ),
    ] = None,
    dates: Annotated[
        str, typer.Option("--dates", metavar="dmy|mdy", help="What 03/04/2026 means.")
    ] = "",
    new_accounts: Annotated[
        bool | None,
        typer.Option(
            "--new-accounts/--no-new-accounts",
            help="Make accounts of firms that are not in the book [default: as the format says].",
            show_default=False,
        ),
    ] = None,
    new_contacts: Annotated[
        bool,
        typer.Option("--new-contacts", help="Make contacts of strangers at accounts of the book."),
    ] = False,
    service: Annotated[
        str | None,
        typer.Option(
            "--service",
            metavar="ID",
            help="What deals are about that name no product.",
            show_default=False,
        ),
    ] = None,
    notes: Annotated[
        bool, typer.Option("--notes", help="Copy subjects and notes too; bodies never are.")
    ] = False,
    every: Annotated[
        bool, typer.Option("--all", help="List every addition and question, one by one.")
    ] = False,
    as_of: Annotated[
        str,
        typer.Option("--as-of", metavar="DATE", help="The last day of which anything is taken."),
    ] = "today",
    form: options.Format = None,
    output: options.Output = None,
    quiet: options.Quiet = False,
) -> None:
    """CRM exports, calendars, address books and mailboxes into the book: shown first.

    Example: clientfit import contacts.csv calendar.ics inbox.mbox --write
    """  # fmt: skip
    from clientfit_cli.importing.mapping import Unsound
    from clientfit_cli.views.pages.import_ import import_ as view

    opened = workspace.opened(book, keep_going=False, quiet=quiet, said=NOTHING_IMPORTED)
    choices = replace(
        _choices(opened, ours), new_accounts=new_accounts, new_contacts=new_contacts,
        notes=notes, service=_service(opened, service),
    )  # fmt: skip
    try:
        found = _proposal(
            opened, files, choices, _wanted(opened, as_of, mapping, dates), kind, quiet
        )
    except Unsound as error:
        _show(error)
        raise typer.Exit(1) from None
    # Also where nothing is written: what the book would not be sound with is part of the answer.
    changes = _changes(opened, found)
    if write:
        _write(opened, changes)
    names = [str(file) for file in files]
    answer(view(found, names, written=write, every=every), form, output)
    if not quiet:
        sys.stdout.flush()
        _tell(found, [opened.tree.shown(one.file) for one in changes], write=write)


def _choices(book: Book, ours: str | None) -> Choices:
    """Say who of ours is meant where a file does not tell."""
    from clientfit_cli.book import resolve
    from clientfit_cli.book.directory import Directory
    from clientfit_cli.importing.ledger import Choices

    if not ours:
        return Choices(writing.me(book, workspace.today()))
    hint = "add them to `team` in clientfit.yaml"
    person = resolve.who(Directory(book).ours, ours, "* is not on the team", hint)
    return Choices(person, always_me=True)


def _service(book: Book, name: str | None) -> str | None:
    known = [one.id for one in book.settings.services]
    if name is not None and name not in known:
        hint = did_you_mean(name, known) or f"services: {', '.join(known) or 'none yet'}"
        raise UserError(f"there is no service `{name}` in the catalogue", hint)
    return name


def _wanted(book: Book, as_of: str, mapping: str, dates: str) -> Wanted:
    import datetime as dt
    from zoneinfo import ZoneInfo

    from clientfit_cli.importing.importer import Wanted

    if dates not in {"", "dmy", "mdy"}:
        raise UserError(f"--dates is dmy or mdy, not {dates}")
    zone = ZoneInfo(book.settings.timezone)
    day = parse_day(as_of, workspace.today())
    # A day that is over is over at its last moment.
    now = (
        workspace.now() if day == workspace.today() else dt.datetime.combine(day, dt.time.max, zone)
    )
    return Wanted(now, zone, mapping, dates)


def _proposal(
    book: Book,
    files: Sequence[Path],
    choices: Choices,
    wanted: Wanted,
    kind: str,
    quiet: bool,
) -> Proposal:
    """Read the files, and work out what they would do to the book."""
    from importlib.util import find_spec

    from clientfit_cli.base.text import clean
    from clientfit_cli.importing import importer
    from clientfit_cli.importing.importer import Left, Source
    from clientfit_cli.importing.merge import Merger

    for package in ("rapidfuzz", "icalendar", "recurring_ical_events", "python_calamine"):
        if find_spec(package) is None:
            raise importer.missing(package)
    merger = Merger(book, choices)
    for file in files:
        if not file.exists():
            raise UserError(f"there is no file {file}")
        if not (file.is_file() or file.is_dir()):
            raise UserError(f"{file} is a pipe or a device", "save it to a file first")
    empty = [file for file in files if file.is_file() and not file.stat().st_size]
    for file in empty:
        merger.take([Left("the file", "", "is empty")], str(file))
    rest = [file for file in files if file not in empty]
    chosen = [(file, importer.chosen(Source(file), kind)) for file in rest]
    turns = [importer.turn(one, Source(file), wanted) for file, one in chosen]
    # Who is told by one file is known to the others, in whatever order they were named.
    for _, (file, one) in sorted(zip(turns, chosen, strict=True), key=lambda two: two[0]):
        size = 0 if file.is_dir() else file.stat().st_size
        with progress(f"reading {clean(file.name)}", quiet) as line:
            source = Source(file, partial(_tick, line, size))
            merger.take(one.read(source, wanted), str(file))
    return merger.finish()


def _tick(line: Progress, size: int, done: int) -> None:
    line.tick(done, size)


def _show(mapping: Unsound) -> None:
    """Show what is wrong in a mapping, the way `check` does."""
    from clientfit_cli.rendering.page import Page, Records, Text, render
    from clientfit_cli.views.pages.problems import excerpt

    room = canvas(sys.stderr)
    lines = [line for one in mapping.problems for line in excerpt(one, room.width - 12)]
    page = Page("", [Text(lines, indent=4)], lambda: Records((), ()), dict)
    say(sys.stderr, render(page, "table", room))


def _changes(book: Book, found: Proposal) -> list[FileChange]:
    from clientfit_cli.importing import changes as intake
    from clientfit_cli.writing import scaffold

    heading = scaffold.MODELINE.format(folder=scaffold.SCHEMAS, name="account")
    return intake.changes(book, found, heading)


def _write(book: Book, changes: Sequence[FileChange]) -> None:
    """Write the files of the book, all or none, unless somebody else wrote them meanwhile."""
    from clientfit_cli.engine.advice.method import numbers_of
    from clientfit_cli.storage import atomic
    from clientfit_cli.writing import scaffold

    folder = Path(book.tree.shown(""))
    with atomic.writing(folder):
        if any(one.before is None for one in changes):
            scaffold.schemas(folder, numbers_of)
        atomic.rewrite_all(
            folder,
            [atomic.Rewrite(Path(book.tree.shown(one.file)), *one[1:]) for one in changes],
        )


def _tell(found: Proposal, wrote: list[str], *, write: bool) -> None:
    from clientfit_cli.base.text import clean, plural

    count = found.total("added") + found.total("filled in")
    if write:
        said = ", ".join(clean(one) for one in wrote[:3])
        more = f" and {len(wrote) - 3} more" if len(wrote) > 3 else ""
        sys.stderr.write(f"wrote {said}{more}\n" if wrote else "nothing to write\n")
    elif count:
        sys.stderr.write(f"nothing is written yet: --write writes {plural(count, 'thing')}\n")
    else:
        sys.stderr.write("there is nothing to write\n")
