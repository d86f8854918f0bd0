"""What to ask at a meeting, and how the brief says what happened: words, and when they apply."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clientfit_cli.analysis.attendees import Guest

QUIET_DAYS = 60  # without a touchpoint, after which a brief says to reconnect
FEEDBACK_DAYS = 60
GOAL_DAYS = 90

# What an unknown signal would be told by.
UNKNOWN = {
    "decision_maker": "Who decides about working with us, and could we be introduced?",
    "coverage": "Who else on their side should know us?",
    "satisfaction": "How satisfied are they with us, from 0 to 10, and what would make it a nine?",
    "quality": "How do they rate the quality of our work, from 0 to 10?",
    "asked": "What should we do differently?",
    "goals": "What do they want to achieve in the next twelve months?",
    "results": "Which result of our work matters most to them, in their own numbers?",
    "review": "When could we look at the whole relationship together?",
    "news_response": "What is changing in their world that we should know of?",
    "referrals": "Who else should know us?",
    "pipeline": "Which plans of theirs could we help with next?",
    "open_issues": "Is anything not going as it should?",
    "promises_kept": "What do they feel we have promised them?",
    "strategic": "Where do they want to be in three years?",
}

# What nobody asks while there is something to mend.
SELLING = frozenset({"pipeline", "referrals"})


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
