"""View of `report`: the Monday report for the terminal, Markdown and programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.analysis.weekly import causes, split
from clientfit_cli.base.text import money, plural, signed
from clientfit_cli.base.text import sparkline as drawn
from clientfit_cli.base.vocabulary import IN_WORDS
from clientfit_cli.rendering.formats.html import RichPage
from clientfit_cli.rendering.page import Cell, Column, Records, Table, Text
from clientfit_cli.views.data.account import cover
from clientfit_cli.views.data.records import sheets
from clientfit_cli.views.data.weekly import COLUMNS, data, records
from clientfit_cli.views.html.weekly import context
from clientfit_cli.views.pages import recommendations
from clientfit_cli.views.pages.score import moved

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clientfit_cli.analysis.agenda import Todo
    from clientfit_cli.analysis.weekly import Agenda, Movement, WeeklyReport
    from clientfit_cli.outcome.account import AccountOutcome
    from clientfit_cli.outcome.book import LostAccount
    from clientfit_cli.outcome.change import AccountChange
    from clientfit_cli.rendering.page import Line

MOST = 10  # of each list, for people; programs get all
MOST_TODOS = 5  # of one owner
Blocks = list[Table | Text]


def weekly(report: WeeklyReport) -> RichPage:
    """Say what a team has to know and do when the week begins."""
    blocks: Blocks = [_book(report), *_reds(report), *_alarms(report)]
    blocks += _moves(report.since_last_week, "last week")
    blocks += _moves(report.since_last_month, "four weeks ago")
    blocks += [*_actions(report), _coverage(report), _growth(report)]
    return RichPage(
        report.title,
        blocks,
        lambda: Records(COLUMNS, list(records(report))),
        lambda: data(report),
        lambda: sheets(report.accounts),
        template="report.html",
        context=lambda: context(report),
    )


def _book(report: WeeklyReport) -> Text:
    totals, now, before = report.totals, report.weeks[-1], report.weeks[-2]
    lines: list[Line] = [[Cell(report.headline, "strong")]]
    for band, (number, revenue) in totals.by_band.items():
        trend = [float(week.accounts[band]) for week in report.weeks]
        if not any(trend):
            continue
        step = now.accounts[band] - before.accounts[band]
        said = f"  {money(revenue)} a year, {signed(step)} since last week"
        lines.append(
            [Cell(f"{band:<10}", band), Cell(f"{number:>4}  ", "strong"),  # type: ignore[arg-type]
             Cell(drawn(trend, 0, max(trend)), "dim"), Cell(said)]
        )  # fmt: skip
    if totals.revenue:
        by_cause = ", ".join(
            f"{IN_WORDS[cause]} {money(amount)}"
            for cause, amount in sorted(totals.at_risk.items(), key=lambda one: -one[1])
            if amount
        )
        said = f" of {money(totals.revenue)}: {by_cause}"
        at_risk = Cell(f"{report.book.currency} {money(report.revenue_at_risk)}", "strong")
        lines.append([Cell("At risk   ", "dim"), at_risk, Cell(said)])
    number, revenue, share = totals.lost
    said = f"in 365 days: {plural(number, 'account')}, {report.book.currency} {money(revenue)}"
    if share is not None:
        said += f", {share:.0%} of revenue (many firms budget for {report.book.budgeted_loss:.0%})"
    lines.append([Cell("Lost      ", "dim"), Cell(said)])
    left_out = report.book.left_out
    if left_out:
        lines.append([Cell("Left out  ", "dim"), Cell(", ".join(left_out), "bad")])
    return Text(lines, title=report.title, indent=10)


def _reds(report: WeeklyReport) -> Blocks:
    if not report.reds:
        return []
    shown = report.reds[:MOST]
    table = Table(
        (
            Column("Account", flex=True, least=14),
            Column("Health", right=True),
            Column("12 weeks", keep=3),
            Column("At risk", right=True),
            Column("Mostly", flex=True, least=12, keep=5),
            Column("Cover", keep=4),
            Column("Lead", keep=6),
        ),
        [
            [
                Cell(account.name, "strong"),
                Cell("·" if account.health is None else f"{account.health:.0f}", "red"),
                Cell(drawn(account.trend), "dim"),
                Cell(money(account.revenue_at_risk)),
                Cell(IN_WORDS[account.main_cause]),
                Cell(cover(account)),
                Cell(account.owner or "·", "dim"),
            ]
            for account in shown
        ],
        [_beneath(account) for account in shown],
        title=f"{plural(len(report.reds), 'red account')}, most at stake first",
    )
    return [table, *_more(len(report.reds) - len(shown), "`clientfit score --band red`")]


def _beneath(account: AccountOutcome) -> list[Line]:
    lines: list[Line] = []
    for blocker in account.blockers[:3]:
        alarm = blocker.name in account.book.rules.alarms
        why = blocker.why if alarm else f"{blocker.name} {blocker.why}"
        lines.append([Cell("  ! ", "red"), Cell(f"{why} ({blocker.kind})", "dim")])
    step = account.first_step
    if step:
        owner = step.owner or "someone"
        lines.append([Cell("  → ", "strong"), Cell(f"{owner} by "),
                      recommendations.due(account.day, step), Cell(f": {step.what}")])  # fmt: skip
    return lines


def _alarms(report: WeeklyReport) -> Blocks:
    alarms = report.new_alarms
    if not alarms:
        return []
    columns = (Column("Cap"), Column("Account", flex=True, least=14), Column("", flex=True))
    rows = [
        [Cell(alarm.caps, alarm.caps), Cell(account.name, "strong"), Cell(alarm.why)]  # type: ignore[arg-type]
        for account, alarm in alarms[:MOST]
    ]
    table = Table(columns, rows, title="New alarms since last week")
    return [table, *_more(len(alarms) - MOST, "`clientfit report --format json`")]


def _moves(movement: Movement, when: str) -> Blocks:
    shown = movement.fell[:MOST] + movement.rose[:MOST]
    said = f"{len(movement.fell)} fell, {len(movement.rose)} rose"
    title = f"Moved since {when} ({movement.since}): {said}"
    lines: list[Line] = [
        [Cell(word, "dim"), Cell(_first(accounts))]
        for word, accounts in (("New       ", movement.arrived), ("Lost      ", movement.lost))
        if accounts
    ]
    blocks: Blocks = []
    if shown:
        columns = (
            Column("Account", flex=True, least=14),
            Column("Band", keep=5),
            Column("Health", right=True),
            Column("Change", right=True),
        )
        blocks.append(
            Table(columns, [_move(move) for move in shown], [_why(move) for move in shown], title,
                  wrap=True)
        )  # fmt: skip
    else:
        lines.insert(0, [Cell("Nobody moved.", "dim")])
    if lines:
        blocks.append(Text(lines, title="" if shown else title, indent=10))
    left = len(movement.moves) - len(shown)
    return [*blocks, *_more(left, "`clientfit report --format json`")]


def _move(move: AccountChange) -> list[Cell]:
    account, band = move.shown, Cell(move.shown.band)
    if move.old and move.changed_band:
        band = Cell(f"{move.old.band} → {account.band}", account.band)  # type: ignore[arg-type]
    return [
        Cell(account.name, "strong"),
        band,
        Cell("·" if account.health is None else f"{account.health:.0f}"),
        Cell(signed(move.change), moved(move.change)),  # type: ignore[arg-type]
    ]


def _why(move: AccountChange) -> list[Line]:
    named, parts = causes(move), split(move)
    said = ", ".join(f"{cause.signal} {cause.split.change:+.1f}" for cause in named[:3])
    if len(named) > 3:
        said += ", …"
    kinds = ("new facts", parts.facts), ("time passed", parts.time)
    told = ", ".join(f"{word} {points:+.1f}" for word, points in kinds if abs(points or 0) >= 0.05)
    lines: list[Line] = [
        [Cell("  ! ", alarm.caps), Cell(alarm.why, "dim")]  # type: ignore[arg-type]
        for alarm in move.risen[:2]
    ]
    if said:
        lines.append([Cell(f"    {said}" + (f" ({told})" if told else ""), "dim")])
    return lines


def _actions(report: WeeklyReport) -> Blocks:
    blocks: Blocks = []
    for agenda in report.agendas:
        shown = (agenda.overdue + agenda.due)[:MOST_TODOS]
        blocks.append(_agenda(agenda, shown, report.action_rate["people"].get(agenda.owner)))
        more = f"`clientfit actions --owner {agenda.owner} --due-within 7d`"
        blocks += _more(len(agenda.overdue) + len(agenda.due) - len(shown), more)
    rate = report.action_rate["book"]
    if rate is not None:
        judged = report.action_rate["judged"]
        said = f"{rate:.0%} of {judged} taken on were done in time; {len(report.overdue)} overdue"
        blocks.append(Text([[Cell("Action rate ", "dim"), Cell(said)]], indent=12))
    return blocks


def _agenda(agenda: Agenda, shown: Sequence[Todo], rate: float | None) -> Table:
    late = f", {len(agenda.overdue)} overdue" if agenda.overdue else ""
    kept = f", action rate {rate:.0%}" if rate is not None else ""
    return Table(
        (Column("By"), Column("Account", flex=True, least=14), Column("Band", keep=4),
         Column("Worth", right=True, keep=3), Column("", keep=2)),
        [
            [
                recommendations.due(account.day, step),
                Cell(account.name, "title"),
                Cell(account.band, account.band),  # type: ignore[arg-type]
                Cell(f"{step.worth:+.1f}" if step.worth else "·",
                     "good" if step.worth else "dim"),
                Cell(recommendations.state(step), "dim"),
            ]
            for account, step in shown
        ],
        [recommendations.beneath(step) for _, step in shown],
        title=f"{agenda.name}: {len(agenda.due)} due this week{late}{kept}",
        wrap=True,
    )  # fmt: skip


def _coverage(report: WeeklyReport) -> Text:
    lines: list[Line] = [
        [
            Cell(f"{word:<17}", "dim"),
            Cell(f"{len(accounts)}: {_first(accounts)}" if accounts else "none"),
        ]
        for word, accounts in (
            ("Uncovered", report.uncovered),
            ("Single-threaded", report.single_threaded),
            ("Hollow", report.hollow),
        )
    ]
    return Text(lines, title="Coverage", indent=17)


def _first(accounts: Sequence[AccountOutcome | LostAccount]) -> str:
    """Name the first of some accounts."""
    more = f" and {len(accounts) - MOST} more" if len(accounts) > MOST else ""
    return ", ".join(account.name for account in accounts[:MOST]) + more


def _growth(report: WeeklyReport) -> Text:
    lines: list[Line] = []
    for path in report.expansion[:MOST]:
        by = f", {path.person}" if path.person else ""
        said = f": {path.service} through {path.contact}{by} ({path.likelihood:.0%} likely)"
        lines.append([Cell("Expand    ", "dim"), Cell(path.account.name, "strong"), Cell(said)])
    for ask in report.referrals[:MOST]:
        by = f", {ask.person}" if ask.person else ""
        said = f": ask {ask.contact}{by}"
        lines.append([Cell("Referral  ", "dim"), Cell(ask.account.name, "strong"), Cell(said)])
    left = max(0, len(report.expansion) - MOST) + max(0, len(report.referrals) - MOST)
    if left:
        lines.append([Cell(f"and {left} more", "dim")])
    return Text(lines or [[Cell("Repair comes first.", "dim")]], title="What to win", indent=10)


def _more(left: int, where: str) -> list[Text]:
    return [Text([[Cell(f"and {left:,} more: {where}", "dim")]])] if left > 0 else []
