"""Facts of the account itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from clientfit_cli.engine.algebra.grid import NEVER, Grid
from clientfit_cli.engine.facts.fact import fact

if TYPE_CHECKING:
    from clientfit_cli.engine.algebra.grid import Bools, Ints
    from clientfit_cli.engine.facts.columns import Tables
    from clientfit_cli.engine.facts.dated import Dated


@fact
def age(dated: Dated) -> Grid:
    """Days since the account's start."""
    return Grid(dated.groups("touchpoints").age)


@fact
def revenue(dated: Dated, tables: Tables) -> Grid:
    """What the account pays us a year."""
    return dated.per_account(tables.columns["revenue"])


@fact
def notice(tables: Tables, days: Ints) -> Grid:
    """Days since the client gave notice; unknown before."""
    since = days[None, :] - tables.columns["notice"][:, None]
    return Grid(np.where(since >= 0, since, np.nan).astype(np.float64))


@fact
def scored(tables: Tables, days: Ints) -> Bools:
    """Accounts x days: begun, and not lost."""
    columns, day = tables.columns, days[None, :]
    since, lost = columns["since"][:, None], columns["lost"][:, None]
    return ((since <= day) | (since == NEVER)) & (lost > day)
