"""View of `report`: the Monday report for the terminal, Markdown and programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clientfit_cli.base.text import money, plural, signed
from clientfit_cli.base.text import sparkline as drawn
from clientfit_cli.base.vocabulary import IN_WORDS
from clientfit_cli.rendering.formats.html import RichPage
from clientfit_cli.rendering.page import Cell, Column, Records, Table, Text
from clientfit_cli.views.data.account import cover
from clientfit_cli.views.data.records import sheets
from clientfit_cli.views.data.weekly import COLUMNS, data, records
from clientfit_cli.views.html import weekly
from clientfit_cli.views.pages import recommendations
from clientfit_cli.views.pages.score import moved

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clientfit_cli.analysis.weekly import Monday
    from clientfit_cli.outcome.movement import Move, Movement
    from clientfit_cli.outcome.result import AccountResult
    from clientfit_cli.rendering.page import Line

MOST = 10  # of each list, for people; programs get all
MOST_TODOS = 5  # of one owner
Blocks = list[Table | Text]


@dataclass(frozen=True, kw_only=True)
class MondayPage(RichPage):
    """The page of the report, with the model for formats that lay it out their own way."""

    monday: Monday


def report(monday: Monday) -> MondayPage:
    """Say what a team has to know and do when the week begins."""
    blocks: Blocks = [_book(monday), *_reds(monday), *_alarms(monday)]
    blocks += _moves(monday.since_last_week, "last week")
    blocks += _moves(monday.since_last_month, "four weeks ago")
    blocks += [*_actions(monday), _coverage(monday), _growth(monday)]
    return MondayPage(
        monday.title,
        blocks,
        lambda: Records(COLUMNS, list(records(monday))),
        lambda: data(monday),
        lambda: sheets(monday.accounts),
        template="report.html",
        context=lambda: weekly.context(monday),
        monday=monday,
    )


def _book(monday: Monday) -> Text:
    totals, now, before = monday.totals, monday.weeks[-1], monday.weeks[-2]
    lines: list[Line] = [[Cell(monday.headline, "strong")]]
    for band, (number, revenue) in totals.by_band.items():
        trend = [float(week.accounts[band]) for week in monday.weeks]
        if not any(trend):
            continue
        step = now.accounts[band] - before.accounts[band]
        said = f"  {money(revenue)} a year, {signed(step)} since last week"
        lines.append(
            [Cell(f"{band:<10}", band), Cell(f"{number:>4}  ", "strong"),  # type: ignore[arg-type]
             Cell(drawn(trend, 0, max(trend)), "dim"), Cell(said)]
        )  # fmt: skip
    if totals.revenue:
        causes = ", ".join(
            f"{IN_WORDS[cause]} {money(amount)}"
            for cause, amount in sorted(totals.at_risk.items(), key=lambda one: -one[1])
            if amount
        )
        said = f" of {money(totals.revenue)}: {causes}"
        at_risk = Cell(f"{monday.currency} {money(monday.revenue_at_risk)}", "strong")
        lines.append([Cell("At risk   ", "dim"), at_risk, Cell(said)])
    number, revenue, share = totals.lost
    said = f"in 365 days: {plural(number, 'account')}, {monday.currency} {money(revenue)}"
    if share is not None:
        said += f", {share:.0%} of revenue (many firms budget for {monday.budgeted_loss:.0%})"
    lines.append([Cell("Lost      ", "dim"), Cell(said)])
    left_out = monday.result.book.left_out
    if left_out:
        lines.append([Cell("Left out  ", "dim"), Cell(", ".join(left_out), "bad")])
    return Text(lines, title=monday.title, indent=10)


def _reds(monday: Monday) -> Blocks:
    if not monday.reds:
        return []
    shown = monday.reds[:MOST]
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
                Cell(one.name, "strong"),
                Cell("·" if one.health is None else f"{one.health:.0f}", "red"),
                Cell(drawn(one.trend), "dim"),
                Cell(money(one.revenue_at_risk)),
                Cell(IN_WORDS[one.main_cause]),
                Cell(cover(one)),
                Cell(one.owner or "·", "dim"),
            ]
            for one in shown
        ],
        [_beneath(one) for one in shown],
        title=f"{plural(len(monday.reds), 'red account')}, most at stake first",
    )
    return [table, *_more(len(monday.reds) - len(shown), "`clientfit score --band red`")]


def _beneath(one: AccountResult) -> list[Line]:
    found: list[Line] = []
    for two in one.blockers[:3]:
        why = two.why if two.name in one.result.card.alarms else f"{two.name} {two.why}"
        found.append([Cell("  ! ", "red"), Cell(f"{why} ({two.kind})", "dim")])
    step = one.first_step
    if step:
        owner = step.owner or "someone"
        found.append([Cell("  → ", "strong"), Cell(f"{owner} by "),
                      recommendations.due(one.day, step), Cell(f": {step.what}")])  # fmt: skip
    return found


def _alarms(monday: Monday) -> Blocks:
    found = monday.new_alarms
    if not found:
        return []
    columns = (Column("Cap"), Column("Account", flex=True, least=14), Column("", flex=True))
    rows = [
        [Cell(rung.alarm.caps, rung.alarm.caps), Cell(rung.account.name, "strong"),  # type: ignore[arg-type]
         Cell(rung.alarm.why)]
        for rung in found[:MOST]
    ]  # fmt: skip
    table = Table(columns, rows, title="New alarms since last week")
    return [table, *_more(len(found) - MOST, "`clientfit report --format json`")]


def _moves(movement: Movement, when: str) -> Blocks:
    shown = movement.fell[:MOST] + movement.rose[:MOST]
    said = f"{len(movement.fell)} fell, {len(movement.rose)} rose"
    title = f"Moved since {when} ({movement.since}): {said}"
    lines: list[Line] = []
    for word, names in (
        ("New       ", [one.name for one in movement.arrived]),
        ("Lost      ", [one.name for one in movement.lost]),
    ):
        if names:
            more = f" and {len(names) - MOST} more" if len(names) > MOST else ""
            lines.append([Cell(word, "dim"), Cell(", ".join(names[:MOST]) + more)])
    blocks: Blocks = []
    if shown:
        columns = (
            Column("Account", flex=True, least=14),
            Column("Band", keep=5),
            Column("Health", right=True),
            Column("Change", right=True),
        )
        rows = [
            [
                Cell(move.account.name, "strong"),
                Cell(f"{move.old_band} → {move.band}" if move.crossed else move.band,
                     move.band if move.crossed else ""),  # type: ignore[arg-type]
                Cell("·" if move.health is None else f"{move.health:.0f}"),
                Cell(signed(move.change), moved(move.change)),  # type: ignore[arg-type]
            ]
            for move in shown
        ]  # fmt: skip
        blocks.append(Table(columns, rows, [_why(move) for move in shown], title, wrap=True))
    else:
        lines.insert(0, [Cell("Nobody moved.", "dim")])
    if lines:
        blocks.append(Text(lines, title="" if shown else title, indent=10))
    left = len(movement.moves) - len(shown)
    return [*blocks, *_more(left, "`clientfit report --format json`")]


def _why(move: Move) -> list[Line]:
    causes = ", ".join(f"{one.signal} {one.points:+.1f}" for one in move.causes[:3])
    if len(move.causes) > 3:
        causes += ", …"
    kinds = (("new facts", move.facts), ("time passed", move.time), ("new settings", move.settings))
    split = ", ".join(f"{word} {points:+.1f}" for word, points in kinds if abs(points) >= 0.05)
    found: list[Line] = [[Cell("  ! ", one.caps), Cell(one.why, "dim")] for one in move.alarms[:2]]  # type: ignore[arg-type]
    if causes:
        found.append([Cell(f"    {causes}" + (f" ({split})" if split else ""), "dim")])
    return found


def _actions(monday: Monday) -> Blocks:
    blocks: Blocks = []
    for agenda in monday.agendas:
        every = agenda.overdue + agenda.due
        shown = every[:MOST_TODOS]
        late = f", {len(agenda.overdue)} overdue" if agenda.overdue else ""
        rate = monday.action_rate["people"].get(agenda.owner)
        kept = f", action rate {rate:.0%}" if rate is not None else ""
        blocks.append(
            Table(
                (Column("By"), Column("Account", flex=True, least=14), Column("Band", keep=4),
                 Column("Worth", right=True, keep=3), Column("", keep=2)),
                [
                    [
                        recommendations.due(one.day, step),
                        Cell(one.name, "title"),
                        Cell(one.band, one.band),  # type: ignore[arg-type]
                        Cell(f"{step.worth:+.1f}" if step.worth else "·",
                             "good" if step.worth else "dim"),
                        Cell(recommendations.state(step), "dim"),
                    ]
                    for one, step in shown
                ],
                [recommendations.beneath(step) for one, step in shown],
                title=f"{agenda.name}: {len(agenda.due)} due this week{late}{kept}",
                wrap=True,
            )
        )  # fmt: skip
        more = f"`clientfit actions --owner {agenda.owner} --due-within 7d`"
        blocks += _more(len(every) - len(shown), more)
    rate = monday.action_rate["book"]
    if rate is not None:
        judged = monday.action_rate["judged"]
        said = f"{rate:.0%} of {judged} taken on were done in time; {len(monday.overdue)} overdue"
        blocks.append(Text([[Cell("Action rate ", "dim"), Cell(said)]], indent=12))
    return blocks


def _coverage(monday: Monday) -> Text:
    lines = [
        [Cell(f"{word:<17}", "dim"), Cell(_names(found))]
        for word, found in (
            ("Uncovered", monday.uncovered),
            ("Single-threaded", monday.single_threaded),
            ("Hollow", monday.hollow),
        )
    ]
    return Text(lines, title="Coverage", indent=17)


def _names(accounts: Sequence[AccountResult]) -> str:
    names = [one.name for one in accounts]
    if not names:
        return "none"
    more = f" and {len(names) - MOST} more" if len(names) > MOST else ""
    return f"{len(names)}: " + ", ".join(names[:MOST]) + more


def _growth(monday: Monday) -> Text:
    lines: list[Line] = []
    for path in monday.expansion[:MOST]:
        by = f", {path.person}" if path.person else ""
        said = f": {path.service} through {path.contact}{by} ({path.likelihood:.0%} likely)"
        lines.append([Cell("Expand    ", "dim"), Cell(path.account.name, "strong"), Cell(said)])
    for ask in monday.referrals[:MOST]:
        by = f", {ask.person}" if ask.person else ""
        said = f": ask {ask.contact}{by}"
        lines.append([Cell("Referral  ", "dim"), Cell(ask.account.name, "strong"), Cell(said)])
    left = max(0, len(monday.expansion) - MOST) + max(0, len(monday.referrals) - MOST)
    if left:
        lines.append([Cell(f"and {left} more", "dim")])
    return Text(lines or [[Cell("Repair comes first.", "dim")]], title="What to win", indent=10)


def _more(left: int, where: str) -> list[Text]:
    return [Text([[Cell(f"and {left:,} more: {where}", "dim")]])] if left > 0 else []
