"""Snapshot: an outcome, frozen into one versioned JSON file that git can show the changes of.

A snapshot says what a book came to as of a day, without its facts: enough to compare with later,
and to prove what was known then. The health of an account is split over its signals into `points`
that add up to it. A snapshot that is read is an outcome again.
"""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json

from clientfit_cli import __version__
from clientfit_cli.base.errors import UserError
from clientfit_cli.base.problems import said, written
from clientfit_cli.base.vocabulary import BANDS, CAUSES, DIMENSIONS, UNSCORED, number_of
from clientfit_cli.engine.advice.next_band import Thresholds
from clientfit_cli.engine.algebra.grid import NEVER
from clientfit_cli.engine.scoring.strength import LEVELS
from clientfit_cli.outcome.book import BookOutcome
from clientfit_cli.outcome.columns import Rules
from clientfit_cli.outcome.pieces import Piece, Values
from clientfit_cli.outcome.request import Detail, Request
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
)
from clientfit_cli.outcome.snapshot_v1 import Totals as TotalsV1
from clientfit_cli.outcome.totals import Totals

if TYPE_CHECKING:
    from pathlib import Path

    from clientfit_cli.outcome.account import AccountOutcome

VERSION = 1
LARGEST = 256 * 1024 * 1024  # bytes of a file
ADDS_UP = 1e-4  # points may miss the health by so much, before a file counts as tampered with


def freeze(outcome: BookOutcome) -> Frozen:
    """Freeze an outcome: its accounts in the order of their ids."""
    totals = Totals(outcome, outcome.accounts)
    return Frozen(
        clientfit_snapshot=VERSION,
        version=outcome.rules.version,
        as_of=outcome.day,
        settings=outcome.rules.digest,
        step=outcome.rules.step,
        currency=outcome.currency,
        book=TotalsV1(
            len(outcome.accounts),
            round(totals.revenue, 2),
            round(sum(totals.at_risk.values()), 2),
            {band: Amount(number, round(revenue, 2))  # type: ignore[misc]
             for band, (number, revenue) in totals.by_band.items()},
            {cause: round(amount, 2) for cause, amount in totals.at_risk.items()},
        ),
        lost=tuple(
            Lost(lost.id, lost.name, lost.day, lost.cause, lost.revenue) for lost in outcome.lost
        ),
        left_out=tuple(outcome.left_out),
        accounts=tuple(
            _account(account) for account in sorted(outcome.accounts, key=lambda one: one.id)
        ),
    )  # fmt: skip


def _account(account: AccountOutcome) -> Account:
    cover = account.coverage
    return Account(
        account=account.id,
        name=account.name,
        owner=account.owner,
        tier=account.tier,
        band=account.band,  # type: ignore[arg-type]
        health=account.health,
        known=round(account.known, 4),
        risk=round(account.risk, 2),
        main_cause=account.main_cause,
        causes={cause: round(points, 2) for cause, points in account.causes.items()},
        revenue=account.revenue,
        revenue_at_risk=_rounded(account.revenue_at_risk, 2),
        coverage=Coverage(
            cover.ours, cover.theirs, cover.strands, cover.verdict, round(cover.points, 2)
        )
        if cover
        else None,
        dimensions={name: _rounded(score, 2) for name, score in account.dimensions.items()},
        signals={
            reading.name: Signal(
                _rounded(reading.value, 4), reading.unit, _rounded(reading.fit, 4),
                round(reading.weight, 4), reading.points,
            )
            for reading in account.readings
        },
        alarms=tuple(Alarm(alarm.name, alarm.caps, alarm.why) for alarm in account.alarms),  # type: ignore[arg-type]
        relationships=tuple(
            Relationship(tie.person, tie.contact, round(tie.strength, 2), tie.level)
            for tie in account.relationships
        ),
        actions=tuple(Taken(*row[:7]) for row in account.taken),
    )  # fmt: skip


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)


