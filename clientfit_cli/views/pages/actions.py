"""View of `actions`: what to do, by whom, by when, and what it is worth."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from clientfit_cli.analysis import agenda
from clientfit_cli.base.text import plural
from clientfit_cli.base.vocabulary import date_of
from clientfit_cli.engine.advice.action import actions as actions_known
from clientfit_cli.rendering.page import Cell, Column, Page, Records, Table, Text
from clientfit_cli.views.data.actions import step_data
from clientfit_cli.views.pages import recommendations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clientfit_cli.analysis.agenda import Todo
    from clientfit_cli.engine.advice.recommendation import Step
    from clientfit_cli.outcome.result import AccountResult, Result
    from clientfit_cli.rendering.page import Line
    from clientfit_cli.views.data.account import Anyone

COLUMNS = (
    "account", "name", "band", "action", "family", "what", "contact", "owner", "due", "overdue",
    "why", "worth", "open_days", "taken",
)  # fmt: skip


# What is chosen and counted is the same for the Monday report.
chosen = agenda.chosen
action_rate = agenda.action_rate


def actions(result: Result, todos: Sequence[Todo], hidden: int) -> Page:
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
        title=f"{plural(len(todos), 'action')} as of {result.day}",
        wrap=True,
    )
    lines = _totals(result, hidden)
    if not todos:
        return _page(result, todos, [Text([[Cell("Nothing to do.", "good")], *lines])])
    return _page(result, todos, [table, Text(lines, indent=12)] if lines else [table])


def _page(result: Result, todos: Sequence[Todo], blocks: list[Table | Text]) -> Page:
    return Page(
        f"Actions as of {result.day}",
        blocks,
        lambda: Records(COLUMNS, [[data(*todo)[column] for column in COLUMNS] for todo in todos]),
        lambda: {
            "clientfit": 1,
            "as_of": str(result.day),
            "action_rate": action_rate(result),
            "actions": [data(*todo) for todo in todos],
        },
    )


def _row(one: AccountResult, step: Step) -> list[Cell]:
    return [
        recommendations.due(one.day, step),
        Cell(step.owner or "·"),
        Cell(one.name, "title"),
        Cell(one.band, one.band),  # type: ignore[arg-type]
        Cell(f"{step.worth:+.1f}" if step.worth else "·", "good" if step.worth else "dim"),
        Cell(recommendations.state(step), "dim"),
    ]


def data(one: Anyone, step: Step) -> dict[str, Any]:
    """One action for programs."""
    return {
        "account": one.id,
        "name": one.name,
        "band": one.band,
        **step_data(step),
        "overdue": step.due < one.day,
        "taken": step.taken is not None,
    }


def _totals(result: Result, hidden: int) -> list[Line]:
    lines: list[Line] = []
    if hidden:
        text = f"{hidden:,} more of less weight: `--all` shows them"
        lines.append([Cell(text, "dim")])
    rate = action_rate(result)
    if rate["book"] is not None:
        people = ", ".join(f"{name} {share:.0%}" for name, share in rate["people"].items())
        lines.append(
            [Cell("Action rate ", "dim"), Cell(f"{rate['book']:.0%}", "strong"),
             Cell(f" of {rate['judged']} taken on were done in time ({people})", "dim")]
        )  # fmt: skip
    done = _done(result)
    if done:
        lines.append([Cell("Done lately ", "dim"), Cell(done)])
    return lines


def _done(result: Result) -> str:
    """Say what became of the signals of actions done in the last four weeks."""
    table, today = result.tables["actions"], int(result.card.days[result.column])
    said = []
    for row in range(len(table)):
        done = int(table["done"][row])
        if today - 28 <= done <= today:
            account = int(table.account[row])
            name = result.tables.ids[account]
            said += [
                f"{name} {signal} {change:+.0f} fit since {date_of(done)}"
                for signal, change in _fit_since(result, account, table["signal"][row], done)
            ]
    return "; ".join(said)


def _fit_since(
    result: Result, account: int, answered: str | None, done: int
) -> list[tuple[str, float]]:
    """How the fits moved that an action lifts, since the week in which it was done."""
    named = actions_known().get(answered or "")
    days = result.card.days[result.trail]
    before = [column for column, day in zip(result.trail, days, strict=True) if day <= done]
    changes = []
    for signal in named.lifts if named else (answered,):
        fit = result.card.fits.get(signal or "")
        if fit is not None and before:
            change = float(fit[account, result.column] - fit[account, before[-1]])
            if not math.isnan(change):
                changes.append((str(signal), change))
    return changes
