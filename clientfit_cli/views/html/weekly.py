"""View of `report` for HTML: what the templates read, beside the model itself.

A book of many accounts has sections only for those with most at stake, and says so.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np

from clientfit_cli.base.text import money, plural
from clientfit_cli.base.vocabulary import BANDS, IN_WORDS
from clientfit_cli.engine.advice.action import shown
from clientfit_cli.rendering import charts
from clientfit_cli.views.html.account import dossiers
from clientfit_cli.views.pages import recommendations

if TYPE_CHECKING:
    from markupsafe import Markup

    from clientfit_cli.analysis.weekly import Monday
    from clientfit_cli.outcome.book import Reading
    from clientfit_cli.outcome.result import AccountResult

SMALL = 100  # accounts: a book of so many has a section for each, with the places of its evidence
MOST_SECTIONS = 40  # of a larger book: a browser should open it within about two seconds
# How much of each list a page shows before it says how many more there are.
MOST = SimpleNamespace(
    reds=12, alarms=15, moves=8, todos=8, names=15, paths=12, lost=12, steps=12
)  # fmt: skip


def context(monday: Monday) -> dict[str, Any]:
    """Gather what the template of the Monday report reads."""
    every = monday.accounts
    small = len(every) <= SMALL
    chosen = every if small else every[:MOST_SECTIONS]
    days = [week.day for week in monday.weeks]
    numbers = monday.result.card.settings.scoring.bands
    lines = {"green": float(numbers.green), "red": float(numbers.red)}

    def spark(one: AccountResult) -> Markup:
        return charts.sparkline(one.trend, one.band)

    def trend(one: AccountResult) -> Markup:
        return charts.trend(one.trend, days, one.band, lines)

    return {
        "title": monday.title,
        "monday": monday,
        "day": f"{monday.day:%A}, {monday.day.day} {monday.day:%B %Y}",
        "chart_accounts": charts.stack(
            days,
            {band: [week.accounts[band] for week in monday.weeks] for band in BANDS},
            lambda number: f"{number:,.0f}",
            "Accounts by band",
        ),
        "chart_revenue": charts.stack(
            days,
            {band: [week.revenue[band] for week in monday.weeks] for band in BANDS},
            money,
            "Revenue by band",
        ),
        "causes": sorted(monday.totals.at_risk.items(), key=lambda item: -item[1]),
        "words": IN_WORDS,
        "goal": monday.result.card.inputs.coverage.goal,
        "left_out": monday.result.book.left_out,
        "dossiers": dossiers(monday.result, chosen, evidence=small),
        "sections": {one.id for one in chosen},
        "unseen": len(every) - len(chosen),
        "most": MOST,
        "money": money,
        "plural": plural,
        "short": charts.short,
        "bar": charts.bar,
        "spark": spark,
        "trend": trend,
        "value": _value,
        "state": recommendations.state,
    }


def _value(reading: Reading) -> str:
    return shown(np.nan if reading.value is None else reading.value, reading.unit)
