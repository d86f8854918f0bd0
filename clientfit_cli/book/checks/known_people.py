"""Check `known_people`."""

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

NAMED = {"commitments": "person", "ideas": "by", "actions": "owner"}


def known_people(account: Account, settings: Settings) -> Iterator[Finding]:
    """Everyone of ours that a row names is on the team.

    The settings' team is the firm's; without one, whoever the account's own team names counts.
    """
    firm = {person.id for person in settings.team or []}
    known = firm or {member.person for member in account.rows("team")}
    if not firm and account.get("owner"):
        known.add(account.get("owner"))

    def unknown(name: str, route: Route) -> Finding:
        hint = did_you_mean(name, known) or "add them to `team` in clientfit.yaml"
        return account.finding(route, "unknown-person", f"`{name}` is not on the team", hint)

    owner = account.get("owner")
    if owner and owner not in known:
        yield unknown(owner, ("owner",))
    for row, member in enumerate(account.rows("team")):
        if member.person not in known:
            yield unknown(member.person, ("team", row, "person"))
    for row, ours in enumerate(column(account.rows("touchpoints"), "ours")):
        if not known.issuperset(ours):
            for place, name in enumerate(ours):
                if name not in known:
                    yield unknown(name, ("touchpoints", row, "ours", place))
    for section, key in NAMED.items():
        for row, record in enumerate(account.rows(section)):
            name = getattr(record, key)
            if name is not None and name not in known:
                yield unknown(name, (section, row, key))
