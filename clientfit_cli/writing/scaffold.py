"""A book to start from: settings, one commented account, schemas for editors, .gitignore."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

from clientfit_cli.base.errors import UserError
from clientfit_cli.book import jsonschema, settings
from clientfit_cli.storage import atomic
from clientfit_cli.writing import ids as naming
from clientfit_cli.yamlio import emitter

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from clientfit_cli.book.member_numbers import NumbersOf

SCHEMAS = ".clientfit"
MODELINE = "# yaml-language-server: $schema={folder}/{name}.schema.json\n"

TEAM = (
    "Dana <dana@yourfirm.example>",
    "Sam <sam@yourfirm.example>",
)

SETTINGS = """\
# The settings of this book: your people, what you sell, and any number you want to change.
# `clientfit explain` lists the numbers.
currency: USD
timezone: UTC

team:
{team}

services:
  - {id: contract, name: Contract staffing}
  - {id: permanent, name: Permanent placement}

cadence:              # days between two-way touchpoints that fit, by tier
  default: 14

holidays: []          # days on which nothing is due

# scoring:
#   signals:
#     silence: {best: 10, weight: 4}
#   alarms:
#     gone_silent: {days: 90}
"""

ACCOUNT = """\
# An account to start from: change it into one of yours. One account may also be spread over
# several files. A section that is not here is not tracked; `[]` says that there were none.
account: acme
name: Acme Manufacturing
industry: manufacturing
tier: strategic
owner: {one}
revenue: 250000            # what they pay you a year
since: {days_400}

team:                      # your people on this account
  - {{person: {one}, role: lead, since: {days_400}}}{support}

contacts:                  # their people
  - id: r.lee
    name: Robin Lee
    title: VP Operations
    email: r.lee@acme.example
    role: decision_maker   # decision_maker, sponsor, champion, influencer, user, blocker
    since: {days_400}      # in this role
    prefers: {{channel: call, asked: {days_60}}}
    personal: ["runs marathons"]
  - {{id: k.ito, name: Kai Ito, role: user}}

services:                  # what they buy
  - {{service: contract, since: {days_400}}}

touchpoints:               # every contact with them; `clientfit` forgets none and decays all
  - date: {days_6}
    channel: call          # visit meeting video call event gift message email mailing
    ours: [{one}]
    theirs: [r.lee]
    by: us                 # us or them: who began it
    topic: strategic       # strategic operational commercial social review
    gave: [idea]           # idea insight result introduction help training thanks
    mood: 1                # -2 to 2: how their people came out of it
    note: "Plans for the second site"
  - {{date: {days_20}, channel: meeting, ours: [{both}], theirs: [r.lee], topic: review}}
  - {{date: {days_34}, channel: email, ours: [{two}], theirs: [k.ito], by: them,
     answered: {days_34}}}
  - {{date: {days_60}, channel: visit, ours: [{one}], theirs: [r.lee], gave: [thanks]}}

commitments:               # promises, yours and theirs
  - {{what: Revised SLA draft, person: {two}, made: {days_20}, due: {days_13}, done: {days_14}}}

issues: []                 # what went wrong: {{what, severity, opened, closed, owned}}

ideas:
  - {{what: Night-shift pool, date: {days_20}, by: {two}}}
"""

GITIGNORE = "# what editors and clientfit leave behind\n*.swp\n*~\n.*.tmp\n.clientfit/lock\n"


def make(
    folder: Path,
    today: dt.date,
    numbers_of: NumbersOf,
    team: Sequence[str] = (),
    *,
    empty: bool = False,
) -> list[Path]:
    """Write a book into a folder; files that are there already are never touched.

    `team` names our people (`Dana Reyes <dana@firm.example>`); an empty book has no account
    yet.
    """
    days = (6, 13, 14, 20, 34, 60, 400)
    ago = {f"days_{number}": today - dt.timedelta(days=number) for number in days}
    ours = _team(team or TEAM)
    people = "".join(f"  - {emitter.flow(one)}\n" for one in ours)
    settings_text = SETTINGS.replace("{team}\n", people)
    files = {
        folder / "clientfit.yaml": MODELINE.format(folder=SCHEMAS, name="settings") + settings_text,
        folder / ".gitignore": GITIGNORE,
        **_schemas(folder, numbers_of),
    }
    if not empty:
        ids = [one["id"] for one in ours[:2]]
        more = (
            ""
            if len(ids) == 1
            else (f"\n  - {{person: {ids[1]}, role: support, since: {ago['days_400']}}}")
        )
        words = {"one": ids[0], "two": ids[-1], "both": ", ".join(ids), "support": more}
        account = ACCOUNT.format_map({**ago, **words})
        files[folder / "acme.yaml"] = MODELINE.format(folder=SCHEMAS, name="account") + account
    there = [str(path) for path in files if path.exists() or path.is_symlink()]
    if there:
        raise UserError(f"already there: {', '.join(there)}", "choose a folder of its own")
    for path, text in files.items():
        _write(path, text)
    return list(files)


def schemas(folder: Path, numbers_of: NumbersOf) -> None:
    """Write the schemas that modelines name, where a book has none yet."""
    for path, text in _schemas(folder, numbers_of).items():
        if not path.exists():
            _write(path, text)


def _schemas(folder: Path, numbers_of: NumbersOf) -> dict[Path, str]:
    made = {"account": jsonschema.schema(), "settings": settings.schema(numbers_of)}
    return {
        folder / SCHEMAS / f"{name}.schema.json": json.dumps(one, indent=2, ensure_ascii=False)
        + "\n"
        for name, one in made.items()
    }


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"cannot make {path.parent}: {error.strerror}") from error
    atomic.put(path, text.encode())


def _team(people: Sequence[str]) -> list[dict[str, str]]:
    """Make colleagues of `Dana Reyes <dana@firm.example>`, each with an id of their own."""
    from email.utils import parseaddr

    made: list[dict[str, str]] = []
    for text in people:
        name, address = parseaddr(text) if "@" in text else (text, "")
        name, local = naming.line(name), address.partition("@")[0]
        taken = {one["id"] for one in made}
        # Their address is what they are called by; without one, their first name.
        id_ = naming.person_id((local or name).split(" ")[0].split(".")[0], taken)
        if not id_:
            raise UserError(f"`{text}` names nobody", "write 'Dana Reyes <dana@firm.example>'")
        row = {"id": id_, "name": name or local}
        made.append(row | ({"email": address} if address else {}))
    return made
