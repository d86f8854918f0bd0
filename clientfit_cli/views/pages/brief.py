"""View of `brief`: one page to read before a meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.analysis.questions import QUIET_DAYS
from clientfit_cli.base.dates import near
from clientfit_cli.base.text import money, plural, signed
from clientfit_cli.rendering.page import Cell, Page, Records, Text
from clientfit_cli.views.data import brief as brief_data
from clientfit_cli.views.data.account import cover
from clientfit_cli.views.pages.score import moved
from clientfit_cli.views.pages.show import ARROWS, ROLE_WORDS

if TYPE_CHECKING:
    import datetime as dt

    from clientfit_cli.analysis.attendees import Guest
    from clientfit_cli.analysis.brief import Brief
    from clientfit_cli.rendering.page import Line, Table

MOST = 10  # lines of one part
LONGEST = 160  # characters of a note


def brief(made: Brief) -> Page:
    """Show who will be there, what stands between us, what changed, and what to ask."""
    one = made.one
    title = f"Brief for {one.name}, {made.day}"
    parts: list[tuple[str, list[Line]]] = [
        ("Who will be there", [line for guest in made.guests for line in _guest(made, guest)]),
        ("What we owe them", _promises(made, "us")),
        ("What they owe us", _promises(made, "them")),
        ("Open issues", _issues(made)),
        (_since_title(made), _since(made)),
        ("Ideas to bring up", _ideas(made)),
        ("What they want to achieve", _goals(made)),
        ("Open opportunities", _opportunities(made)),
        ("What to ask", _list([[Cell(f"  {text}")] for text in made.questions])),
    ]
    nobody: list[Line] = [[Cell("  No contact is on file: ask who is who.", "dim")]]
    if not made.guests:
        parts[0] = (parts[0][0], nobody)
    blocks: list[Table | Text] = [Text(_head(made), title=title, indent=10)]
    blocks += [Text(lines, title=name, indent=6) for name, lines in parts if lines]
    return Page(
        title,
        blocks,
        lambda: Records(brief_data.COLUMNS, brief_data.rows(made)),
        lambda: brief_data.data(made),
    )


def _list(lines: list[Line]) -> list[Line]:
    more = len(lines) - MOST
    return lines if more <= 0 else [*lines[:MOST], [Cell(f"  and {more} more", "dim")]]


def _near(made: Brief, day: dt.date) -> str:
    return near(day, made.day)


def _head(made: Brief) -> list[Line]:
    one = made.one
    lead = made.result.tables.names.get(one.owner or "", "·")
    health = "unknown" if one.health is None else f"{one.health:.0f}"
    lines: list[Line] = [
        [
            Cell("Stands    ", "dim"), Cell(f"health {health} "),
            Cell(one.band, one.band),  # type: ignore[arg-type]
            Cell(f", coverage {cover(one)}, our lead {lead}"),
        ]
    ]  # fmt: skip
    if one.alarms:
        alarm = one.alarms[0]
        lines.append([Cell("Mind      ", "dim"), Cell(alarm.why, alarm.caps)])  # type: ignore[arg-type]
    if one.records.get("renewal"):
        lines.append([Cell("Renewal   ", "dim"), Cell(str(one.records.get("renewal")))])
    return lines


def _guest(made: Brief, guest: Guest) -> list[Line]:
    row = guest.record
    words = [row.title, ROLE_WORDS.get(row.role or "")]
    if guest.left:
        words.append(f"left on {guest.left}")
    elif row.since and (made.day - row.since).days < 180 and row.since <= made.day:
        words.append(f"in the role since {_near(made, row.since)}")
    said = ", ".join(word for word in words if word)
    lines: list[Line] = [[Cell("  "), Cell(row.name, "title"), Cell(f"  {said}" if said else "")]]
    lines.append([Cell("    works    ", "dim"), *_likes(made, guest)])
    if row.personal:
        lines.append([Cell("    personal ", "dim"), Cell("; ".join(row.personal))])
    ties = ", ".join(
        f"{tie.person} {tie.strength:.0f} {ARROWS[tie.direction]} {tie.level}"
        for tie in guest.ties[:3]
    )
    lines.append([Cell("    knows    ", "dim"), Cell(ties or "nobody of ours yet")])
    lines.append([Cell("    last     ", "dim"), *_met(made, guest)])
    return lines


def _likes(made: Brief, guest: Guest) -> Line:
    prefers = guest.record.prefers
    if guest.how == "unknown":
        return [Cell("not known", "dim"), Cell(": ask")]
    words = [prefers.channel, (prefers.detail or "").replace("_", " "), prefers.hours]
    text = ", ".join(word for word in words if word)
    if guest.how == "asked":
        return [Cell(text), Cell(f" (asked {_near(made, prefers.asked)})", "good")]
    if guest.how == "assumed":
        return [Cell(text, "dim"), Cell(" (our assumption: ask)", "yellow")]
    who = guest.predecessor or "a predecessor"
    return [Cell(text, "dim"), Cell(f" (inherited from {who}: ask)", "yellow")]


def _met(made: Brief, guest: Guest) -> Line:
    if guest.met is None:
        return [Cell("not met yet")]
    met = guest.met
    who = " and ".join(met.ours) or "someone of ours"
    text = f"{_near(made, met.day)}, {met.channel} with {who}"
    days = (made.day - met.day).days
    line: Line = [Cell(text)]
    if days >= QUIET_DAYS and not guest.left:
        line.append(Cell(f" ({plural(days, 'day')} ago: reconnect)", "yellow"))
    if met.note:
        note = met.note if len(met.note) <= LONGEST else met.note[:LONGEST] + "…"
        line.append(Cell(f": {note}", "dim"))
    return line


def _promises(made: Brief, by: str) -> list[Line]:
    lines: list[Line] = []
    for row in made.promises(by):
        late = row.due is not None and row.due < made.day
        due = "" if row.due is None else f"  due {_near(made, row.due)}"
        who = made.colleague(row.person) if by == "us" else None
        whom = made.name_of(row.to)
        tail = "".join((f", by {who}" if who else "", f", {'to' if by == 'us' else 'from'} {whom}"
                        if whom else ""))  # fmt: skip
        lines.append(
            [Cell("  "), Cell(row.what), Cell(due, "bad" if late else ""), Cell(tail, "dim")]
        )
    return _list(lines)


def _issues(made: Brief) -> list[Line]:
    return _list([
        [
            Cell("  "),
            Cell(row.severity, "bad" if row.severity == "critical" else ""),
            Cell(f": {row.what}"),
            Cell(f", open for {plural((made.day - row.opened).days, 'day')}", "dim"),
            Cell("" if row.owned else ", not yet called ours", "yellow"),
        ]
        for row in made.issues
    ])  # fmt: skip


def _since_title(made: Brief) -> str:
    if made.touched is None:
        return "What is on file"
    return f"Since the last touchpoint, {_near(made, made.touched)}"


def _since(made: Brief) -> list[Line]:
    lines: list[Line] = []
    since, one = made.since, made.one
    if since and since.health is not None and one.health is not None:
        change = round(one.health - since.health, 6)
        line: Line = [
            Cell(f"  Health {one.health:.0f}, "),
            Cell(f"{signed(change)} since", moved(change)),  # type: ignore[arg-type]
        ]
        if since.band != one.band:
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
        [Cell(f"  {_near(made, change.day):<7}", "dim"), Cell(change.what, change.style)]  # type: ignore[arg-type]
        for change in made.news
    ]
    if not lines and not news:
        return [[Cell("  Nothing new.", "dim")]]
    return lines + _list(news)


def _ideas(made: Brief) -> list[Line]:
    lines: list[Line] = [
        [
            Cell("  "), Cell(row.what),
            Cell(f", brought {_near(made, row.date)}: what became of it?", "dim"),
        ]
        for row in made.ideas
    ]  # fmt: skip
    if made.services and not made.repair_first:
        lines += [
            [Cell("  "), Cell(name), Cell(f", {share:.0%} likely; not talked about yet", "dim")]
            for name, share in made.services
        ]
    elif made.services:
        lines.append([Cell("  Nothing to sell now: repair comes first.", "dim")])
    return _list(lines)


def _goals(made: Brief) -> list[Line]:
    lines: list[Line] = []
    for row in made.goals:
        day = row.confirmed
        said = f", confirmed {_near(made, day)}" if day else ", not confirmed"
        who = made.name_of(row.from_)
        lines.append([Cell("  "), Cell(row.what), Cell(said + (f" by {who}" if who and day
                      else ""), "dim")])  # fmt: skip
    return _list(lines)


def _opportunities(made: Brief) -> list[Line]:
    catalogue = made.result.tables.services
    name = made.result.advice.service_name
    return _list([
        [
            Cell("  "), Cell(name(catalogue.index(row.service))),
            Cell(f" {made.book.settings.currency} {money(row.amount)}" if row.amount else ""),
            Cell(f", since {_near(made, row.opened)}", "dim"),
        ]
        for row in made.opportunities
    ])  # fmt: skip
