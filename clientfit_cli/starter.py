"""A book to start from: settings, one commented account, schemas for editors, .gitignore."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

from clientfit_cli import records, settings, shell
from clientfit_cli.errors import UserError

if TYPE_CHECKING:
    from pathlib import Path

SCHEMAS = ".clientfit"
MODELINE = "# yaml-language-server: $schema={folder}/{name}.schema.json\n"

SETTINGS = """\
# The settings of this book: your people, what you sell, and any number you want to change.
# `clientfit explain` lists the numbers.
currency: USD
timezone: UTC

team:
  - {id: dana, name: Dana, email: dana@yourfirm.example}
  - {id: sam, name: Sam, email: sam@yourfirm.example}

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
owner: dana
revenue: 250000            # what they pay you a year
since: {days_400}

team:                      # your people on this account
  - {{person: dana, role: lead, since: {days_400}}}
  - {{person: sam, role: support, since: {days_400}}}

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
    ours: [dana]
    theirs: [r.lee]
    by: us                 # us or them: who began it
    topic: strategic       # strategic operational commercial social review
    gave: [idea]           # idea insight result introduction help training thanks
    mood: 1                # -2 to 2: how their people came out of it
    note: "Plans for the second site"
  - {{date: {days_20}, channel: meeting, ours: [dana, sam], theirs: [r.lee], topic: review}}
  - {{date: {days_34}, channel: email, ours: [sam], theirs: [k.ito], by: them, answered: {days_34}}}
  - {{date: {days_60}, channel: visit, ours: [dana], theirs: [r.lee], gave: [thanks]}}

commitments:               # promises, yours and theirs
  - {{what: Revised SLA draft, person: sam, made: {days_20}, due: {days_13}, done: {days_14}}}

issues: []                 # what went wrong: {{what, severity, opened, closed, owned}}

ideas:
  - {{what: Night-shift pool, date: {days_20}, by: sam}}
"""

GITIGNORE = "# what editors and clientfit leave behind\n*.swp\n*~\n.*.tmp\n"


def make(folder: Path, today: dt.date) -> list[Path]:
    """Write a book into a folder; files that are there already are never touched."""
    schemas = {"account": records.schema(), "settings": settings.schema()}
    days = (6, 13, 14, 20, 34, 60, 400)
    ago = {f"days_{number}": today - dt.timedelta(days=number) for number in days}
    files = {
        folder / "clientfit.yaml": MODELINE.format(folder=SCHEMAS, name="settings") + SETTINGS,
        folder / "acme.yaml": MODELINE.format(folder=SCHEMAS, name="account")
        + ACCOUNT.format_map(ago),
        folder / ".gitignore": GITIGNORE,
    }
    for name, schema in schemas.items():
        text = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
        files[folder / SCHEMAS / f"{name}.schema.json"] = text
    there = [str(path) for path in files if path.exists() or path.is_symlink()]
    if there:
        raise UserError(f"already there: {', '.join(there)}", "choose a folder of its own")
    for path, text in files.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UserError(f"cannot make {path.parent}: {error.strerror}") from error
        shell.put(path, text.encode())
    return list(files)
