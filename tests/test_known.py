"""The book as it was known on a day: what came later is gone, and nothing else changes."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientfit_cli.engine.facts.cutoff import until
from clientfit_cli.outcome.snapshot import freeze, text
from tests.books import RICH, account, ago, read
from tests.conftest import outcome
from tests.test_laws import PROFILE, books, opened, text_of


def everything(result):
    """All that a result says, with places in the files for rows."""
    found = dict(enumerate(text(freeze(result)).split("\n")))
    for one in result.accounts:
        found[one.id, "trend"] = one.trend
        found[one.id, "blockers"] = one.blockers
        found[one.id, "steps"] = [
            (step.what, step.why, step.due, step.worth, step.open_days) for step in one.steps
        ]
        for two in one.readings:
            found[one.id, two.name] = sorted(
                result.origin(section, at) for section, at in one.evidence(two.name)
            )
    return found


@PROFILE
@given(books, st.sampled_from([0, 1, 40, 120, 300]))
def test_scored_as_of_the_day_it_says_what_the_whole_book_says(book, today):
    found, day = opened(text_of(book)), ago(today)
    whole = outcome(found, day)
    known, past = everything(whole), everything(outcome(until(found, day), day))
    assert {key: (one, past.get(key)) for key, one in known.items() if one != past.get(key)} == {}


@PROFILE
@given(books, st.integers(0, 200), st.integers(0, 200))
def test_what_was_known_earlier_is_part_of_what_was_known_later(book, one, two):
    found = opened(text_of(book))
    early, late = ago(max(one, two)), ago(min(one, two))
    assert until(until(found, late), early) == until(found, early)


def test_nothing_of_what_happened_before_is_taken_away():
    found = read(account(RICH))
    assert until(found, ago(0)) == found


def test_sections_stay_though_their_rows_go():
    past = until(read(account(RICH)), ago(960)).accounts["a"]
    assert set(past.sections) == set(read(account(RICH)).accounts["a"].sections)
    assert past.sections["touchpoints"] == past.sections["issues"] == []
    assert past.origins["touchpoints"] == []


def test_an_account_that_had_not_begun_is_not_there():
    assert until(read(account("", since="@3")), ago(4)).accounts == {}


def test_what_was_planned_or_promised_stays():
    rows = "commitments: [{what: Plan, made: @30, due: @-10}]\nrenewal: @-90\n"
    found = read(account(rows))
    assert until(found, ago(20)) == found


LATE = [
    ("notice: @3", "notice", "alarms"),
    ("issues: [{what: X, severity: critical, opened: @30, closed: @3}]", "closed", "issues"),
    ("feedback: [{asked: @30, given: @3, rating: 9}]", "rating", "feedback"),
    ("rivals: [{who: X, seen: @30, answered: @3}]", "answered", "rivals"),
    ("goals: [{what: X, confirmed: @30, reached: @3}]", "reached", "goals"),
    ("opportunities: [{service: x, opened: @30, closed: @3, won: yes}]", "won", "opportunities"),
]


@pytest.mark.parametrize(("text", "key", "section"), LATE)
def test_answers_and_ends_that_came_later_are_not_known(text, key, section):
    settings = "team: [{id: dana}]\nservices: [{id: x}]\n"
    past = until(read(account(text), settings), ago(4)).accounts["a"]
    if section == "alarms":
        assert past.get(key) is None
    else:
        assert getattr(past.rows(section)[0], key) is None


def test_people_who_came_later_stay_as_people_still_to_come():
    text = (
        "team: [{person: sam, since: @3}]\n"
        "contacts: [{id: r, name: R, role: decision_maker, since: @3, until: @1}]\n"
        "touchpoints: [{date: @50, channel: call, ours: [sam], theirs: [r]}]\n"
    )
    past = until(read(account(text)), ago(4))
    then, later = [outcome(past, day) for day in [ago(4), ago(0)]]
    # Nobody took the seat as far as was known, so it is not vacant now.
    assert "vacant_seat" not in [one.name for one in later.account("a").alarms]
    assert [one.name for one in then.account("a").alarms] == [
        one.name for one in outcome(read(account(text)), ago(4)).account("a").alarms
    ]


def test_a_moment_is_known_from_its_day_in_the_book_s_time_zone():
    text = "touchpoints: [{date: 2026-11-10T23:30:00-05:00, channel: call}]\n"
    found = read(account(text))
    assert until(found, dt.date(2026, 11, 10)).accounts["a"].rows("touchpoints") == []
    assert len(until(found, dt.date(2026, 11, 11)).accounts["a"].rows("touchpoints")) == 1
