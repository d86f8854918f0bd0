"""The fewest changes that lead an account to the next band."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence


class Thresholds(NamedTuple):
    """Where bands begin, how much must be known, and which alarm says that too little is."""

    green: float
    red: float
    known: float
    thin: str
    enough: float


class NextBand(NamedTuple):
    """What stands between an account and `band`: alarms to end, evidence to get, signals to lift.

    `signals` are the fewest that suffice when each goes to its best, with the points each gains;
    `health` is where that leads (short of the band when even all of them do not suffice).
    """

    band: str
    alarms: tuple[str, ...]
    evidence: tuple[str, ...]
    signals: tuple[tuple[str, float], ...]
    health: float


class _Signal(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def fit(self) -> float | None: ...
    @property
    def weight(self) -> float: ...
    @property
    def cost(self) -> float: ...


class _Alarm(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def caps(self) -> str: ...


def next_band(
    band: str,
    health: float | None,
    signals: Sequence[_Signal],
    known_weight: float,
    alarms: Sequence[_Alarm],
    thresholds: Thresholds,
) -> NextBand | None:
    """Find the fewest changes to the next band; None for a green account."""
    if band == "green":
        return None
    goal = "yellow" if band == "red" else "green"
    line = thresholds.red if goal == "yellow" else thresholds.green
    in_the_way = sorted(alarm.name for alarm in alarms if goal == "green" or alarm.caps == "red")
    evidence: tuple[str, ...] = ()
    if band == "unknown" or thresholds.thin in in_the_way:
        needed = thresholds.enough * sum(signal.weight for signal in signals) - known_weight
        evidence = _evidence(signals, needed)
    reached = health or 0.0
    chosen: list[tuple[str, float]] = []
    for signal in sorted(signals, key=lambda signal: (-signal.cost, signal.name)):
        if round(reached, 6) >= line or signal.cost <= 0:
            break
        chosen.append((signal.name, round(signal.cost, 2)))
        reached += signal.cost
    return NextBand(
        goal,
        tuple(name for name in in_the_way if name != thresholds.thin),
        evidence,
        tuple(chosen),
        round(reached, 2),
    )


def _evidence(signals: Sequence[_Signal], needed: float) -> tuple[str, ...]:
    """Name the fewest unknown signals whose weight makes enough known."""
    unknown = [signal for signal in signals if signal.fit is None]
    chosen: list[str] = []
    for signal in sorted(unknown, key=lambda signal: (-signal.weight, signal.name)):
        if needed <= 0:
            break
        chosen.append(signal.name)
        needed -= signal.weight
    return tuple(chosen)
