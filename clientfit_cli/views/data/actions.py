"""Actions, as the formats of programs give them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from clientfit_cli.engine.advice.recommendation import Step


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
