"""The fewest changes that lead an account to the next band."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from clientfit_cli.base.vocabulary import BANDS, GREEN, RED, UNKNOWN, UNSCORED, YELLOW
from clientfit_cli.engine.scoring.alarm import with_role

if TYPE_CHECKING:
    from clientfit_cli.engine.scoring.scorecard import Scorecard


@dataclass(frozen=True)
class Levers:
    """What stands between an account and `band`: alarms to end, evidence to get, signals to lift.

    `signals` are the fewest that suffice when each goes to its best, with the points each gains;
    `health` is where that leads (short of the band when even all of them do not suffice).
    """

    band: str
    alarms: tuple[str, ...]
    evidence: tuple[str, ...]
    signals: tuple[tuple[str, float], ...]
    health: float


def levers(card: Scorecard, account: int, column: int) -> Levers | None:
    """Find the fewest changes to the next band; None for a green account."""
    band = int(card.bands[account, column])
    if band in {GREEN, UNSCORED}:
        return None
    numbers = card.settings.scoring.bands
    goal = YELLOW if band == RED else GREEN
    line = numbers.red if goal == YELLOW else numbers.green
    in_the_way = tuple(
        name
        for name, grid in card.holding.items()
        if grid.known[account, column] and (goal == GREEN or card.caps[name] == "red")
    )
    evidence: tuple[str, ...] = ()
    thin = {alarm.name for alarm in with_role("too_little_known")}
    if band == UNKNOWN or thin.intersection(in_the_way):
        evidence = _evidence(card, account, column)
    health = float(np.nan_to_num(card.health[account, column]))
    costs = sorted(
        ((float(card.cost(one.name)[account, column]), one.name) for one in card.signals),
        key=lambda one: (-one[0], one[1]),
    )
    chosen: list[tuple[str, float]] = []
    for cost, name in costs:
        if round(health, 6) >= line or cost <= 0:
            break
        chosen.append((name, round(cost, 2)))
        health += cost
    return Levers(
        BANDS[goal],
        tuple(name for name in in_the_way if name not in thin),
        evidence,
        tuple(chosen),
        round(health, 2),
    )


def _evidence(card: Scorecard, account: int, column: int) -> tuple[str, ...]:
    """Name the fewest unknown signals that would make enough known."""
    alarm = with_role("too_little_known")[0]
    numbers = {**alarm.numbers, **card.settings.numbers("alarms", alarm.name)}
    every = sum(card.weights.values())
    needed = float(numbers["below"]) * every - float(card.known_weight[account, column])
    unknown = [
        (card.weights[one.name], one.name)
        for one in card.signals
        if np.isnan(card.fits[one.name][account, column])
    ]
    chosen: list[str] = []
    for weight, name in sorted(unknown, key=lambda one: (-one[0], one[1])):
        if needed <= 0:
            break
        chosen.append(name)
        needed -= weight
    return tuple(chosen)
