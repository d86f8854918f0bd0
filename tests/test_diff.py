"""What became of a book, and why: planted causes are found, and everything adds up."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientfit_cli.engine.facts.tabulate import tabulated
from clientfit_cli.execution.workspace import RULES
from clientfit_cli.outcome.build import outcomes
from clientfit_cli.outcome.change import CAUSES
from clientfit_cli.outcome.compare import aged, compare, side
from clientfit_cli.outcome.snapshot import freeze, thaw
from tests.books import TEAM, account, ago, read, scored
from tests.conftest import TODAY, outcome
from tests.test_laws import PROFILE, SETTINGS, books, text_of


def asked(book, request):
    """Score a book that was read, for a request."""
    return replace(outcomes(tabulated(book), [request], book)[0], left_out=book.left_out)


def compared(old, old_day, new, new_day, known_at=None):
    """Compare two books, each as of a day."""
    was, is_now = asked(old, side(old_day)), asked(new, side(new_day))
    mixed = None
    if was.rules.digest != is_now.rules.digest:
        kept = {name: getattr(old.settings, name) for name in RULES}
        hybrid = replace(new, settings=new.settings.model_copy(update=kept))
        mixed = asked(hybrid, aged(new_day))
    return compare(was, is_now, asked(old, aged(new_day, known_at)), mixed)


def between(book, then, now):
    """Compare a book as it was known on one day with the same book as of another."""
    return compared(book, then, book, now, known_at=then)


def told(old, new, old_settings=TEAM, new_settings=TEAM, old_day=7):
    """Compare two texts of account `a`: a week ago with today."""
    return compared(read(old, old_settings), ago(old_day), read(new, new_settings), TODAY)


def only(found, name="a"):
    return next(one for one in found.accounts if one.account == name)


def parts(one):
    return {
        cause: {two.signal for two in one.signals if getattr(two.split, cause)} for cause in CAUSES
    }


# -- laws ------------------------------------------------------------------------------------------


def adds_up(found, result_old, result_new):
    for one in found.accounts:
        if one.split is None:
            continue
        old, new = result_old.account(one.account), result_new.account(one.account)
        assert one.split.change == pytest.approx(new.health - old.health, abs=1e-6)
        assert sum(one.split.parts.values()) == pytest.approx(one.split.change, abs=1e-9)
        for cause in ("change", *one.split.parts):
            by_signal = sum(getattr(two.split, cause) or 0.0 for two in one.signals)
            assert by_signal == pytest.approx(getattr(one.split, cause), abs=1e-9)


OTHER = SETTINGS.replace("gold: 7", "gold: 30") + (
    "scoring: {signals: {silence: {weight: 5}, mood: {weight: 0}}, bands: {green: 60}}\n"
)


@PROFILE
@given(books, books, st.integers(0, 60), st.integers(0, 60))
def test_time_facts_and_settings_add_up_to_the_change_of_health(one, two, then, now):
    old, new = read(text_of(one), SETTINGS), read(text_of(two), OTHER)
    found = compared(old, ago(then), new, ago(now))
    adds_up(found, outcome(old, ago(then)), outcome(new, ago(now)))


@PROFILE
@given(books, st.integers(0, 60))
def test_a_book_does_not_differ_from_itself(book, day):
    found = read(text_of(book), SETTINGS)
    assert compared(found, ago(day), found, ago(day)).empty
    assert between(found, ago(day), ago(day)).empty
    kept = thaw(freeze(outcome(found, ago(day))))
    assert compare(kept, kept).empty


@PROFILE
@given(books, st.integers(0, 60), st.integers(0, 60))
def test_two_days_of_one_book_differ_by_time_and_facts_alone(book, then, now):
    found = read(text_of(book), SETTINGS)
    made = between(found, ago(then), ago(now))
    adds_up(made, *[outcome(found, day) for day in [ago(then), ago(now)]])
    for one in made.accounts:
        assert one.split is None or not one.split.settings


# -- planted causes --------------------------------------------------------------------------------

TALK = "touchpoints: [{date: @20, channel: call, ours: [dana], theirs: [r]}]\n"
PEOPLE = "contacts: [{id: r, name: R}]\n"


def test_silence_that_grows_is_time():
    text = account("touchpoints: [{date: @40, channel: call}]\n")
    one = only(told(text, text))
    assert one.split.facts == one.split.settings == 0
    assert one.split.time < 0
    assert "silence" in parts(one)["time"]
    assert one.split.change == one.split.time


def test_a_new_issue_is_a_fact():
    old = account("issues: []\n")
    new = account("issues: [{what: X, severity: critical, opened: @2}]\n")
    one = only(told(old, new))
    assert parts(one) == {"time": set(), "facts": {"open_issues"}, "settings": set()}
    assert [alarm.name for alarm in one.risen] == ["critical_issue"]
    back = only(told(new, old, old_day=0))
    assert [alarm.name for alarm in back.fallen] == ["critical_issue"]


def test_a_number_of_the_method_is_settings():
    text = account("ideas: [{what: X, date: @60}]\nissues: []\n")
    harder = TEAM + "scoring: {signals: {fresh_ideas: {best: 5, half: 10}}}\n"
    found = told(text, text, new_settings=harder, old_day=0)
    assert found.settings_changed
    assert parts(only(found))["settings"] == {"fresh_ideas"}
    assert only(found).split.time == only(found).split.facts == 0


@pytest.mark.parametrize(
    ("old", "new", "is_settings"),
    [
        ("cadence: {default: 14}\n", "cadence: {default: 2}\n", True),
        ("", "holidays: [@1, @2, @3]\n", True),
        ("", "services: [{id: x}]\n", False),
        ("", "currency: EUR\n", False),
    ],
)
def test_cadence_and_holidays_are_settings_the_catalogue_is_a_fact(old, new, is_settings):
    text = account("touchpoints: [{date: @40, channel: email, by: them}]\n")
    found = told(text, text, TEAM + old, TEAM + new)
    assert found.settings_changed is is_settings


def test_all_three_at_once_are_told_apart():
    old = account("ideas: [{what: X, date: @60}]\nissues: []\n")
    new = account("ideas: [{what: X, date: @60}]\nissues: [{what: Y, opened: @1}]\n")
    lighter = TEAM + "scoring: {signals: {open_issues: {half: 30}}}\n"
    one = only(told(old, new, new_settings=lighter))
    assert parts(one) == {
        "time": {"fresh_ideas"}, "facts": {"open_issues"}, "settings": {"open_issues"},
    }  # fmt: skip


# -- what else -------------------------------------------------------------------------------------


def test_who_came_and_who_went_is_said():
    lost = account("lost: {date: @2}\n", "c")
    found = told(
        account("", "a") + account("", "b") + account("", "c"),
        account("", "a") + lost + account("", "d", since="@3"),
    )
    status = {one.account: one.status for one in found.accounts if one.status != "stayed"}
    assert status == {"b": "left", "c": "lost", "d": "arrived"}


def test_relationships_that_change_level_or_move_by_a_step_are_told():
    meetings = "".join(
        f"  - {{date: @{day}, channel: meeting, ours: [dana], theirs: [r]}}\n" for day in (1, 2, 3)
    )
    found = told(account(PEOPLE + TALK), account(PEOPLE + "touchpoints:\n" + meetings))
    one = only(found).relationships[0]
    assert (one.person, one.contact, one.advanced) == ("dana", "r", True)
    text = account(PEOPLE + TALK)
    assert not any(one.relationships for one in told(text, text, old_day=1).accounts)


def test_a_relationship_ends_with_whoever_leaves():
    old = account(PEOPLE + "touchpoints: [{date: @9, channel: visit, ours: [sam], theirs: [r]}]\n")
    new = old.replace("name: R}", f"name: R, until: {ago(2)}}}")
    one = only(told(old, new)).relationships[0]
    assert one.new is None
    assert not one.advanced


def test_an_action_that_was_done_is_told_once():
    row = "{what: Call, owner: sam, created: @20"
    old = account(f"actions: [{row}}}, {row}, done: @15}}]\n")
    new = account(f"actions: [{row}, done: @2}}, {row}, done: @15}}]\n")
    assert [one.done for one in only(told(old, new)).done] == [ago(2)]
    assert not told(new, new, old_day=0).accounts


def test_an_account_that_comes_into_red_is_told_from_one_that_was_there():
    calm, ill = account("issues: []\n"), account("notice: @3\n")
    assert only(told(calm, ill)).came_into("red")
    assert not any(one.came_into("red") for one in told(ill, ill, old_day=1).accounts)


def test_only_some_accounts_are_kept_with_their_totals():
    text = account("ideas: [{what: X, date: @40}]\n", "a") + account("", "b")
    found = told(text, text).only(lambda one: one.id == "b")
    assert [one.id for one in found.new.accounts] == ["b"]
    assert found.accounts == ()


# -- snapshots -------------------------------------------------------------------------------------


def frozen(text, day=0, settings=TEAM):
    return freeze(scored(text, settings, ago(day)))


OLD = account("ideas: [{what: X, date: @60}]\nissues: []\n")
NEW = account("ideas: [{what: X, date: @60}]\nissues: [{what: Y, opened: @1}]\n")
HARDER = TEAM + "scoring: {signals: {open_issues: {half: 1}}}\n"


@pytest.mark.parametrize(
    ("old", "new", "unknown"),
    [
        pytest.param(frozen(OLD, 7), frozen(NEW), ("time", "facts"), id="same settings"),
        pytest.param(frozen(OLD), frozen(NEW), (), id="same day and settings: only facts"),
        pytest.param(frozen(OLD), frozen(NEW, 0, HARDER), ("facts", "settings"), id="same day"),
        pytest.param(frozen(OLD, 7), frozen(NEW, 0, HARDER), CAUSES, id="nothing is the same"),
        pytest.param(
            replace(frozen(OLD), version="0.0.9"), frozen(NEW), ("facts", "settings"),
            id="another version of the program may count differently",
        ),
    ],
)  # fmt: skip
def test_two_snapshots_say_what_they_cannot_tell_apart(old, new, unknown):
    found = compare(thaw(old), thaw(new))
    one = only(found)
    assert found.split.unknown == one.split.unknown == unknown
    assert sum(one.split.parts.values()) == pytest.approx(one.split.change, abs=1e-9)


def test_an_account_of_unknown_health_has_no_split():
    found = told(account(""), account("issues: []\n"))
    assert only(found).split is None
