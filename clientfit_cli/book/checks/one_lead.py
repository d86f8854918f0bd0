"""Check `one_lead`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clientfit_cli.book.model import Account
    from clientfit_cli.book.settings import Settings
    from clientfit_cli.book.validate import Finding


def one_lead(account: Account, settings: Settings) -> Iterator[Finding]:
    """The owner of an account is the lead on its team, where the team names a lead.

    A warning: the team's lead is taken, as the format says.
    """
    del settings
    owner = account.get("owner")
    leads = [member.person for member in account.rows("team") if member.role == "lead"]
    if owner and leads and owner not in leads:
        yield account.finding(
            ("owner",), "lead-gap",
            f"owner is `{owner}`, but the team's lead is `{leads[-1]}`", "make them agree",
            "warning",
        )  # fmt: skip
