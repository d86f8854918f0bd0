"""View of `report` for programs and spreadsheets: all that the page for people cuts short."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clientfit_cli.views.data.account import rounded
from clientfit_cli.views.data.book import book_data
from clientfit_cli.views.pages.actions import data as action_data

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clientfit_cli.analysis.weekly import Monday
    from clientfit_cli.outcome.movement import Movement
    from clientfit_cli.outcome.result import AccountResult

COLUMNS = (
    "part", "account", "name", "owner", "band", "health", "change", "revenue_at_risk", "what",
    "why", "due",
)  # fmt: skip


def records(monday: Monday) -> Iterable[list[object]]:
    """Each item of the report as a row; `part` says of which list."""

    def row(part: str, one: AccountResult, **more: object) -> list[object]:
        known: dict[str, object] = {
            "part": part, "account": one.id, "name": one.name, "owner": one.owner,
            "band": one.band, "health": rounded(one.health),
            "revenue_at_risk": rounded(one.revenue_at_risk), **more,
        }  # fmt: skip
        return [known.get(column) for column in COLUMNS]

    for one in monday.reds:
        yield row("red", one, why="; ".join(f"{two.name}: {two.why}" for two in one.blockers))
    for rung in monday.new_alarms:
        yield row("new_alarm", rung.account, what=rung.alarm.name, why=rung.alarm.why)
    for part, movement in (("moved_7d", monday.since_last_week),
                           ("moved_28d", monday.since_last_month)):  # fmt: skip
        for move in movement.moves:
            why = "; ".join(f"{cause.signal} {cause.points:+.1f}" for cause in move.causes)
            yield row(part, move.account, change=rounded(move.change), why=why)
    for one, step in monday.todos:
        part = "overdue" if step.due < monday.day else "this_week"
        owner = step.owner
        yield row(part, one, owner=owner, what=step.what, why=step.why, due=str(step.due))
    for found in (monday.uncovered, monday.single_threaded, monday.hollow):
        for one in found:
            yield row("coverage", one, what=one.coverage.verdict if one.coverage else None)
    for path in monday.expansion:
        yield row("expansion", path.account, what=path.service, why=path.contact)
    for ask in monday.referrals:
        yield row("referral", ask.account, what=ask.contact)


def data(monday: Monday) -> dict[str, Any]:
    """The report for programs."""
    return {
        "clientfit": 1,
        "as_of": str(monday.day),
        "book": book_data(monday.totals),
        "weeks": [
            {"day": str(week.day), "accounts": week.accounts,
             "revenue": {band: rounded(amount) for band, amount in week.revenue.items()}}
            for week in monday.weeks
        ],
        "since_last_week": _movement_data(monday.since_last_week),
        "since_last_month": _movement_data(monday.since_last_month),
        "red": [
            {**_named(one), "health": rounded(one.health), "main_cause": one.main_cause,
             "revenue_at_risk": rounded(one.revenue_at_risk),
             "blockers": [
                 {"name": two.name, "kind": two.kind, "why": two.why} for two in one.blockers
             ]}
            for one in monday.reds
        ],
        "new_alarms": [
            {**_named(rung.account), "alarm": rung.alarm.name, "caps": rung.alarm.caps,
             "why": rung.alarm.why}
            for rung in monday.new_alarms
        ],
        "actions": [action_data(one, step) for one, step in monday.todos],
        "action_rate": monday.action_rate,
        "coverage": {
            "uncovered": [one.id for one in monday.uncovered],
            "single_threaded": [one.id for one in monday.single_threaded],
            "hollow": [one.id for one in monday.hollow],
        },
        "expansion": [
            {**_named(path.account), "service": path.service, "contact": path.contact,
             "person": path.person, "likelihood": rounded(path.likelihood, 4)}
            for path in monday.expansion
        ],
        "referrals": [
            {**_named(ask.account), "contact": ask.contact, "person": ask.person}
            for ask in monday.referrals
        ],
    }  # fmt: skip


def _named(one: AccountResult) -> dict[str, Any]:
    return {"account": one.id, "name": one.name, "owner": one.owner, "band": one.band}


def _movement_data(movement: Movement) -> dict[str, Any]:
    return {
        "since": str(movement.since),
        "moved": [
            {
                **_named(move.account), "old_band": move.old_band,
                "old_health": rounded(move.old_health), "health": rounded(move.health),
                "change": rounded(move.change), "time": rounded(move.time),
                "facts": rounded(move.facts), "settings": rounded(move.settings),
                "new_alarms": [alarm.name for alarm in move.alarms],
                "causes": [
                    {"signal": one.signal, "points": rounded(one.points),
                     "time": rounded(one.time), "facts": rounded(one.facts),
                     "settings": rounded(one.settings)}
                    for one in move.causes
                ],
            }
            for move in movement.moves
        ],
        "arrived": [_named(one) for one in movement.arrived],
        "lost": [
            {"account": one.id, "name": one.name, "day": str(one.day), "revenue": one.revenue,
             "cause": one.cause}
            for one in movement.lost
        ],
    }  # fmt: skip
