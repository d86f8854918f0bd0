"""View of `report` for programs and spreadsheets: all that the page for people cuts short."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clientfit_cli.analysis.weekly import causes, split
from clientfit_cli.views.data.account import rounded
from clientfit_cli.views.data.actions import action_data
from clientfit_cli.views.data.book import book_data

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clientfit_cli.analysis.weekly import Movement, WeeklyReport
    from clientfit_cli.outcome.account import AccountOutcome
    from clientfit_cli.outcome.change import AccountChange, Split

COLUMNS = (
    "part", "account", "name", "owner", "band", "health", "change", "revenue_at_risk", "what",
    "why", "due",
)  # fmt: skip


def records(report: WeeklyReport) -> Iterable[list[object]]:
    """Each item of the report as a row; `part` says of which list."""

    def row(part: str, account: AccountOutcome, **more: object) -> list[object]:
        known: dict[str, object] = {
            "part": part, "account": account.id, "name": account.name, "owner": account.owner,
            "band": account.band, "health": rounded(account.health),
            "revenue_at_risk": rounded(account.revenue_at_risk), **more,
        }  # fmt: skip
        return [known.get(column) for column in COLUMNS]

    for account in report.reds:
        why = "; ".join(f"{blocker.name}: {blocker.why}" for blocker in account.blockers)
        yield row("red", account, why=why)
    for account, alarm in report.new_alarms:
        yield row("new_alarm", account, what=alarm.name, why=alarm.why)
    for part, movement in (("moved_7d", report.since_last_week),
                           ("moved_28d", report.since_last_month)):  # fmt: skip
        for move in movement.moves:
            why = "; ".join(f"{cause.signal} {cause.split.change:+.1f}" for cause in causes(move))
            yield row(part, move.shown, change=rounded(move.change), why=why)
    for account, step in report.todos:
        part = "overdue" if step.due < report.day else "this_week"
        owner = step.owner
        yield row(part, account, owner=owner, what=step.what, why=step.why, due=str(step.due))
    for accounts in (report.uncovered, report.single_threaded, report.hollow):
        for account in accounts:
            yield row("coverage", account, what=account.coverage and account.coverage.verdict)
    for path in report.expansion:
        yield row("expansion", path.account, what=path.service, why=path.contact)
    for ask in report.referrals:
        yield row("referral", ask.account, what=ask.contact)


def data(report: WeeklyReport) -> dict[str, Any]:
    """The report for programs."""
    return {
        "clientfit": 1,
        "as_of": str(report.day),
        "book": book_data(report.totals),
        "weeks": [
            {"day": str(week.day), "accounts": week.accounts,
             "revenue": {band: rounded(amount) for band, amount in week.revenue.items()}}
            for week in report.weeks
        ],
        "since_last_week": _movement_data(report.since_last_week),
        "since_last_month": _movement_data(report.since_last_month),
        "red": [
            {**_named(account), "health": rounded(account.health),
             "main_cause": account.main_cause,
             "revenue_at_risk": rounded(account.revenue_at_risk),
             "blockers": [
                 {"name": blocker.name, "kind": blocker.kind, "why": blocker.why}
                 for blocker in account.blockers
             ]}
            for account in report.reds
        ],
        "new_alarms": [
            {**_named(account), "alarm": alarm.name, "caps": alarm.caps, "why": alarm.why}
            for account, alarm in report.new_alarms
        ],
        "actions": [action_data(account, step) for account, step in report.todos],
        "action_rate": report.action_rate,
        "coverage": {
            "uncovered": [account.id for account in report.uncovered],
            "single_threaded": [account.id for account in report.single_threaded],
            "hollow": [account.id for account in report.hollow],
        },
        "expansion": [
            {**_named(path.account), "service": path.service, "contact": path.contact,
             "person": path.person, "likelihood": rounded(path.likelihood, 4)}
            for path in report.expansion
        ],
        "referrals": [
            {**_named(ask.account), "contact": ask.contact, "person": ask.person}
            for ask in report.referrals
        ],
    }  # fmt: skip


def _named(account: AccountOutcome) -> dict[str, Any]:
    return {
        "account": account.id, "name": account.name, "owner": account.owner, "band": account.band,
    }  # fmt: skip


def _movement_data(movement: Movement) -> dict[str, Any]:
    return {
        "since": str(movement.since),
        "moved": [_move_data(move) for move in movement.moves],
        "arrived": [_named(account) for account in movement.arrived],
        "lost": [
            {"account": account.id, "name": account.name, "day": str(account.day),
             "revenue": account.revenue, "cause": account.cause}
            for account in movement.lost
        ],
    }  # fmt: skip


def _move_data(move: AccountChange) -> dict[str, Any]:
    old, new = move.old, move.new
    assert old is not None
    assert new is not None
    return {
        **_named(new), "old_band": old.band,
        "old_health": rounded(old.health), "health": rounded(new.health),
        "change": rounded(move.change), **_split_data(split(move)),
        "new_alarms": [alarm.name for alarm in move.risen],
        "causes": [
            {"signal": cause.signal, "points": rounded(cause.split.change),
             **_split_data(cause.split)}
            for cause in causes(move)
        ],
    }  # fmt: skip


def _split_data(split: Split) -> dict[str, Any]:
    return {
        "time": rounded(split.time), "facts": rounded(split.facts),
        "settings": rounded(split.settings),
    }  # fmt: skip
