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


class Member(BaseModel):
    """One of ours on an account."""

    person: str
    role: str
    since: dt.date


class Contact(BaseModel):
    """One of theirs."""

    id: str
    name: str
    role: str
    since: dt.date


class Service(BaseModel):
    """What they buy."""

    service: str
    since: dt.date


class Touchpoint(BaseModel):
    """A time we were in contact."""

    date: dt.date
    channel: str
    ours: list[str]
    theirs: list[str]
    by: str
    topic: str
    mood: int
    gave: list[str] = []
    note: str = ""


class Issue(BaseModel):
    """Something that went wrong."""

    what: str
    severity: str
    opened: dt.date
    closed: dt.date | None = None


class Idea(BaseModel):
    """Something we proposed."""

    what: str
    date: dt.date


class Account(BaseModel):
    """A file of the book."""

    account: str
    name: str
    industry: str
    tier: str
    owner: str
    revenue: float
    since: dt.date
    team: list[Member]
    contacts: list[Contact]
    services: list[Service]
    touchpoints: list[Touchpoint]
    issues: list[Issue]
    ideas: list[Idea]


def read(folder: Path) -> list[Account]:
    """Read every account of a folder."""
    accounts = []
    for path in sorted(folder.glob("a*.yaml")):
        with path.open(encoding="utf-8") as file:
            accounts.append(Account.model_validate(yaml.load(file, Loader=yaml.CSafeLoader)))
    return accounts


def measured(accounts: list[Account], day: dt.date) -> pd.DataFrame:
    """Measure the accounts as of a day."""
    rows = [(one.account, met.date) for one in accounts for met in one.touchpoints]
    met = pd.DataFrame(rows, columns=["account", "date"])
    met["age"] = (pd.Timestamp(day) - pd.to_datetime(met["date"])).dt.days
    met["left"] = 0.5 ** (met["age"] / HALF_LIFE)
    return met.groupby("account").agg(
        silent=("age", "min"), met=("age", "size"), strength=("left", "sum")
    )


def main(folder: str, day: str) -> None:
    with pd.option_context("display.max_rows", None):
        print(measured(read(Path(folder)), dt.date.fromisoformat(day)))


if __name__ == "__main__":
    main(*sys.argv[1:])
