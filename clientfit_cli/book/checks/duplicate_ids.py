"""Check `duplicate_ids`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clientfit_cli.book.model import Account
    from clientfit_cli.book.settings import Settings
    from clientfit_cli.book.validate import Finding


def duplicate_ids(account: Account, settings: Settings) -> Iterator[Finding]:
    """Every contact of an account has an id of its own."""
    del settings
    first: dict[str, str] = {}
    for row, contact in enumerate(account.rows("contacts")):
        if contact.id in first:
            yield account.finding(
                ("contacts", row, "id"), "duplicate-id",
                f"contact `{contact.id}` is {first[contact.id]} already",
                "give each contact an id of its own",
            )  # fmt: skip
        first.setdefault(contact.id, contact.name)
