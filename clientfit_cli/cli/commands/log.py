"""Command `log`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from clientfit_cli.base.errors import UserError
from clientfit_cli.cli import options, prompts, workspace, writing

if TYPE_CHECKING:
    from clientfit_cli.writing.entry import Answer

PANEL = "Act"


def _kinds(incomplete: str) -> list[str]:
    from clientfit_cli.writing.entry_kinds import KINDS

    return [name for name in KINDS if name.startswith(incomplete)]


def _text(name: str, text: str, metavar: str = "TEXT") -> Any:
    return typer.Option(f"--{name}", metavar=metavar, help=text, show_default=False)


def _flag(name: str, text: str) -> Any:
    return typer.Option(name, help=text, show_default=False)


Text = str | None
Flag = bool | None


def log(
    account: Annotated[
        Text,
        typer.Argument(
            metavar="[ACCOUNT]",
            autocompletion=workspace.account_ids,
            show_default=False,
            help="The account: its id, name, or a domain or address of its mail.",
        ),
    ] = None,
    kind: Annotated[
        Text,
        typer.Argument(
            metavar="[KIND]",
            autocompletion=_kinds,
            show_default=False,
            help="visit, meeting, video, call, event, gift, message, email or mailing; or issue, "
            "idea, promise, result, feedback, news, goal, opportunity, referral, rival, contact, "
            "service.",
        ),
    ] = None,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[WORDS]...",
            show_default=False,
            help="What it is: the issue, the idea, the contact's name, the service.",
        ),
    ] = None,
    with_: Annotated[
        list[str] | None,
        typer.Option(
            "--with",
            metavar="IDS",
            autocompletion=workspace.contact_ids,
            show_default=False,
            help="Who of theirs: ids or names, with commas.",
        ),
    ] = None,
    ours: Annotated[
        list[str] | None,
        typer.Option(
            "--ours",
            metavar="IDS",
            autocompletion=workspace.team_ids,
            show_default=False,
            help="Who of ours [default: you].",
        ),
    ] = None,
    date: Annotated[
        Text, _text("date", "The day, or 2026-11-16T09:30 [default: today].", "DATE")
    ] = None,
    note: Annotated[Text, _text("note", "What was said.")] = None,
    them: Annotated[Flag, _flag("--them", "They began it, or promised it.")] = None,
    answered: Annotated[Text, _text("answered", "When it was answered.", "DATE")] = None,
    topic: Annotated[
        Text, _text("topic", "strategic, operational, commercial, social or review.", "TOPIC")
    ] = None,
    gave: Annotated[
        list[str] | None,
        _text("gave", "idea, insight, result, introduction, help, training, thanks.", "GIFTS"),
    ] = None,
    mood: Annotated[Text, _text("mood", "How they came out of it, -2 to 2.", "N")] = None,
    minutes: Annotated[Text, _text("minutes", "How long it took.", "N")] = None,
    planned: Annotated[Text, _text("planned", "How long it was to take.", "N")] = None,
    kind_: Annotated[
        Text,
        _text("kind", "Feedback: satisfaction, quality or trust. Issue: any word.", "WORD"),
    ] = None,
    severity: Annotated[Text, _text("severity", "Issue: minor, major or critical.", "WORD")] = None,
    owned: Annotated[Flag, _flag("--owned", "Issue: we said it was ours to mend.")] = None,
    closed: Annotated[Text, _text("closed", "Issue, opportunity: when it ended.", "DATE")] = None,
    outcome: Annotated[Text, _text("outcome", "Idea: what became of it.")] = None,
    due: Annotated[Text, _text("due", "Promise: the day it is due.", "DATE")] = None,
    done: Annotated[Text, _text("done", "Promise: the day it was kept.", "DATE")] = None,
    origin: Annotated[
        Text, _text("origin", "Promise: `sale` if it was made at the sale.", "WORD")
    ] = None,
    rating: Annotated[Text, _text("rating", "Feedback: 0 to 10.", "N")] = None,
    asked: Annotated[
        Text, _text("asked", "Feedback, referral: when we asked for it.", "DATE")
    ] = None,
    our_word: Annotated[
        Text, _text("our-word", "News: when we spoke to them about it.", "DATE")
    ] = None,
    rival_first: Annotated[Flag, _flag("--rival-first", "News: a rival was first.")] = None,
    reached: Annotated[Text, _text("reached", "Goal: the day it was reached.", "DATE")] = None,
    amount: Annotated[Text, _text("amount", "Opportunity: its worth.", "N")] = None,
    won: Annotated[Flag, _flag("--won/--lost", "Opportunity: how it ended.")] = None,
    where: Annotated[Text, _text("where", "Rival: the service or site.")] = None,
    title: Annotated[Text, _text("title", "Contact: their title.")] = None,
    email: Annotated[Text, _text("email", "Contact: their e-mail address.")] = None,
    phone: Annotated[Text, _text("phone", "Contact: their telephone number.")] = None,
    role: Annotated[
        Text,
        _text(
            "role",
            "Contact: decision_maker, sponsor, champion, influencer, user or blocker.",
            "ROLE",
        ),
    ] = None,
    succeeds: Annotated[
        Text,
        typer.Option(
            "--succeeds",
            metavar="ID",
            autocompletion=workspace.contact_ids,
            show_default=False,
            help="Contact: whose seat it was.",
        ),
    ] = None,
    id_: Annotated[Text, _text("id", "Contact: an id [default: from the name].", "ID")] = None,
    until: Annotated[Text, _text("until", "Contact, service: the last day.", "DATE")] = None,
    annual: Annotated[Text, _text("annual", "Service: what they pay a year.", "N")] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Write it even if the same stands there already.")
    ] = False,
    dry_run: writing.DryRun = False,
    book: writing.BookOption = None,
    quiet: options.Quiet = False,
) -> None:
    """Write down what happened: a touchpoint, an issue, a promise, a new contact.

    Without words it asks, one thing at a time. Ctrl-C (exit 130), Ctrl-D or a no (exit 1) then
    writes nothing.

    Example: clientfit log acme call --with r.lee --mood 1 --note "Wants a second site"
    """  # fmt: skip
    answers: dict[str, Answer] = {
        "with": with_, "ours": ours, "date": date, "note": note, "them": them,
        "answered": answered, "topic": topic, "gave": gave, "mood": mood, "minutes": minutes,
        "planned": planned, "kind": kind_, "severity": severity, "owned": owned,
        "closed": closed, "outcome": outcome, "due": due, "done": done, "origin": origin,
        "rating": rating, "asked": asked, "our-word": our_word, "rival-first": rival_first,
        "reached": reached, "amount": amount, "won": won, "where": where, "title": title,
        "email": email, "phone": phone, "role": role, "succeeds": succeeds, "id": id_,
        "until": until, "annual": annual,
    }  # fmt: skip
    folder = workspace.book_path(book)
    for word in (account, kind, *(words or ())):
        # Elsewhere the book is the last word: here it would become a part of the note.
        if word and "/" in word and Path(word).is_dir():
            raise UserError(f"{word} is a folder", f"the book is named with --book {word}")
    text = " ".join(words or ())
    if account and kind:
        _write(folder, account, kind, text, answers, again=again, dry_run=dry_run, quiet=quiet)
        return
    if not prompts.possible():
        missing = "KIND is" if account else "ACCOUNT and KIND are"
        raise UserError(
            f"{missing} missing, and nobody is there to be asked",
            "such as: clientfit log acme call --with r.lee",
        )
    from clientfit_cli.cli import interview

    try:
        account, kind, asked_for = interview.asked(
            folder, account, kind, answers, workspace.today()
        )
        text = text or asked_for
        _write(folder, account, kind, text, answers, again=again, dry_run=True, quiet=False)
        wanted = dry_run or prompts.sure("Write it?")
    except (EOFError, KeyboardInterrupt) as error:
        sys.stderr.write("\nnothing was written\n")
        if isinstance(error, KeyboardInterrupt):
            raise
        raise typer.Exit(1) from None
    if not wanted:
        sys.stderr.write("nothing was written\n")
        raise typer.Exit(1)
    if not dry_run:
        _write(folder, account, kind, text, answers, again=again, dry_run=False, quiet=quiet)


def _write(
    folder: Path, account: str, kind: str, words: str, answers: dict[str, Answer], *,
    again: bool, dry_run: bool, quiet: bool,
) -> None:  # fmt: skip
    """Add the row to the files: the book is read and written under one lock."""
    from clientfit_cli.writing import entry, entry_kinds, placement

    name = entry_kinds.kind_named(kind)
    today = workspace.today()
    with writing.writing(folder, dry_run=dry_run):
        book, account = writing.account_to_write(folder, account)
        made = entry.entry(name, words, answers, writing.desk(book, account, today))
        section = made.kind.section
        found = book.accounts[account]
        there = entry.twin(found, made)
        if there is not None and not again:
            where = book.where([found.origins[section][there]])[0]
            raise UserError(
                f"this stands there already: {where.file}:{where.line}",
                "--again writes it once more",
            )
        edit = placement.proposed(book, account, section, [made.row])
        line = writing.line_of(edit, section)
        noun = made.kind.noun
        writing.write(
            book,
            edit,
            f"wrote {noun} to",
            f"would write {noun} to",
            line=line,
            dry_run=dry_run,
            quiet=quiet,
        )
    later = entry.to_come(made, today)
    if later and not quiet:
        sys.stderr.write(f"{later} is still to come: until then it counts for nothing\n")
