"""View of the Monday report for a mail: short, in tables and inline styles only.

Mail clients show a small part of HTML, and cut what is long (Gmail after 102 kB): each list here
ends after the most pressing, and says how many more the report holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from clientfit_cli.analysis.weekly import causes
from clientfit_cli.base.text import money, plural, signed
from clientfit_cli.base.vocabulary import IN_WORDS
from clientfit_cli.views.data.actions import due_day

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from clientfit_cli.analysis.weekly import Agenda, Movement, WeeklyReport
    from clientfit_cli.engine.advice.recommendation import Step
    from clientfit_cli.outcome.account import AccountOutcome, Blocker
    from clientfit_cli.outcome.change import AccountChange

# Each pair meets WCAG AA; the word always stands beside the colour.
COLOURS = {
    "red": ("#fbe3e1", "#8f1d14"), "yellow": ("#fdf0cd", "#6b4a00"),
    "green": ("#dff0dd", "#1d5a24"), "unknown": ("#e9e4f2", "#4b3a78"),
}  # fmt: skip
SOLID = {"red": "#b3261e", "yellow": "#e0a100", "green": "#2e7d32", "unknown": "#7a6aa8"}
MOST_REDS, MOST_MOVES, MOST_PEOPLE, MOST_TASKS, MOST_NAMES, MOST_WINS = 8, 5, 10, 4, 12, 5
LEAST_POINTS = 0.1  # of health, for a cause to be worth a word
LONGEST = 140  # letters of a sentence out of a file


@dataclass(frozen=True)
class Short:
    """The first of a list, and how many more there are."""

    rows: Sequence[Any]
    more: int


def short(rows: Sequence[Any], most: int, told: Callable[[Any], object] = lambda row: row) -> Short:
    return Short([told(row) for row in rows[:most]], max(0, len(rows) - most))


def subject(report: WeeklyReport) -> str:
    """Say in the list of mails already how the week begins."""
    overdue = len(report.overdue)
    late = f", {plural(overdue, 'action')} overdue" if overdue else ""
    fell = len(report.since_last_week.fell)
    return f"Monday report, {written(report.day)}: {len(report.reds)} red, {fell} fell{late}"


def written(day: dt.date) -> str:
    """Write a day: 16 Nov 2026."""
    return f"{day.day} {day:%b %Y}"


def context(report: WeeklyReport) -> dict[str, Any]:
    """Gather what the template of the mail reads."""
    totals = report.totals
    at_risk = [(IN_WORDS[cause], amount) for cause, amount in totals.at_risk.items() if amount]
    return {
        "report": report,
        "colours": COLOURS,
        "solid": SOLID,
        "bands": [(name, *counted) for name, counted in totals.by_band.items() if counted[0]],
        "risk_by_cause": sorted(at_risk, key=lambda cause: -cause[1]),
        "lost": totals.lost,
        "reds": short(report.reds, MOST_REDS, _red),
        "moves": [
            ("last week", _moves(report.since_last_week)),
            ("four weeks ago", _moves(report.since_last_month)),
        ],
        "came_and_went": _came_and_went(report),
        "alarms": short(report.new_alarms, MOST_REDS),
        "agendas": short(report.agendas, MOST_PEOPLE, _agenda),
        "thin": [
            (word, short([account.name for account in accounts], MOST_NAMES))
            for word, accounts in (
                ("No real relationship", report.uncovered),
                ("Hanging by one relationship", report.single_threaded),
                ("Hollow: one person carries it all", report.hollow),
            )
            if accounts
        ],
        "expansion": short(report.expansion, MOST_WINS),
        "referrals": short(report.referrals, MOST_WINS),
        "plural": plural,
        "money": money,
        "signed": signed,
        "day": written,
        "health": _health,
        "arrow": _arrow,
        "longest": LONGEST,
    }


def _health(value: float | None) -> str:
    return "·" if value is None else f"{value:.0f}"


def _arrow(change: float) -> str:
    return {"-": "▼", "+": "▲"}.get(signed(change)[0], "")


def _red(account: AccountOutcome) -> dict[str, Any]:
    step, alarms = account.first_step, {alarm.name for alarm in account.alarms}
    return {
        "account": account,
        "lead": _called(account, account.owner),
        "week": account.change(1),
        "cause": IN_WORDS[account.main_cause],
        "blockers": [_blocker(blocker, alarms) for blocker in account.blockers[:3]],
        "step": _task(account, step) if step else None,
    }


def _called(account: AccountOutcome, person: str | None) -> str:
    return account.book.person(person) if person else ""


def _blocker(blocker: Blocker, alarms: set[str]) -> str:
    name = blocker.name.replace("_", " ")
    return blocker.why if blocker.name in alarms else f"{name} {blocker.why}"


def _task(account: AccountOutcome, step: Step) -> dict[str, Any]:
    return {
        "account": account,
        "what": step.what,
        "owner": _called(account, step.owner),
        "due": due_day(account.day, step.due),
        "late": step.due < account.day,
    }


def _moves(movement: Movement) -> Short:
    """Those that fell the furthest, then those that rose the most: a mail has room for both."""
    fell = short(movement.fell, MOST_MOVES, _moved)
    rose = short(movement.rose, MOST_MOVES, _moved)
    return Short([*fell.rows, *rose.rows], fell.more + rose.more)


def _moved(move: AccountChange) -> dict[str, Any]:
    # A band that a new alarm caps has that reason, whatever the signals did to the health.
    why = [alarm.why for alarm in move.risen[:1]] + [
        f"{cause.signal.replace('_', ' ')} {cause.split.change:+.1f}"
        for cause in causes(move)[:2]
        if abs(cause.split.change) >= LEAST_POINTS
    ]
    return {"move": move, "why": why}


def _came_and_went(report: WeeklyReport) -> list[tuple[str, Short]]:
    week = report.since_last_week
    return [
        (word, short([account.name for account in accounts], MOST_NAMES))
        for word, accounts in (("New", week.arrived), ("Lost", week.lost))
        if accounts
    ]


def _agenda(agenda: Agenda) -> dict[str, Any]:
    tasks = [*agenda.overdue, *agenda.due]
    return {
        "name": agenda.name,
        "due": len(agenda.due),
        "overdue": len(agenda.overdue),
        "tasks": short(tasks, MOST_TASKS, lambda todo: _task(*todo)),
    }
