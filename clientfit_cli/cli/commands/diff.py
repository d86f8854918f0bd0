"""Command `diff`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer

from clientfit_cli.base.errors import UserError
from clientfit_cli.base.problems import did_you_mean
from clientfit_cli.cli import options, selection, workspace
from clientfit_cli.cli.output import answer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from clientfit_cli.outcome.change import AccountDiff, Diff
    from clientfit_cli.outcome.snapshot_v1 import Account

PANEL = "Look"
SIDE = "A snapshot, a folder, a date of the book (@2026-11-14, @-7d) or git:REVISION."


def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help=SIDE)],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The same.")],
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
    account: options.Accounts = None,
    owner: options.Owner = None,
    band: options.Band = None,
    tier: options.Tier = None,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(
            metavar="WHAT",
            help="Exit 1 if an account came into a band (red), or fell by N points (drop:N).",
        ),
    ] = None,
    keep_going: options.KeepGoing = False,
    quiet: options.Quiet = False,
) -> int:
    """Who moved between two points, and why: time passed, new facts or new settings.

    Example: clientfit diff git:HEAD~7 accounts/ --fail-on drop:10
    """  # fmt: skip
    from clientfit_cli.cli.sides import Sides
    from clientfit_cli.views.pages.diff import diff as view

    fails = [_failing(one) for one in fail_on or ()]
    selection.known_bands(band)
    sides = Sides(book, workspace.today(), keep_going, quiet)
    found = sides.compared(old, new, as_of_old, as_of)
    found = found.only(_chosen(found, account, owner, band, tier))
    answer(view(found), form, output)
    return int(any(fails_on(one) for fails_on in fails for one in found.accounts))


def _failing(what: str) -> Callable[[AccountDiff], bool]:
    """Understand one `--fail-on`."""
    drop = re.fullmatch(r"drop:(\d{1,3}(?:\.\d{1,6})?)", what)
    if drop:
        most = float(drop[1])
        return lambda one: one.change < 0 and -one.change >= most
    if what in selection.BANDS:
        return lambda one: one.came_into(what)
    raise UserError(f"--fail-on {what} is neither a band nor drop:N", "write red, or drop:10")


def _chosen(
    found: Diff,
    accounts: Sequence[str] | None,
    owner: str | None,
    bands: Sequence[str] | None,
    tier: str | None,
) -> Callable[[Account], bool]:
    """Choose accounts; naming one that is on neither side is a mistake."""
    there = {one.account for side in (found.old, found.new) for one in side.accounts}
    for name in accounts or ():
        if name not in there:
            raise UserError(
                f"there is no account `{name}` on either side", did_you_mean(name, there)
            )
    leads = {one.owner for side in (found.old, found.new) for one in side.accounts if one.owner}
    if owner is not None and owner not in leads:
        hint = did_you_mean(owner, leads)
        raise UserError(f"`{owner}` leads no account on either side", hint)

    def chosen(one: Account) -> bool:
        return (
            (not accounts or one.account in accounts)
            and (owner is None or one.owner == owner)
            and (not bands or one.band in bands)
            and (tier is None or one.tier == tier)
        )

    return chosen
