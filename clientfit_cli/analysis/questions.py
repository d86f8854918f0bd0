"""What to ask at a meeting, and how the brief says what happened: words, and when they apply."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clientfit_cli.analysis.attendees import Guest

QUIET_DAYS = 60  # without a touchpoint, after which a brief says to reconnect
FEEDBACK_DAYS = 60
GOAL_DAYS = 90


def of_guest(guest: Guest) -> list[str]:
    """What to ask somebody who will be there."""
    if guest.left is not None:
        return []
    name, found = guest.record.name, []
    if guest.how == "inherited":
        found.append(
            f"{name}: how do they like to work? What is on file is what "
            f"{guest.predecessor or 'the predecessor'} liked"
        )
    elif guest.how == "assumed":
        found.append(f"{name}: how do they like to work? What is on file is our assumption")
    elif guest.how == "unknown":
        found.append(f"{name}: how do they like to work? Channel, detail, hours")
    if not guest.record.personal:
        found.append(f"{name}: what matters to them beyond the work?")
    return found
