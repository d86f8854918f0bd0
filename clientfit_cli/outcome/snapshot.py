"""Snapshot: a result, frozen into one versioned JSON file that git can show the changes of.

A snapshot says what a book came to as of a day, without its facts: enough to compare with later,
and to prove what was known then. The health of an account is split over its signals into `points`
that add up to it.
"""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import asdict
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json

from clientfit_cli import __version__
from clientfit_cli.base import plugins
from clientfit_cli.base.errors import UserError
from clientfit_cli.base.problems import said, written
from clientfit_cli.base.vocabulary import number_of
from clientfit_cli.engine.scoring.strength import level
from clientfit_cli.outcome.snapshot_v1 import (
    Account,
    Alarm,
    Amount,
    Coverage,
    Frozen,
    Lost,
    Relationship,
    Signal,
    Taken,
    Totals,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from pathlib import Path

    from clientfit_cli.book.model import Book
    from clientfit_cli.book.settings import Settings
    from clientfit_cli.outcome.result import AccountResult, Result

VERSION = 1
LARGEST = 256 * 1024 * 1024  # bytes of a file
POINTS = 9  # digits: thirty of them must add up to a health of six
ADDS_UP = 1e-4  # points may miss the health by so much, before a file counts as tampered with


def freeze(result: Result) -> Frozen:
    """Freeze a result: its accounts in the order of their ids."""
    settings, totals = result.book.settings, result.totals
    relationships = _relationships(result)
    return Frozen(
        clientfit_snapshot=VERSION,
        version=__version__,
        as_of=result.day,
        settings=digest(settings),
        step=float(settings.scoring.strength.step),
        currency=settings.currency,
        book=Totals(
            len(result.accounts),
            round(totals.revenue, 2),
            round(sum(totals.at_risk.values()), 2),
            {band: Amount(number, round(revenue, 2))  # type: ignore[misc]
             for band, (number, revenue) in totals.by_band.items()},
            {cause: round(amount, 2) for cause, amount in totals.at_risk.items()},
        ),
        lost=tuple(_lost(result.book, result.day)),
        left_out=tuple(result.book.left_out),
        accounts=tuple(
            _account(one, relationships.get(one.at, []))
            for one in sorted(result.accounts, key=lambda one: one.id)
        ),
    )  # fmt: skip


def _account(one: AccountResult, relationships: Sequence[Relationship]) -> Account:
    cover = one.coverage
    return Account(
        account=one.id,
        name=one.name,
        owner=one.owner,
        tier=one.tier,
        band=one.band,  # type: ignore[arg-type]
        health=one.health,
        known=round(one.known, 4),
        risk=round(one.risk, 2),
        main_cause=one.main_cause,
        causes={cause: round(points, 2) for cause, points in one.causes.items()},
        revenue=one.revenue,
        revenue_at_risk=_rounded(one.revenue_at_risk, 2),
        coverage=Coverage(
            cover.ours, cover.theirs, cover.strands, cover.verdict, round(cover.points, 2)
        )
        if cover
        else None,
        dimensions={name: _rounded(score, 2) for name, score in one.dimensions.items()},
        signals=_signals(one),
        alarms=tuple(Alarm(two.name, two.caps, two.why) for two in one.alarms),  # type: ignore[arg-type]
        relationships=tuple(relationships),
        actions=tuple(_actions(one)),
    )


def _signals(one: AccountResult) -> dict[str, Signal]:
    points = _points(one)
    return {
        two.name: Signal(
            _rounded(two.value, 4), two.unit, _rounded(two.fit, 4), round(two.weight, 4),
            points[two.name],
        )
        for two in one.readings
    }  # fmt: skip


Points = dict[str, dict[str, float]]


def points(result: Result) -> Points:
    """Split every account's health over its signals; accounts of unknown health are left out."""
    return {one.id: _points(one) for one in result.accounts if one.health is not None}


def _points(one: AccountResult) -> dict[str, float]:
    card, column = one.result.card, one.result.column
    known = float(card.known_weight[one.at, column])
    names = [signal.name for signal in card.signals]
    fits = [float(card.fits[name][one.at, column]) for name in names]
    return {
        name: 0.0
        if math.isnan(fit) or not known
        else round(card.weights[name] * fit / known, POINTS)
        for name, fit in zip(names, fits, strict=True)
    }


def _relationships(result: Result) -> dict[int, list[Relationship]]:
    """Every pair that is there, by account; in the order of the contacts' and our people's ids.

    A strength of 0 is no relationship: they may only meet later.
    """
    tables, strength = result.tables, result.card.inputs.strength
    values = strength.by_pair.values[:, result.column]
    ids, people = tables["contacts"]["id"], tables.people
    found: dict[int, list[Relationship]] = {}
    for at in np.flatnonzero(np.nan_to_num(values) > 0).tolist():
        value = float(values[at])
        found.setdefault(int(tables.pairs.account[at]), []).append(
            Relationship(
                people[tables.pairs.person[at]],
                ids[tables.pairs.contact[at]],
                round(value, 2),
                level(value, strength.numbers),
            )
        )
    return found


def _actions(one: AccountResult) -> list[Taken]:
    """The rows of `actions` that were there on the day, in an order that no file decides."""
    day = one.result.day
    rows = [
        Taken(
            row.what, row.signal, row.contact, row.owner, row.created, row.due,
            row.done if row.done and row.done <= day else None,
        )
        for row in one.records.rows("actions")
        if row.created is None or row.created <= day
    ]  # fmt: skip
    return sorted(rows, key=lambda row: [str(value or "") for value in asdict(row).values()])


def _lost(book: Book, day: dt.date) -> list[Lost]:
    return [
        Lost(name, one.get("name") or name, lost.date, lost.cause, one.get("revenue"))
        for name, one in sorted(book.accounts.items())
        if (lost := one.get("lost")) and lost.date and lost.date <= day
    ]


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)


