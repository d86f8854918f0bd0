"""Facts of people: their contacts and who of them decides, and our leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from clientfit_cli.engine.algebra.grid import NEVER, Grid
from clientfit_cli.engine.algebra.nested import Members
from clientfit_cli.engine.algebra.spans import Spans
from clientfit_cli.engine.facts.columns import ROLES
from clientfit_cli.engine.facts.fact import fact

if TYPE_CHECKING:
    from clientfit_cli.engine.algebra.grid import Ints
    from clientfit_cli.engine.facts.columns import Tables
    from clientfit_cli.engine.facts.dated import Dated

DECISION_MAKER = ROLES.index("decision_maker")


@fact
def preferences_asked(tables: Tables) -> Ints:
    """The day each contact's preferences became known; what a predecessor liked does not count.

    A preference from before the contact followed somebody into the seat is inherited.
    """
    contacts = tables["contacts"]
    inherited = contacts["succeeds"] & (contacts["asked"] < contacts["since"])
    return np.where(inherited, NEVER, contacts["asked"])


@fact
def contacts_of(tables: Tables) -> Members:
    """The contacts of each account."""
    return Members(tables["contacts"].account, tables.size, "contacts")


@fact
def contacts(dated: Dated, tables: Tables) -> Spans:
    """Every contact, in the role; by contact."""
    table = tables["contacts"]
    groups = dated.groups_of(table.account, tables.kept["contacts"])
    every = np.arange(len(table))
    return Spans(
        groups, "contacts", every, table["since"], table["until"], np.ones(len(table)), every
    )


@fact
def active(contacts: Spans) -> Grid:
    """Which contacts are there; by contact."""
    return contacts.open()


def _in_role(active: Grid, tables: Tables, *roles: str) -> Grid:
    """Which contacts are there (1) in one of some roles; by contact."""
    codes = [ROLES.index(role) for role in roles]
    mask = np.isin(tables["contacts"]["role"], codes)
    return Grid(np.where(mask[:, None], active.values, np.nan)).only(active)


@fact
def decision_makers(active: Grid, tables: Tables) -> Grid:
    """Active decision makers (1); by contact."""
    return _in_role(active, tables, "decision_maker")


@fact
def days_in_seat(decision_makers: Grid, tables: Tables, days: Ints) -> Grid:
    """Days that each active decision maker has been one; long when not said. By contact."""
    since = tables["contacts"]["since"]
    seated = (days[None, :] - since[:, None]).astype(np.float64)
    return Grid(seated).only(decision_makers)


@fact
def decision_maker_count(dated: Dated, contacts_of: Members, decision_makers: Grid) -> Grid:
    """How many active decision makers each account has."""
    return dated.where_kept(contacts_of.total(decision_makers), "contacts")


@fact
def seats(dated: Dated, tables: Tables) -> Spans:
    """The decision makers' seats: from the first day in it to the last; by account."""
    every = dated.spans("contacts", "since", "until")
    return every.where(tables["contacts"]["role"] == DECISION_MAKER)


@fact
def key_people(active: Grid, tables: Tables) -> Grid:
    """Decision makers, sponsors and champions who are there; by contact."""
    return _in_role(active, tables, "decision_maker", "sponsor", "champion")


@fact
def well_known(preferences_asked: Ints, tables: Tables, days: Ints) -> Grid:
    """Whose preferences were asked and of whom something personal is on file; by contact."""
    asked = preferences_asked[:, None] <= days[None, :]
    return Grid((asked & tables["contacts"]["personal"][:, None]).astype(np.float64))


@fact
def leads(dated: Dated, tables: Tables) -> Spans:
    """Our leads on the account."""
    return dated.spans("team", "since", "until").where(tables["team"]["lead"])
