"""What can be told about a client, and what each option of it tells.

Where in a file each part of it goes stands with the sections of the book.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from clientfit_cli.base.errors import UserError
from clientfit_cli.base.problems import did_you_mean, said
from clientfit_cli.book import schema
from clientfit_cli.book.sections import SECTIONS, Log


@dataclass(frozen=True, kw_only=True)
class Kind(Log):
    """Something that can be told, and the section that it belongs in."""

    section: str
    model: type[schema.Record]


def _kinds() -> dict[str, Kind]:
    """Name what can be told: a touchpoint by its channel, the rest by what it is called."""
    kinds = {
        name: Kind(section=name, model=about.model, **vars(about.log))
        for name, about in SECTIONS.items()
        if about.log
    }
    # What happened comes first, then who is there and what they buy.
    kinds |= {name: kinds.pop(name) for name in ("contacts", "services")}
    touchpoint = kinds.pop("touchpoints")
    return dict.fromkeys(CHANNELS, touchpoint) | {kind.noun: kind for kind in kinds.values()}


CHANNELS: tuple[str, ...] = get_args(schema.Channel)
# What nobody of theirs need take part in.
TO_ALL = {"mailing", "event", "gift"}
KINDS = _kinds()
TOUCHPOINT = KINDS[CHANNELS[0]]
# Names that people may use for a kind.
ALSO = {"commitment": "promise", "touchpoint": "call", "mail": "email", "phone": "call"}
# What an option tells: who of theirs, a day, or several things with commas between them.
THEIRS = {"with", "succeeds"}
DAYS = {"date", "answered", "due", "done", "closed", "asked", "our-word", "reached", "until"}
SPLIT = {"with", "ours", "gave"}
MANY = {"theirs", "ours", "gave"}  # keys that hold a list


# What is asked for each option, where the questions are put one by one.
QUESTIONS = {
    "with": "Who of theirs", "ours": "Who of ours", "date": "Which day", "mood": "Mood, -2 to 2",
    "note": "Note", "severity": "How bad", "due": "Due on", "kind": "What it is about",
    "rating": "Rating, 0 to 10", "our-word": "When did we speak to them about it",
    "amount": "Worth how much a year", "where": "Where", "title": "Title", "email": "E-mail",
    "role": "Role", "annual": "What they pay for it a year",
}  # fmt: skip


def kind_named(name: str) -> str:
    """Say which kind is meant."""
    word = name.strip().lower()
    found = ALSO.get(word, word)
    if found not in KINDS:
        hint = did_you_mean(found, KINDS) or f"there are: {', '.join(KINDS)}"
        raise UserError(f"`{said(name)}` is not something to log", hint)
    return found
