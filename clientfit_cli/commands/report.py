"""Command `report`."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from clientfit_cli import shell
from clientfit_cli.errors import UserError

if TYPE_CHECKING:
    from email.headerregistry import Address

    from clientfit_cli.mail import Letter
    from clientfit_cli.views.report import MondayPage

PANEL = "Look"


def report(
    book: shell.BookPath = None,
    as_of: shell.AsOf = "today",
    form: shell.Format = None,
    output: shell.Output = None,
    account: shell.Accounts = None,
    owner: shell.Owner = None,
    band: shell.Band = None,
    tier: shell.Tier = None,
    email: Annotated[
        bool, typer.Option("--email", help="A mail of it, for `| sendmail -t` or a mail client.")
    ] = False,
    to: Annotated[
        list[str] | None,
        typer.Option("--to", metavar="ADDRESS", help="To whom the mail goes (repeatable)."),
    ] = None,
    sender: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="ADDRESS",
            help="Who sends it [default: $EMAIL, else sendmail says].",
            show_default=False,
        ),
    ] = None,
    subject: Annotated[
        str | None,
        typer.Option(metavar="TEXT", help="The mail's subject [default: how the week begins]."),
    ] = None,
    keep_going: shell.KeepGoing = False,
    quiet: shell.Quiet = False,
) -> None:
    """The Monday report: who moved and why, who is red, and what to do this week.

    Example: clientfit report accounts/ --output monday.html
    """
    from clientfit_cli.mail import addresses
    from clientfit_cli.monday import Monday
    from clientfit_cli.views.report import report as view

    # What was asked is understood before the work begins.
    mailed = email or (form is None and output is not None and output.suffix.lower() == ".eml")
    if email and form is not None:
        raise UserError("--email is a format of its own", "leave out --format or --email")
    if not mailed and (to or sender or subject):
        raise UserError("--to, --from and --subject go with --email")
    writer = sender or os.environ.get("EMAIL", "") if mailed else ""
    recipients = addresses(to or [], "--to")
    senders = addresses([writer], "--from" if sender else "$EMAIL") if writer else []
    day = shell.day(as_of, shell.today())
    result = shell.scored(book, day, keep_going=keep_going, quiet=quiet)
    some = bool(account or owner or band or tier)
    chosen = shell.select(result, account, owner, band, tier) if some else None
    page = view(Monday(result, chosen))
    if not mailed:
        shell.answer(page, form, output)
        return
    letter = _letter(page, subject, recipients, senders)
    if output is None:
        shell.say(sys.stdout, bytes(letter).decode())
    else:
        shell.put(output, bytes(letter))


def _letter(
    page: MondayPage, subject: str | None, to: list[Address], senders: list[Address]
) -> Letter:
    from clientfit_cli import report as pages
    from clientfit_cli.mail import Letter
    from clientfit_cli.reports.html import rendered
    from clientfit_cli.views.mail import context
    from clientfit_cli.views.mail import subject as usual

    return Letter(
        subject or usual(page.monday),
        str(pages.render(page, "table", pages.Canvas(76))),
        rendered("email.html", **context(page.monday)),
        shell.now(),
        to,
        senders[0] if senders else None,
    )
