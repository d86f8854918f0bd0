"""Alarms: named rules that cap the band of an account, whatever the points say.

An alarm is one function in `alarms/`, named as its file. It answers with its telling number (the
days of silence, the strength of a decision maker) where it holds, and with unknown where it does
not; `why` puts that number, and what the first row of its evidence is called, into words.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from clientfit_cli.engine.scoring.member import Member, loaded

if TYPE_CHECKING:
    from collections.abc import Callable

    from clientfit_cli.engine.algebra.grid import Grid

Cap = Literal["red", "yellow"]
Kind = Literal["relationship", "operational"]
# What others need to know of an alarm, whatever it is called: that a decision maker's seat is empty
# while it holds; that too little is known (less than its number `below`); that only the client can
# end it.
Role = Literal["", "empty_seat", "too_little_known", "not_ours_to_end"]


@dataclass(frozen=True)
class Alarm(Member):
    """One reason that caps the band."""

    caps: Cap
    kind: Kind
    why: str
    role: Role = ""
    TOLD: ClassVar[frozenset[str]] = Member.TOLD | {"known"}  # the share of weight that is

    @property
    def numbers(self) -> dict[str, Any]:
        """Every number of it, with its default."""
        return {"on": True, "caps": self.caps, **self.own_numbers}

    def said(self, value: float, who: str) -> str:
        """Say why it holds: `why` with its number and who or what it is about."""
        text = self.why.replace("{value}", f"{value:,.0f}").replace("{share}", f"{value:.0%}")
        return text.replace("{who}", who or "someone")


def alarm(
    *, caps: Cap, kind: Kind, why: str, role: Role = ""
) -> Callable[[Callable[..., Grid]], Alarm]:
    """Make an alarm of a function that reads it."""

    def made(read: Callable[..., Grid]) -> Alarm:
        return Alarm(read, caps, kind, why, role)

    return made


@cache
def alarms() -> dict[str, Alarm]:
    """All alarms: those that cap at red first."""
    order = sorted(
        loaded("alarms", Alarm),
        key=lambda one: (one.caps != "red", one.name),
    )
    return {one.name: one for one in order}


def with_role(role: Role) -> list[Alarm]:
    """List the alarms that others know by what they mean."""
    return [one for one in alarms().values() if one.role == role]
