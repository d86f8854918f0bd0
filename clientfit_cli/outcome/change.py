"""What a diff says: the accounts that changed, and the split of each change by cause."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from clientfit_cli.engine.scoring.strength import LEVELS
from clientfit_cli.outcome.snapshot import POINTS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from clientfit_cli.outcome.snapshot_v1 import Account, Alarm, Frozen, Relationship, Taken

Cause = Literal["time", "facts", "settings"]
CAUSES: tuple[Cause, ...] = ("time", "facts", "settings")
Status = Literal["stayed", "arrived", "lost", "left", "left out"]


@dataclass(frozen=True)
class Split:
    """A change of points by cause: `time + facts + settings + together` is `change`.

    A cause that cannot be told apart is None, and is part of `together` (None when all can be).
    """

    change: float
    time: float | None
    facts: float | None
    settings: float | None
    together: float | None = None

    @property
    def parts(self) -> dict[str, float]:
        """What is known of it, in the order of the causes."""
        every = {"time": self.time, "facts": self.facts, "settings": self.settings,
                 "together": self.together}  # fmt: skip
        return {name: part for name, part in every.items() if part is not None}

    @property
    def unknown(self) -> tuple[Cause, ...]:
        """The causes that stand together."""
        return tuple(cause for cause in CAUSES if getattr(self, cause) is None)


@dataclass(frozen=True)
class SignalChange:
    """What one signal has to do with the change of health; values are None where unknown."""

    signal: str
    unit: str
    old: float | None
    new: float | None
    split: Split


@dataclass(frozen=True)
class RelationshipChange:
    """A relationship that changed its level or moved by the step; None where there is none."""

    person: str
    contact: str
    old: Relationship | None
    new: Relationship | None

    @property
    def advanced(self) -> bool:
        """Say whether it got better; if not it got worse."""
        return _rank(self.new) > _rank(self.old)


def _rank(one: Relationship | None) -> tuple[float, int]:
    return (one.strength, LEVELS.index(one.level) if one.level in LEVELS else 0) if one else (0, 0)


@dataclass(frozen=True)
class AccountDiff:
    """What became of one account that changed in any way.

    `split` is None where health is unknown on one side. `old` or `new` is None where the account is
    not scored there: it `arrived`, was `lost`, `left` the files, or was `left out` on that side
    because of problems in them.
    """

    account: str
    status: Status
    old: Account | None
    new: Account | None
    split: Split | None = None
    signals: tuple[SignalChange, ...] = ()
    risen: tuple[Alarm, ...] = ()
    fallen: tuple[Alarm, ...] = ()
    relationships: tuple[RelationshipChange, ...] = ()
    done: tuple[Taken, ...] = ()

    @property
    def shown(self) -> Account:
        """The account as it is now, or as it last was."""
        found = self.new or self.old
        assert found is not None
        return found

    @property
    def change(self) -> float:
        """How far health moved; 0 where that is unknown."""
        return self.split.change if self.split else 0.0

    @property
    def changed_band(self) -> bool:
        return self.old is not None and self.new is not None and self.old.band != self.new.band

    def came_into(self, band: str) -> bool:
        """Say whether it is in a band that it was not in before."""
        return (
            self.new is not None
            and self.new.band == band
            and (self.old is None or self.old.band != band)
        )

    @property
    def told(self) -> bool:
        """Say whether there is anything to tell."""
        moved = self.split is not None and any(
            part for one in self.signals for part in one.split.parts.values()
        )
        unlike = self.old is None or self.new is None or self.old.health != self.new.health
        return bool(
            moved or unlike or self.changed_band or self.risen or self.fallen
            or self.relationships or self.done
        )  # fmt: skip


@dataclass(frozen=True)
class Diff:
    """Two points of a book, and the accounts that changed: those that fell most first."""

    old: Frozen
    new: Frozen
    accounts: tuple[AccountDiff, ...]

    @property
    def empty(self) -> bool:
        """Say whether nothing changed at all."""
        return not self.accounts and not self.settings_changed

    @property
    def settings_changed(self) -> bool:
        return self.old.settings != self.new.settings

    @cached_property
    def down(self) -> list[AccountDiff]:
        """Accounts whose health fell, most first."""
        return [one for one in self.accounts if one.change < 0]

    @cached_property
    def up(self) -> list[AccountDiff]:
        """Accounts whose health rose, most first."""
        return [one for one in reversed(self.accounts) if one.change > 0]

    @cached_property
    def split(self) -> Split:
        """The sum over all accounts, in points of health."""
        every = [one.split for one in self.accounts if one.split]
        return summed(every)

    def only(self, chosen: Callable[[Account], bool]) -> Diff:
        """Keep the accounts that are chosen as they are now, or as they last were."""
        accounts = tuple(one for one in self.accounts if chosen(one.shown))
        now = {one.account for one in self.new.accounts}
        kept = {one.account for one in self.new.accounts if chosen(one)}
        kept |= {one.account for one in self.old.accounts if one.account not in now and chosen(one)}
        sides = [
            replace(side, accounts=tuple(one for one in side.accounts if one.account in kept))
            for side in (self.old, self.new)
        ]
        return Diff(sides[0], sides[1], accounts)


def summed(splits: Sequence[Split]) -> Split:
    """Add up changes; a cause that is known of none of them stays unknown."""

    def total(name: str) -> float | None:
        every = [part for one in splits if (part := getattr(one, name)) is not None]
        return clean(sum(every)) if every or (not splits and name != "together") else None

    return Split(total("change") or 0.0, *(total(name) for name in (*CAUSES, "together")))


def clean(number: float) -> float:
    """Round points of health to the digits that they are kept in."""
    return round(number, POINTS) + 0.0  # no -0.0
