"""Facts of growth: what is bought, what may be, who sends others to us, and who else is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from clientfit_cli.engine.algebra.grid import Grid
from clientfit_cli.engine.algebra.nested import Members
from clientfit_cli.engine.algebra.spans import Spans
from clientfit_cli.engine.facts.fact import fact

if TYPE_CHECKING:
    from clientfit_cli.engine.algebra.events import Events
    from clientfit_cli.engine.algebra.grid import Ints
    from clientfit_cli.engine.facts.columns import Tables
    from clientfit_cli.engine.facts.dated import Dated


class Holdings(NamedTuple):
    """What is or was bought: account and service of each holding, and its rows."""

    account: Ints
    service: Ints
    spans: Spans


@fact
def holdings(dated: Dated, tables: Tables) -> Holdings:
    """What each account buys or bought."""
    table = tables["services"]
    width = max(1, len(tables.services))
    keys, holding = np.unique(table.account * width + table["service"], return_inverse=True)
    order = np.argsort(holding, kind="stable")
    groups = dated.groups_of(keys // width, tables.kept["services"])
    spans = Spans(
        groups, "services", holding[order], table["since"][order], table["until"][order],
        np.ones(len(order)), order,
    )  # fmt: skip
    return Holdings(keys // width, keys % width, spans)


@fact
def held(holdings: Holdings) -> Grid:
    """Which holdings are bought now; by holding."""
    return holdings.spans.open()


@fact
def fitting_services_bought(dated: Dated, holdings: Holdings, held: Grid, tables: Tables) -> Grid:
    """How many services of the catalogue that fit the account it buys."""
    fits = tables.fits[holdings.account, holdings.service]
    counted = Grid(((held.values > 0) & fits[:, None]).astype(np.float64), held.evidence)
    return dated.where_kept(Members(holdings.account, tables.size).total(counted), "services")


@fact
def fitting_services(dated: Dated, tables: Tables) -> Grid:
    """How many services of the catalogue fit the account."""
    return dated.per_account(tables.fits.sum(axis=1).astype(np.float64))


@fact
def opportunities(dated: Dated, tables: Tables) -> Spans:
    """Open opportunities, weighing their amounts."""
    amounts = np.nan_to_num(tables["opportunities"]["amount"])
    return dated.spans("opportunities", "opened", "closed", amounts)


@fact
def referrals(dated: Dated) -> Events:
    """Whom they sent to us."""
    return dated.events("referrals", "date")


@fact
def referrals_asked(dated: Dated) -> Events:
    """When we asked for a referral."""
    return dated.events("referrals", "asked")


@fact
def rivals(dated: Dated) -> Spans:
    """Rivals seen at the client, open until answered."""
    return dated.spans("rivals", "seen", "answered")
