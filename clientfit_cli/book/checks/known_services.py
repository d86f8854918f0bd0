"""Check `known_services`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.base.problems import did_you_mean
from clientfit_cli.book.sections import names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clientfit_cli.book.model import Account
    from clientfit_cli.book.settings import Settings
    from clientfit_cli.book.validate import Finding


def known_services(account: Account, settings: Settings) -> Iterator[Finding]:
    """Every service that a row names is in the catalogue, where the settings hold one."""
    catalogue = {service.id for service in settings.services}
    if not catalogue:
        return
    for found in names(account, "services", catalogue):
        hint = did_you_mean(found.name, catalogue) or "add it to `services` in clientfit.yaml"
        why = f"the catalogue has no service `{found.name}`"
        yield account.finding(found.route, "unknown-service", why, hint)
