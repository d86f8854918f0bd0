"""Command `report`."""

from __future__ import annotations

import datetime as dt
import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from clientfit_cli.base.errors import UserError
from clientfit_cli.cli import options, workspace
from clientfit_cli.cli.output import answer, format_of, say
from clientfit_cli.cli.selection import Choice

if TYPE_CHECKING:
    from email.headerregistry import Address

    from clientfit_cli.analysis.weekly import WeeklyReport
    from clientfit_cli.rendering.email import Letter
    from clientfit_cli.rendering.page import Page

PANEL = "Look"


@options.shared
def report(
    session: options.Session,
    day: dt.date,
    choice: Choice,
    form: options.Format = None,
    output: options.Output = None,
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
) -> None:
    """The Monday report: who moved and why, who is red, and what to do this week.

    Example: clientfit report accounts/ --output monday.html
    """
    from clientfit_cli.analysis.weekly import WeeklyReport
    from clientfit_cli.outcome.request import Detail
    from clientfit_cli.rendering.email import addresses
    from clientfit_cli.views.pages.weekly import weekly as view

    # What was asked is understood before the work begins.
    mailed = email or (form is None and output is not None and output.suffix.lower() == ".eml")
    if email and form is not None:
        raise UserError("--email is a format of its own", "leave out --format or --email")
    if not mailed and (to or sender or subject):
        raise UserError("--to, --from and --subject go with --email")
    writer = sender or os.environ.get("EMAIL", "") if mailed else ""
    recipients = addresses(to or [], "--to")
    senders = addresses([writer], "--from" if sender else "$EMAIL") if writer else []
    details = [Detail.RELATIONSHIPS] if format_of(form, output) == "xlsx" else []
    model = WeeklyReport(session, day, choice.of if choice else None, details)
    page = view(model)
    if not mailed:
        answer(page, form, output)
        return
    letter = _letter(model, page, subject, recipients, senders)
    if output is None:
        say(sys.stdout, bytes(letter).decode())
    else:
        workspace.put(output, bytes(letter))


def _letter(
    model: WeeklyReport, page: Page, subject: str | None, to: list[Address], senders: list[Address]
) -> Letter:
    from clientfit_cli.rendering import page as pages
    from clientfit_cli.rendering.email import Letter
    from clientfit_cli.rendering.formats.html import rendered
    from clientfit_cli.views.html.email import context
    from clientfit_cli.views.html.email import subject as usual

    return Letter(
        subject or usual(model),
        str(pages.render(page, "table", pages.Canvas(76))),
        rendered("email.html", **context(model)),
        workspace.now(),
        to,
        senders[0] if senders else None,
    )
