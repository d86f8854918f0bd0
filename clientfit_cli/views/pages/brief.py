"""View of `brief`: one page to read before a meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.analysis.questions import QUIET_DAYS
from clientfit_cli.base.dates import near
from clientfit_cli.base.text import money, plural, signed
from clientfit_cli.rendering.page import Cell, Page, Records, Text
from clientfit_cli.views.data import brief as brief_data
from clientfit_cli.views.data.account import cover
from clientfit_cli.views.data.relationships import ROLE_WORDS
from clientfit_cli.views.pages.score import moved
from clientfit_cli.views.pages.show import ARROWS

if TYPE_CHECKING:
    import datetime as dt

    from clientfit_cli.analysis.attendees import Guest
    from clientfit_cli.analysis.brief import Brief
    from clientfit_cli.rendering.page import Line, Table

MOST = 10  # lines of one part
LONGEST = 160  # characters of a note


def brief(brief: Brief) -> Page:
    """Show who will be there, what stands between us, what changed, and what to ask."""
    account = brief.account
    title = f"Brief for {account.name}, {brief.day}"
    parts: list[tuple[str, list[Line]]] = [
        ("Who will be there", [line for guest in brief.guests for line in _guest(brief, guest)]),
        ("What we owe them", _promises(brief, "us")),
        ("What they owe us", _promises(brief, "them")),
        ("Open issues", _issues(brief)),
        (_since_title(brief), _since(brief)),
        ("Ideas to bring up", _ideas(brief)),
        ("What they want to achieve", _goals(brief)),
        ("Open opportunities", _opportunities(brief)),
        ("What to ask", _list([[Cell(f"  {text}")] for text in brief.questions])),
    ]
    nobody: list[Line] = [[Cell("  No contact is on file: ask who is who.", "dim")]]
    if not brief.guests:
        parts[0] = (parts[0][0], nobody)
    blocks: list[Table | Text] = [Text(_head(brief), title=title, indent=10)]
    blocks += [Text(lines, title=name, indent=6) for name, lines in parts if lines]
    return Page(
        title,
        blocks,
        lambda: Records(brief_data.COLUMNS, brief_data.rows(brief)),
        lambda: brief_data.data(brief),
    )


def _list(lines: list[Line]) -> list[Line]:
    more = len(lines) - MOST
    return lines if more <= 0 else [*lines[:MOST], [Cell(f"  and {more} more", "dim")]]


def _near(brief: Brief, day: dt.date) -> str:
    return near(day, brief.day)


def _head(brief: Brief) -> list[Line]:
    account = brief.account
    lead = account.book.person(account.owner or "") or "·"
    health = "unknown" if account.health is None else f"{account.health:.0f}"
    lines: list[Line] = [
        [
            Cell("Stands    ", "dim"), Cell(f"health {health} "),
            Cell(account.band, account.band),  # type: ignore[arg-type]
            Cell(f", coverage {cover(account)}, our lead {lead}"),
        ]
    ]  # fmt: skip
    if account.alarms:
        alarm = account.alarms[0]
        lines.append([Cell("Mind      ", "dim"), Cell(alarm.why, alarm.caps)])  # type: ignore[arg-type]
    if account.renewal:
        lines.append([Cell("Renewal   ", "dim"), Cell(account.renewal)])
    return lines


def _guest(brief: Brief, guest: Guest) -> list[Line]:
    row = guest.record
    words = [row.title, ROLE_WORDS.get(row.role or "")]
    if guest.left:
        words.append(f"left on {guest.left}")
    elif row.since and (brief.day - row.since).days < 180 and row.since <= brief.day:
        words.append(f"in the role since {_near(brief, row.since)}")
    said = ", ".join(word for word in words if word)
    lines: list[Line] = [[Cell("  "), Cell(row.name, "title"), Cell(f"  {said}" if said else "")]]
    lines.append([Cell("    works    ", "dim"), *_likes(brief, guest)])
    if row.personal:
        lines.append([Cell("    personal ", "dim"), Cell("; ".join(row.personal))])
    ties = ", ".join(
        f"{tie.person} {tie.strength:.0f} {ARROWS[tie.direction]} {tie.level}"
        for tie in guest.ties[:3]
    )
    lines.append([Cell("    knows    ", "dim"), Cell(ties or "nobody of ours yet")])
    lines.append([Cell("    last     ", "dim"), *_met(brief, guest)])
    return lines


def _likes(brief: Brief, guest: Guest) -> Line:
    prefers = guest.record.prefers
    if guest.how == "unknown":
        return [Cell("not known", "dim"), Cell(": ask")]
    words = [prefers.channel, (prefers.detail or "").replace("_", " "), prefers.hours]
    text = ", ".join(word for word in words if word)
    if guest.how == "asked":
        return [Cell(text), Cell(f" (asked {_near(brief, prefers.asked)})", "good")]
    if guest.how == "assumed":
        return [Cell(text, "dim"), Cell(" (our assumption: ask)", "yellow")]
    who = guest.predecessor or "a predecessor"
    return [Cell(text, "dim"), Cell(f" (inherited from {who}: ask)", "yellow")]


def _met(brief: Brief, guest: Guest) -> Line:
    if guest.met is None:
        return [Cell("not met yet")]
    met = guest.met
    who = " and ".join(met.ours) or "someone of ours"
    text = f"{_near(brief, met.day)}, {met.channel} with {who}"
    days = (brief.day - met.day).days
    line: Line = [Cell(text)]
    if days >= QUIET_DAYS and not guest.left:
        line.append(Cell(f" ({plural(days, 'day')} ago: reconnect)", "yellow"))
    if met.note:
        note = met.note if len(met.note) <= LONGEST else met.note[:LONGEST] + "…"
        line.append(Cell(f": {note}", "dim"))
    return line


def _promises(brief: Brief, by: str) -> list[Line]:
    lines: list[Line] = []
    for row in brief.promises(by):
        late = row.due is not None and row.due < brief.day
        due = "" if row.due is None else f"  due {_near(brief, row.due)}"
        who = brief.colleague(row.person) if by == "us" else None
        whom = brief.name_of(row.to)
        tail = "".join((f", by {who}" if who else "", f", {'to' if by == 'us' else 'from'} {whom}"
                        if whom else ""))  # fmt: skip
        lines.append(
            [Cell("  "), Cell(row.what), Cell(due, "bad" if late else ""), Cell(tail, "dim")]
        )
    return _list(lines)


def _issues(brief: Brief) -> list[Line]:
    return _list([
        [
            Cell("  "),
            Cell(row.severity, "bad" if row.severity == "critical" else ""),
            Cell(f": {row.what}"),
            Cell(f", open for {plural((brief.day - row.opened).days, 'day')}", "dim"),
            Cell("" if row.owned else ", not yet called ours", "yellow"),
        ]
        for row in brief.issues
    ])  # fmt: skip


def _since_title(brief: Brief) -> str:
    if brief.touched is None:
        return "What is on file"
    return f"Since the last touchpoint, {_near(brief, brief.touched)}"


def _since(brief: Brief) -> list[Line]:
    lines: list[Line] = []
    since, account = brief.since, brief.account
    if since and since.health is not None and account.health is not None:
        change = round(account.health - since.health, 6)
        line: Line = [
            Cell(f"  Health {account.health:.0f}, "),
            Cell(f"{signed(change)} since", moved(change)),  # type: ignore[arg-type]
        ]
        if since.band != account.band:
            line += [Cell(f"; was {since.band}")]
        if since.moved:
            said = ", ".join(f"{name} {a:.0f} to {b:.0f}" for name, a, b in since.moved)
            line += [Cell(f" ({said})", "dim")]
        lines.append(line)
    if since:
        lines += [[Cell("  ! ", "bad"), Cell(why)] for why in since.began]
        if since.ended:
            lines.append([Cell("  Over: ", "good"), Cell(", ".join(since.ended))])
    news = [
        [Cell(f"  {_near(brief, change.day):<7}", "dim"), Cell(change.what, change.style)]  # type: ignore[arg-type]
        for change in brief.news
    ]
    if not lines and not news:
        return [[Cell("  Nothing new.", "dim")]]
    return lines + _list(news)


def _ideas(brief: Brief) -> list[Line]:
    lines: list[Line] = [
        [
            Cell("  "), Cell(row.what),
            Cell(f", brought {_near(brief, row.date)}: what became of it?", "dim"),
        ]
        for row in brief.ideas
    ]  # fmt: skip
    if brief.services and not brief.repair_first:
        lines += [
            [Cell("  "), Cell(name), Cell(f", {share:.0%} likely; not talked about yet", "dim")]
            for name, share in brief.services
        ]
    elif brief.services:
        lines.append([Cell("  Nothing to sell now: repair comes first.", "dim")])
    return _list(lines)


def _goals(brief: Brief) -> list[Line]:
    lines: list[Line] = []
    for row in brief.goals:
        day = row.confirmed
        said = f", confirmed {_near(brief, day)}" if day else ", not confirmed"
        who = brief.name_of(row.from_)
        lines.append([Cell("  "), Cell(row.what), Cell(said + (f" by {who}" if who and day
                      else ""), "dim")])  # fmt: skip
    return _list(lines)


def _opportunities(brief: Brief) -> list[Line]:
    return _list([
        [
            Cell("  "), Cell(brief.service(row.service)),
            Cell(f" {brief.settings.currency} {money(row.amount)}" if row.amount else ""),
            Cell(f", since {_near(brief, row.opened)}", "dim"),
        ]
        for row in brief.opportunities
    ])  # fmt: skip
