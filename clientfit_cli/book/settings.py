"""Settings: every default number of the method, overridable by `clientfit.yaml`.

What belongs to one signal, alarm or action has its default in that member's own file; the section
of the same name here overrides it. Everything else has its default here.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from clientfit_cli.base.problems import Problem, said
from clientfit_cli.book import jsonschema, member_numbers
from clientfit_cli.book import schema as records
from clientfit_cli.book.schema import Amount, Day, Id, Name, Number, Record
from clientfit_cli.book.validate import Finding, placed, validated
from clientfit_cli.yamlio import reader
from clientfit_cli.yamlio.documents import KEY

if TYPE_CHECKING:
    from clientfit_cli.base.problems import Route
    from clientfit_cli.book.member_numbers import NumbersOf
    from clientfit_cli.storage.tree import Tree


def _whole(value: float) -> float:
    if value != int(value):
        raise PydanticCustomError("out-of-range", "{value} is not a whole number", {"value": value})
    return value


Share = Annotated[Number, Field(ge=0, le=1)]
Positive = Annotated[Number, Field(gt=0, le=100_000)]
Whole = Annotated[Positive, AfterValidator(_whole)]
Points = Annotated[Number, Field(ge=0, le=100)]


def _time_zone(value: object) -> str:
    try:
        return ZoneInfo(str(value)).key
    except (ValueError, OSError, ModuleNotFoundError, LookupError):
        raise PydanticCustomError(
            "bad-time-zone", "{value} is not a time zone", {"value": said(value)}
        ) from None


def _switch(value: object) -> float | bool | str:
    """Take a value as the kind of thing that it looks like; `member_numbers` knows which fits."""
    for meaning in (records._boolean, records._number):  # noqa: SLF001  # one meaning in all files
        with suppress(PydanticCustomError):
            return meaning(value)
    if isinstance(value, str):
        return value
    raise PydanticCustomError("bad-number", "{value} is no value", {"value": said(value)})


def _spelled_out(value: object) -> object:
    """`off` is short for `{on: off}`."""
    return {"on": value} if isinstance(value, str) else value


TimeZone = Annotated[str, PlainValidator(_time_zone), WithJsonSchema({"type": "string"})]
Switch = Annotated[
    float | bool | str,
    PlainValidator(_switch),
    WithJsonSchema({"type": ["number", "boolean", "string"]}),
]


class Colleague(Record):
    """One of ours."""

    id: Id
    name: Name | None = None
    email: Name | None = None
    aliases: list[Name] | None = Field(None, description=records.ALIASES)
    since: Day | None = None
    until: Day | None = None


class Fits(Record):
    """Which accounts a service fits; what is not said fits all."""

    industry: list[Name] | None = None
    tier: list[Name] | None = None


class Service(Record):
    """A service of the catalogue."""

    id: Id
    name: Name | None = None
    fits: Fits = Fits()


class StrengthNumbers(Record):
    """How strong a relationship is, and how it fades."""

    half_life: Positive = Field(60, description="days after which a touchpoint counts half")
    scale: Positive = Field(4, description="the sum of depths that makes strength 50")
    one_way_cap: Points = Field(40, description="the most, without a two-way touchpoint")
    two_way_days: Whole = Field(180, description="how long a two-way touchpoint lifts the cap")
    acquainted: Points = 20
    real: Points = 50
    trusted: Points = 80
    step: Points = Field(5, description="rise or fall that is a direction")
    step_days: Whole = Field(28, description="days over which a direction is measured")
    depth: dict[records.Channel, Annotated[Number, Field(ge=0, le=1000)]] = {}


DEPTH: dict[str, float] = {
    "visit": 4, "meeting": 4, "video": 3, "call": 3, "event": 2, "gift": 2, "message": 1,
    "email": 1, "mailing": 0,
}  # fmt: skip


class BandNumbers(Record):
    """Where green and red begin, and how much must be known."""

    green: Points = 75
    red: Points = 50
    known: Share = Field(0.5, description="below this share of known weight the band is unknown")


class RiskNumbers(Record):
    """The causes of leaving: their shares of defections, and how a new decision maker is read."""

    guard: Points = 40
    innovation: Points = 22
    service: Points = 20
    drift: Points = 18
    grace: Positive = Field(90, description="days in the seat before a change wears off")
    half: Positive = Field(90, description="days in which what is left of it halves")
    floor: Share = Field(0.15, description="what always remains of it")
    rival_days: Whole = Field(90, description="how long an unanswered rival counts")


class DueNumbers(Record):
    """Business days until an action is due, by what the alarm behind it caps at."""

    red: Whole = 2
    yellow: Whole = 5
    other: Whole = 10


class GrowthNumbers(Record):
    """When there is something to expand, and whom to ask for a referral."""

    mood: Annotated[Number, Field(ge=-2, le=2)] = 0
    asked_days: Whole = Field(180, description="days between two requests for a referral")


class Dimensions(Record):
    """Weights of the dimensions."""

    relationships: Amount = 30
    engagement: Amount = 20
    delivery: Amount = 20
    value: Amount = 15
    voice: Amount = 10
    growth: Amount = 5


class Scoring(Record):
    """The numbers of the method."""

    strength: StrengthNumbers = StrengthNumbers()
    bands: BandNumbers = BandNumbers()
    risk: RiskNumbers = RiskNumbers()
    due: DueNumbers = DueNumbers()
    growth: GrowthNumbers = GrowthNumbers()
    dimensions: Dimensions = Dimensions()
    coverage: Annotated[Number, Field(ge=1, le=10), AfterValidator(_whole)] = Field(
        3, description="people on each side"
    )
    below: Points = Field(50, description="a signal whose fit is below this asks for an action")
    budgeted_loss: Share = Field(0.2, description="the loss a year that firms budget for")
    signals: dict[Name, dict[Name, Switch]] = {}
    alarms: dict[Name, Annotated[dict[Name, Switch], BeforeValidator(_spelled_out)]] = {}
    actions: dict[Name, Annotated[dict[Name, Switch], BeforeValidator(_spelled_out)]] = {}


class Settings(Record):
    """What `clientfit.yaml` may say."""

    currency: Name = "USD"
    timezone: TimeZone = "UTC"
    team: list[Colleague] | None = None
    services: list[Service] = []
    cadence: dict[Name, Annotated[Number, Field(gt=0, le=1000)]] = Field(
        {}, description="days between two-way touchpoints, by tier; `default` for the others"
    )
    holidays: list[Day] = []
    scoring: Scoring = Scoring()

    def numbers(self, folder: str, name: str) -> dict[str, float | bool | str]:
        """List what this book sets for one signal, alarm or action."""
        numbers: dict[str, float | bool | str] = getattr(self.scoring, folder).get(name, {})
        return numbers


def read(tree: Tree, numbers_of: NumbersOf | None) -> tuple[Settings, list[Problem]]:
    """Read the settings of a book; without a file, or with a wrong one, the defaults hold.

    `numbers_of` tells which numbers the signals, alarms and actions have; without it nobody asks.
    """
    name = tree.settings()
    if name is None:
        return Settings(), []
    documents, problems = reader.read(tree, name)
    findings: list[Finding] = []
    data: dict[str, Any] = {}
    for document in documents:
        for key, value in document.data.items():
            if key in data:
                findings.append(
                    Finding(
                        name, document.index, (key, KEY), "duplicate-key",
                        f"`{key}` stands in two documents", "keep one of the two",
                    )
                )  # fmt: skip
            data[key] = value
    index = {key: document.index for document in documents for key in document.data}

    def found(route: Route, code: str, message: str, hint: str) -> None:
        findings.append(
            Finding(name, index.get(str(route[0]), 0) if route else 0, route, code, message, hint)
        )

    made = validated(Settings, data)
    if isinstance(made, list):
        for item in made:
            found(*item)
        # What is sound still holds: a slip in one section must not make strangers of the team.
        wrong = {item[0][0] for item in made if item[0]}
        rest = validated(Settings, {key: data[key] for key in data if key not in wrong})
        settings = rest if isinstance(rest, Settings) else Settings()
    else:
        settings = made
        for item in _disagreements(settings, numbers_of):
            found(*item)
    return settings, problems + placed(findings, tree)


def _disagreements(
    settings: Settings, numbers_of: NumbersOf | None
) -> list[tuple[Route, str, str, str]]:
    """Find settings that name what is not there, or that contradict one another."""
    found: list[tuple[Route, str, str, str]] = []
    for section in ("team", "services"):
        seen: set[str] = set()
        for row, item in enumerate(getattr(settings, section) or []):
            if item.id in seen:
                found.append(
                    ((section, row, "id"), "duplicate-id", f"`{item.id}` stands twice",
                     "give each its own id")
                )  # fmt: skip
            seen.add(item.id)
    for row, person in enumerate(settings.team or []):
        if person.since and person.until and person.until < person.since:
            found.append(
                (("team", row, "until"), "date-order",
                 f"until {person.until} is before since {person.since}", "correct one of the two")
            )  # fmt: skip
    bands = settings.scoring.bands
    if not any(settings.scoring.dimensions.model_dump().values()):
        found.append(
            (("scoring", "dimensions"), "out-of-range", "every dimension weighs 0",
             "health needs one that weighs something")
        )  # fmt: skip
    if bands.red > bands.green:
        found.append(
            (("scoring", "bands", "red"), "out-of-range",
             f"red ({bands.red:g}) lies above green ({bands.green:g})", "red is the lower one")
        )  # fmt: skip
    for group in member_numbers.GROUPS:
        given = getattr(settings.scoring, group)
        if given and numbers_of:
            found += member_numbers.wrong(group, given, numbers_of(group))
    return found


def schema(numbers_of: NumbersOf) -> dict[str, Any]:
    """JSON Schema of the settings for editors, with every number of every member."""
    made = Settings.model_json_schema(by_alias=True)
    made["$defs"]["Scoring"]["properties"] |= member_numbers.schema(numbers_of)
    return jsonschema.finished(made)
