"""Signals + alarms + settings -> Scorecard: the health and band of every account and day.

Health is one flat weighted mean over the known signals, so what each of them costs an account is
exact. Unknown signals take no weight; too little known is never green.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from clientfit_cli.base.vocabulary import DIMENSIONS, GREEN, RED, UNKNOWN, UNSCORED, YELLOW
from clientfit_cli.engine.algebra.grid import DIGITS, Grid
from clientfit_cli.engine.facts.facts import Facts
from clientfit_cli.engine.scoring.alarm import alarms
from clientfit_cli.engine.scoring.coverage import Coverage
from clientfit_cli.engine.scoring.signal import signals
from clientfit_cli.engine.scoring.strength import Strength

if TYPE_CHECKING:
    from clientfit_cli.book.settings import Settings
    from clientfit_cli.engine.algebra.grid import Bools, Floats, Ints
    from clientfit_cli.engine.facts.columns import Tables
    from clientfit_cli.engine.scoring.alarm import Alarm
    from clientfit_cli.engine.scoring.signal import Signal


@dataclass(frozen=True, eq=False)
class Scorecard:
    """Everything scored: arrays are accounts x days, NaN where unknown.

    `weights` are each signal's share of the total in points of its dimension's weight.
    """

    tables: Tables
    days: Ints
    inputs: Facts
    signals: list[Signal]
    readings: dict[str, Grid]
    fits: dict[str, Floats]
    weights: dict[str, float]
    alarms: dict[str, Alarm]
    caps: dict[str, str]
    holding: dict[str, Grid]

    @property
    def settings(self) -> Settings:
        return self.tables.settings

    def _mean(self, names: list[str]) -> tuple[Floats, Floats]:
        """Average fits by weight, and add up the weight that is known."""
        shape = (self.tables.size, len(self.days))
        total, known = np.zeros(shape), np.zeros(shape)
        for name in names:
            fit = self.fits[name]
            there = ~np.isnan(fit)
            total += np.where(there, fit, 0.0) * self.weights[name]
            known += there * self.weights[name]
        mean = np.where(known > 0, total / np.where(known > 0, known, 1.0), np.nan)
        return mean, known

    def of_dimension(self, dimension: str) -> list[str]:
        return [one.name for one in self.signals if one.dimension == dimension]

    @cached_property
    def _whole(self) -> tuple[Floats, Floats]:
        return self._mean([one.name for one in self.signals])

    @cached_property
    def health(self) -> Floats:
        """0-100."""
        return np.round(self._whole[0], DIGITS)

    @cached_property
    def known_weight(self) -> Floats:
        return self._whole[1]

    @cached_property
    def known(self) -> Floats:
        """Share of the signals' weight that is known, 0-1."""
        every = sum(self.weights.values())
        return np.round(self.known_weight / every if every else self.known_weight * 0, DIGITS)

    @cached_property
    def dimensions(self) -> dict[str, tuple[Floats, Floats]]:
        """Score and known share of each dimension."""
        found: dict[str, tuple[Floats, Floats]] = {}
        for dimension in DIMENSIONS:
            names = self.of_dimension(dimension)
            mean, known = self._mean(names)
            weight = sum(self.weights[name] for name in names)
            share = known / weight if weight else np.zeros(known.shape)
            found[dimension] = (np.round(mean, DIGITS), np.round(share, DIGITS))
        return found

    @cached_property
    def scored(self) -> Bools:
        """Accounts that have begun and are not lost."""
        found: Bools = self.inputs.scored
        return found

    @cached_property
    def bands(self) -> Ints:
        """Each account's band (a place in BANDS), UNSCORED where there is none."""
        numbers = self.settings.scoring.bands
        health = np.nan_to_num(self.health)
        band = np.where(health >= numbers.green, GREEN, YELLOW)
        band = np.where(health < numbers.red, RED, band)
        for name, grid in self.holding.items():
            cap = RED if self.caps[name] == "red" else YELLOW
            band = np.where(grid.known, np.minimum(band, cap), band)
        thin = (self.known < numbers.known) | np.isnan(self.health)
        band = np.where(thin & ~self.capped_at_red, UNKNOWN, band)
        return np.where(self.scored, band, UNSCORED)

    @cached_property
    def capped_at_red(self) -> Bools:
        capped = np.zeros((self.tables.size, len(self.days)), dtype=bool)
        for name, grid in self.holding.items():
            if self.caps[name] == "red":
                capped |= grid.known
        return capped

    @cached_property
    def _costs(self) -> dict[str, Floats]:
        known = np.where(self.known_weight > 0, self.known_weight, 1.0)
        return {
            name: np.nan_to_num(self.weights[name] * (100.0 - fit) / known)
            for name, fit in self.fits.items()
        }

    def cost(self, name: str) -> Floats:
        """Health points that each account loses by one signal; 0 where it is unknown."""
        return self._costs[name]


def scored(tables: Tables, days: Ints) -> Scorecard:
    """Score every account as of every day (in ascending order)."""
    settings = tables.settings
    strength = Strength(tables, days)
    inputs = Facts(tables, days, strength=strength, coverage=Coverage(strength))
    chosen: list[Signal] = []
    readings: dict[str, Grid] = {}
    fits: dict[str, Floats] = {}
    own: dict[str, float] = {}
    cadence = tables.columns["cadence"]
    numbers: dict[str, Any]
    for name, one in signals().items():
        numbers = {**one.numbers, **settings.numbers("signals", name)}
        if not numbers["weight"]:
            continue
        chosen.append(one)
        own[name] = float(numbers["weight"])
        readings[name] = one(inputs, numbers)
        # Rounded, so that a fit does not depend on how its value was summed.
        values: Floats = np.round(readings[name].values, DIGITS)
        fits[name] = np.round(one.fit(values, numbers, cadence), DIGITS).astype(np.float64)
    dimension_weight = settings.scoring.dimensions.model_dump()
    in_dimension = {
        dimension: sum(own[one.name] for one in chosen if one.dimension == dimension)
        for dimension in DIMENSIONS
    }
    weights = {
        one.name: dimension_weight[one.dimension] * own[one.name] / in_dimension[one.dimension]
        for one in chosen
    }
    card = Scorecard(tables, days, inputs, chosen, readings, fits, weights, alarms(), {}, {})
    ringing = inputs.and_(known=Grid(card.known))
    for name, alarm in card.alarms.items():
        numbers = {**alarm.numbers, **settings.numbers("alarms", name)}
        if numbers["on"]:
            card.caps[name] = numbers["caps"]
            card.holding[name] = alarm(ringing, numbers)
    return card
