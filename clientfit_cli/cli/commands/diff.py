"""Command `diff`."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from clientfit_cli.base.errors import UserError
from clientfit_cli.base.problems import did_you_mean
from clientfit_cli.cli import options, selection, workspace
from clientfit_cli.cli.output import answer
from clientfit_cli.cli.selection import Choice

if TYPE_CHECKING:
    from collections.abc import Callable

    from clientfit_cli.outcome.change import AccountChange, Change

PANEL = "Look"
SIDE = "A snapshot, a folder, a date of the book (@2026-11-14, @-7d) or git:REVISION."


@options.shared
def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help=SIDE)],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The same.")],
    opener: options.Opener,
    choice: Choice,
    book: Annotated[
        str | None,
        typer.Option(
            "--book",
            metavar="BOOK",
            show_default=False,
            help="The folder that dates and revisions are about "
            "[default: the side that is a folder, else as everywhere]",
        ),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(
            metavar="DATE",
            show_default=False,
            help="The day of NEW [default: its own: of a revision the commit's, of a folder today]",
        ),
    ] = None,
    as_of_old: Annotated[
        str | None,
        typer.Option(
            metavar="DATE",
            show_default=False,
            help="The day of OLD [default: its own, of a folder that of NEW]; "
            "days like -7d count back from --as-of, else from today.",
        ),
    ] = None,
    form: options.Format = None,
    output: options.Output = None,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(
            metavar="WHAT",
            help="Exit 1 if an account came into a band (red), or fell by N points (drop:N).",
        ),
    ] = None,
) -> int:
    """Who moved between two points, and why: time passed, new facts or new settings.

    Example: clientfit diff git:HEAD~7 accounts/ --fail-on drop:10
    """  # fmt: skip
    from clientfit_cli.cli.operands import Operands
    from clientfit_cli.views.pages.diff import diff as view

    fails = [_failing(one) for one in fail_on or ()]
    selection.known_bands(choice.band)
    change = Operands(book, workspace.today(), opener).compared(old, new, as_of_old, as_of)
    if choice:
        change = change.only(_settled(change, choice))
    answer(view(change), form, output)
    return int(any(fails_on(one) for fails_on in fails for one in change.accounts))


def _failing(what: str) -> Callable[[AccountChange], bool]:
    """Understand one `--fail-on`."""
    drop = re.fullmatch(r"drop:(\d{1,3}(?:\.\d{1,6})?)", what)
    if drop:
        most = float(drop[1])
        return lambda one: one.change < 0 and -one.change >= most
    if what in selection.BANDS:
        return lambda one: one.came_into(what)
    raise UserError(f"--fail-on {what} is neither a band nor drop:N", "write red, or drop:10")


def _settled(change: Change, choice: Choice) -> Choice:
    """Name accounts by id; what is asked for must be on one of the sides."""
    names = {one.id: one.name for side in (change.old, change.new) for one in side.accounts}
    leads = {one.owner for side in (change.old, change.new) for one in side.accounts if one.owner}
    settled = []
    for name in choice.accounts or ():
        called = [known for known, said in names.items() if said.casefold() == name.casefold()]
        if name not in names and len(called) != 1:
            hint = did_you_mean(name, names)
            raise UserError(f"there is no account `{name}` on either side", hint)
        settled.append(name if name in names else called[0])
    if choice.owner is not None and choice.owner not in leads:
        hint = did_you_mean(choice.owner, leads)
        raise UserError(f"`{choice.owner}` leads no account on either side", hint)
    return replace(choice, accounts=settled)
