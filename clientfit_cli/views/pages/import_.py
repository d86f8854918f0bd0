"""View of `import`: what would come into the book, what waits for a decision, and why."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from clientfit_cli.base.text import plural
from clientfit_cli.importing.proposal import VERDICTS
from clientfit_cli.rendering.page import Cell, Column, Page, Records, Table, Text
from clientfit_cli.yamlio.emitter import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clientfit_cli.importing.proposal import Line, Proposal
    from clientfit_cli.rendering.page import Line as Words

LINES = ("verdict", "file", "place", "account", "section", "what", "why")
REVIEW = ("kind", "who", "account", "times", "why", "remedy", "file", "place")
MOST = 15  # of each list, unless all are asked for


def import_(found: Proposal, files: Sequence[str], *, written: bool, every: bool) -> Page:
    """Show a proposal: counts by file, what is added, what is to review, left out and bad."""
    most = 1_000_000 if every else MOST
    said = "Imported" if written else "What would be imported"
    blocks: list[Table | Text] = [_by_file(found, files, said)]
    blocks += _added(found, most, every=every)
    blocks += _review(found, most)
    blocks += _reasons(found)
    blocks += _bad(found, most)
    return Page(
        said, blocks,
        lambda: Records(LINES, [[getattr(one, key) for key in LINES] for one in found.lines]),
        lambda: _data(found, files, written=written),
        lambda: {
            "lines": Records(
                LINES, [[getattr(one, key) for key in LINES] for one in found.lines]
            ),
            "review": Records(
                REVIEW, [[getattr(one, key) for key in REVIEW] for one in _asked(found)]
            ),
        },
    )  # fmt: skip


def _by_file(found: Proposal, files: Sequence[str], title: str) -> Table:
    shown = [one for one in VERDICTS if found.total(one) or one == "added"]
    columns = [Column("File", flex=True), *(Column(one.capitalize(), right=True) for one in shown)]
    rows = [
        [Cell(file), *(_count(found.counts[file, verdict], verdict) for verdict in shown)]
        for file in files
    ]
    if len(files) > 1:
        rows.append([Cell("all", "strong"), *(_count(found.total(one), one) for one in shown)])
    return Table(columns, rows, title=title)


def _count(number: int, verdict: str) -> Cell:
    if not number:
        return Cell("·", "dim")
    style: Any = {"added": "good", "bad": "bad", "to review": "yellow"}.get(verdict, "")
    return Cell(f"{number:,}", style)


def _added(found: Proposal, most: int, *, every: bool) -> list[Table | Text]:
    """By account and section: how many, and from when to when; or each."""
    lines = [one for one in found.lines if one.verdict in {"added", "filled in"}]
    if not lines:
        return []
    if every:
        rows = [
            [Cell(one.account), Cell(one.section), Cell(one.what), Cell(one.why or "new", "dim"),
             Cell(f"{one.file} {one.place}", "place")]
            for one in lines
        ]  # fmt: skip
        columns = [Column("Account"), Column("Section"), Column("What", flex=True),
                   Column("Filled in"), Column("From", flex=True, keep=5)]  # fmt: skip
        return [Table(columns, rows, title="Added")]
    return [_by_account(found, lines, most)]


def _by_account(found: Proposal, lines: Sequence[Line], most: int) -> Text:
    """One account after another, those with most to add first: what of each section, and when."""
    sections: dict[str, dict[str, list[Any]]] = {
        account: defaultdict(list) for account in found.accounts
    }
    for row in found.rows:
        sections.setdefault(row.account, defaultdict(list))[row.section].append(row)
    filled = Counter((one.account, one.section) for one in lines if one.verdict == "filled in")
    for account, section in filled:
        sections.setdefault(account, defaultdict(list)).setdefault(section, [])
    ranked = sorted(
        sections, key=lambda account: (-sum(map(len, sections[account].values())), account)
    )
    said: list[Words] = []
    for account in ranked[:most]:
        new = "  new account" if account in found.accounts else ""
        said.append([Cell(account, "strong"), Cell(new, "good")])
        said += [
            _of_section(section, mine, filled[account, section])
            for section, mine in sorted(sections[account].items())
        ]
    if len(ranked) > most:
        said.append([Cell(f"and {plural(len(ranked) - most, 'account')} more: --all")])
    return Text(said, title="Added", indent=4)


def _of_section(section: str, rows: Sequence[Any], filled: int) -> Words:
    """`60 touchpoints: 32 meetings, 28 emails, 2026-05-05 to 2026-11-10`."""
    what = [_number(len(rows), section)] if rows else []
    what += [f"{filled:,} of {section} filled in"] if filled else []
    if section == "touchpoints" and rows:
        channels = Counter(one.row["channel"] for one in rows)
        days = sorted(str(one.row["date"])[:10] for one in rows)
        said = [plural(number, channel) for channel, number in channels.most_common()]
        said.append(days[0] if days[0] == days[-1] else f"{days[0]} to {days[-1]}")
    else:
        said = [one.line.what for one in rows[:3]]
        said += [f"{len(rows) - 3:,} more"] if len(rows) > 3 else []
    return [Cell("  " + ", ".join(what)), Cell(": " + ", ".join(said) if said else "", "dim")]


ONE = {"opportunities": "opportunity", "feedback": "rating", "news": "piece of news"}


def _number(number: int, section: str) -> str:
    if number != 1:
        return f"{number:,} {section}"
    return f"1 {ONE.get(section, section.removesuffix('s'))}"


def _asked(found: Proposal) -> list[Any]:
    return sorted(found.review.values(), key=lambda one: (-one.times, one.kind, one.who))


def _review(found: Proposal, most: int) -> list[Table | Text]:
    asked = _asked(found)
    if not asked:
        return []
    lines: list[Words] = []
    for one in asked[:most]:
        where = f"{one.account}: " if one.account else ""
        lines.append([
            Cell(f"  {one.kind} ", "dim"), Cell(one.who, "strong"),
            Cell(f"  {where}{one.why}, {plural(one.times, 'time')}"),
        ])  # fmt: skip
    if len(asked) > most:
        lines.append([Cell(f"  and {len(asked) - most:,} more: --all")])
    for remedy, _ in Counter(one.remedy for one in asked).most_common():
        kinds = dict.fromkeys(one.kind for one in asked if one.remedy == remedy)
        lines.append([Cell(f"  → {' or '.join(kinds)}: "), Cell(remedy)])
    return [Text(lines, title="To review", indent=4)]


def _reasons(found: Proposal) -> list[Table | Text]:
    lines: list[Words] = []
    for verdict in ("there", "left out"):
        reasons = [(number, why) for (one, why), number in found.reasons.most_common()
                   if one == verdict and number]  # fmt: skip
        shown = [f"{number:,} {why}" for number, why in reasons[:MOST]]
        if shown:
            lines.append([Cell(f"{verdict.capitalize()}: ", "strong"), Cell("; ".join(shown))])
    return [Text(lines)] if lines else []


def _bad(found: Proposal, most: int) -> list[Table | Text]:
    wrong = [one for one in found.lines if one.verdict == "bad"]
    if not wrong:
        return []
    rows = [
        [Cell(f"{one.file} {one.place}", "place"), Cell(one.what), Cell(one.why, "bad")]
        for one in wrong[:most]
    ]
    columns = [Column("Bad records", flex=True), Column("What", flex=True),
               Column("Why", flex=True, least=20)]  # fmt: skip
    blocks: list[Table | Text] = [Table(columns, rows)]
    more = found.total("bad") - most
    return [*blocks, *([Text([[Cell(f"and {more:,} more: --all")]])] if more > 0 else [])]


def _data(found: Proposal, files: Sequence[str], *, written: bool) -> dict[str, Any]:
    """A proposal for programs, version 1."""
    return {
        "clientfit": 1,
        "written": written,
        "files": [
            {"file": file, **{one.replace(" ", "_"): found.counts[file, one] for one in VERDICTS}}
            for file in files
        ],
        "accounts": [
            {"account": account, **plain(values)} for account, values in found.accounts.items()
        ],
        "rows": [
            {"account": one.account, "section": one.section, "row": plain(one.row)}
            for one in found.rows
        ],
        "lines": [{key: getattr(one, key) for key in LINES} for one in found.lines],
        "review": [{key: getattr(one, key) for key in REVIEW} for one in _asked(found)],
    }
