"""Movement: who moved in a book since an earlier Monday, and what moved them.

A change of health is split as `diff` splits it: time passed (what was known then, as of today) and
new facts (the rest); one book has one set of settings. Each adds up over the signals.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from clientfit_cli.base.vocabulary import BANDS, UNSCORED, date_of
from clientfit_cli.engine.algebra.grid import DIGITS
from clientfit_cli.engine.facts.cutoff import until
from clientfit_cli.outcome import pipeline
from clientfit_cli.outcome.result import Result
from clientfit_cli.outcome.snapshot import points

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from clientfit_cli.outcome.book import Ringing
    from clientfit_cli.outcome.result import AccountResult

LEAST_MOVE = 1.0  # points of health: less is the noise of passing days
LEAST_CAUSE = 0.05  # points that a signal must have moved to be named


@dataclass(frozen=True)
class Cause:
    """Part of a change of health: what one signal did to it, in points of health.

    `time`, `facts` and `settings` are how much of it came from days passing, from new facts and
    from new settings; they add up to `points`.
    """

    signal: str
    points: float
    time: float
    facts: float
    settings: float


@dataclass(frozen=True)
class Move:
    """An account whose health or band moved since an earlier Monday, and why.

    `time`, `facts` and `settings` add up to `change`, and so do the causes (largest first), but for
    those too small to name; `alarms` are those that hold now and did not then: they may have moved
    the band alone.
    """

    account: AccountResult
    old_health: float | None
    health: float | None
    change: float  # 0 where either health is unknown
    old_band: str
    band: str
    time: float
    facts: float
    settings: float
    causes: tuple[Cause, ...]
    alarms: tuple[Ringing, ...]

    @property
    def crossed(self) -> bool:
        """The band changed."""
        return self.old_band != self.band

    @property
    def worse(self) -> bool:
        """It fell: by band where that says which way (red is below unknown), else by health."""
        order = {"red": 0, "yellow": 1, "green": 2}
        old, new = order.get(self.old_band), order.get(self.band)
        if "red" in {self.old_band, self.band} and self.crossed:
            return self.band == "red"
        if old is not None and new is not None and old != new:
            return new < old
        return self.change < 0


@dataclass(frozen=True)
class Lost:
    """An account that left."""

    id: str
    name: str
    day: dt.date
    revenue: float | None
    cause: str | None


@dataclass(frozen=True)
class Movement:
    """What moved in the book since a day: who fell, who rose, who came, who went.

    An account moved when its health did by a point or more, or when its band changed.
    """

    since: dt.date
    fell: tuple[Move, ...]  # those that changed band first, then the furthest
    rose: tuple[Move, ...]
    arrived: tuple[AccountResult, ...]
    lost: tuple[Lost, ...]

    @property
    def moves(self) -> tuple[Move, ...]:
        """All that moved: those that fell, then those that rose."""
        return self.fell + self.rose


def movement(
    result: Result, accounts: Sequence[AccountResult], weeks: int, lost: Sequence[Lost]
) -> Movement:
    """Say what moved among some accounts in so many weeks; `lost` are those that may be told of."""
    card, before = result.card, int(result.trail[-1 - weeks])
    since = date_of(int(card.days[before]))
    arrived, moved = [], []
    for one in accounts:
        if card.bands[one.at, before] == UNSCORED:
            arrived.append(one)
            continue
        crossed = BANDS[card.bands[one.at, before]] != one.band
        if crossed or abs(one.change(weeks) or 0.0) >= LEAST_MOVE:
            moved.append(one)
    stages = _stages(result, weeks) if moved else []
    moves = [_move(one, before, one.change(weeks), stages) for one in moved]
    moves.sort(key=lambda move: (not move.crossed, -abs(move.change), move.account.id))
    return Movement(
        since,
        tuple(move for move in moves if move.worse),
        tuple(move for move in moves if not move.worse),
        tuple(arrived),
        tuple(one for one in lost if one.day > since),
    )


Points = dict[str, dict[str, float]]


def _stages(result: Result, weeks: int) -> list[Points]:
    """Every account's health by signal: then, what was known then as of today, and now."""
    then = Result(result.book, result.card, result.risk, result.trail[: len(result.trail) - weeks])
    aged = pipeline.results(until(result.book, then.day), [result.day], weeks=0)[0]
    return [points(then), points(aged), points(result)]


def _move(one: AccountResult, before: int, change: float | None, stages: Sequence[Points]) -> Move:
    card = one.result.card
    old = float(card.health[one.at, before])
    causes = [] if change is None else list(_causes(one, stages))
    time = sum(cause.time for cause in causes)
    causes = [cause for cause in causes if abs(cause.points) >= LEAST_CAUSE]
    causes.sort(key=lambda cause: (-abs(cause.points), cause.signal))
    whole = change or 0.0
    return Move(
        account=one,
        old_health=None if np.isnan(old) else old,
        health=one.health,
        change=whole,
        old_band=BANDS[card.bands[one.at, before]],
        band=one.band,
        time=round(time, DIGITS),
        facts=round(whole - time, DIGITS),
        settings=0.0,
        causes=tuple(causes),
        alarms=rung(one, before),
    )


def _causes(one: AccountResult, stages: Sequence[Points]) -> list[Cause]:
    then, aged, now = (stage.get(one.id) for stage in stages)
    if then is None or now is None:
        return []
    # Without a health in between, time and facts cannot be told apart: facts it is.
    between = then if aged is None else aged
    return [
        Cause(
            name,
            round(now[name] - then[name], DIGITS),
            round(between[name] - then[name], DIGITS),
            round(now[name] - between[name], DIGITS),
            0.0,
        )
        for name in now
    ]


def rung(one: AccountResult, before: int) -> tuple[Ringing, ...]:
    """List the alarms of an account that hold now and did not then (or it had not begun)."""
    card = one.result.card
    begun = card.bands[one.at, before] != UNSCORED
    return tuple(
        alarm
        for alarm in one.alarms
        if not (begun and card.holding[alarm.name].known[one.at, before])
    )
