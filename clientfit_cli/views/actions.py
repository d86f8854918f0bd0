"""View of `actions`: what to do, by whom, by when, and what it is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clientfit_cli.report import Cell, Column, Page, Records, Table, Text, plural
from clientfit_cli.tables import date_of
from clientfit_cli.timeline import NEVER
from clientfit_cli.views import steps

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from clientfit_cli.action import Step
    from clientfit_cli.report import Line
    from clientfit_cli.result import AccountResult, Result

Todo = tuple["AccountResult", "Step"]
COLUMNS = (
    "account", "name", "band", "action", "family", "what", "contact", "owner", "due", "overdue",
    "why", "worth", "open_days", "taken",
)  # fmt: skip


def chosen(
    accounts: Sequence[AccountResult],
    *,
    owner: str | None = None,
    due_by: dt.date | None = None,
    overdue: bool = False,
    top: int = 0,
) -> list[Todo]:
    """Choose what to do: alarms that cap at red first, then revenue at risk times worth."""
    found: list[Todo] = []
    for one in accounts:
        mine = [
            step
            for step in one.steps
            if (owner is None or steps.owner_of(one, step) == owner)
            and (due_by is None or step.due <= due_by)
            and (not overdue or step.due < one.result.day)
        ]
        found += [(one, step) for step in (mine[:top] if top else mine)]
    return sorted(found, key=_pressing)


def _pressing(todo: Todo) -> tuple[object, ...]:
    one, step = todo
    stake = (one.revenue_at_risk or 0.0) * step.worth
    return (step.urgency != 0, -stake, step.urgency, -step.worth, one.id, step.action)


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
        [steps.beneath(step) for one, step in todos],
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
        steps.due(one, step),
        Cell(steps.owner_of(one, step) or "·"),
        Cell(one.name, "title"),
        Cell(one.band, one.band),  # type: ignore[arg-type]
        Cell(f"{step.worth:+.1f}" if step.worth else "·", "good" if step.worth else "dim"),
        Cell(steps.state(step), "dim"),
    ]


def data(one: AccountResult, step: Step) -> dict[str, Any]:
    """One action for programs."""
    return {
        "account": one.id,
        "name": one.name,
        "band": one.band,
        **steps.data(one, step),
        "overdue": step.due < one.result.day,
        "taken": step.taken is not None,
    }


def action_rate(result: Result) -> dict[str, Any]:
    """How much of what was taken on was done by its day: the book's, and each person's."""
    table, today = result.tables["actions"], int(result.card.days[result.column])
    people: dict[str, list[int]] = {}
    for row in range(len(table)):
        if table["created"][row] > today:
            continue
        due, done = int(table["due"][row]), int(table["done"][row])
        judged = done <= today or due < today
        if judged:
            kept = done <= today and (due >= NEVER or done <= due)
            name = result.tables.people[int(table["owner"][row])]
            people.setdefault(name, []).append(int(kept))
    every = [one for kept in people.values() for one in kept]
    return {
        "book": round(sum(every) / len(every), 4) if every else None,
        "judged": len(every),
        "people": {name: round(sum(kept) / len(kept), 4) for name, kept in sorted(people.items())},
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
        signal = table.rows[row].signal
        if not today - 28 <= done <= today or signal not in result.card.fits:
            continue
        account = int(table.account[row])
        fit = result.card.fits[signal]
        days = result.card.days[result.trail]
        before = [column for column, day in zip(result.trail, days, strict=True) if day <= done]
        if before:
            change = fit[account, result.column] - fit[account, before[-1]]
            if change == change:  # noqa: PLR0124  # not unknown
                name = result.tables.accounts[account].id
                said.append(f"{name} {signal} {change:+.0f} fit since {date_of(done)}")
    return "; ".join(said)
