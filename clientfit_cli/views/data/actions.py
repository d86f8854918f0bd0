"""Actions, as the formats of programs give them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from clientfit_cli.engine.advice.recommendation import Step
    from clientfit_cli.outcome.account import AccountOutcome


COLUMNS = (
    "account", "name", "band", "action", "family", "what", "contact", "owner", "due", "overdue",
    "why", "worth", "open_days", "taken",
)  # fmt: skip


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
