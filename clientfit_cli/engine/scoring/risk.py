"""The four causes of leaving, and the revenue at risk.

The shares of defections are Butler Street's: 40% change of key decision maker, 22% lack of
innovation, 20% shortfalls in service; the unstated rest is called drift. They are shares of causes,
so the risk is an index of 0-100 and no probability.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from clientfit_cli.base.vocabulary import CAUSES
from clientfit_cli.engine.algebra.grid import DIGITS, Grid
from clientfit_cli.engine.scoring.alarm import with_role

if TYPE_CHECKING:
    from clientfit_cli.engine.algebra.grid import Floats
    from clientfit_cli.engine.scoring.scorecard import Scorecard


@dataclass(frozen=True, eq=False)
class Risk:
    """Risk of leaving, accounts x days: the index, its four terms, and the revenue it weighs."""

    index: Floats
    terms: dict[str, Floats]
    revenue: Floats  # of an account; NaN where not said

    def main_cause(self, account: int, column: int) -> str:
        return max(CAUSES, key=lambda cause: self.terms[cause][account, column])

    @cached_property
    def at_risk(self) -> Floats:
        """Revenue weighed by the index: a weighting, not a forecast."""
        return self.revenue[:, None] * self.index / 100.0


def risk(card: Scorecard) -> Risk:
    """Weigh the causes of leaving for every account and day."""
    numbers = card.settings.scoring.risk
    inputs = card.inputs
    whole = np.where(np.isnan(card.health), 0.5, 1.0 - card.health / 100.0)
    whole = np.nan_to_num(whole, nan=0.5)

    def gap(dimension: str) -> Floats:
        score, share = card.dimensions[dimension]
        known = np.where(np.isnan(score), 0.0, share)
        return known * (1.0 - np.nan_to_num(score) / 100.0) + (1.0 - known) * whole

    rivals = inputs.rivals.lasting(numbers.rival_days).open().held
    drift = (gap("relationships") + gap("engagement") + gap("voice")) / 3.0
    causes = {
        "guard": _guard(card, whole),
        "innovation": gap("value"),
        "service": gap("delivery"),
        "drift": np.where(rivals, 1.0, drift),
    }
    terms = {name: np.round(getattr(numbers, name) * causes[name], DIGITS) for name in CAUSES}
    index = sum((terms[name] for name in CAUSES), np.zeros(whole.shape))
    index = np.where(inputs.notice.known, 100.0, np.minimum(index, 100.0))
    return Risk(np.round(index, DIGITS), terms, card.tables.columns["revenue"])


def _guard(card: Scorecard, whole: Floats) -> Floats:
    """How exposed the account is to its decision makers: 0 safe, 1 the seat is empty."""
    numbers, inputs = card.settings.scoring.risk, card.inputs
    strength, days = inputs.strength.by_contact, inputs.days_in_seat
    beyond = np.maximum(0.0, days.values - numbers.grace) / numbers.half
    exposed = (1.0 - strength.values / 100.0) * np.exp2(-beyond)
    worst = inputs.contacts_of.highest(Grid(np.round(exposed, DIGITS)).at_least(numbers.floor))
    empty = np.zeros(whole.shape, dtype=bool)
    for seat in with_role("empty_seat"):
        own = {**seat.numbers, **card.settings.numbers("alarms", seat.name)}
        empty |= seat(inputs, own).known
    return np.where(empty, 1.0, np.where(worst.known, worst.values, whole))
