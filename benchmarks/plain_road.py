"""The plain road: PyYAML, pydantic models and pandas, as a user would put them together.

    python benchmarks/plain_road.py BOOK DAY

For each account: days since the last touchpoint, how many there were, and a strength to which
each adds what is left of it, half of it after 45 days. That is a small part of what a score is.
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import pandas as pd
import yaml
from pydantic import BaseModel

HALF_LIFE = 45.0  # days


class Row(BaseModel):
    """A row of a section that is only checked for what it must have."""

    what: str = ""
    date: dt.date | dt.datetime | None = None


class Contact(BaseModel):
    """One of theirs."""

    id: str
    name: str
    role: str
    since: dt.date


class Touchpoint(BaseModel):
    """A time we were in contact."""

    date: dt.date | dt.datetime
    channel: str
    ours: list[str]
    theirs: list[str]
    by: str
    topic: str
    mood: int
    answered: dt.date | None = None
    gave: list[str] = []
    minutes: int | None = None
    note: str = ""


class Issue(BaseModel):
    """Something that went wrong."""

    what: str
    severity: str
    opened: dt.date
    closed: dt.date | None = None


class Account(BaseModel):
    """What one file says of an account."""

    account: str
    name: str = ""
    industry: str = ""
    tier: str = ""
    owner: str = ""
    revenue: float = 0
    since: dt.date | None = None
    contacts: list[Contact] = []
    touchpoints: list[Touchpoint] = []
    issues: list[Issue] = []
    ideas: list[Row] = []
    results: list[Row] = []
    commitments: list[Row] = []


def read(folder: Path) -> list[Account]:
    """Read every file of a folder but the settings."""
    accounts: list[Account] = []
    for path in sorted(folder.rglob("*.yaml")):
        if path.name != "clientfit.yaml":
            documents = yaml.load_all(path.read_bytes(), Loader=yaml.CSafeLoader)
            accounts += map(Account.model_validate, documents)
    return accounts


def measured(accounts: list[Account], day: dt.date) -> pd.DataFrame:
    """Measure the accounts as of a day."""
    rows = [(one.account, _day(met.date)) for one in accounts for met in one.touchpoints]
    met = pd.DataFrame(rows, columns=["account", "date"])
    met["age"] = (pd.Timestamp(day) - pd.to_datetime(met["date"])).dt.days
    met["left"] = 0.5 ** (met["age"] / HALF_LIFE)
    return met.groupby("account").agg(
        silent=("age", "min"), met=("age", "size"), strength=("left", "sum")
    )


def _day(when: dt.date) -> dt.date:
    return when.date() if isinstance(when, dt.datetime) else when


def main(folder: str, day: str) -> None:
    with pd.option_context("display.max_rows", None):
        print(measured(read(Path(folder)), dt.date.fromisoformat(day)))


if __name__ == "__main__":
    main(*sys.argv[1:])
