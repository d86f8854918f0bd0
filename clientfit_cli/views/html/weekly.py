"""View of `report` for HTML: what the templates read, beside the model itself.

A book of many accounts has sections only for those with most at stake, and says so.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np

from clientfit_cli.analysis.weekly import causes, split
from clientfit_cli.base.text import money, plural
from clientfit_cli.base.vocabulary import BANDS, IN_WORDS
from clientfit_cli.engine.advice.action import shown
from clientfit_cli.outcome.request import Detail
from clientfit_cli.rendering import charts
from clientfit_cli.views.data.actions import state
from clientfit_cli.views.data.relationships import ROLE_WORDS
from clientfit_cli.views.html.account import section

if TYPE_CHECKING:
    from markupsafe import Markup

    from clientfit_cli.analysis.weekly import WeeklyReport
    from clientfit_cli.outcome.account import AccountOutcome, Reading

SMALL = 100  # accounts: a book of so many has a section for each, with the places of its evidence
MOST_SECTIONS = 40  # of a larger book: a browser should open it within about two seconds
# How much of each list a page shows before it says how many more there are.
MOST = SimpleNamespace(
    reds=12, alarms=15, moves=8, todos=8, names=15, paths=12, lost=12, steps=12, space=5
)  # fmt: skip


def context(report: WeeklyReport) -> dict[str, Any]:
    """Gather what the template of the Monday report reads."""
    accounts = report.accounts
    small = len(accounts) <= SMALL
    chosen = accounts if small else accounts[:MOST_SECTIONS]
    details = [Detail.RELATIONSHIPS, *([Detail.EVIDENCE] if small else [])]
    days = [week.day for week in report.weeks]
    thresholds = report.book.rules.thresholds
    lines = {"green": thresholds.green, "red": thresholds.red}

    def spark(account: AccountOutcome) -> Markup:
        return charts.sparkline(account.trend, account.band)

    def trend(account: AccountOutcome) -> Markup:
        return charts.trend(account.trend, days, account.band, lines)

    return {
        "title": report.title,
        "report": report,
        "day": f"{report.day:%A}, {report.day.day} {report.day:%B %Y}",
        "chart_accounts": charts.stack(
            days,
            {band: [week.accounts[band] for week in report.weeks] for band in BANDS},
            lambda number: f"{number:,.0f}",
            "Accounts by band",
        ),
        "chart_revenue": charts.stack(
            days,
            {band: [week.revenue[band] for week in report.weeks] for band in BANDS},
            money,
            "Revenue by band",
        ),
        "risk_by_cause": sorted(report.totals.at_risk.items(), key=lambda item: -item[1]),
        "words": IN_WORDS,
        "roles": ROLE_WORDS,
        "sections": [
            section(account, evidence=small) for account in report.in_full(chosen, details)
        ],
        "linked": {account.id for account in chosen},
        "unseen": len(accounts) - len(chosen),
        "most": MOST,
        "money": money,
        "plural": plural,
        "short": charts.short,
        "bar": charts.bar,
        "spark": spark,
        "trend": trend,
        "value": _value,
        "state": state,
        "split": split,
        "causes": causes,
    }


def _value(reading: Reading) -> str:
    return shown(np.nan if reading.value is None else reading.value, reading.unit)
