"""View of `plan`: an account's next hundred days, and what they should come to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clientfit_cli.analysis.workload import MOST_A_WEEK, WEEKS
from clientfit_cli.base.dates import near
from clientfit_cli.base.text import plural
from clientfit_cli.engine.advice.action import shown
from clientfit_cli.rendering.page import Cell, Column, Page, Records, Table, Text
from clientfit_cli.views.data.account import rounded
from clientfit_cli.views.data.actions import step_data
from clientfit_cli.views.pages import recommendations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clientfit_cli.analysis.plan import Milestone, Placed, Plan, Reach
    from clientfit_cli.rendering.page import Line

COLUMNS = (
    "week", "day", "owner", "action", "family", "what", "contact", "why", "worth", "taken",
)  # fmt: skip


def plan(planned: Plan) -> Page:
    """Show the steps by phase, each with the milestone that ends it, and who carries how much."""
    account = planned.account
    title = f"100-day plan for {account.name} from {account.day}"
    blocks: list[Table | Text] = [_head(planned, title)]
    begun, before = account.day, None
    for milestone in planned.milestones:
        end = milestone.day
        within = [placed for placed in planned.steps if placed.day <= end and (placed.day > begun or
                  milestone is planned.milestones[0])]  # fmt: skip
        name = f"To day {milestone.after}, {near(end, account.day)}"
        if within:
            blocks.append(_table(planned, within, name))
        blocks.append(_milestone(milestone, before, "" if within else name))
        begun, before = end, milestone
    later = [placed for placed in planned.steps if placed.day > begun]
    if later:
        blocks.append(_table(planned, later, "After day 100"))
    if planned.steps:
        blocks.append(_load(planned))
    return Page(
        title,
        blocks,
        lambda: Records(COLUMNS, [[_record(planned, placed)[name] for name in COLUMNS]
                                  for placed in planned.steps]),
        lambda: {
            "clientfit": 1,
            "as_of": str(account.day),
            "account": account.id,
            "name": account.name,
            "band": account.band,
            "health": rounded(account.health),
            "weeks": WEEKS,
            "steps": [_record(planned, placed) for placed in planned.steps],
            "milestones": [_milestone_data(milestone) for milestone in planned.milestones],
            "crowded": [
                {"week": week, "person": person, "steps": number}
                for week, person, number in planned.crowded
            ],
        },
    )  # fmt: skip


def _health(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.0f}"


def _head(planned: Plan, title: str) -> Text:
    account, last = planned.account, planned.milestones[-1]
    lines: list[Line] = [
        [
            Cell("Today     ", "dim"),
            Cell(f"health {_health(account.health)} "),
            Cell(account.band, account.band),  # type: ignore[arg-type]
        ],
        [
            Cell("Day 100   ", "dim"),
            Cell(f"health {_health(last.health)} "),
            Cell(last.band, last.band),  # type: ignore[arg-type]
            Cell(", if what is done brings its signals to their best", "dim"),
        ],
    ]
    if not planned.steps:
        lines = [lines[0], [Cell("Nothing asks for a step: keep doing what you do.", "good")]]
    for week, person, number in planned.crowded:
        who = account.book.person(person)
        text = f"{who} has {number} in week {week}: hand one on, or agree on another day"
        lines.append([Cell("Crowded   ", "dim"), Cell(text, "bad")])
    return Text(lines, title=title, indent=10)


def _table(planned: Plan, within: Sequence[Placed], title: str) -> Table:
    today = planned.account.day
    rows = []
    for placed in within:
        step = placed.step
        late = placed.day < today
        rows.append(
            [
                Cell(str(placed.week), "dim"),
                Cell(near(placed.day, today), "bad" if late else ""),
                Cell(step.owner or "·"),
                Cell(f"{step.worth:+.1f}" if step.worth else "·", "good" if step.worth else "dim"),
                Cell(f"{step.family}, {recommendations.state(step)}", "dim"),
            ]
        )
    columns = (
        Column("Week", right=True, keep=3), Column("By"), Column("Who", flex=True),
        Column("Worth", right=True, keep=5), Column("", keep=2),
    )  # fmt: skip
    return Table(
        columns, rows, [recommendations.beneath(placed.step) for placed in within], title, wrap=True
    )


def _milestone(milestone: Milestone, before: Milestone | None, title: str) -> Text:
    """Say what should be true when a phase ends, and was not when the one before it did."""
    lines: list[Line] = []
    ended = [name for name in milestone.ended if not before or name not in before.ended]
    reached = [reach for reach in milestone.reached if not before or reach not in before.reached]
    if ended:
        lines.append([Cell("  Over      ", "dim"), Cell(", ".join(ended))])
    if reached:
        said = "; ".join(
            f"{reach.signal} {shown(reach.best, reach.unit)}"
            + ("" if reach.now is None else f" (now {_now(reach)})")
            for reach in reached
        )
        lines.append([Cell("  Reached   ", "dim"), Cell(said)])
    lines.append(
        [
            Cell(f"  Day {milestone.after:<6}", "strong"),
            Cell(f"{plural(milestone.done, 'step')} done, health {_health(milestone.health)} "),
            Cell(milestone.band, milestone.band),  # type: ignore[arg-type]
        ]
    )
    return Text(lines, title=title, indent=12)


def _now(reach: Reach) -> str:
    """Write a reading without the words that its best already says."""
    value = float("nan") if reach.now is None else reach.now
    text = shown(value, reach.unit)
    return text.removeprefix("strength ").removesuffix(f" {reach.unit}")


def _load(planned: Plan) -> Table:
    """Show how many steps each owner has a week, in this plan and elsewhere in the book."""
    owners = {placed.step.owner for placed in planned.steps if placed.step.owner is not None}
    rows = []
    for person in sorted(owners):
        counts = [planned.carried[person, week] for week in range(1, WEEKS + 1)]
        text = " ".join(str(number) if number else "·" for number in counts)
        crowded = max(counts) > MOST_A_WEEK
        rows.append(
            [Cell(person, "title"), Cell(text, "bad" if crowded else ""),
             Cell(str(sum(counts)))]
        )  # fmt: skip
    columns = (
        Column("Steps a week", flex=True), Column("Weeks 1 to 14"), Column("All", right=True),
    )  # fmt: skip
    return Table(columns, rows, title="Who carries how much, with what they took on elsewhere")


def _record(planned: Plan, placed: Placed) -> dict[str, Any]:
    data = step_data(placed.step)
    del data["due"], data["open_days"]
    return {
        "week": placed.week,
        "day": str(placed.day),
        **data,
        "signals": list(planned.signals_of(placed.step)),
        "taken": placed.step.taken is not None,
    }


def _milestone_data(milestone: Milestone) -> dict[str, Any]:
    return {
        "after": milestone.after,
        "day": str(milestone.day),
        "done": milestone.done,
        "ended": list(milestone.ended),
        "reached": [
            {
                "signal": reach.signal,
                "now": rounded(reach.now, 4),
                "best": reach.best,
                "unit": reach.unit,
            }
            for reach in milestone.reached
        ],
        "health": rounded(milestone.health),
        "band": milestone.band,
    }