def thaw(frozen: Frozen) -> BookOutcome:
    """Make an outcome of a snapshot; what is not in it is unknown."""
    accounts, lost = frozen.accounts, frozen.lost
    rows: list[Account | Lost] = [*accounts, *lost]
    signals = {name: signal for account in accounts for name, signal in account.signals.items()}
    rules = Rules(
        frozen.currency, 0.0, 3,
        tuple((name, "", signal.unit, signal.weight) for name, signal in signals.items()), (), {},
        Thresholds(75.0, 50.0, 0.5, "", 0.0), frozen.step, frozen.settings, frozen.version,
    )  # fmt: skip
    size = len(rows)

    def numbers(values: list[Any]) -> Any:
        """Make a column; accounts that were lost have no numbers."""
        filled = [np.nan if value is None else value for value in values]
        return np.array(filled + [np.nan] * (size - len(values)), dtype=np.float64)

    def side_by_side(names: list[str], values: list[dict[str, Any]]) -> Any:
        if not names:
            return np.empty((size, 0))
        return np.stack([numbers([row.get(name) for row in values]) for name in names], axis=1)

    bands = [BANDS.index(account.band) for account in accounts] + [UNSCORED] * len(lost)
    health = numbers([account.health for account in accounts])
    cover = [asdict(account.coverage) if account.coverage else {} for account in accounts]
    band = np.array(bands, dtype=np.int8)
    left = [number_of(one.date) for one in lost]
    summary = Piece(
        {
            "band": band,
            "health": health,
            "known": numbers([account.known for account in accounts]),
            "risk": numbers([account.risk for account in accounts]),
            "revenue": numbers([row.revenue for row in rows]),
            "at_risk": numbers([account.revenue_at_risk for account in accounts]),
            "since": np.full(size, NEVER), "start": np.full(size, NEVER),
            "lost": np.array([NEVER] * len(accounts) + left, dtype=np.int64),
            "cadence": np.full(size, np.nan),
            "causes": side_by_side(list(CAUSES), [account.causes for account in accounts]),
            "cover": side_by_side(["ours", "theirs", "strands", "points"], cover),
            "bands": band[:, None], "healths": health[:, None], "trend": health[:, None],
        },
        Values.of([
            *([account.name, account.owner, account.tier, None, None, None,
               [[alarm.alarm, alarm.caps, "", alarm.why, ""] for alarm in account.alarms], [], []]
              for account in accounts),
            *([one.name, None, None, None, None, one.cause, [], [], []] for one in lost),
        ]),
    )  # fmt: skip
    read = {
        name: [{one: getattr(signal, name) for one, signal in account.signals.items()}
               for account in accounts]
        for name in ("value", "fit", "points")
    }  # fmt: skip
    names = list(signals)
    details = {
        Detail.SUMMARY: summary,
        Detail.SIGNALS: Piece({
            "dimensions": side_by_side(list(DIMENSIONS), [one.dimensions for one in accounts]),
            "known_weight": np.full(size, np.nan),
            "values": side_by_side(names, read["value"]),
            "fits": side_by_side(names, read["fit"]),
            "costs": np.zeros((size, len(names))),
            "points": np.nan_to_num(side_by_side(names, read["points"])),
        }),
        Detail.RELATIONSHIPS: Piece({}, Values.of(
            [*(_web(account) for account in accounts), *([None] * len(lost))]
        )),
        Detail.TAKEN: Piece({}, Values.of(
            [*([[*row[:4], *map(_day, row[4:]), []] for row in map(_row, account.actions)]
               for account in accounts), *([[]] * len(lost))]
        )),
    }  # fmt: skip
    ids = [row.account for row in rows]
    order = np.array(sorted(range(size), key=ids.__getitem__), dtype=np.int64)
    return BookOutcome(
        Request.on(frozen.as_of, *details),
        rules,
        [ids[at] for at in order.tolist()],
        {detail: piece.only(order) for detail, piece in details.items()},
        frozenset(),
        left_out=list(frozen.left_out),
    )


def _row(row: Taken) -> tuple[Any, ...]:
    return row.what, row.signal, row.contact, row.owner, row.created, row.due, row.done


def _day(day: Any) -> str | None:
    return day and day.isoformat()


def _web(account: Account) -> list[Any]:
    """Lay out relationships as `build` does; which way they move is not in a snapshot."""
    ids = sorted({tie.contact for tie in account.relationships})
    pairs = [
        [tie.person, ids.index(tie.contact), tie.strength,
         LEVELS.index(tie.level) if tie.level in LEVELS else 0, 1, 0]
        for tie in account.relationships
    ]  # fmt: skip
    return [[[name, name, None, 1] for name in ids], pairs, [], None]


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


def read(path: Path) -> BookOutcome:
    """Read a snapshot from a file."""
    try:
        if path.stat().st_size > LARGEST:
            raise UserError(f"{path} is larger than {LARGEST // 1024**2} MB: no snapshot")
        raw = path.read_bytes()
    except OSError as error:
        raise UserError(f"cannot read {path}: {error.strerror or error}") from error
    return thaw(parse(raw, str(path)))


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
