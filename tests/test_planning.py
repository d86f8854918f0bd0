"""The 100-day plan: days, load, and what its milestones promise."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clientfit_cli.analysis import plan
from clientfit_cli.analysis.workload import MOST_A_WEEK, WEEKS
from clientfit_cli.execution.task import read_book
from clientfit_cli.storage.folder import Folder
from tests import books
from tests.books import CATALOGUE, RICH, account
from tests.conftest import EXAMPLES, TEAM, TODAY, outcome

if TYPE_CHECKING:
    from clientfit_cli.analysis.plan import Placed, Plan

BOOK = read_book(Folder(EXAMPLES / "accounts"))
POOR = """
owner: dana
contacts: [{id: r, name: "[red] Robin", role: decision_maker}]
touchpoints: [{date: @150, channel: call, ours: [dana], theirs: [r]}]
issues: [{what: Bill, severity: critical, opened: @20}]
commitments: [{what: Draft, made: @90, due: @60}]
ideas: []
results: []
feedback: []
goals: []
actions: []
"""


def planned(text: str, settings: str = TEAM, today: dt.date = TODAY) -> Plan:
    book = books.read(text, settings)
    whole = outcome(book, today)
    scored = whole.account("a")
    assert scored is not None
    return plan.plan(scored, whole, book.settings)


def rows(text: str, settings: str = TEAM) -> tuple[list[dict[str, Any]], list[Placed]]:
    """What a plan would write into the account's file, and what it cannot write."""
    return plan.rows(planned(text, settings), books.read(text, settings).accounts["a"])


def examples() -> list[Plan]:
    whole = outcome(BOOK, TODAY)
    return [plan.plan(account, whole, BOOK.settings) for account in whole.accounts]


@pytest.mark.parametrize("made", examples(), ids=lambda made: made.account.id)
def test_what_an_alarm_asks_for_is_never_late_and_the_rest_falls_on_working_days(
    made: Plan,
) -> None:
    holidays = set(BOOK.settings.holidays)
    steps = made.account.steps
    assert {one.step.action for one in made.steps} == {step.action for step in steps}
    for one in made.steps:
        if one.step.taken is not None:
            assert one.day == one.step.due
            continue
        if one.step.urgency <= plan.ALARMS:
            assert one.day <= one.step.due
        assert one.day >= TODAY
        assert one.day.weekday() < 5
        assert one.day not in holidays
        assert 1 <= one.week <= WEEKS


@pytest.mark.parametrize("made", examples(), ids=lambda made: made.account.id)
def test_nobody_gets_more_than_a_week_holds_but_where_alarms_ask_it(made: Plan) -> None:
    hurried = Counter(
        (one.step.owner, one.week)
        for one in made.steps
        if one.step.taken is not None or one.step.urgency <= plan.ALARMS
    )
    for week, person, number in made.crowded:
        assert number > MOST_A_WEEK
        assert hurried[person, week]


@pytest.mark.parametrize("made", examples(), ids=lambda made: made.account.id)
def test_milestones_never_fall_back_and_start_from_the_score(made: Plan) -> None:
    done = [one.done for one in made.milestones]
    assert done == sorted(done)
    healths = [made.account.health, *(one.health for one in made.milestones)]
    known = [value for value in healths if value is not None]
    assert all(after >= before - 1e-6 for before, after in itertools.pairwise(known))


def test_the_health_of_a_milestone_is_that_of_the_readings_with_those_fits() -> None:
    made = planned(account(RICH), CATALOGUE)
    readings = {reading.name: reading for reading in made.account.readings}
    last = made.milestones[-1]
    lifted = {name for placed in made.steps for name in made.signals_of(placed.step)}
    known = [
        (100.0 if name in lifted else reading.fit, reading.weight)
        for name, reading in readings.items()
        if name in lifted or reading.fit is not None
    ]
    total = sum(weight * (fit or 0) for fit, weight in known)
    assert last.health == pytest.approx(total / sum(weight for _, weight in known))
    # What the steps are worth, each signal once, is what the plan gains (all of them known).
    gain = sum(readings[name].cost for name in lifted)
    if all(readings[name].fit is not None for name in lifted):
        assert last.health == pytest.approx((made.account.health or 0) + gain, abs=1e-4)


def test_load_counts_what_they_took_on_elsewhere() -> None:
    busy = "".join(
        f"  - {{what: t{at}, owner: dana, created: @3, due: @{-4 - at // 2 * 7}}}\n"
        for at in range(20)
    )
    other = account(f"owner: dana\nactions:\n{busy}", "b")
    made = planned(account(POOR) + other)
    mine = [one for one in made.steps if one.step.urgency > plan.ALARMS
            and one.step.owner == "dana"]  # fmt: skip
    assert mine
    # The weeks that were free fill up first; no week carries more than another then.
    assert all(made.carried["dana", week] >= MOST_A_WEEK for week in range(11, WEEKS + 1))
    assert [one.week > 10 for one in sorted(mine, key=lambda one: -one.step.worth)][:4] == [
        True
    ] * 4


def test_an_overdue_promise_to_act_is_this_weeks() -> None:
    text = POOR.replace("actions: []", "actions: [{what: Call, owner: sam, created: @9, due: @5}]")
    made = planned(account(text))
    late = next(one for one in made.steps if one.step.what == "Call")
    assert (late.week, late.day) == (1, books.ago(5))


def test_an_account_of_which_nothing_is_known_has_a_plan() -> None:
    made = planned(account("", since=None))
    assert made.account.health is None
    assert all(one.health is None or one.health >= 0 for one in made.milestones)
    assert made.milestones[0].band == "unknown"


def test_rows_leave_out_what_has_no_owner_and_what_stands_there() -> None:
    text = POOR.replace("owner: dana\n", "", 1).replace("ours: [dana], ", "")
    new, ownerless = rows(account(text), "currency: USD\n")
    assert new == []
    assert ownerless
    new, ownerless = rows(account(POOR))
    assert ownerless == []
    first = new[0]["signal"]
    # Written down yesterday, done tomorrow: open. One dated after today is there, too.
    there = f"actions: [{{what: x, signal: {first}, owner: dana, created: @-3, done: @-9}}]"
    again, _ = rows(account(POOR.replace("actions: []", there)))
    assert first not in {row["signal"] for row in again}
    done = f"actions: [{{what: x, signal: {first}, owner: dana, created: @9, done: @1}}]"
    again, _ = rows(account(POOR.replace("actions: []", done)))
    assert first in {row["signal"] for row in again}


@given(st.integers(0, 27))
@settings(max_examples=28, deadline=None)
def test_any_day_is_a_day_to_begin(later: int) -> None:
    today = TODAY + dt.timedelta(days=later)
    holidays = "holidays: [2026-11-19, 2026-11-20, 2026-11-23, 2026-11-24, 2026-11-25, 2026-11-26, 2026-11-27]\n"  # noqa: E501
    made = planned(account(POOR), TEAM + holidays, today)
    for one in made.steps:
        assert one.day >= today
        assert one.day.weekday() < 5
        assert not dt.date(2026, 11, 23) <= one.day <= dt.date(2026, 11, 27)


def test_a_notice_is_the_clients_to_take_back() -> None:
    """Asking why it was given does not end it: whatever else the plan lifts, the band stays red."""
    text = "account: a\nname: A\nowner: dana\nnotice: 2026-11-02\nissues: []\n"
    made = planned(text)
    assert made.milestones[-1].band == "red"
    assert all("notice" not in milestone.ended for milestone in made.milestones)
