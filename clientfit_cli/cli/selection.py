"""Which accounts of an answer are asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from clientfit_cli.base.errors import UserError
from clientfit_cli.base.problems import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clientfit_cli.outcome.account import AccountOutcome
    from clientfit_cli.outcome.book import BookOutcome

BANDS = ("red", "yellow", "green", "unknown")


@dataclass(frozen=True)
class Choice:
    """Which accounts are asked for; whatever is not said fits all."""

    accounts: Sequence[str] | None = None
    owner: str | None = None
    band: Sequence[str] | None = None
    tier: str | None = None

    def __bool__(self) -> bool:
        """Say whether anything is asked for."""
        return bool(self.accounts or self.owner or self.band or self.tier)

    def __call__(self, account: AccountOutcome) -> bool:
        return (
            (not self.accounts or account.id in self.accounts)
            and (self.owner is None or account.owner == self.owner)
            and (not self.band or account.band in self.band)
            and (self.tier is None or account.tier == self.tier)
        )

    def settled(self, outcome: BookOutcome) -> Choice:
        """Name accounts by id; what is asked for must be there."""
        known_bands(self.band)
        known_person(outcome, self.owner)
        names = [account(outcome, name).id for name in self.accounts or ()]
        return replace(self, accounts=names)

    def of(self, outcome: BookOutcome) -> list[AccountOutcome]:
        """Choose accounts of an outcome; what is asked for must be there."""
        return list(filter(self.settled(outcome), outcome.accounts))


def known_bands(bands: Sequence[str] | None) -> None:
    """Refuse a band that there is not."""
    for name in bands or ():
        if name not in BANDS:
            hint = did_you_mean(name, BANDS) or f"bands: {', '.join(BANDS)}"
            raise UserError(f"there is no band `{name}`", hint)


def known_person(outcome: BookOutcome, name: str | None) -> None:
    """Refuse somebody who is not on the team."""
    if name is not None and name not in outcome.people:
        raise UserError(f"`{name}` is not on the team", did_you_mean(name, outcome.people))


def account(outcome: BookOutcome, name: str) -> AccountOutcome:
    """Look up an account by id or name, or say why it is not there."""
    accounts = outcome.accounts
    found = next((account for account in accounts if account.id == name), None)
    if found is not None:
        return found
    if reason := outcome.unscored(name):
        raise UserError(reason)
    if name in outcome.left_out:
        raise UserError(f"`{name}` was left out: it has problems", "see `clientfit check`")
    called = [account for account in accounts if account.name.casefold() == name.casefold()]
    if len(called) == 1:
        return called[0]
    hint = did_you_mean(name, outcome.ids)
    if not hint:
        ids = outcome.ids
        more = f" and {len(ids) - 12} more" if len(ids) > 12 else ""
        hint = f"accounts: {', '.join(ids[:12])}{more}"
    raise UserError(f"there is no account `{name}`", hint)
