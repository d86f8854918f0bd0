"""Agenda: which actions are due over the whole book, by whom, and how many are done in time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from clientfit_cli.engine.advice.action import actions

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from clientfit_cli.book.settings import Settings
    from clientfit_cli.engine.advice.action import Action
    from clientfit_cli.engine.advice.recommendation import Step
    from clientfit_cli.outcome.account import AccountOutcome
    from clientfit_cli.outcome.book import BookOutcome

Todo: TypeAlias = "tuple[AccountOutcome, Step]"


def action_of(step: Step, settings: Settings) -> Action | None:
    """Say which action of the method a step is; None for what somebody took on besides those."""
    is_on = settings.numbers("actions", step.action).get("on", True)
    return actions().get(step.action) if is_on else None


def answered(step: Step, settings: Settings) -> set[str]:
    """Name the action that a step is, and the alarms and signals that it answers."""
    action = action_of(step, settings)
    return {step.action, *(action.answers if action else ())}


def row_of(one: AccountOutcome, step: Step, owner: str, due: dt.date) -> dict[str, Any]:
    """Write a step as somebody's row of `actions`, taken on today."""
    return {
        "what": step.what, "signal": step.action, "contact": step.contact,
        "owner": owner, "created": one.day, "due": due,
    }  # fmt: skip


def chosen(
    accounts: Sequence[AccountOutcome],
    *,
    owner: str | None = None,
    due_by: dt.date | None = None,
    overdue: bool = False,
    top: int = 0,
) -> list[Todo]:
    """Choose what to do: alarms that cap at red first, then revenue at risk times worth."""
    found: list[Todo] = []
    for one in accounts:
        mine = [
            step
            for step in one.steps
            if (owner is None or step.owner == owner)
            and (due_by is None or step.due <= due_by)
            and (not overdue or step.due < one.day)
        ]
        found += [(one, step) for step in (mine[:top] if top else mine)]
    return sorted(found, key=_pressing)


def _pressing(todo: Todo) -> tuple[object, ...]:
    one, step = todo
    stake = (one.revenue_at_risk or 0.0) * step.worth
    return (step.urgency != 0, -stake, step.urgency, -step.worth, one.id, step.action)


def action_rate(outcome: BookOutcome) -> dict[str, Any]:
    """How much of what was taken on was done by its day: the book's, and each person's."""
    people: dict[str, list[int]] = {}
    for account in outcome.everybody:
        for row in account.taken:
            late = row.due is not None and row.due < outcome.day
            if row.done or late:
                kept = bool(row.done and (row.due is None or row.done <= row.due))
                people.setdefault(row.owner, []).append(int(kept))
    every = [kept for mine in people.values() for kept in mine]
    return {
        "book": round(sum(every) / len(every), 4) if every else None,
        "judged": len(every),
        "people": {name: round(sum(kept) / len(kept), 4) for name, kept in sorted(people.items())},
    }
