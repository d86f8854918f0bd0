"""Steps for people and programs: what all views of actions share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clientfit_cli.tables import NONE

if TYPE_CHECKING:
    from clientfit_cli.action import Step
    from clientfit_cli.result import AccountResult


def owner_of(one: AccountResult, step: Step) -> str | None:
    """The id of who should act."""
    return one.result.tables.people[step.owner] if step.owner != NONE else None


def contact_of(one: AccountResult, step: Step) -> str | None:
    """The id of the contact whom it is about."""
    if step.contact == NONE:
        return None
    found: str = one.result.tables["contacts"]["id"][step.contact]
    return found


def data(one: AccountResult, step: Step) -> dict[str, Any]:
    """A step for programs."""
    return {
        "action": step.action,
        "family": step.family,
        "what": step.what,
        "contact": contact_of(one, step),
        "owner": owner_of(one, step),
        "due": str(step.due),
        "why": step.why,
        "worth": step.worth,
        "open_days": step.open_days,
    }


def open_for(days: int) -> str:
    """Say how long a reason has held; the trend reaches back twelve weeks."""
    if days <= 0:
        return "new"
    if days >= 84:
        return "12+ weeks"
    return f"{days // 7} week{'s' if days >= 14 else ''}" if days % 7 == 0 else f"{days} days"