def digest(settings: Settings) -> str:
    """Name the settings that score: equal numbers have equal names, whoever wrote them down."""
    scoring = settings.scoring.model_dump(mode="json")
    for folder in ("signals", "alarms", "actions"):
        scoring[folder] = {
            name: {**member.numbers, **settings.numbers(folder, name)}
            for name, member in plugins.members(folder).items()
        }
    said_so = {
        "scoring": scoring,
        "cadence": settings.cadence,
        "holidays": sorted({number_of(day) for day in settings.holidays}),
        "timezone": settings.timezone,
    }
    text = json.dumps(said_so, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


# -- files -----------------------------------------------------------------------------------------


def text(frozen: Frozen) -> str:
    """Write a snapshot, a signal, alarm or relationship a line."""
    return _written(asdict(frozen), 0) + "\n"


def _written(value: Any, depth: int) -> str:
    """Write one value; only what holds collections takes more than a line."""
    inner = list(value.values()) if isinstance(value, dict) else value
    if not isinstance(inner, (list, tuple)) or not any(
        isinstance(one, (dict, list, tuple)) for one in inner
    ):
        return json.dumps(value, ensure_ascii=False, allow_nan=False, default=str)
    pad = "  " * (depth + 1)
    if isinstance(value, dict):
        lines = [f"{json.dumps(key)}: {_written(one, depth + 1)}" for key, one in value.items()]
        first, last = "{", "}"
    else:
        lines = [_written(one, depth + 1) for one in value]
        first, last = "[", "]"
    return f"{first}\n{pad}" + f",\n{pad}".join(lines) + f"\n{'  ' * depth}{last}"


def read(path: Path) -> Frozen:
    """Read a snapshot from a file."""
    try:
        if path.stat().st_size > LARGEST:
            raise UserError(f"{path} is larger than {LARGEST // 1024**2} MB: no snapshot")
        raw = path.read_bytes()
    except OSError as error:
        raise UserError(f"cannot read {path}: {error.strerror or error}") from error
    return parse(raw, str(path))


def parse(raw: bytes, name: str) -> Frozen:
    """Read the bytes of a snapshot; what is none, or another version's, is a UserError."""
    try:
        data = from_json(raw)
    except ValueError as error:
        raise UserError(
            f"{name} is not a snapshot: {error}", "`clientfit snapshot -o FILE` writes one"
        ) from error
    version = data.get("clientfit_snapshot") if isinstance(data, dict) else None
    if version is None:
        hint = "`clientfit snapshot -o FILE` writes one"
        if isinstance(data, dict) and "clientfit" in data:
            hint = "this is an answer of a command in JSON; " + hint
        raise UserError(f"{name} is JSON, but not a snapshot", hint)
    by = f"clientfit {said(data.get('version'))}"
    if type(version) is not int or version != VERSION:
        raise UserError(
            f"{name} is a snapshot of version {said(version)}, written by {by}",
            f"this is clientfit {__version__}, which reads version {VERSION}",
        )
    try:
        frozen: Frozen = _adapter().validate_python(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise UserError(
            f"{name} is damaged: {written(first['loc'])}: {first['msg']}", f"it was written by {by}"
        ) from error
    _sound(frozen, name, by)
    return frozen


def _sound(frozen: Frozen, name: str, by: str) -> None:
    """Refuse accounts that stand twice, and points that do not add up."""
    seen = set()
    for one in frozen.accounts:
        total = math.fsum(signal.points for signal in one.signals.values())
        if one.account in seen or abs(total - (one.health or 0.0)) > ADDS_UP:
            what = "stands twice" if one.account in seen else "has points that do not add up"
            raise UserError(
                f"{name} is damaged: `{said(one.account)}` {what}", f"it was written by {by}"
            )
        seen.add(one.account)


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[Frozen]:
    return TypeAdapter(Frozen)
