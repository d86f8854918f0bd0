"""A diff for programs and spreadsheets."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from clientfit_cli.views.data.account import rounded

if TYPE_CHECKING:
    from clientfit_cli.outcome.account import AccountOutcome, AlarmHit, Relationship
    from clientfit_cli.outcome.book import BookOutcome
    from clientfit_cli.outcome.change import AccountChange, Change

BANDS = ("red", "yellow", "green", "unknown")
COLUMNS = (
    "account", "name", "owner", "tier", "status", "band_old", "band", "health_old", "health",
    "change", "time", "facts", "settings", "together", "risk_old", "risk", "alarms_risen",
    "alarms_fallen", "advanced", "slipped", "done", "signals",
)  # fmt: skip


def at_risk(side: BookOutcome) -> float:
    """Revenue at risk of the accounts of one side."""
    return round(sum(rounded(one.revenue_at_risk) or 0.0 for one in side.accounts), 2)


def notes(found: Change) -> list[str]:
    """Say what a reader should know of the split."""
    said = []
    unknown = found.split.unknown
    if unknown:
        names = " and ".join(", ".join(unknown).rsplit(", ", 1))
        said.append(f"a snapshot holds no facts, so {names} cannot be told apart")
    if found.settings_changed:
        said.append("the settings that score have changed")
    old, new = found.old.rules.version, found.new.rules.version
    if old != new:
        said.append(
            f"the sides were scored by clientfit {old} and {new}: what the program counts "
            "differently stands under settings"
        )
    return said


def data(found: Change) -> dict[str, Any]:
    """A diff for programs, version 1; points are exact to six digits and add up."""
    return {
        "clientfit": 1,
        "old": _side(found.old),
        "new": _side(found.new),
        "settings_changed": found.settings_changed,
        "split": asdict(found.split),
        "unknown": list(found.split.unknown),
        "notes": notes(found),
        "accounts": [_account(one) for one in found.accounts],
    }


def _side(side: BookOutcome) -> dict[str, Any]:
    return {
        "as_of": str(side.day),
        "version": side.rules.version,
        "settings": side.rules.digest,
        "accounts": len(side.accounts),
        "by_band": {band: sum(one.band == band for one in side.accounts) for band in BANDS},
        "revenue_at_risk": at_risk(side),
    }


def _account(one: AccountChange) -> dict[str, Any]:
    return {
        "account": one.account,
        "name": one.shown.name,
        "owner": one.shown.owner,
        "tier": one.shown.tier,
        "status": one.status.replace(" ", "_"),
        "old": _stand(one.old),
        "new": _stand(one.new),
        "split": asdict(one.split) if one.split else None,
        "signals": [
            {
                "signal": two.signal, "unit": two.unit, "old": two.old, "new": two.new,
                **asdict(two.split),
            }
            for two in one.signals
        ],
        "alarms_risen": [_alarm(alarm) for alarm in one.risen],
        "alarms_fallen": [_alarm(alarm) for alarm in one.fallen],
        "relationships": [
            {
                "person": two.person, "contact": two.contact,
                "direction": "advanced" if two.advanced else "slipped",
                "old": _pair(two.old), "new": _pair(two.new),
            }
            for two in one.relationships
        ],
        "done": [
            {"what": row.what, "owner": row.owner, "signal": row.signal, "done": str(row.done)}
            for row in one.done
        ],
    }  # fmt: skip


def _stand(one: AccountOutcome | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {
        "band": one.band, "health": one.health, "known": rounded(one.known, 4),
        "risk": rounded(one.risk), "main_cause": one.main_cause,
        "revenue_at_risk": rounded(one.revenue_at_risk),
    }  # fmt: skip


def _alarm(alarm: AlarmHit) -> dict[str, str]:
    return {"alarm": alarm.name, "caps": alarm.caps, "why": alarm.why}


def _pair(one: Relationship | None) -> dict[str, Any] | None:
    return {"strength": one.strength, "level": one.level} if one else None


def record(one: AccountChange) -> list[object]:
    """Write one account as a row of COLUMNS."""
    old, new, split = one.old, one.new, one.split
    pairs = [(two.advanced, f"{two.person}:{two.contact}") for two in one.relationships]
    return [
        one.account, one.shown.name, one.shown.owner, one.shown.tier, one.status,
        old.band if old else None, new.band if new else None,
        old.health if old else None, new.health if new else None,
        *((split.change, split.time, split.facts, split.settings, split.together)
          if split else (None,) * 5),
        rounded(old.risk) if old else None, rounded(new.risk) if new else None,
        " ".join(alarm.name for alarm in one.risen), " ".join(alarm.name for alarm in one.fallen),
        " ".join(pair for up, pair in pairs if up), " ".join(pair for up, pair in pairs if not up),
        "; ".join(f"{row.owner}: {row.what}" for row in one.done),
        " ".join(f"{two.signal}:{two.split.change:+.6f}" for two in one.signals),
    ]  # fmt: skip
