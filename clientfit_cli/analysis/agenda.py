"""Agenda: which actions are due over the whole book, by whom, and how many are done in time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from clientfit_cli.engine.algebra.grid import NEVER

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from clientfit_cli.engine.advice.recommendation import Step
    from clientfit_cli.outcome.result import AccountResult, Result

Todo: TypeAlias = "tuple[AccountResult, Step]"


def row_of(one: AccountResult, step: Step, owner: str, due: dt.date) -> dict[str, Any]:
    """Write a step as somebody's row of `actions`, taken on today."""
    return {
        "what": step.what, "signal": step.action, "contact": step.contact,
        "owner": owner, "created": one.result.day, "due": due,
    }  # fmt: skip


def chosen(
    accounts: Sequence[AccountResult],
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
            and (not overdue or step.due < one.result.day)
        ]
        found += [(one, step) for step in (mine[:top] if top else mine)]
    return sorted(found, key=_pressing)


def _pressing(todo: Todo) -> tuple[object, ...]:
    one, step = todo
    stake = (one.revenue_at_risk or 0.0) * step.worth
    return (step.urgency != 0, -stake, step.urgency, -step.worth, one.id, step.action)


def action_rate(result: Result) -> dict[str, Any]:
    """How much of what was taken on was done by its day: the book's, and each person's."""
    table, today = result.tables["actions"], int(result.card.days[result.column])
    people: dict[str, list[int]] = {}
    for row in range(len(table)):
        if table["created"][row] > today:
            continue
        due, done = int(table["due"][row]), int(table["done"][row])
        judged = done <= today or due < today
        if judged:
            kept = done <= today and (due >= NEVER or done <= due)
            name = result.tables.people[int(table["owner"][row])]
            people.setdefault(name, []).append(int(kept))
    every = [one for kept in people.values() for one in kept]
    return {
        "book": round(sum(every) / len(every), 4) if every else None,
        "judged": len(every),
        "people": {name: round(sum(kept) / len(kept), 4) for name, kept in sorted(people.items())},
    }
