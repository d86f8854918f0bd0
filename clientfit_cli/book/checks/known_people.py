"""Check `known_people`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.base.problems import did_you_mean
from clientfit_cli.book.sections import names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clientfit_cli.base.problems import Route
    from clientfit_cli.book.model import Account
    from clientfit_cli.book.settings import Settings
    from clientfit_cli.book.validate import Finding


def known_people(account: Account, settings: Settings) -> Iterator[Finding]:
    """Everyone of ours that a row names is on the team.

    The settings' team is the firm's; without one, whoever the account's own team names counts.
    """
    firm = {person.id for person in settings.team or []}
    known = firm or {member.person for member in account.rows("team")}
    if not firm and account.get("owner"):
        known.add(account.get("owner"))

    owner = account.get("owner")
    named: list[tuple[str, Route]] = [(owner, ("owner",))] if owner and owner not in known else []
    named += [(found.name, found.route) for found in names(account, "ours", known)]
    for name, route in named:
        hint = did_you_mean(name, known) or "add them to `team` in clientfit.yaml"
        yield account.finding(route, "unknown-person", f"`{name}` is not on the team", hint)
