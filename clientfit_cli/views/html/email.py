"""View of the Monday report for a mail: short, in tables and inline styles only.

Mail clients show a small part of HTML, and cut what is long (Gmail after 102 kB): each list here
ends after the most pressing, and says how many more the report holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from clientfit_cli.base.text import money, plural, signed
from clientfit_cli.base.vocabulary import IN_WORDS
from clientfit_cli.views.pages import recommendations

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from clientfit_cli.analysis.weekly import Agenda, Monday
    from clientfit_cli.engine.advice.recommendation import Step
    from clientfit_cli.outcome.movement import Move, Movement
    from clientfit_cli.outcome.result import AccountResult, Blocker

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


def short(rows: Sequence[Any], most: int, made: Callable[[Any], object] = lambda row: row) -> Short:
    return Short([made(row) for row in rows[:most]], max(0, len(rows) - most))


def subject(monday: Monday) -> str:
    """Say in the list of mails already how the week begins."""
    overdue = len(monday.overdue)
    late = f", {plural(overdue, 'action')} overdue" if overdue else ""
    fell = len(monday.since_last_week.fell)
    return f"Monday report, {written(monday.day)}: {len(monday.reds)} red, {fell} fell{late}"


def written(day: dt.date) -> str:
    """Write a day: 16 Nov 2026."""
    return f"{day.day} {day:%b %Y}"


def context(monday: Monday) -> dict[str, Any]:
    """Gather what the template of the mail reads."""
    totals = monday.totals
    causes = [(IN_WORDS[cause], amount) for cause, amount in totals.at_risk.items() if amount]
    return {
        "monday": monday,
        "colours": COLOURS,
        "solid": SOLID,
        "bands": [(name, *counted) for name, counted in totals.by_band.items() if counted[0]],
        "causes": sorted(causes, key=lambda cause: -cause[1]),
        "lost": totals.lost,
        "reds": short(monday.reds, MOST_REDS, _red),
        "moves": [
            ("last week", _moves(monday.since_last_week)),
            ("four weeks ago", _moves(monday.since_last_month)),
        ],
        "came_and_went": _came_and_went(monday),
        "alarms": short(monday.new_alarms, MOST_REDS),
        "agendas": short(monday.agendas, MOST_PEOPLE, _agenda),
        "thin": [
            (word, short([one.name for one in accounts], MOST_NAMES))
            for word, accounts in (
                ("No real relationship", monday.uncovered),
                ("Hanging by one relationship", monday.single_threaded),
                ("Hollow: one person carries it all", monday.hollow),
            )
            if accounts
        ],
        "expansion": short(monday.expansion, MOST_WINS),
        "referrals": short(monday.referrals, MOST_WINS),
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


def _red(one: AccountResult) -> dict[str, Any]:
    step, alarms = one.first_step, {alarm.name for alarm in one.alarms}
    return {
        "account": one,
        "lead": _called(one, one.owner),
        "week": one.change(1),
        "cause": IN_WORDS[one.main_cause],
        "blockers": [_blocker(said, alarms) for said in one.blockers[:3]],
        "step": _task(one, step) if step else None,
    }


def _called(one: AccountResult, person: str | None) -> str:
    return one.result.tables.names.get(person, person) if person else ""


def _blocker(said: Blocker, alarms: set[str]) -> str:
    return said.why if said.name in alarms else f"{said.name.replace('_', ' ')} {said.why}"


def _task(one: AccountResult, step: Step) -> dict[str, Any]:
    return {
        "account": one,
        "what": step.what,
        "owner": _called(one, step.owner),
        "due": recommendations.due(one.day, step).text,
        "late": step.due < one.result.day,
    }


def _moves(movement: Movement) -> Short:
    """Those that fell the furthest, then those that rose the most: a mail has room for both."""
    fell = short(movement.fell, MOST_MOVES, _moved)
    rose = short(movement.rose, MOST_MOVES, _moved)
    return Short([*fell.rows, *rose.rows], fell.more + rose.more)


def _moved(move: Move) -> dict[str, Any]:
    # A band that a new alarm caps has that reason, whatever the signals did to the health.
    why = [alarm.why for alarm in move.alarms[:1]] + [
        f"{cause.signal.replace('_', ' ')} {cause.points:+.1f}"
        for cause in move.causes[:2]
        if abs(cause.points) >= LEAST_POINTS
    ]
    return {"move": move, "why": why}


def _came_and_went(monday: Monday) -> list[tuple[str, Short]]:
    week = monday.since_last_week
    return [
        (word, short([one.name for one in accounts], MOST_NAMES))
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
