"""The method as a whole: every signal, alarm and action, for those who only need their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.engine.advice.action import Action
from clientfit_cli.engine.scoring.alarm import Alarm
from clientfit_cli.engine.scoring.member import loaded
from clientfit_cli.engine.scoring.signal import Signal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from clientfit_cli.engine.scoring.member import Member


def numbers_of(group: str) -> Mapping[str, Member]:
    """Name the members of `signals`, `alarms` or `actions`, in alphabetical order."""
    kinds: dict[str, type[Member]] = {"signals": Signal, "alarms": Alarm, "actions": Action}
    return {member.name: member for member in loaded(group, kinds[group])}
