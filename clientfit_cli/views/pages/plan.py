"""View of `plan`: an account's next hundred days, and what they should come to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clientfit_cli.analysis import plan as planning
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

    from clientfit_cli.analysis.plan import Milestone, Placed, Plan
    from clientfit_cli.rendering.page import Line

COLUMNS = (
    "week", "day", "owner", "action", "family", "what", "contact", "why", "worth", "taken",
)  # fmt: skip


def plan(made: Plan) -> Page:
    """Show the steps by phase, each with the milestone that ends it, and who carries how much."""
    one = made.account
    title = f"100-day plan for {one.name} from {one.result.day}"
    blocks: list[Table | Text] = [_head(made, title)]
    begun, before = one.result.day, None
    for milestone in made.milestones:
        end = milestone.day
        within = [two for two in made.steps if two.day <= end and (two.day > begun or
                  milestone is made.milestones[0])]  # fmt: skip
        name = f"To day {milestone.after}, {near(end, one.result.day)}"
        if within:
            blocks.append(_table(made, within, name))
        blocks.append(_milestone(milestone, before, "" if within else name))
        begun, before = end, milestone
    later = [two for two in made.steps if two.day > begun]
    if later:
        blocks.append(_table(made, later, "After day 100"))
    if made.steps:
        blocks.append(_load(made))
    return Page(
        title,
        blocks,
        lambda: Records(COLUMNS, [[_record(made, two)[name] for name in COLUMNS]
                                  for two in made.steps]),
        lambda: {
            "clientfit": 1,
            "as_of": str(one.result.day),
            "account": one.id,
            "name": one.name,
            "band": one.band,
            "health": rounded(one.health),
            "weeks": WEEKS,
            "steps": [_record(made, two) for two in made.steps],
            "milestones": [_milestone_data(two) for two in made.milestones],
            "crowded": [
                {"week": week, "person": person, "steps": number}
                for week, person, number in made.crowded
            ],
        },
    )  # fmt: skip


def _health(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.0f}"


def _head(made: Plan, title: str) -> Text:
    one, last = made.account, made.milestones[-1]
    lines: list[Line] = [
        [
            Cell("Today     ", "dim"),
            Cell(f"health {_health(one.health)} "),
            Cell(one.band, one.band),  # type: ignore[arg-type]
        ],
        [
            Cell("Day 100   ", "dim"),
            Cell(f"health {_health(last.health)} "),
            Cell(last.band, last.band),  # type: ignore[arg-type]
            Cell(", if what is done brings its signals to their best", "dim"),
        ],
    ]
    if not made.steps:
        lines = [lines[0], [Cell("Nothing asks for a step: keep doing what you do.", "good")]]
    for week, person, number in made.crowded:
        who = one.result.tables.names[person]
        text = f"{who} has {number} in week {week}: hand one on, or agree on another day"
        lines.append([Cell("Crowded   ", "dim"), Cell(text, "bad")])
    return Text(lines, title=title, indent=10)


def _table(made: Plan, within: Sequence[Placed], title: str) -> Table:
    one = made.account
    rows = []
    for placed in within:
        step = placed.step
        late = placed.day < one.result.day
        rows.append(
            [
                Cell(str(placed.week), "dim"),
                Cell(near(placed.day, one.result.day), "bad" if late else ""),
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
    reached = [one for one in milestone.reached if not before or one not in before.reached]
    if ended:
        lines.append([Cell("  Over      ", "dim"), Cell(", ".join(ended))])
    if reached:
        said = "; ".join(
            f"{one.signal} {shown(one.best, one.unit)}"
            + ("" if one.now is None else f" (now {_now(one)})")
            for one in reached
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


def _now(one: planning.Reach) -> str:
    """Write a reading without the words that its best already says."""
    value = float("nan") if one.now is None else one.now
    text = shown(value, one.unit)
    return text.removeprefix("strength ").removesuffix(f" {one.unit}")


def _load(made: Plan) -> Table:
    """Show how many steps each owner has a week, in this plan and elsewhere in the book."""
    load = planning.carried(made)
    people = sorted({two.step.owner for two in made.steps if two.step.owner is not None})
    rows = []
    for person in people:
        counts = [load[person, week] for week in range(1, WEEKS + 1)]
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


def _record(made: Plan, placed: Placed) -> dict[str, Any]:
    data = step_data(placed.step)
    del data["due"], data["open_days"]
    signals = planning.signals_of(made.account, placed.step)
    return {
        "week": placed.week,
        "day": str(placed.day),
        **data,
        "signals": list(signals),
        "taken": placed.step.taken is not None,
    }


def _milestone_data(one: Milestone) -> dict[str, Any]:
    return {
        "after": one.after,
        "day": str(one.day),
        "done": one.done,
        "ended": list(one.ended),
        "reached": [
            {"signal": two.signal, "now": rounded(two.now, 4), "best": two.best, "unit": two.unit}
            for two in one.reached
        ],
        "health": rounded(one.health),
        "band": one.band,
    }
