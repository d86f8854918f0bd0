"""Account, Contact, Touchpoint, ...: what the files of a book may say, and how it is typed.

Every value arrives as text (or as nothing) and is given its type here; the JSON Schema for editors
is generated from the same models. An absent section is not tracked; an empty list means none.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from clientfit_cli.base.problems import said

FIRST_YEAR, LAST_YEAR = 1900, 2199
MOST_PEOPLE = 100  # on one side of one touchpoint

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(
    r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?([Zz]|[+-]\d{2}:\d{2})?", re.ASCII
)
_NUMBER = re.compile(r"[+-]?(\d{1,18}(\.\d{0,9})?|\.\d{1,9})", re.ASCII)
_ID = re.compile(r"[a-z0-9._-]{1,64}")


@lru_cache(maxsize=50_000)
def _day(value: object) -> dt.date:
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            day = dt.date.fromisoformat(value)
        except ValueError:
            pass
        else:
            if FIRST_YEAR <= day.year <= LAST_YEAR:
                return day
            raise PydanticCustomError(
                "bad-date", "{value} is not between the years 1900 and 2199", {"value": value}
            )
    raise PydanticCustomError(
        "bad-date", "{value} is not a date (YYYY-MM-DD)", {"value": said(value)}
    )


def _any_day(value: object) -> dt.date:
    if isinstance(value, (list, dict)):
        raise PydanticCustomError(
            "bad-date", "{value} is not a date (YYYY-MM-DD)", {"value": said(value)}
        )
    return _day(value)


def _moment(value: object) -> dt.date | dt.datetime:
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        try:
            moment = dt.datetime.fromisoformat(value.upper())
        except ValueError:
            pass
        else:
            # A year of room, so that no time zone can carry the day out of range.
            if FIRST_YEAR < moment.year < LAST_YEAR:
                return moment
    return _any_day(value)


def _number(value: object) -> float:
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        return float(value)
    raise PydanticCustomError("bad-number", "{value} is not a number", {"value": said(value)})


def _boolean(value: object) -> bool:
    if isinstance(value, str):
        word = value.lower()
        if word in {"true", "yes", "on"}:
            return True
        if word in {"false", "no", "off"}:
            return False
    raise PydanticCustomError(
        "bad-boolean", "{value} is neither yes nor no", {"value": said(value)}
    )


@lru_cache(maxsize=50_000)
def _checked_id(value: object) -> str:
    if isinstance(value, str) and _ID.fullmatch(value):
        return value
    raise PydanticCustomError(
        "bad-id",
        "{value} is not an id (lower-case letters, digits, `.`, `_`, `-`)",
        {"value": said(value)},
    )


def _id(value: object) -> str:
    return _checked_id(said(value) if isinstance(value, (list, dict)) else value)


# In a schema: text that an editor may take for something else, and the ways to write a boolean.
_scalar: dict[str, Any] = {"type": ["string", "number", "boolean"]}
YES_OR_NO: dict[str, Any] = {"enum": [True, False, "yes", "no", "on", "off"]}

Day = Annotated[
    dt.date, PlainValidator(_any_day), WithJsonSchema({"type": "string", "format": "date"})
]
Moment = Annotated[
    dt.date | dt.datetime,
    PlainValidator(_moment),
    WithJsonSchema(
        {"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]}
    ),
]
Number = Annotated[float, PlainValidator(_number), WithJsonSchema({"type": "number"})]
Amount = Annotated[
    float, BeforeValidator(_number), Field(ge=0), WithJsonSchema({"type": "number", "minimum": 0})
]
Boolean = Annotated[bool, PlainValidator(_boolean), WithJsonSchema(YES_OR_NO)]
Id = Annotated[str, PlainValidator(_id), WithJsonSchema({**_scalar, "pattern": f"^{_ID.pattern}$"})]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200), WithJsonSchema(_scalar)]
Note = Annotated[str, StringConstraints(max_length=20_000), WithJsonSchema(_scalar)]
Side = Literal["us", "them"]
By = Side
Channel = Literal[
    "visit", "meeting", "video", "call", "event", "gift", "message", "email", "mailing"
]
Role = Literal["decision_maker", "sponsor", "champion", "influencer", "user", "blocker"]
Topic = Literal["strategic", "operational", "commercial", "social", "review"]
Gift = Literal["idea", "insight", "result", "introduction", "help", "training", "thanks"]
Severity = Literal["minor", "major", "critical"]
Band = Literal["green", "yellow", "red", "unknown"]


class Record(BaseModel):
    """A row of a file: unknown keys are refused, and nothing changes once read."""

    # Only the outermost models are ever built: each builds its inner ones with it.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Fact(Record):
    """A row that may have been imported."""

    ref: Id | None = Field(
        None, description="where it was imported from, so that importing it again adds nothing"
    )


ALIASES = "other names or e-mail addresses, by which imports and `log` know them"


class TeamMember(Record):
    """One of ours on this account."""

    person: Id
    role: Name | None = Field(None, description="`lead` leads the account; other roles are free")
    since: Day | None = None
    until: Day | None = None


class Preferences(Record):
    """How a contact likes to work; without `asked` it is our assumption and counts as unknown."""

    channel: Channel | None = None
    detail: Name | None = None
    hours: Name | None = None
    asked: Day | None = Field(None, description="the day we asked them")


class Contact(Fact):
    """One of theirs."""

    id: Id
    name: Name
    title: Name | None = None
    email: Name | None = None
    phone: Name | None = None
    aliases: list[Name] | None = Field(None, description=ALIASES)
    role: Role | None = None
    since: Day | None = Field(None, description="in this role since")
    until: Day | None = Field(None, description="left the role or the client")
    succeeds: Id | None = Field(None, description="the contact whose seat it was")
    prefers: Preferences | None = None
    personal: list[Note] | None = None


class BoughtService(Fact):
    """A service of the catalogue that the account buys."""

    service: Id
    since: Day | None = None
    until: Day | None = None
    annual: Amount | None = Field(None, description="what they pay for it a year")


class Touchpoint(Fact):
    """A contact between our people and theirs."""

    date: Moment
    channel: Channel
    ours: list[Id] = Field(default_factory=list, max_length=MOST_PEOPLE)
    theirs: list[Id] = Field(default_factory=list, max_length=MOST_PEOPLE)
    by: Side = Field("us", description="who began it")
    answered: Day | None = Field(None, description="when the other side answered")
    topic: Topic | None = None
    gave: list[Gift] | None = Field(None, description="what the client got from it")
    mood: Annotated[Number, Field(ge=-2, le=2)] | None = Field(
        None, description="how their people came out of it, -2 to 2"
    )
    minutes: Amount | None = None
    planned_minutes: Amount | None = None
    note: Note | None = None


class Commitment(Fact):
    """A promise, ours or theirs."""

    what: Note
    by: By = "us"
    person: Id | None = Field(None, description="who of ours keeps it")
    to: Id | None = Field(None, description="the contact it was made to")
    made: Day | None = None
    due: Day | None = None
    done: Day | None = None
    origin: Name | None = Field(None, description="`sale` for what was promised at the sale")


class Issue(Fact):
    """Something that went wrong for the client."""

    what: Note
    kind: Name | None = None
    severity: Severity = "minor"
    opened: Day
    answered: Day | None = None
    closed: Day | None = None
    owned: Boolean | None = Field(None, description="we said it was ours to mend")


class Idea(Fact):
    """A new idea that we brought."""

    what: Note
    date: Day
    by: Id | None = None
    outcome: Name | None = None


class BusinessResult(Fact):
    """A business result in the client's own terms; it counts once they confirm it."""

    what: Note
    date: Day
    confirmed_by: Id | None = None


