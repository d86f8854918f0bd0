"""Actions, in words and as the formats of programs give them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import datetime as dt

    from clientfit_cli.engine.advice.recommendation import Step
    from clientfit_cli.outcome.account import AccountOutcome


COLUMNS = (
    "account", "name", "band", "action", "family", "what", "contact", "owner", "due", "overdue",
    "why", "worth", "open_days", "taken",
)  # fmt: skip


def due_day(today: dt.date, day: dt.date) -> str:
    """Write the day that a step is due: 16 Nov; 9 Nov overdue."""
    text = f"{day:%d %b}".lstrip("0")
    if day.year != today.year:
        text += f" {day.year}"
    return f"{text} overdue" if day < today else text


def state(step: Step) -> str:
    """Say for how long the reason has held, or that somebody took it on."""
    return "taken on" if step.taken is not None else f"open {_open_for(step.open_days)}"


def _open_for(days: int) -> str:
    """Say how long a reason has held; the trend reaches back twelve weeks."""
    if days <= 0:
        return "since today"
    if days >= 84:
        return "12+ weeks"
    return f"{days // 7} week{'s' if days >= 14 else ''}" if days % 7 == 0 else f"{days} days"


def step_data(step: Step) -> dict[str, Any]:
    """A step for programs."""
    return {
        "action": step.action,
        "family": step.family,
        "what": step.what,
        "contact": step.contact,
        "owner": step.owner,
        "due": str(step.due),
        "why": step.why,
        "worth": round(step.worth, 2),
        "open_days": step.open_days,
    }


def action_data(one: AccountOutcome, step: Step) -> dict[str, Any]:
    """One action for programs."""
    return {
        "account": one.id,
        "name": one.name,
        "band": one.band,
        **step_data(step),
        "overdue": step.due < one.day,
        "taken": step.taken is not None,
    }
