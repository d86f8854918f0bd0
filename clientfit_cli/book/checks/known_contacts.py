"""Check `known_contacts`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.base.problems import did_you_mean
from clientfit_cli.book.columns import column

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clientfit_cli.base.problems import Route
    from clientfit_cli.book.model import Account
    from clientfit_cli.book.settings import Settings
    from clientfit_cli.book.validate import Finding

# section: the field of a record that names a contact, and the key that the file has for it
NAMED: dict[str, tuple[str, str]] = {
    "contacts": ("succeeds", "succeeds"),
    "commitments": ("to", "to"),
    "results": ("confirmed_by", "confirmed_by"),
    "feedback": ("contact", "contact"),
    "goals": ("from_", "from"),
    "referrals": ("from_", "from"),
    "actions": ("contact", "contact"),
}


def known_contacts(account: Account, settings: Settings) -> Iterator[Finding]:
    """Every contact that a row names is one of the account's contacts."""
    del settings
    known = {contact.id for contact in account.rows("contacts")}

    def unknown(name: str, route: Route) -> Finding:
        hint = did_you_mean(name, known) or f"add it to the contacts of `{account.id}`"
        return account.finding(route, "unknown-contact", f"there is no contact `{name}`", hint)

    for row, theirs in enumerate(column(account.rows("touchpoints"), "theirs")):
        if not known.issuperset(theirs):
            for place, name in enumerate(theirs):
                if name not in known:
                    yield unknown(name, ("touchpoints", row, "theirs", place))
    for section, (attribute, key) in NAMED.items():
        for row, record in enumerate(account.rows(section)):
            name = getattr(record, attribute)
            if name is not None and name not in known:
                yield unknown(name, (section, row, key))
