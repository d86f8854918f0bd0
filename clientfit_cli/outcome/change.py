"""What a comparison says: the accounts that changed, and the split of each change by cause."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from clientfit_cli.engine.scoring.strength import LEVELS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from clientfit_cli.outcome.account import AccountOutcome, AlarmHit, Relationship, Taken
    from clientfit_cli.outcome.book import BookOutcome

Cause = Literal["time", "facts", "settings"]
CAUSES: tuple[Cause, ...] = ("time", "facts", "settings")
Status = Literal["stayed", "arrived", "lost", "left", "left out"]
POINTS = 9  # digits: thirty of them must add up to a health of six
STRENGTH = 2  # digits of a strength that may count as a move


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


class SignalChange(NamedTuple):
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


def _rank(tie: Relationship | None) -> tuple[float, int]:
    return (tie.strength, LEVELS.index(tie.level) if tie.level in LEVELS else 0) if tie else (0, 0)


@dataclass(frozen=True)
class Stages:
    """Points of health by signal at each stage of a comparison, for all accounts of both sides.

    `points` are the old facts on the old day, the old facts on the new day, the new facts under the
    old settings, and the new ones: each by account, None where it is not known. A cause of
    `nothing` cannot have had a part.
    """

    signals: tuple[tuple[str, str], ...]  # name and unit
    points: tuple[dict[str, list[float]], ...]
    nothing: frozenset[Cause]

    def of(self, account: str) -> list[list[float] | None]:
        """The points of one account at each stage."""
        return [stage.get(account) for stage in self.points]


class AccountChange:
    """What became of one account between two points.

    `old` or `new` is None where the account is not scored there: it `arrived`, was `lost`, `left`
    the files, or was `left out` on that side because of problems in them.
    """

    def __init__(
        self,
        account: str,
        status: Status,
        old: AccountOutcome | None,
        new: AccountOutcome | None,
        stages: Stages,
    ) -> None:
        self.account, self.status = account, status
        self.old, self.new, self._all = old, new, stages

    @property
    def shown(self) -> AccountOutcome:
        """The account as it is now, or as it last was."""
        shown = self.new or self.old
        assert shown is not None
        return shown

    @cached_property
    def _stages(self) -> list[list[float] | None] | None:
        """The points at each stage; None where health is unknown on one side."""
        if self.old is None or self.new is None:
            return None
        stages = self._all.of(self.account)
        return None if stages[0] is None or stages[-1] is None else stages

    @cached_property
    def split(self) -> Split | None:
        """The change of health by cause; None where health is unknown on one side."""
        if self._stages is None:
            return None
        whole = [None if stage is None else sum(stage) for stage in self._stages]
        return _split(whole, self._all.nothing)

    @cached_property
    def signals(self) -> tuple[SignalChange, ...]:
        """The signals whose points changed; those that matter most first."""
        stages = self._stages
        if stages is None or self.old is None or self.new is None:
            return ()
        old = {reading.name: reading.value for reading in self.old.readings}
        new = {reading.name: reading.value for reading in self.new.readings}
        changes = []
        for at, (name, unit) in enumerate(self._all.signals):
            points = [None if stage is None else stage[at] for stage in stages]
            if all(point is None or point == points[0] for point in points):
                continue
            values = (_rounded(old.get(name)), _rounded(new.get(name)))
            split = _split(points, self._all.nothing)
            changes.append(SignalChange(name, unit, *values, split))
        return tuple(sorted(changes, key=lambda change: (-abs(change.split.change), change.signal)))

    @cached_property
    def risen(self) -> tuple[AlarmHit, ...]:
        """The alarms that hold now and did not then."""
        return _apart(self.new, self.old)

    @cached_property
    def fallen(self) -> tuple[AlarmHit, ...]:
        """The alarms that held then and do not now."""
        return _apart(self.old, self.new)

    @cached_property
    def relationships(self) -> tuple[RelationshipChange, ...]:
        """The relationships that changed their level, or moved by a step."""
        if self.old is None or self.new is None:
            return ()
        step = min(self.old.book.rules.step, self.new.book.rules.step)
        was = {(tie.person, tie.contact): tie for tie in map(_told, self.old.relationships)}
        now = {(tie.person, tie.contact): tie for tie in map(_told, self.new.relationships)}
        changes = []
        for pair in sorted(was.keys() | now.keys()):
            old, new = was.get(pair), now.get(pair)
            levels = {new.level if new else LEVELS[0], old.level if old else LEVELS[0]}
            moved = (new.strength if new else 0.0) - (old.strength if old else 0.0)
            if len(levels) > 1 or abs(moved) >= step:
                changes.append(RelationshipChange(*pair, old, new))
        return tuple(changes)

    @cached_property
    def done(self) -> tuple[Taken, ...]:
        """Actions that are done now and were not done then."""
        if self.old is None or self.new is None:
            return ()
        already = Counter(row[:5] for row in self.old.taken if row.done)
        done = []
        for row in self.new.taken:
            if row.done is None:
                continue
            if already[row[:5]]:
                already[row[:5]] -= 1
            else:
                done.append(row)
        return tuple(done)

    @property
    def change(self) -> float:
        """How far health moved; 0 where that is unknown."""
        return self.split.change if self.split else 0.0

    @property
    def changed_band(self) -> bool:
        return self.old is not None and self.new is not None and self.old.band != self.new.band

    @property
    def worse(self) -> bool:
        """It fell: by band where that says which way (red is below unknown), else by health."""
        order = {"red": 0, "yellow": 1, "green": 2}
        was, now = (side.band if side else "" for side in (self.old, self.new))
        if "red" in {was, now} and self.changed_band:
            return now == "red"
        if was in order and now in order and was != now:
            return order[now] < order[was]
        return self.change < 0

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
        if self.old is None or self.new is None or self.old.health != self.new.health:
            return True
        moved = self.split is not None and any(
            part for change in self.signals for part in change.split.parts.values()
        )
        return bool(
            moved or self.changed_band or self.risen or self.fallen or self.relationships
            or self.done
        )  # fmt: skip


def _told(tie: Relationship) -> Relationship:
    return tie._replace(strength=round(tie.strength, STRENGTH))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _apart(side: AccountOutcome | None, other: AccountOutcome | None) -> tuple[AlarmHit, ...]:
    if side is None or other is None:
        return ()
    there = {(alarm.name, alarm.caps) for alarm in other.alarms}
    return tuple(alarm for alarm in side.alarms if (alarm.name, alarm.caps) not in there)


def _split(points: Sequence[float | None], nothing: frozenset[Cause]) -> Split:
    """Give each cause the step of its own; steps that miss a stage between them stand together."""
    parts: dict[Cause, float | None] = {cause: 0.0 for cause in CAUSES if cause in nothing}
    together = None
    waiting: list[Cause] = []
    last = points[0]
    assert last is not None
    for cause, point in zip(CAUSES, points[1:], strict=True):
        waiting.append(cause)
        if point is None:
            continue
        step = clean(point - last)
        guilty = [one for one in waiting if one not in nothing] or waiting
        if len(guilty) == 1:
            parts[guilty[0]] = step
        else:
            together = step
        waiting, last = [], point
    assert not waiting
    change = clean(last - points[0])  # type: ignore[operator]
    return Split(change, parts.get("time"), parts.get("facts"), parts.get("settings"), together)


@dataclass(frozen=True)
class Change:
    """Two points of a book, and the accounts that changed: those that fell most first."""

    old: BookOutcome
    new: BookOutcome
    accounts: tuple[AccountChange, ...]

    @property
    def empty(self) -> bool:
        """Say whether nothing changed at all."""
        return not self.accounts and not self.settings_changed

    @property
    def settings_changed(self) -> bool:
        return self.old.rules.digest != self.new.rules.digest

    @cached_property
    def down(self) -> list[AccountChange]:
        """Accounts whose health fell, most first."""
        return [change for change in self.accounts if change.change < 0]

    @cached_property
    def up(self) -> list[AccountChange]:
        """Accounts whose health rose, most first."""
        return [change for change in reversed(self.accounts) if change.change > 0]

    @cached_property
    def split(self) -> Split:
        """The sum over all accounts, in points of health."""
        return summed([change.split for change in self.accounts if change.split])

    def only(self, chosen: Callable[[AccountOutcome], bool]) -> Change:
        """Keep the accounts that are chosen as they are now, or as they last were."""
        accounts = tuple(change for change in self.accounts if chosen(change.shown))
        now = {account.id for account in self.new.accounts}
        kept = {account.id for account in self.new.accounts if chosen(account)}
        kept |= {
            account.id for account in self.old.accounts
            if account.id not in now and chosen(account)
        }  # fmt: skip
        gone = [{account.id for account in side.accounts} - kept for side in (self.old, self.new)]
        return replace(
            self, old=self.old.without(gone[0]), new=self.new.without(gone[1]), accounts=accounts
        )


def changes(old: BookOutcome, new: BookOutcome, stages: Stages) -> Iterator[AccountChange]:
    """Pair up the accounts that are scored on either side."""
    before = {account.id: account for account in old.accounts}
    after = {account.id: account for account in new.accounts}
    lost = {account.id for account in new.lost}
    for name in sorted(before.keys() | after.keys()):
        was, now = before.get(name), after.get(name)
        status: Status = "stayed"
        if was is None or now is None:
            status = "arrived" if was is None else "left"
            if now is None and name in lost:
                status = "lost"
            elif name in (new if now is None else old).left_out:
                status = "left out"
        yield AccountChange(name, status, was, now, stages)


def summed(splits: Sequence[Split]) -> Split:
    """Add up changes; a cause that is known of none of them stays unknown."""

    def total(name: str) -> float | None:
        every = [part for split in splits if (part := getattr(split, name)) is not None]
        return clean(sum(every)) if every or (not splits and name != "together") else None

    return Split(total("change") or 0.0, *(total(name) for name in (*CAUSES, "together")))


def clean(number: float) -> float:
    """Round points of health to the digits that they are kept in."""
    return round(number, POINTS) + 0.0  # no -0.0
