"""Facts of value: what our work is worth to the client, and how we follow their world."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from clientfit_cli.base.vocabulary import NONE
from clientfit_cli.engine.algebra.grid import NEVER
from clientfit_cli.engine.facts.fact import fact

if TYPE_CHECKING:
    from collections.abc import Callable

    from clientfit_cli.engine.algebra.events import Events
    from clientfit_cli.engine.algebra.grid import Ints
    from clientfit_cli.engine.algebra.spans import Spans
    from clientfit_cli.engine.facts.columns import Tables
    from clientfit_cli.engine.facts.dated import Dated


@fact
def ideas(dated: Dated) -> Events:
    """New ideas that we brought."""
    return dated.events("ideas", "date")


@fact
def confirmed_results(dated: Dated, tables: Tables) -> Events:
    """Business results that somebody of theirs confirmed."""
    return dated.events("results", "date").where(tables["results"]["confirmed_by"] != NONE)


@fact
def news(dated: Dated, tables: Tables) -> Spans:
    """Events in the client's world, open until our word on them; weighs 1 if a rival was first.

    Who was first is not dated: it holds from the day of the news.
    """
    rival_first = tables["news"]["rival_first"].astype(np.float64)
    return dated.spans("news", "date", "our_word", rival_first)


@fact
def business_days(tables: Tables) -> Callable[[Ints, Ints], Ints]:
    """Count the working days after a day, up to and with another."""
    holidays = np.array(tables.settings.holidays, dtype="datetime64[D]")

    def between(start: Ints, end: Ints) -> Ints:
        first = np.maximum(start, end.min(initial=0) - NEVER).astype("datetime64[D]")
        counted = np.busday_count(first + 1, end.astype("datetime64[D]") + 1, holidays=holidays)
        return counted.astype(np.int64)

    return between
