"""The Monday report's model: everything in it is a number of an outcome, and it adds up."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from clientfit_cli.analysis.weekly import WeeklyReport, causes, split
from clientfit_cli.outcome import compare
from clientfit_cli.outcome.change import Split
from clientfit_cli.outcome.request import Request
from clientfit_cli.outcome.totals import Totals
from clientfit_cli.storage.folder import Folder
from tests import books
from tests.conftest import EXAMPLES, TEAM, TODAY

if TYPE_CHECKING:
    from clientfit_cli.analysis.weekly import Movement
    from clientfit_cli.execution.workspace import Workspace


@pytest.fixture(scope="module")
def book() -> Workspace:
    return books.over(Folder(EXAMPLES / "accounts"))


@pytest.fixture(scope="module")
def report(book: Workspace) -> WeeklyReport:
    return WeeklyReport(book, TODAY)


def of(*accounts: str, settings: str = TEAM) -> WeeklyReport:
    return WeeklyReport(books.workspace("".join(accounts), settings), TODAY)


def test_every_week_is_counted_as_a_score_of_that_day_counts_it(
    book: Workspace, report: WeeklyReport
) -> None:
    assert len(report.weeks) == 13
    for week in report.weeks[::4]:
        then = book.ask(Request((week.day,)))
        by_band = Totals(then, then.accounts).by_band
        assert {name: (week.accounts[name], week.revenue[name]) for name in by_band} == by_band
    assert report.weeks[-1].day == TODAY
    assert report.weeks[-2].day == report.week_ago == dt.date(2026, 11, 9)
    assert report.weeks[-5].day == report.month_ago


@pytest.mark.parametrize("weeks", [1, 4])
def test_what_moved_is_split_as_diff_splits_it(
    book: Workspace, report: WeeklyReport, weeks: int
) -> None:
    movement = report.since_last_week if weeks == 1 else report.since_last_month
    old, new, aged = book.ask_all([
        compare.side(movement.since), compare.side(TODAY), compare.aged(TODAY, movement.since),
    ])  # fmt: skip
    told = {change.account: change for change in compare.compare(old, new, aged).accounts}
    assert movement.moves
    for move in movement.moves:
        change = told[move.account]
        assert change.split is not None
        assert split(move) == change.split
        named = {cause.signal: cause.split for cause in causes(move)}
        assert named == {
            signal.signal: signal.split
            for signal in change.signals if abs(signal.split.change) >= 0.05
        }  # fmt: skip
        assert move.risen == change.risen


def test_whoever_moved_a_point_or_changed_band_is_told_of(
    book: Workspace, report: WeeklyReport
) -> None:
    moved = {move.account for move in report.since_last_month.moves}
    then = book.ask(Request((report.month_ago,)))
    for account in report.accounts:
        before = then.account(account.id)
        if before and before.health is not None and account.health is not None:
            far = abs(account.health - before.health) >= 1 or account.band != before.band
            assert (account.id in moved) == far, account.id


def news(*days: tuple[int, int]) -> str:
    rows = ", ".join(f"{{what: x, date: @{day}, our_word: @{word}}}" for day, word in days)
    return f"news: [{rows}]\n"


def test_facts_too_old_for_a_health_of_today_leave_the_change_to_new_facts() -> None:
    report = of(books.account(news((370, 369), (5, 1))))
    [move] = report.since_last_week.moves
    assert move.change < -1
    for whole in (split(move), *(cause.split for cause in causes(move))):
        assert whole == Split(move.change, 0.0, move.change, 0.0)
    assert [cause.signal for cause in causes(move)] == ["news_response"]


def test_a_health_that_was_unknown_has_no_split() -> None:
    report = of(books.account(news((5, 4)) + "notice: @1\n"))
    [move] = report.since_last_week.moves
    assert move.old is not None
    assert (move.old.health, move.old.band, move.shown.band) == (None, "unknown", "red")
    assert (split(move), causes(move), move.change) == (Split(0.0, 0.0, 0.0, 0.0), [], 0.0)


def test_the_parts_of_a_move_add_up(report: WeeklyReport) -> None:
    for move in report.since_last_month.moves:
        for whole in (split(move), *(cause.split for cause in causes(move))):
            assert sum(whole.parts.values()) == pytest.approx(whole.change)
            assert whole.settings == 0


def ids(movement: Movement) -> tuple[list[str], list[str], list[str], list[str]]:
    return (
        [move.account for move in movement.fell], [move.account for move in movement.rose],
        [account.id for account in movement.arrived], [account.id for account in movement.lost],
    )  # fmt: skip


def test_a_band_that_fell_by_an_alarm_counts_as_a_fall() -> None:
    report = of(
        books.account(books.RICH), books.account(books.RICH + "notice: @2\n", "b"),
        settings=books.CATALOGUE,
    )  # fmt: skip
    fell, rose, _, _ = ids(report.since_last_week)
    assert "b" in fell
    assert "b" not in rose
    move = next(move for move in report.since_last_week.fell if move.account == "b")
    assert move.changed_band
    assert move.shown.band == "red"
    assert [alarm.name for alarm in move.risen][:1] == ["notice"]
    assert ("b", "notice") in [(account.id, alarm.name) for account, alarm in report.new_alarms]


def test_an_account_of_unknown_health_that_turns_red_has_fallen() -> None:
    report = of(books.account("ideas: []\nnotice: @2\n"))
    move = report.since_last_week.fell[0]
    assert move.old is not None
    assert (move.old.band, move.shown.band, move.worse) == ("unknown", "red", True)


def test_who_came_and_who_went_stands_beside_who_moved() -> None:
    report = of(
        books.account("ideas: []\n", "new", since="@3"),
        books.account("ideas: []\nrevenue: 50\nlost: {date: @5, cause: price}\n", "gone"),
        books.account("ideas: []\nlost: {date: @100}\n", "earlier"),
    )
    assert ids(report.since_last_week)[2:] == (["new"], ["gone"])
    assert [(one.id, one.cause, one.revenue) for one in report.lost] == [
        ("gone", "price", 50.0), ("earlier", None, None),
    ]  # fmt: skip


def test_an_alarm_that_held_a_week_ago_is_not_new() -> None:
    old = books.account("ideas: []\nnotice: @8\n")
    new = books.account("ideas: []\nnotice: @6\n", "b")
    alarms = [(account.id, alarm.name) for account, alarm in of(old, new).new_alarms]
    assert ("b", "notice") in alarms
    assert ("a", "notice") not in alarms


def test_every_action_of_the_week_stands_on_one_agenda(report: WeeklyReport) -> None:
    spread = [todo for agenda in report.agendas for todo in agenda.due + agenda.overdue]
    assert len(spread) == len(report.todos) == len(report.this_week) + len(report.overdue)
    assert {id(step) for _, step in spread} == {id(step) for _, step in report.todos}
    for _, step in report.this_week:
        assert TODAY <= step.due <= TODAY + dt.timedelta(days=7)


def test_only_what_somebody_took_on_can_be_overdue(report: WeeklyReport) -> None:
    assert report.overdue
    assert all(step.taken is not None and step.due < TODAY for _, step in report.overdue)


def test_what_nobody_has_yet_comes_last_and_says_so() -> None:
    report = of(books.account("ideas: []\nnotice: @1\n"), settings="team: []\n")
    assert [(one.owner, one.name) for one in report.agendas] == [(None, "Nobody yet")]


def test_red_accounts_come_worst_first_with_what_blocks_them(report: WeeklyReport) -> None:
    stakes = [one.revenue_at_risk or 0 for one in report.reds]
    assert stakes == sorted(stakes, reverse=True)
    assert all(one.band == "red" and one.blockers for one in report.reds)


def test_coverage_names_who_hangs_by_a_thread(report: WeeklyReport) -> None:
    for accounts, verdict in (
        (report.uncovered, "uncovered"),
        (report.single_threaded, "single-threaded"),
        (report.hollow, "hollow"),
    ):
        assert accounts
        assert {one.coverage.verdict for one in accounts if one.coverage} == {verdict}


def test_selling_comes_only_after_repair(report: WeeklyReport) -> None:
    assert report.expansion
    assert all(path.account.band in {"green", "yellow"} for path in report.expansion)
    likely = [path.likelihood for path in report.expansion]
    assert likely == sorted(likely, reverse=True)
    assert [ask.account.id for ask in report.referrals] == ["northgate"]


def test_some_accounts_make_a_report_of_their_own(book: Workspace, report: WeeklyReport) -> None:
    part = WeeklyReport(
        book, TODAY,
        lambda outcome: [account for account in outcome.accounts if account.owner == "dana"],
    )  # fmt: skip
    some = {account.id for account in report.accounts if account.owner == "dana"}
    assert not part.whole
    assert sum(part.weeks[-1].accounts.values()) == len(some)
    assert {move.account for move in part.since_last_month.moves} <= some
    assert {account.id for account, _ in part.todos} <= some


def test_an_empty_book_has_an_empty_report() -> None:
    report = WeeklyReport(books.workspace({}), TODAY)
    assert (report.accounts, report.reds, report.todos, report.agendas) == ([], (), (), ())
    assert report.headline.startswith("0 accounts red; 0 fell and 0 rose")
    assert report.revenue_at_risk == 0
    assert ids(report.since_last_week) == ([], [], [], [])
