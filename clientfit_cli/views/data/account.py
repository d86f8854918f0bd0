"""One account, as the formats of programs give it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from clientfit_cli.base.vocabulary import DIMENSIONS
from clientfit_cli.views.data.actions import step_data

if TYPE_CHECKING:
    from clientfit_cli.outcome.account import AccountOutcome, Reading

COLUMNS = (
    "account", "name", "owner", "tier", "band", "health", "change_7d", "change_28d", "known",
    "risk", "main_cause", "revenue", "revenue_at_risk", "coverage", "strands", "alarms",
    "top_action",
)  # fmt: skip


def cover(one: AccountOutcome) -> str:
    """Write coverage in a few letters: 2x3, and what is wrong with it."""
    found = one.coverage
    if found is None:
        return "·"
    word = {"hollow": " hollow", "single-threaded": " single"}.get(found.verdict, "")
    return f"{found.ours}x{found.theirs}{word}"


def place(one: AccountOutcome, name: str) -> str:
    """Write where a signal or alarm was read: the file in the book, the line, how many more."""
    evidence = one.evidence.get(name)
    if evidence is None:
        return ""
    where = evidence.places[0]
    text = f"{where.file.removeprefix(one.book.root)}:{where.line}"
    return text + (f" +{evidence.rows - 1}" if evidence.rows > 1 else "")


class Dimension(NamedTuple):
    """A part of health, and the signals that it is made of."""

    name: str
    score: float | None
    readings: list[Reading]


def by_dimension(one: AccountOutcome) -> list[Dimension]:
    """Put the signals of an account under the dimensions that have any."""
    scores, readings = one.dimensions, one.readings
    dimensions = [
        Dimension(name, scores[name], [signal for signal in readings if signal.dimension == name])
        for name in DIMENSIONS
    ]
    return [dimension for dimension in dimensions if dimension.readings]


def record(one: AccountOutcome) -> list[object]:
    found = one.coverage
    return [
        one.id, one.name, one.owner, one.tier, one.band, rounded(one.health),
        rounded(one.change(1)), rounded(one.change(4)), rounded(one.known, 3), rounded(one.risk),
        one.main_cause, one.revenue, rounded(one.revenue_at_risk),
        f"{found.ours}x{found.theirs}" if found else None, found.strands if found else None,
        " ".join(alarm.name for alarm in one.alarms),
        one.first_step.what if one.first_step else None,
    ]  # fmt: skip


def rounded(value: float | None, digits: int = 2) -> float | None:
    return None if value is None else round(value, digits)


def account_data(one: AccountOutcome) -> dict[str, Any]:
    """What one account comes to, for programs."""
    found = one.coverage
    return {
        "account": one.id,
        "name": one.name,
        "owner": one.owner,
        "tier": one.tier,
        "band": one.band,
        "health": rounded(one.health),
        "known": rounded(one.known, 4),
        "change_7d": rounded(one.change(1)),
        "change_28d": rounded(one.change(4)),
        "trend": [rounded(value) for value in one.trend],
        "risk": rounded(one.risk),
        "main_cause": one.main_cause,
        "causes": {cause: rounded(points) for cause, points in one.causes.items()},
        "revenue": one.revenue,
        "revenue_at_risk": rounded(one.revenue_at_risk),
        "coverage": {
            "ours": found.ours, "theirs": found.theirs, "strands": found.strands,
            "verdict": found.verdict, "points": rounded(found.points),
        } if found else None,
        "dimensions": {name: rounded(score) for name, score in one.dimensions.items()},
        "signals": [
            {
                "signal": reading.name, "dimension": reading.dimension,
                "value": rounded(reading.value, 4), "unit": reading.unit,
                "fit": rounded(reading.fit), "weight": rounded(reading.weight, 4),
            }
            for reading in one.readings
        ],
        "alarms": [
            {"alarm": alarm.name, "caps": alarm.caps, "why": alarm.why} for alarm in one.alarms
        ],
        "actions": [step_data(step) for step in one.steps],
    }  # fmt: skip
