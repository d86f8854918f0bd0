"""Compare: what became of a book between two points, and why.

A change of health splits exactly. *Time passed*: the old facts under the old settings as of the new
day. *New facts*: the new facts under the old settings. *New settings*: the rest. Each is broken
down by signal, and all of it adds up. Where a side is only a snapshot, some of these cannot be told
apart; then they stand together, and the split says so.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from clientfit_cli.base.vocabulary import UNSCORED
from clientfit_cli.outcome.change import AccountChange, Cause, Change, Stages, changes
from clientfit_cli.outcome.request import Detail, Request

if TYPE_CHECKING:
    import datetime as dt

    from clientfit_cli.outcome.book import BookOutcome

# What must be known of both sides.
DETAILS = (Detail.SUMMARY, Detail.SIGNALS, Detail.RELATIONSHIPS, Detail.TAKEN)


def side(day: dt.date, known_at: dt.date | None = None) -> Request:
    """Ask for one side of a comparison."""
    return Request.on(day, *DETAILS, known_at=known_at)


def aged(day: dt.date, known_at: dt.date | None = None, rules: str = "") -> Request:
    """Ask for a stage between two sides: facts known by another day, or other settings."""
    return Request((day,), frozenset({Detail.SUMMARY, Detail.SIGNALS}), known_at, rules)


def compare(
    old: BookOutcome,
    new: BookOutcome,
    aged: BookOutcome | None = None,
    mixed: BookOutcome | None = None,
) -> Change:
    """Compare two points of a book.

    `aged` are the old facts as of the new day, `mixed` the new facts under the old settings;
    without them the split says what it cannot tell apart.
    """
    accounts = [
        change for change in changes(old, new, stages(old, new, aged, mixed)) if change.told
    ]
    accounts.sort(key=lambda change: (change.change, change.account))
    return Change(old, new, tuple(accounts))


def moves(old: BookOutcome, new: BookOutcome, aged: BookOutcome) -> list[AccountChange]:
    """Pair up all accounts of two points of one book, moved or not.

    Where the old facts are too old for a health as of the new day, the change is one of new facts.
    """
    every = stages(old, new, aged, None)
    then, between, *rest = every.points
    return list(changes(old, new, replace(every, points=(then, {**then, **between}, *rest))))


def stages(
    old: BookOutcome, new: BookOutcome, aged: BookOutcome | None, mixed: BookOutcome | None
) -> Stages:
    """Take together the points of health at each stage."""
    # A cause that cannot have had a part needs no stage of its own.
    nothing: set[Cause] = set()
    if old.day == new.day:
        nothing.add("time")
    if old.rules.digest == new.rules.digest and old.rules.version == new.rules.version:
        nothing.add("settings")
    units = {name: unit for side in (old, new) for name, _, unit, _ in side.rules.signals}
    names = list(dict.fromkeys(name for side in (old, new) for name, *_ in side.rules.signals))
    points = tuple(_points(outcome, names) for outcome in (old, aged, mixed, new))
    return Stages(tuple((name, units[name]) for name in names), points, frozenset(nothing))


def _points(outcome: BookOutcome | None, names: list[str]) -> dict[str, list[float]]:
    """Give the points of every account whose health is known, signal by signal."""
    if outcome is None:
        return {}
    places = {name: at for at, (name, *_) in enumerate(outcome.rules.signals)}
    points = outcome.column("points", Detail.SIGNALS)
    blank = np.zeros((len(outcome), 1))
    wide = np.concatenate([points, blank], axis=1)[:, [places.get(name, -1) for name in names]]
    known = (outcome.column("band") != UNSCORED) & ~np.isnan(outcome.column("health"))
    return {
        name: row
        for name, row, is_known in zip(outcome.ids, wide.tolist(), known.tolist(), strict=True)
        if is_known
    }
