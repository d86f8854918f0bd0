"""View of `actions`: what to do, by whom, by when, and what it is worth."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from clientfit_cli.analysis import agenda
from clientfit_cli.base.text import plural
from clientfit_cli.rendering.page import Cell, Column, Page, Records, Table, Text
from clientfit_cli.views.data.actions import COLUMNS, action_data
from clientfit_cli.views.pages import recommendations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clientfit_cli.analysis.agenda import Todo
    from clientfit_cli.engine.advice.recommendation import Step
    from clientfit_cli.outcome.account import AccountOutcome
    from clientfit_cli.outcome.book import BookOutcome
    from clientfit_cli.rendering.page import Line

# What is chosen and counted is the same for the Monday report.
chosen = agenda.chosen
action_rate = agenda.action_rate


def actions(outcome: BookOutcome, todos: Sequence[Todo], hidden: int) -> Page:
    """Show what to do; `hidden` counts what was left out to keep the list short."""
    table = Table(
        (
            Column("By"),
            Column("Who", flex=True),
            Column("Account", flex=True, least=14),
            Column("Band", keep=4),
            Column("Worth", right=True, keep=3),
            Column("", keep=2),
        ),
        [_row(one, step) for one, step in todos],
        [recommendations.beneath(step) for one, step in todos],
        title=f"{plural(len(todos), 'action')} as of {outcome.day}",
        wrap=True,
    )
    lines = _totals(outcome, hidden)
    if not todos:
        return _page(outcome, todos, [Text([[Cell("Nothing to do.", "good")], *lines])])
    return _page(outcome, todos, [table, Text(lines, indent=12)] if lines else [table])


def _page(outcome: BookOutcome, todos: Sequence[Todo], blocks: list[Table | Text]) -> Page:
    return Page(
        f"Actions as of {outcome.day}",
        blocks,
        lambda: Records(
            COLUMNS, [[action_data(*todo)[column] for column in COLUMNS] for todo in todos]
        ),
        lambda: {
            "clientfit": 1,
            "as_of": str(outcome.day),
            "action_rate": action_rate(outcome),
            "actions": [action_data(*todo) for todo in todos],
        },
    )


def _row(one: AccountOutcome, step: Step) -> list[Cell]:
    return [
        recommendations.due(one.day, step),
        Cell(step.owner or "·"),
        Cell(one.name, "title"),
        Cell(one.band, one.band),  # type: ignore[arg-type]
        Cell(f"{step.worth:+.1f}" if step.worth else "·", "good" if step.worth else "dim"),
        Cell(recommendations.state(step), "dim"),
    ]


def _totals(outcome: BookOutcome, hidden: int) -> list[Line]:
    lines: list[Line] = []
    if hidden:
        text = f"{hidden:,} more of less weight: `--all` shows them"
        lines.append([Cell(text, "dim")])
    rate = action_rate(outcome)
    if rate["book"] is not None:
        people = ", ".join(f"{name} {share:.0%}" for name, share in rate["people"].items())
        lines.append(
            [Cell("Action rate ", "dim"), Cell(f"{rate['book']:.0%}", "strong"),
             Cell(f" of {rate['judged']} taken on were done in time ({people})", "dim")]
        )  # fmt: skip
    done = _done(outcome)
    if done:
        lines.append([Cell("Done lately ", "dim"), Cell(done)])
    return lines


def _done(outcome: BookOutcome) -> str:
    """Say what became of the signals of actions done in the last four weeks."""
    since = outcome.day - dt.timedelta(days=28)
    return "; ".join(
        f"{account.id} {signal} {change:+.0f} fit since {row.done}"
        for account in outcome.everybody
        for row in account.taken
        if row.done and row.done >= since
        for signal, change in row.brought
    )