class Feedback(Fact):
    """What a contact thinks of us, asked or given."""

    kind: Literal["satisfaction", "quality", "trust"] = "satisfaction"
    contact: Id | None = None
    asked: Day | None = None
    given: Day | None = None
    rating: Annotated[Number, Field(ge=0, le=10)] | None = None
    comment: Note | None = None


class News(Fact):
    """An event in the client's world."""

    what: Note
    date: Day
    our_word: Day | None = Field(None, description="the day we spoke to them about it")
    rival_first: Boolean = False


class Goal(Fact):
    """A goal of the client's."""

    what: Note
    from_: Id | None = Field(None, alias="from")
    confirmed: Day | None = None
    reached: Day | None = None


class Opportunity(Fact):
    """A sale that may come."""

    service: Id
    opened: Day
    amount: Amount | None = None
    closed: Day | None = None
    won: Boolean | None = None


class Referral(Fact):
    """Somebody they sent to us; without `date` it was asked for and has not come."""

    date: Day | None = None
    from_: Id | None = Field(None, alias="from")
    asked: Day | None = None
    who: Name | None = None


class Rival(Fact):
    """A rival seen at the client."""

    who: Name
    seen: Day
    where: Name | None = None
    answered: Day | None = None


class TakenAction(Record):
    """An action that somebody took on."""

    what: Note
    signal: Id | None = Field(None, description="the signal, alarm or action that it answers")
    contact: Id | None = None
    owner: Id
    created: Day | None = None
    due: Day | None = None
    done: Day | None = None


class Loss(Record):
    """The end of the account."""

    date: Day | None = None
    cause: Name | None = None


class AccountDocument(Record):
    """One document of one account; documents with the same `account` add up."""

    account: Id
    name: Name | None = None
    industry: Name | None = None
    tier: Name | None = None
    owner: Id | None = Field(None, description="our lead unless the team says otherwise")
    revenue: Amount | None = Field(None, description="what they pay us a year")
    since: Day | None = None
    renewal: Day | None = None
    notice: Day | None = Field(None, description="the day they gave notice")
    lost: Loss | None = None
    cadence: Annotated[Number, Field(gt=0, le=1000)] | None = Field(
        None, description="days between two-way touchpoints that fit them"
    )
    note: Note | None = None
    domains: list[Name] | None = Field(
        None, description="the domains of their e-mail, by which imports know them"
    )
    aliases: list[Name] | None = Field(None, description=ALIASES)
    ref: Id | None = Field(None, description="where it was imported from")
    team: list[TeamMember] | None = None
    contacts: list[Contact] | None = None
    services: list[BoughtService] | None = None
    touchpoints: list[Touchpoint] | None = None
    commitments: list[Commitment] | None = None
    issues: list[Issue] | None = None
    ideas: list[Idea] | None = None
    results: list[BusinessResult] | None = None
    feedback: list[Feedback] | None = None
    news: list[News] | None = None
    goals: list[Goal] | None = None
    opportunities: list[Opportunity] | None = None
    referrals: list[Referral] | None = None
    rivals: list[Rival] | None = None
    actions: list[TakenAction] | None = None
