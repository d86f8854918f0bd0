"""Facts of delivery: what we promised, and what went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from clientfit_cli.engine.algebra.grid import NEVER
from clientfit_cli.engine.facts.columns import SEVERITIES
from clientfit_cli.engine.facts.fact import fact

if TYPE_CHECKING:
    from clientfit_cli.engine.algebra.events import Events
    from clientfit_cli.engine.algebra.spans import Spans
    from clientfit_cli.engine.facts.columns import Tables
    from clientfit_cli.engine.facts.dated import Dated


@fact
def promises_due(dated: Dated, tables: Tables) -> Events:
    """Our commitments on the day after they fell due, weighing 1 when done on time."""
    table = tables["commitments"]
    due = table["due"]
    on_time = (table["done"] <= due).astype(np.float64)
    judged = np.where(due < NEVER, due + 1, NEVER)
    dates = due < NEVER
    return dated.events("commitments", judged, on_time).where(
        table["by_us"][dates], table["made"][dates]
    )


@fact
def overdue_promises(dated: Dated, tables: Tables) -> Spans:
    """Our commitments, open from the day they were due until they were done."""
    table = tables["commitments"]
    start = np.maximum(table["due"], table["made"])
    late = table["by_us"] & (table["done"] > table["due"])
    return dated.spans("commitments", start, "done").where(late[start < NEVER])


@fact
def issues(dated: Dated) -> Spans:
    """Issues, open until they were closed."""
    return dated.spans("issues", "opened", "closed")


def _of(severity: str, issues: Spans, tables: Tables) -> Spans:
    return issues.where(tables["issues"]["severity"] == SEVERITIES.index(severity))


@fact
def minor_issues(issues: Spans, tables: Tables) -> Spans:
    """Issues that the client can live with."""
    return _of("minor", issues, tables)


@fact
def major_issues(issues: Spans, tables: Tables) -> Spans:
    """Issues that cost the client something."""
    return _of("major", issues, tables)


@fact
def critical_issues(issues: Spans, tables: Tables) -> Spans:
    """Issues that can end the account."""
    return _of("critical", issues, tables)


@fact
def unowned_issues(issues: Spans, tables: Tables) -> Spans:
    """Issues of which we have not said that they are ours to mend."""
    return issues.where(~tables["issues"]["owned"])
