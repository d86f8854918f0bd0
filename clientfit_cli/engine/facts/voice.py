"""Facts of voice: what the client says of us, and what they want."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from clientfit_cli.base.vocabulary import NONE
from clientfit_cli.engine.algebra.events import Events
from clientfit_cli.engine.algebra.grid import NEVER, Grid
from clientfit_cli.engine.algebra.nested import Members
from clientfit_cli.engine.facts.columns import KINDS
from clientfit_cli.engine.facts.fact import fact

if TYPE_CHECKING:
    from clientfit_cli.engine.algebra.grid import Ints
    from clientfit_cli.engine.facts.columns import Tables
    from clientfit_cli.engine.facts.dated import Dated


class Raters(NamedTuple):
    """Who rates us: the account and contact of each, and the rater of each row."""

    account: Ints
    contact: Ints
    of_row: Ints


@fact
def raters(tables: Tables) -> Raters:
    """Who rates us.

    Feedback without a contact counts as one unnamed rater of its account.
    """
    table = tables["feedback"]
    width = len(tables["contacts"]) + 1
    keys, rater = np.unique(table.account * width + table["contact"] + 1, return_inverse=True)
    return Raters(keys // width, keys % width - 1, rater)


@fact
def raters_of(raters: Raters, tables: Tables) -> Members:
    """The raters of each account."""
    return Members(raters.account, tables.size)


def _ratings(dated: Dated, tables: Tables, raters: Raters, *kinds: str) -> Events:
    table = tables["feedback"]
    groups = dated.groups_of(raters.account, tables.kept["feedback"])
    order = np.argsort(raters.of_row, kind="stable")
    day = np.where(table["given"] < NEVER, table["given"], table["asked"])
    mask = np.isin(table["kind"], [KINDS.index(kind) for kind in kinds])
    mask &= ~np.isnan(table["rating"]) & (day < NEVER)
    every = Events(
        groups, "feedback", raters.of_row[order], day[order],
        np.nan_to_num(table["rating"])[order], order,
    )  # fmt: skip
    return every.where(mask[order])


@fact
def quality_ratings(dated: Dated, tables: Tables, raters: Raters) -> Events:
    """Ratings of our work, 0-10; by rater."""
    return _ratings(dated, tables, raters, "quality")


@fact
def satisfaction_ratings(dated: Dated, tables: Tables, raters: Raters) -> Events:
    """Ratings of satisfaction and trust, 0-10; by rater."""
    return _ratings(dated, tables, raters, "satisfaction", "trust")


@fact
def deciding_raters(raters: Raters, decision_makers: Grid, tables: Tables, days: Ints) -> Grid:
    """Raters who are active decision makers (1, else 0); by rater."""
    contact = raters.contact
    if not len(tables["contacts"]):
        return Grid(np.zeros((len(contact), len(days))))
    deciding = decision_makers.held[np.maximum(contact, 0)]
    return Grid((deciding & (contact[:, None] != NONE)).astype(np.float64))


@fact
def feedback_asked(dated: Dated) -> Events:
    """When we asked for feedback."""
    return dated.events("feedback", "asked")


@fact
def goals_confirmed(dated: Dated) -> Events:
    """When they confirmed what they want to reach."""
    return dated.events("goals", "confirmed")
