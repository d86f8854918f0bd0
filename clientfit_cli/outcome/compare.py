"""Diff: what became of a book between two points, and why.

A change of health splits exactly. *Time passed*: the old facts under the old settings as of the new
day. *New facts*: the new facts under the old settings. *New settings*: the rest. Each is broken
down by signal, and all of it adds up. Where a side is only a snapshot, some of these cannot be told
apart; then they stand together, and the split says so.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from clientfit_cli.engine.facts.cutoff import until
from clientfit_cli.engine.scoring.strength import LEVELS
from clientfit_cli.outcome import pipeline, snapshot
from clientfit_cli.outcome.change import (
    CAUSES,
    AccountDiff,
    Diff,
    RelationshipChange,
    SignalChange,
    Split,
    clean,
)
from clientfit_cli.outcome.snapshot import freeze

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from clientfit_cli.book.model import Book
    from clientfit_cli.outcome.change import Cause, Status
    from clientfit_cli.outcome.result import Result
    from clientfit_cli.outcome.snapshot import Points
    from clientfit_cli.outcome.snapshot_v1 import Account, Frozen, Taken

# What counts as settings; the team and the catalogue are facts, though they stand in the same file.
SETTINGS = ("scoring", "cadence", "holidays", "timezone")


def between(book: Book, old_day: dt.date, new_day: dt.date, now: Result | None = None) -> Diff:
    """Compare a book as it was known on one day with the same book as of another.

    Whoever has scored the book as of the new day already hands that in as `now`.
    """
    return compare(until(book, old_day), old_day, book, new_day, now)


def compare(
    old: Book, old_day: dt.date, new: Book, new_day: dt.date, now: Result | None = None
) -> Diff:
    """Compare two books, each as of a day."""
    then, aged = pipeline.results(old, [old_day, new_day], weeks=0)
    now = now or pipeline.results(new, [new_day], weeks=0)[0]
    was, is_now = freeze(then), freeze(now)
    mixed = None
    if was.settings != is_now.settings:
        kept = {name: getattr(old.settings, name) for name in SETTINGS}
        hybrid = replace(new, settings=new.settings.model_copy(update=kept))
        mixed = snapshot.points(pipeline.results(hybrid, [new_day], weeks=0)[0])
    return diff(was, is_now, snapshot.points(aged), mixed)


def diff(old: Frozen, new: Frozen, aged: Points | None = None, mixed: Points | None = None) -> Diff:
    """Compare two frozen books.

    `aged` are the old facts as of the new day, `mixed` the new facts under the old settings;
    without them the split says what it cannot tell apart.
    """
    # A cause that cannot have had a part needs no stage of its own.
    nothing: set[Cause] = set()
    if old.as_of == new.as_of:
        nothing.add("time")
    if old.settings == new.settings and old.version == new.version:
        nothing.add("settings")
    before = {one.account: one for one in old.accounts}
    after = {one.account: one for one in new.accounts}
    lost = {one.account for one in new.lost}
    found = []
    for name in sorted(before.keys() | after.keys()):
        one, two = before.get(name), after.get(name)
        if one is None or two is None:
            status: Status = "arrived" if one is None else "left"
            if two is None and name in lost:
                status = "lost"
            elif name in (new if two is None else old).left_out:
                status = "left out"
            found.append(AccountDiff(name, status, one, two))
            continue
        stages = [_points(one), (aged or {}).get(name), (mixed or {}).get(name), _points(two)]
        made = _stayed(one, two, stages, nothing, min(old.step, new.step))
        if made.told:
            found.append(made)
    found.sort(key=lambda one: (one.change, one.account))
    return Diff(old, new, tuple(found))


def _points(one: Account) -> dict[str, float] | None:
    if one.health is None:
        return None
    return {name: signal.points for name, signal in one.signals.items()}


def _stayed(
    old: Account,
    new: Account,
    stages: Sequence[dict[str, float] | None],
    nothing: set[Cause],
    step: float,
) -> AccountDiff:
    """Compare an account that is scored on both sides."""
    signals: tuple[SignalChange, ...] = ()
    split = None
    if stages[0] is not None and stages[-1] is not None:
        signals = tuple(_signals(old, new, stages, nothing))
        whole = [None if stage is None else sum(stage.values()) for stage in stages]
        split = _split(whole, nothing)
    rang = {(one.alarm, one.caps) for one in old.alarms}
    rings = {(one.alarm, one.caps) for one in new.alarms}
    return AccountDiff(
        new.account,
        "stayed",
        old,
        new,
        split,
        signals,
        risen=tuple(one for one in new.alarms if (one.alarm, one.caps) not in rang),
        fallen=tuple(one for one in old.alarms if (one.alarm, one.caps) not in rings),
        relationships=tuple(_relationships(old, new, step)),
        done=tuple(_done(old, new)),
    )


def _signals(
    old: Account,
    new: Account,
    stages: Sequence[dict[str, float] | None],
    nothing: set[Cause],
) -> list[SignalChange]:
    """Split the change of the signals whose points changed; those that matter most first."""
    found = []
    for name in dict.fromkeys([*old.signals, *new.signals]):
        points = [None if stage is None else stage.get(name, 0.0) for stage in stages]
        if all(point is None or point == points[0] for point in points):
            continue
        one, two = old.signals.get(name), new.signals.get(name)
        unit = two.unit if two else one.unit if one else ""
        values = (one.value if one else None, two.value if two else None)
        found.append(SignalChange(name, unit, *values, _split(points, nothing)))
    return sorted(found, key=lambda one: (-abs(one.split.change), one.signal))


def _split(points: Sequence[float | None], nothing: set[Cause]) -> Split:
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


def _relationships(old: Account, new: Account, step: float) -> list[RelationshipChange]:
    was = {(one.person, one.contact): one for one in old.relationships}
    now = {(one.person, one.contact): one for one in new.relationships}
    found = []
    for pair in sorted(was.keys() | now.keys()):
        one, two = was.get(pair), now.get(pair)
        levels = {two.level if two else LEVELS[0], one.level if one else LEVELS[0]}
        moved = (two.strength if two else 0.0) - (one.strength if one else 0.0)
        if len(levels) > 1 or abs(moved) >= step:
            found.append(RelationshipChange(*pair, one, two))
    return found


def _done(old: Account, new: Account) -> list[Taken]:
    """Actions that are done now and were not done then."""

    def key(row: Taken) -> tuple[object, ...]:
        return (row.what, row.signal, row.contact, row.owner, row.created)

    already = Counter(key(row) for row in old.actions if row.done)
    found = []
    for row in new.actions:
        if row.done is None:
            continue
        if already[key(row)]:
            already[key(row)] -= 1
        else:
            found.append(row)
    return found
