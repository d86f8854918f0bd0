"""The record sections of an account: one row for each says all that the program knows of it.

Which days a row is known from, what is filled in later, whom it names, how it becomes columns, how
it is logged and how a brief tells it. A new section is a model and a field in `schema`, one row
here, and the facts or signals that read it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

from clientfit_cli.book import schema
from clientfit_cli.book.columns import column

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from clientfit_cli.base.problems import Route
    from clientfit_cli.book.model import Account
    from clientfit_cli.book.schema import Record

# How a value becomes a cell of a column: `day` that is missing never comes, `since` always was;
# `choice` is the place of a word in what the model lists.
Cell = Literal["day", "since", "number", "text", "choice", "contact", "person", "service"]


@dataclass(frozen=True)
class Log:
    """How somebody tells a row of the section: the keys that their words and each option fill.

    `day` is the key that is today's unless it is told; `mine` says that it is ours to do, and the
    user's unless somebody else is named; `main` are the options that are asked for one by one,
    after the words, for which `asks` is the question.
    """

    called: str
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


@dataclass(frozen=True)
class Section:
    """What is true of every row of one record section; fields are named as in its model.

    - `label` names a row for people; "" where nothing of it does.
    - `first` are the days from which a row is known: when all that it has of them come later, it is
      not there yet. A row without any has always been there.
    - `starts` are the days that say something happened between the client and us, from which an
      account without `since` counts; those of `first` unless told.
    - `later` are the days that are filled in later, each with what is only known with it.
    - `order` are pairs of days of which the second may not come before the first.
    - `timeless` are the days that none of these speaks of.
    - `people`: the rows are persons. Earlier rows may name those who come later, so they stay, as
      people who are still to come.
    - `contacts`, `ours` and `services` name contacts, our people and services of the catalogue.
    - `columns` are what the engine reads; `flags` are columns that say whether a field has a value.
    - `closable` names what is ours to close, and `ends` the day that closes it.
    - `private` takes a note that an import brings only when asked to.
    - `log` says how a row is told, `happened` how a brief tells each day of it, and how it sounds.
    """

    name: str
    model: type[Record]
    label: str = "what"
    first: tuple[str, ...] = ()
    starts: tuple[str, ...] | None = None
    later: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    order: tuple[tuple[str, str], ...] = ()
    timeless: tuple[str, ...] = ()
    people: bool = False
    contacts: tuple[str, ...] = ()
    ours: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    columns: Mapping[str, Cell] = field(default_factory=dict)
    flags: Mapping[str, tuple[str, object]] = field(default_factory=dict)
    closable: str = ""
    ends: str = ""
    private: str = ""
    log: Log | None = None
    happened: tuple[tuple[str, str, str], ...] = ()

    def key(self, name: str) -> str:
        """Say what a file calls a field (`from`, where the model has `from_`)."""
        return self.model.model_fields[name].alias or name

    def choices(self, name: str) -> tuple[str, ...]:
        """List the words that a field can have; none where it is free."""
        return _words(self.model.model_fields[name].annotation)


def _words(annotation: Any) -> tuple[str, ...]:
    """List the words of the literals that an annotation speaks of."""
    if isinstance(annotation, str):
        return (annotation,)
    return tuple(word for inner in get_args(annotation) for word in _words(inner))


_ROWS = (
    Section(
        "team", schema.TeamMember, label="person", people=True, first=("since",),
        later={"until": ()}, order=(("since", "until"),), ours=("person",),
        columns={"person": "person", "since": "since", "until": "day"},
        flags={"lead": ("role", "lead")},
    ),
    Section(
        "contacts", schema.Contact, label="name", people=True, first=("since",), starts=(),
        later={"until": ()}, order=(("since", "until"),), contacts=("succeeds",),
        columns={"role": "choice", "since": "since", "until": "day"},
        # Since when somebody is in a role, or buys, nobody knows from when it is told.
        log=Log(
            "a contact", "name",
            {"id": "id", "date": "since", "title": "title", "email": "email", "phone": "phone",
             "role": "role", "succeeds": "succeeds", "until": "until"},
            main=("title", "email", "role"), asks="Their name",
        ),
        happened=(("since", "{} took up the role", ""), ("until", "{} left the role", "bad")),
    ),
    Section(
        "services", schema.BoughtService, label="service", first=("since",), later={"until": ()},
        order=(("since", "until"),), services=("service",),
        columns={"service": "service", "since": "since", "until": "day"},
        log=Log(
            "a service", "service", {"date": "since", "until": "until", "annual": "annual"},
            main=("date", "annual"), asks="Which service",
        ),
    ),
    Section(
        "touchpoints", schema.Touchpoint, label="", first=("date",), later={"answered": ()},
        order=(("date", "answered"),), contacts=("theirs",), ours=("ours",),
        columns={
            "date": "day", "channel": "choice", "answered": "day", "topic": "choice",
            "mood": "number", "minutes": "number", "planned_minutes": "number",
        },
        flags={"by_them": ("by", "them")},
        log=Log(
            "a touchpoint", "note",
            {"date": "date", "with": "theirs", "ours": "ours", "them": "by",
             "answered": "answered", "topic": "topic", "gave": "gave", "mood": "mood",
             "minutes": "minutes", "planned": "planned_minutes", "note": "note"},
            day="date", mine=True, main=("with", "date", "ours", "mood", "note"),
        ),
    ),
    Section(
        "commitments", schema.Commitment, first=("made",), later={"done": ()},
        order=(("made", "done"), ("made", "due")), contacts=("to",), ours=("person",),
        columns={
            "to": "contact", "person": "person", "made": "since", "due": "day", "done": "day",
        },
        flags={"by_us": ("by", "us"), "from_sale": ("origin", "sale")},
        closable="promise", ends="done",
        log=Log(
            "a promise", "what",
            {"date": "made", "them": "by", "ours": "person", "with": "to", "due": "due",
             "done": "done", "origin": "origin"},
            day="made", mine=True, main=("with", "due", "ours"), asks="What was promised",
        ),
        happened=(("made", "promised: {}", ""), ("done", "done: {}", "good")),
    ),
    Section(
        "issues", schema.Issue, first=("opened",), later={"answered": (), "closed": ()},
        order=(("opened", "closed"), ("opened", "answered")),
        columns={"severity": "choice", "opened": "day", "closed": "day"},
        flags={"owned": ("owned", True)}, closable="issue", ends="closed",
        log=Log(
            "an issue", "what",
            {"date": "opened", "kind": "kind", "severity": "severity", "answered": "answered",
             "closed": "closed", "owned": "owned"},
            day="opened", main=("severity", "date"), asks="What went wrong",
        ),
        happened=(("opened", "issue opened: {}", "bad"), ("closed", "issue closed: {}", "good")),
    ),
    Section(
        "ideas", schema.Idea, first=("date",), ours=("by",), columns={"date": "day"},
        log=Log(
            "an idea", "what", {"date": "date", "ours": "by", "outcome": "outcome"},
            day="date", mine=True, main=("ours", "date"), asks="Which idea",
        ),
        happened=(("date", "idea: {}", ""),),
    ),
    Section(
        "results", schema.BusinessResult, first=("date",), contacts=("confirmed_by",),
        columns={"date": "day", "confirmed_by": "contact"},
        log=Log(
            "a result", "what", {"date": "date", "with": "confirmed_by"}, day="date",
            main=("with", "date"), asks="Which result",
        ),
        happened=(("date", "result: {}", "good"),),
    ),
    Section(
        "feedback", schema.Feedback, label="", first=("asked", "given"),
        later={"asked": (), "given": ("rating", "comment")}, order=(("asked", "given"),),
        contacts=("contact",), private="comment",
        columns={
            "kind": "choice", "contact": "contact", "asked": "day", "given": "day",
            "rating": "number",
        },
        log=Log(
            "feedback", "comment",
            {"date": "given", "kind": "kind", "with": "contact", "asked": "asked",
             "rating": "rating", "note": "comment"},
            day="given", main=("with", "kind", "rating", "note"),
        ),
        happened=(("given", "{}", ""),),
    ),
    Section(
        "news", schema.News, first=("date",), later={"our_word": ()},
        order=(("date", "our_word"),), columns={"date": "day", "our_word": "day"},
        flags={"rival_first": ("rival_first", True)},
        log=Log(
            "news", "what",
            {"date": "date", "our-word": "our_word", "rival-first": "rival_first"},
            day="date", main=("date", "our-word"), asks="What happened",
        ),
        happened=(("date", "news of theirs: {}", ""),),
    ),
    Section(
        "goals", schema.Goal, first=("confirmed", "reached"), starts=("confirmed",),
        later={"confirmed": (), "reached": ()}, order=(("confirmed", "reached"),),
        contacts=("from_",), columns={"from_": "contact", "confirmed": "day", "reached": "day"},
        log=Log(
            "a goal", "what", {"date": "confirmed", "with": "from", "reached": "reached"},
            day="confirmed", main=("with",), asks="What they want to reach",
        ),
        happened=(("confirmed", "goal confirmed: {}", ""), ("reached", "goal reached: {}", "good")),
    ),
    Section(
        "opportunities", schema.Opportunity, label="service", first=("opened",),
        later={"closed": ("won",)}, order=(("opened", "closed"),), services=("service",),
        columns={"service": "service", "opened": "day", "closed": "day", "amount": "number"},
        flags={"won": ("won", True)},
        log=Log(
            "an opportunity", "service",
            {"date": "opened", "amount": "amount", "closed": "closed", "won": "won"},
            day="opened", main=("amount", "date"), asks="Which service",
        ),
        happened=(
            ("opened", "opportunity opened: {}", ""), ("closed", "opportunity closed: {}", ""),
        ),
    ),
    Section(
        "referrals", schema.Referral, label="", first=("asked", "date"),
        later={"asked": (), "date": ()}, order=(("asked", "date"),), contacts=("from_",),
        columns={"date": "day", "from_": "contact", "asked": "day"},
        log=Log(
            "a referral", "who", {"date": "date", "with": "from", "asked": "asked"}, day="date",
            main=("with", "date"), asks="Whom they sent, if it is known",
        ),
        happened=(("date", "referred us: {}", "good"),),
    ),
    Section(
        "rivals", schema.Rival, label="who", first=("seen",), later={"answered": ()},
        order=(("seen", "answered"),), columns={"seen": "day", "answered": "day"},
        log=Log(
            "a rival", "who", {"date": "seen", "where": "where", "answered": "answered"},
            day="seen", main=("where", "date"), asks="Who was seen",
        ),
        happened=(("seen", "rival seen: {}", "bad"), ("answered", "rival answered: {}", "good")),
    ),
    Section(
        "actions", schema.TakenAction, first=("created",), starts=(), later={"done": ()},
        order=(("created", "done"), ("created", "due")), contacts=("contact",), ours=("owner",),
        columns={
            "contact": "contact", "owner": "person", "created": "since", "due": "day",
            "done": "day", "what": "text", "signal": "text",
        },
        closable="action", ends="done",
        happened=(("done", "action done: {}", "good"),),
    ),
)  # fmt: skip
SECTIONS: dict[str, Section] = {section.name: section for section in _ROWS}
# What an account says of itself, once.
SCALARS: tuple[str, ...] = tuple(
    name for name in schema.AccountDocument.model_fields if name not in {"account", *SECTIONS}
)


class Named(NamedTuple):
    """A name that a row gives, and where: its section, row, and the keys within the row."""

    name: str
    section: str
    row: int
    keys: Route

    @property
    def route(self) -> Route:
        """Where it stands in the account."""
        return (self.section, self.row, *self.keys)


def names(
    account: Account,
    naming: Literal["contacts", "ours", "services"],
    known: set[str] | frozenset[str] = frozenset(),
) -> Iterator[Named]:
    """List whom or what the rows of an account name; those of `known` left out."""
    for section, about in SECTIONS.items():
        for attribute in getattr(about, naming):
            key = about.key(attribute)
            for row, value in enumerate(column(account.rows(section), attribute)):
                if isinstance(value, list):
                    if not known.issuperset(value):
                        for place, name in enumerate(value):
                            if name not in known:
                                yield Named(name, section, row, (key, place))
                elif value is not None and value not in known:
                    yield Named(value, section, row, (key,))
