"""Check `known_contacts`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.base.problems import did_you_mean
from clientfit_cli.book.sections import names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clientfit_cli.book.model import Account
    from clientfit_cli.book.settings import Settings
    from clientfit_cli.book.validate import Finding


def known_contacts(account: Account, settings: Settings) -> Iterator[Finding]:
    """Every contact that a row names is one of the account's contacts."""
    del settings
    known = {contact.id for contact in account.rows("contacts")}
    for found in names(account, "contacts", known):
        hint = did_you_mean(found.name, known) or f"add it to the contacts of `{account.id}`"
        yield account.finding(
            found.route, "unknown-contact", f"there is no contact `{found.name}`", hint
        )
