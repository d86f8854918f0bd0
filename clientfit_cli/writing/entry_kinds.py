"""What can be told about a client, and where in a file each part of it goes.

A table: for every kind the section that it belongs in, the key that its words fill, and the key
that each option fills.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from clientfit_cli.base.errors import UserError
from clientfit_cli.base.problems import did_you_mean, said
from clientfit_cli.book import schema

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Kind:
    """Something that can be told, with the keys of its row: of the words, and by option.

    `day` is the key that is today's unless it is told; `mine` says that it is ours to do, and the
    user's unless somebody else is named; `main` are the options that are asked for one by one,
    after the words, for which `asks` is the question.
    """

    called: str
    section: str
    model: type[schema.Record]
    words: str
    options: Mapping[str, str]
    day: str = ""
    mine: bool = False
    main: tuple[str, ...] = ()
    asks: str = ""

    @property
    def noun(self) -> str:
        """Name it without its article."""
        return self.called.split(" ", 1)[-1]


TOUCHPOINT = Kind(
    "a touchpoint", "touchpoints", schema.Touchpoint, "note",
    {"date": "date", "with": "theirs", "ours": "ours", "them": "by", "answered": "answered",
     "topic": "topic", "gave": "gave", "mood": "mood", "minutes": "minutes",
     "planned": "planned_minutes", "note": "note"},
    day="date", mine=True, main=("with", "date", "ours", "mood", "note"),
)  # fmt: skip
CHANNELS: tuple[str, ...] = get_args(schema.Channel)
# What nobody of theirs need take part in.
TO_ALL = {"mailing", "event", "gift"}

KINDS: dict[str, Kind] = {
    **dict.fromkeys(CHANNELS, TOUCHPOINT),
    "issue": Kind(
        "an issue", "issues", schema.Issue, "what",
        {"date": "opened", "kind": "kind", "severity": "severity", "answered": "answered",
         "closed": "closed", "owned": "owned"},
        day="opened", main=("severity", "date"), asks="What went wrong",
    ),
    "idea": Kind(
        "an idea", "ideas", schema.Idea, "what",
        {"date": "date", "ours": "by", "outcome": "outcome"},
        day="date", mine=True, main=("ours", "date"), asks="Which idea",
    ),
    "promise": Kind(
        "a promise", "commitments", schema.Commitment, "what",
        {"date": "made", "them": "by", "ours": "person", "with": "to", "due": "due",
         "done": "done", "origin": "origin"},
        day="made", mine=True, main=("with", "due", "ours"), asks="What was promised",
    ),
    "result": Kind(
        "a result", "results", schema.BusinessResult, "what",
        {"date": "date", "with": "confirmed_by"}, day="date", main=("with", "date"),
        asks="Which result",
    ),
    "feedback": Kind(
        "feedback", "feedback", schema.Feedback, "comment",
        {"date": "given", "kind": "kind", "with": "contact", "asked": "asked",
         "rating": "rating", "note": "comment"},
        day="given", main=("with", "kind", "rating", "note"),
    ),
    "news": Kind(
        "news", "news", schema.News, "what",
        {"date": "date", "our-word": "our_word", "rival-first": "rival_first"},
        day="date", main=("date", "our-word"), asks="What happened",
    ),
    "goal": Kind(
        "a goal", "goals", schema.Goal, "what",
        {"date": "confirmed", "with": "from", "reached": "reached"},
        day="confirmed", main=("with",), asks="What they want to reach",
    ),
    "opportunity": Kind(
        "an opportunity", "opportunities", schema.Opportunity, "service",
        {"date": "opened", "amount": "amount", "closed": "closed", "won": "won"},
        day="opened", main=("amount", "date"), asks="Which service",
    ),
    "referral": Kind(
        "a referral", "referrals", schema.Referral, "who",
        {"date": "date", "with": "from", "asked": "asked"}, day="date", main=("with", "date"),
        asks="Whom they sent, if it is known",
    ),
    "rival": Kind(
        "a rival", "rivals", schema.Rival, "who",
        {"date": "seen", "where": "where", "answered": "answered"},
        day="seen", main=("where", "date"), asks="Who was seen",
    ),
    # Since when somebody is in a role, or buys, nobody knows from when it is told.
    "contact": Kind(
        "a contact", "contacts", schema.Contact, "name",
        {"id": "id", "date": "since", "title": "title", "email": "email", "phone": "phone",
         "role": "role", "succeeds": "succeeds", "until": "until"},
        main=("title", "email", "role"), asks="Their name",
    ),
    "service": Kind(
        "a service", "services", schema.BoughtService, "service",
        {"date": "since", "until": "until", "annual": "annual"}, main=("date", "annual"),
        asks="Which service",
    ),
}  # fmt: skip
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
