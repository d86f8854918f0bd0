"""Write a book of any size: `python benchmarks/generate.py DIR ACCOUNTS [TOUCHPOINTS]`.

The same numbers always give the same book.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
from pathlib import Path

TODAY = dt.date(2026, 11, 16)
CHANNELS = ("email", "email", "email", "call", "call", "video", "meeting", "visit", "message")
TOPICS = ("operational", "operational", "strategic", "commercial", "social", "review")
GIFTS = ("idea", "insight", "result", "introduction", "help", "thanks")
ROLES = ("decision_maker", "sponsor", "champion", "influencer", "user", "user")
SERVICES = ("contract", "permanent", "interim", "search", "payroll", "advisory")
TEAM = 40


def ago(days: int) -> str:
    return str(TODAY - dt.timedelta(days=days))


def account(number: int, touchpoints: int, rng: random.Random) -> str:
    """Write one account."""
    ours = rng.sample(range(TEAM), 4)
    since = rng.randint(200, 2500)
    lines = [
        f"account: a{number:06d}",
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
    for _ in range(touchpoints):
        day = int(rng.random() ** 1.5 * spread)
        mine = sorted({ours[int(rng.random() ** 2 * 4)] for _ in range(rng.randint(1, 2))})
        theirs = sorted({int(rng.random() ** 2 * 6) for _ in range(rng.randint(1, 2))})
        lines += [
            f"  - date: {ago(day)}",
            f"    channel: {rng.choice(CHANNELS)}",
            f"    ours: [{', '.join(f'p{one}' for one in mine)}]",
            f"    theirs: [{', '.join(f'c{one}' for one in theirs)}]",
            f"    by: {rng.choice(('us', 'us', 'them'))}",
            f"    topic: {rng.choice(TOPICS)}",
            f"    mood: {rng.choice((-1, 0, 0, 1, 1, 2))}",
        ]
        if rng.random() < 0.3:
            lines.append(f"    gave: [{rng.choice(GIFTS)}]")
        if rng.random() < 0.4:
            lines.append(f'    note: "Talked about the plans for {rng.randint(1, 99)}"')
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
    return "\n".join(lines) + "\n"


def settings() -> str:
    team = "".join(f"  - {{id: p{at}, name: Person {at}}}\n" for at in range(TEAM))
    services = "".join(f"  - {{id: {one}}}\n" for one in SERVICES)
    return f"team:\n{team}services:\n{services}"


def generate(folder: Path, accounts: int, touchpoints: int = 100) -> None:
    """Write a book of so many accounts with so many touchpoints each, a file an account."""
    rng = random.Random(accounts * 1000 + touchpoints)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "clientfit.yaml").write_text(settings())
    for number in range(accounts):
        (folder / f"a{number:06d}.yaml").write_text(account(number, touchpoints, rng))


if __name__ == "__main__":
    generate(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 100)
