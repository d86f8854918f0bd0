"""Which accounts of an answer are asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from clientfit_cli.base.errors import UserError
from clientfit_cli.base.problems import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clientfit_cli.outcome.book import AnAccount, Scored


One = TypeVar("One", bound="AnAccount")


BANDS = ("red", "yellow", "green", "unknown")


@dataclass(frozen=True)
class Choice:
    """Which accounts are asked for; whatever is not said fits all."""

    accounts: Sequence[str] | None = None
    owner: str | None = None
    band: Sequence[str] | None = None
    tier: str | None = None

    def __call__(self, one: AnAccount) -> bool:
        return (
            (not self.accounts or one.id in self.accounts)
            and (self.owner is None or one.owner == self.owner)
            and (not self.band or one.band in self.band)
            and (self.tier is None or one.tier == self.tier)
        )

    def settled(self, result: Scored[Any]) -> Choice:
        """Name accounts by id; what is asked for must be there."""
        known_bands(self.band)
        known_person(result, self.owner)
        return replace(self, accounts=[account(result, name).id for name in self.accounts or ()])

    def of(self, result: Scored[One]) -> list[One]:
        """Choose accounts of a result; what is asked for must be there."""
        return list(filter(self.settled(result), result.accounts))


def select(
    result: Scored[One],
    accounts: Sequence[str] | None,
    owner: str | None,
    band: Sequence[str] | None,
    tier: str | None,
) -> list[One]:
    """Choose accounts of a result."""
    return Choice(accounts, owner, band, tier).of(result)


def known_bands(bands: Sequence[str] | None) -> None:
    """Refuse a band that there is not."""
    for name in bands or ():
        if name not in BANDS:
            hint = did_you_mean(name, BANDS) or f"bands: {', '.join(BANDS)}"
            raise UserError(f"there is no band `{name}`", hint)


def known_person(result: Scored[Any], name: str | None) -> None:
    """Refuse somebody who is not on the team."""
    people = result.people
    if name is not None and name not in people:
        raise UserError(f"`{name}` is not on the team", did_you_mean(name, people))


def account(result: Scored[One], name: str) -> One:
    """Look up an account by id, or say why it is not there."""
    found = next((one for one in result.accounts if one.id == name), None)
    if found is not None:
        return found
    if reason := result.unscored(name):
        raise UserError(reason)
    if name in result.left_out:
        raise UserError(f"`{name}` was left out: it has problems", "see `clientfit check`")
    called = [one for one in result.accounts if one.name.casefold() == name.casefold()]
    if len(called) == 1:
        return called[0]
    hint = did_you_mean(name, result.ids)
    if not hint:
        ids = result.ids
        more = f" and {len(ids) - 12} more" if len(ids) > 12 else ""
        hint = f"accounts: {', '.join(ids[:12])}{more}"
    raise UserError(f"there is no account `{name}`", hint)
