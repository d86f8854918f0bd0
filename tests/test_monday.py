"""The Monday report's model: everything in it is a number of the result, and it adds up."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from clientfit_cli.analysis.weekly import Monday
from clientfit_cli.execution.task import read_book
from clientfit_cli.outcome.compare import between
from clientfit_cli.storage.folder import Folder
from tests import books
from tests.conftest import EXAMPLES, TEAM, TODAY, outcome

if TYPE_CHECKING:
    from clientfit_cli.outcome.movement import Movement

    from clientfit_cli.book.model import Book


@pytest.fixture(scope="module")
def book() -> Book:
    return read_book(Folder(EXAMPLES / "accounts"))


@pytest.fixture(scope="module")
def monday(book: Book) -> Monday:
    return Monday(outcome(book, TODAY))


def of(*accounts: str, settings: str = TEAM) -> Monday:
    return Monday(books.scored("".join(accounts), settings))


def test_every_week_is_counted_as_a_score_of_that_day_counts_it(book: Book, monday: Monday) -> None:
    assert len(monday.weeks) == 13
    for week in monday.weeks[::4]:
        then = outcome(book, week.day).totals
        assert {name: (week.accounts[name], week.revenue[name]) for name in then.by_band} == (
            then.by_band
        )
    assert monday.weeks[-1].day == TODAY
    assert monday.weeks[-2].day == monday.week_ago == dt.date(2026, 11, 9)
    assert monday.weeks[-5].day == monday.month_ago


@pytest.mark.parametrize("weeks", [1, 4])
def test_what_moved_is_split_as_diff_splits_it(book: Book, monday: Monday, weeks: int) -> None:
    found = monday.since_last_week if weeks == 1 else monday.since_last_month
    told = {one.account: one for one in between(book, found.since, TODAY).accounts}
    assert found.moves
    for move in found.moves:
        split = told[move.account.id].split
        assert split is not None
        assert move.change == pytest.approx(split.change, abs=1e-5)
        assert (move.time, move.facts) == pytest.approx((split.time, split.facts), abs=1e-5)
        signals = {one.signal: one.split.change for one in told[move.account.id].signals}
        assert {one.signal: one.points for one in move.causes} == pytest.approx(
            {name: points for name, points in signals.items() if abs(points) >= 0.05}, abs=1e-5
        )
        risen = {one.alarm for one in told[move.account.id].risen}
        assert {one.name for one in move.alarms} == risen


def test_whoever_moved_a_point_or_changed_band_is_told_of(book: Book, monday: Monday) -> None:
    found = {move.account.id for move in monday.since_last_month.moves}
    then = outcome(book, monday.month_ago)
    for one in monday.accounts:
        before = then.account(one.id)
        if before and before.health is not None and one.health is not None:
            moved = abs(one.health - before.health) >= 1 or one.band != before.band
            assert (one.id in found) == moved, one.id


def test_the_parts_of_a_move_add_up(monday: Monday) -> None:
    for move in monday.since_last_month.moves:
        assert move.time + move.facts + move.settings == pytest.approx(move.change)
        for cause in move.causes:
            whole = cause.time + cause.facts + cause.settings
            assert whole == pytest.approx(cause.points, abs=1e-5)


def ids(found: Movement) -> tuple[list[str], list[str], list[str], list[str]]:
    return (
        [move.account.id for move in found.fell], [move.account.id for move in found.rose],
        [one.id for one in found.arrived], [one.id for one in found.lost],
    )  # fmt: skip


def test_a_band_that_fell_by_an_alarm_counts_as_a_fall() -> None:
    monday = of(
        books.account(books.RICH), books.account(books.RICH + "notice: @2\n", "b"),
        settings=books.CATALOGUE,
    )  # fmt: skip
    fell, rose, _, _ = ids(monday.since_last_week)
    assert "b" in fell
    assert "b" not in rose
    move = next(one for one in monday.since_last_week.fell if one.account.id == "b")
    assert move.crossed
    assert move.band == "red"
    assert [one.name for one in move.alarms][:1] == ["notice"]
    assert ("b", "notice") in [(one.account.id, one.alarm.name) for one in monday.new_alarms]


def test_an_account_of_unknown_health_that_turns_red_has_fallen() -> None:
    monday = of(books.account("ideas: []\nnotice: @2\n"))
    move = monday.since_last_week.fell[0]
    assert (move.old_band, move.band, move.worse) == ("unknown", "red", True)


def test_who_came_and_who_went_stands_beside_who_moved() -> None:
    monday = of(
        books.account("ideas: []\n", "new", since="@3"),
        books.account("ideas: []\nrevenue: 50\nlost: {date: @5, cause: price}\n", "gone"),
        books.account("ideas: []\nlost: {date: @100}\n", "earlier"),
    )
    assert ids(monday.since_last_week)[2:] == (["new"], ["gone"])
    assert [(one.id, one.cause, one.revenue) for one in monday.lost] == [
        ("gone", "price", 50.0), ("earlier", None, None),
    ]  # fmt: skip


def test_an_alarm_that_held_a_week_ago_is_not_new() -> None:
    old = books.account("ideas: []\nnotice: @8\n")
    new = books.account("ideas: []\nnotice: @6\n", "b")
    found = [(one.account.id, one.alarm.name) for one in of(old, new).new_alarms]
    assert ("b", "notice") in found
    assert ("a", "notice") not in found


def test_every_action_of_the_week_stands_on_one_agenda(monday: Monday) -> None:
    spread = [todo for agenda in monday.agendas for todo in agenda.due + agenda.overdue]
    assert len(spread) == len(monday.todos) == len(monday.this_week) + len(monday.overdue)
    assert {id(step) for _, step in spread} == {id(step) for _, step in monday.todos}
    for _, step in monday.this_week:
        assert TODAY <= step.due <= TODAY + dt.timedelta(days=7)


def test_only_what_somebody_took_on_can_be_overdue(monday: Monday) -> None:
    assert monday.overdue
    assert all(step.taken is not None and step.due < TODAY for _, step in monday.overdue)


def test_what_nobody_has_yet_comes_last_and_says_so() -> None:
    monday = of(books.account("ideas: []\nnotice: @1\n"), settings="team: []\n")
    assert [(one.owner, one.name) for one in monday.agendas] == [(None, "Nobody yet")]


def test_red_accounts_come_worst_first_with_what_blocks_them(monday: Monday) -> None:
    stakes = [one.revenue_at_risk or 0 for one in monday.reds]
    assert stakes == sorted(stakes, reverse=True)
    assert all(one.band == "red" and one.blockers for one in monday.reds)


def test_coverage_names_who_hangs_by_a_thread(monday: Monday) -> None:
    for found, verdict in (
        (monday.uncovered, "uncovered"),
        (monday.single_threaded, "single-threaded"),
        (monday.hollow, "hollow"),
    ):
        assert found
        assert {one.coverage.verdict for one in found if one.coverage} == {verdict}


def test_selling_comes_only_after_repair(monday: Monday) -> None:
    assert monday.expansion
    assert all(path.account.band in {"green", "yellow"} for path in monday.expansion)
    likely = [path.likelihood for path in monday.expansion]
    assert likely == sorted(likely, reverse=True)
    assert [ask.account.id for ask in monday.referrals] == ["northgate"]


def test_some_accounts_make_a_report_of_their_own(monday: Monday) -> None:
    some = [one for one in monday.accounts if one.owner == "dana"]
    part = Monday(monday.result, some)
    assert not part.whole
    assert sum(part.weeks[-1].accounts.values()) == len(some)
    assert {move.account.id for move in part.since_last_month.moves} <= {one.id for one in some}
    assert {one.id for one, _ in part.todos} <= {one.id for one in some}


def test_an_empty_book_has_an_empty_report() -> None:
    monday = Monday(books.scored({}))
    assert (monday.accounts, monday.reds, monday.todos, monday.agendas) == ([], (), (), ())
    assert monday.headline.startswith("0 accounts red; 0 fell and 0 rose")
    assert monday.revenue_at_risk == 0
    assert ids(monday.since_last_week) == ([], [], [], [])
