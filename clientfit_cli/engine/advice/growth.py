"""White space, the best path to expansion, and whom to ask for a referral."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from clientfit_cli.base.vocabulary import GREEN, NONE, YELLOW

if TYPE_CHECKING:
    from clientfit_cli.engine.algebra.grid import Bools, Ints
    from clientfit_cli.engine.scoring.scorecard import Scorecard


class Growth:
    """What there is to expand, as of one day (a column of the scorecard)."""

    def __init__(self, card: Scorecard, column: int) -> None:
        self.card = card
        self.column = column
        self.tables = card.tables

    @cached_property
    def held(self) -> Bools:
        """Accounts x services: what each scored account buys."""
        held = np.zeros(self.tables.fits.shape, dtype=bool)
        account, service, _ = self.card.inputs.holdings
        held[account, service] = self.card.inputs.held.values[:, self.column] > 0
        return held & self.card.scored[:, self.column, None]

    @cached_property
    def offered(self) -> Bools:
        """Accounts x services: there is an open opportunity."""
        offered = np.zeros(self.tables.fits.shape, dtype=bool)
        table, day = self.tables["opportunities"], self.card.days[self.column]
        open_now = (table["opened"] <= day) & (table["closed"] > day)
        offered[table.account[open_now], table["service"][open_now]] = True
        return offered

    @cached_property
    def holding(self) -> list[tuple[str, ...]]:
        """What each account buys, by id."""
        found: list[list[str]] = [[] for _ in range(self.tables.size)]
        for account, service in np.argwhere(self.held).tolist():
            found[account].append(self.tables.services[service])
        return [tuple(services) for services in found]

    @cached_property
    def ready(self) -> Bools:
        """Green accounts, and yellow ones without an operational alarm: repair comes first."""
        card, band = self.card, self.card.bands[:, self.column]
        repair = np.zeros(self.tables.size, dtype=bool)
        for name, grid in card.holding.items():
            if card.alarms[name].kind == "operational":
                repair |= grid.known[:, self.column]
        return (band == GREEN) | ((band == YELLOW) & ~repair)

    def free(self, account: int) -> list[int]:
        """List what fits an account and is neither bought nor on offer."""
        if not self.tables.kept["services"][account]:
            return []
        free = self.tables.fits[account] & ~self.held[account] & ~self.offered[account]
        found: list[int] = np.flatnonzero(free).tolist()
        return found

    @cached_property
    def has_white_space(self) -> Bools:
        free = self.tables.fits & ~self.held & ~self.offered
        found: Bools = free.any(axis=1) & self.tables.kept["services"]
        return found

    @cached_property
    def referrers(self) -> Ints:
        """The contact to ask for a referral in each account; NONE where nobody should be asked."""
        card, inputs, numbers = self.card, self.card.inputs, self.card.settings.scoring
        strength = np.nan_to_num(inputs.strength.by_contact.values[:, self.column])
        best = np.full(self.tables.size, NONE, dtype=np.int64)
        of = self.tables["contacts"].account
        order = np.lexsort((-np.arange(len(of)), strength, of))
        best[of[order]] = order  # the last of each account stays: its strongest
        some = best != NONE
        trusted = np.zeros(self.tables.size, dtype=bool)
        trusted[some] = strength[best[some]] >= numbers.strength.trusted
        mood = inputs.mood_lately.values[:, self.column]
        asked = inputs.referrals_asked.count(numbers.growth.asked_days).values[:, self.column]
        ask = trusted & (card.bands[:, self.column] == GREEN)
        ask &= np.nan_to_num(mood, nan=-9.0) >= numbers.growth.mood
        ask &= np.nan_to_num(asked) == 0
        return np.where(ask, best, NONE)
