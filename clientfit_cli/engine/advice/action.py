"""Actions: what to do about a reading, for whom, by whom, by when, why, and what it is worth.

An action is one function in `actions/`, named as its file. It says where it is called for; its
parameters name what it reads, `answered` among them: where one of the alarms or signals that the
action `answers` asks for it (an alarm holds, a signal's fit is below 50, or the signal is what
costs a yellow or red account most).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Literal

import numpy as np

from clientfit_cli.engine.advice.recommendation import FAMILIES, Family
from clientfit_cli.engine.scoring.member import Member, loaded

if TYPE_CHECKING:
    from collections.abc import Callable

    from clientfit_cli.engine.algebra.grid import Grid
    from clientfit_cli.engine.scoring.scorecard import Scorecard

# What others need to know of an action, whatever it is called: that it offers the likeliest service
# of the white space.
Role = Literal["", "offer"]


@dataclass(frozen=True)
class Action(Member):
    """One thing to do.

    `what` may hold {contact}, {who} (what the reason is about), {service}, {gift}, {missing} and
    {outsider} (one of ours who has no part in the account yet); `otherwise` stands where there is
    no contact to name.
    `lifts` are the signals that it is worth something for, where they are others than those it
    answers; `by` is `closest` (to the contact), `lead` or `outsider`.
    """

    family: Family
    what: str
    answers: tuple[str, ...]
    lifts: tuple[str, ...]
    whom: str
    by: str
    otherwise: str
    role: Role = ""
    TOLD: ClassVar[frozenset[str]] = Member.TOLD | {
        "answered", "green", "yellow", "red", "fit", "ringing",
    }  # fmt: skip

    @property
    def numbers(self) -> dict[str, Any]:
        """Every number of it, with its default."""
        return {"on": True, **self.own_numbers}


def action(
    *,
    family: Family,
    what: str,
    answers: tuple[str, ...] = (),
    lifts: tuple[str, ...] = (),
    whom: str = "decision_maker",
    by: str = "closest",
    otherwise: str = "",
    role: Role = "",
) -> Callable[[Callable[..., Grid]], Action]:
    """Make an action of a function that says where it is called for."""

    def made(read: Callable[..., Grid]) -> Action:
        return Action(read, family, what, answers, lifts or answers, whom, by, otherwise, role)

    return made


@cache
def actions() -> dict[str, Action]:
    """All actions, by family."""
    order = sorted(
        loaded("actions", Action),
        key=lambda one: (FAMILIES.index(one.family), one.name),
    )
    return {one.name: one for one in order}


def role_of(name: str) -> Role:
    """Say what a recommended action is to others; nothing of one that is gone."""
    known = actions()
    return known[name].role if name in known else ""


def unit_of(card: Scorecard, signal: str) -> str:
    return next(one.unit for one in card.signals if one.name == signal)


def shown(value: float, unit: str) -> str:
    """Write a reading with its unit, the way people say it."""
    if np.isnan(value):
        return "unknown"
    if unit == "share":
        return f"{value:.0%}"
    number = f"{value:,.0f}" if abs(value - round(value)) < 0.005 else f"{value:,.1f}"
    return {
        "ratio": f"{value:.2f}x",
        "-2 to 2": f"{value:+.1f}",
        "of 10": f"{number} of 10",
        "strength": f"strength {number}",
        "count": number,
    }.get(unit, f"{number} {unit}")
