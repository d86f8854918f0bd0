"""Write a book of any size: `python benchmarks/generate.py DIR ACCOUNTS [TOUCHPOINTS]`.

The same numbers always give the same book; `forms.py` writes its touchpoints in other forms.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

TODAY = dt.date(2026, 11, 16)
CHANNELS = ("email", "email", "email", "call", "call", "video", "meeting", "visit", "message")
TOPICS = ("operational", "operational", "strategic", "commercial", "social", "review")
GIFTS = ("idea", "insight", "result", "introduction", "help", "thanks")
ROLES = ("decision_maker", "sponsor", "champion", "influencer", "user", "user")
SERVICES = ("contract", "permanent", "interim", "search", "payroll", "advisory")
TEAM = 40


class Touchpoint(NamedTuple):
    """One touchpoint, as data."""

    account: str
    date: dt.date
    channel: str
    ours: list[str]
    theirs: list[str]
    by: str
    topic: str
    mood: int
    gave: str
    note: str


def ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def touchpoint(account: str, spread: int, ours: list[int], rng: random.Random) -> Touchpoint:
    """Make up one touchpoint: the later the more likely, mostly by few people on both sides."""
    day = int(rng.random() ** 1.5 * spread)
    mine = sorted({ours[int(rng.random() ** 2 * 4)] for _ in range(rng.randint(1, 2))})
    theirs = sorted({int(rng.random() ** 2 * 6) for _ in range(rng.randint(1, 2))})
    return Touchpoint(
        account,
        ago(day),
        rng.choice(CHANNELS),
        [f"p{one}" for one in mine],
        [f"c{one}" for one in theirs],
        rng.choice(("us", "us", "them")),
        rng.choice(TOPICS),
        rng.choice((-1, 0, 0, 1, 1, 2)),
        rng.choice(GIFTS) if rng.random() < 0.3 else "",
        f"Talked about the plans for {rng.randint(1, 99)}" if rng.random() < 0.4 else "",
    )


def written(one: Touchpoint) -> Iterator[str]:
    """Write a touchpoint as lines of YAML."""
    yield f"  - date: {one.date}"
    yield f"    channel: {one.channel}"
    yield f"    ours: [{', '.join(one.ours)}]"
    yield f"    theirs: [{', '.join(one.theirs)}]"
    yield f"    by: {one.by}"
    yield f"    topic: {one.topic}"
    yield f"    mood: {one.mood}"
    if one.gave:
        yield f"    gave: [{one.gave}]"
    if one.note:
        yield f'    note: "{one.note}"'


def account(number: int, touchpoints: int, rng: random.Random) -> tuple[str, list[Touchpoint]]:
    """Make up one account: its file, and its touchpoints as data."""
    name = f"a{number:06d}"
    ours = rng.sample(range(TEAM), 4)
    since = rng.randint(200, 2500)
    lines = [
        f"account: {name}",
        f"name: Account {number}",
        f"industry: {rng.choice(('manufacturing', 'health', 'finance', 'logistics'))}",
        f"tier: {rng.choice(('strategic', 'key', 'core'))}",
        f"owner: p{ours[0]}",
        f"revenue: {rng.randint(10, 900) * 1000}",
        f"since: {ago(since)}",
        "team:",
        f"  - {{person: p{ours[0]}, role: lead, since: {ago(rng.randint(30, since))}}}",
        "contacts:",
    ]
    lines += [
        f"  - {{id: c{at}, name: Contact {at} of {number}, role: {role}, "
        f"since: {ago(rng.randint(20, since))}}}"
        for at, role in enumerate(ROLES)
    ]
    lines.append("services:")
    for service in rng.sample(SERVICES, rng.randint(1, 4)):
        lines.append(f"  - {{service: {service}, since: {ago(since)}}}")
    lines.append("touchpoints:")
    spread = rng.choice((300, 500, 900))
    met = [touchpoint(name, spread, ours, rng) for _ in range(touchpoints)]
    lines += [line for one in met for line in written(one)]
    lines.append("issues:")
    for _ in range(2):
        opened = rng.randint(3, 300)
        closed = ago(max(0, opened - rng.randint(1, 30))) if rng.random() < 0.8 else ""
        lines.append(
            f"  - {{what: Late time sheets, severity: {rng.choice(('minor', 'major', 'critical'))},"
            f" opened: {ago(opened)}, closed: {closed}}}"
        )
    lines.append("ideas:")
    lines.append(f"  - {{what: Night-shift pool, date: {ago(rng.randint(5, 400))}}}")
    return "\n".join(lines) + "\n", met


def settings() -> str:
    team = "".join(f"  - {{id: p{at}, name: Person {at}}}\n" for at in range(TEAM))
    services = "".join(f"  - {{id: {one}}}\n" for one in SERVICES)
    return f"team:\n{team}services:\n{services}"


def accounts(count: int, touchpoints: int) -> Iterator[tuple[str, list[Touchpoint]]]:
    """Make up so many accounts with so many touchpoints each, an account at a time."""
    rng = random.Random(count * 1000 + touchpoints)
    for number in range(count):
        yield account(number, touchpoints, rng)


def generate(folder: Path, count: int, touchpoints: int = 100) -> None:
    """Write a book of so many accounts with so many touchpoints each, a file an account."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "clientfit.yaml").write_text(settings(), encoding="utf-8")
    for number, (text, _) in enumerate(accounts(count, touchpoints)):
        (folder / f"a{number:06d}.yaml").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    generate(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 100)
