"""Columns cut off at a day: the same as the columns of the rows that were known on it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientfit_cli.base.vocabulary import NONE, UNSCORED, number_of
from clientfit_cli.book.sections import SECTIONS
from clientfit_cli.engine.facts import cutoff, tabulate
from clientfit_cli.engine.facts.cutoff import cut_off
from clientfit_cli.execution.task import read_book
from clientfit_cli.outcome.build import outcomes
from clientfit_cli.outcome.request import Detail, Request
from clientfit_cli.storage.folder import Folder
from tests.books import CATALOGUE, RICH, account, ago, read
from tests.conftest import EXAMPLES, TODAY
from tests.oracle import until
from tests.test_laws import PROFILE, books, opened, text_of

# -- what columns say, by names ------------------------------------------------------------------


def values(tables, section):
    """The columns of a section as lists, with names for positions."""
    names = {
        "contact": tables["contacts"]["id"], "person": tables.people, "service": tables.services,
    }  # fmt: skip
    for column, cells in tables[section].columns.items():
        kind = SECTIONS[section].columns.get(column)
        if kind in names:
            yield column, [None if at == NONE else names[kind][at] for at in cells.tolist()]
        else:  # texts, so that what is not said equals what is not said
            yield column, list(map(str, cells if isinstance(cells, list) else cells.tolist()))


def contents(book, tables, ids):
    """All that tables hold of some accounts and of their people, whatever stands where."""
    found, origins = {}, {}
    for section, table in tables.sections.items():
        origins[section] = [
            book.accounts[tables.ids[at]].origins[section][place]
            for at, place in zip(table.account.tolist(), table.place.tolist(), strict=True)
        ]
        columns = list(values(tables, section))
        for row, origin in enumerate(origins[section]):
            found[section, origin] = {name: cells[row] for name, cells in columns}
            found[section, origin]["label"] = table.label(row)
    for at, name in enumerate(tables.ids):
        if name in ids:
            told_of = {column: str(cells[at]) for column, cells in tables.columns.items()}
            found[name] = {**told_of, **{key: bool(kept[at]) for key, kept in tables.kept.items()}}
            fits = np.flatnonzero(tables.fits[at]).tolist()
            found[name, "fits"] = [tables.services[service] for service in fits]
    met, contacts, pairs = origins["touchpoints"], tables["contacts"]["id"], tables.pairs
    whose = [
        (tables.ids[of], contacts[contact], tables.people[person])
        for of, contact, person in zip(pairs.account, pairs.contact, pairs.person, strict=True)
    ]
    meetings = tables.meetings
    for pair, row, share in zip(meetings.pair, meetings.touchpoint, meetings.share, strict=True):
        found[whose[pair], met[row]] = share
    found["pairs"] = whose
    alone = tables.alone
    found["alone"] = [
        (contacts[contact], met[row])
        for contact, row in zip(alone.contact, alone.touchpoint, strict=True)
    ]
    there = tables.person_since < number_of(cutoff.TO_COME)
    found["people"] = {
        name: (int(tables.person_since[at]), int(tables.person_until[at]))
        for at, name in enumerate(tables.people)
        if there[at]
    }
    return found


DETAILS = tuple(detail for detail in Detail if detail != Detail.EVIDENCE)


# -- what scores say, by names -------------------------------------------------------------------


def taken(draft):
    """A draft, without the place that rows have in a table."""
    return [*draft[:10], draft[10] is not None, *draft[11:]]


def scores(outcome, ids):
    """All that is scored of some accounts, bit by bit, and all that is advised and said of them."""
    found = {}
    for detail, piece in outcome.pieces.items():
        for at, name in enumerate(outcome.ids):
            if name not in ids:
                continue
            for key, column in piece.arrays.items():
                found[name, detail, key] = (column[at] + 0).tobytes()
            value = piece.values and piece.values[at]
            if detail == Detail.FIRST and value:
                value = taken(value)
            if detail == Detail.ACTIONS:
                value = [taken(draft) for draft in value]
            found[name, detail] = value
    load, together = outcome.context
    found["load"], found["together"] = +load.of, (together.accounts, together.both)
    found["there"], found["lost"] = outcome.there, (outcome.lost, outcome.lost_lately)
    found["order"] = [account.id for account in outcome.accounts]
    return found


def different(cut, past):
    return [key for key in cut.keys() | past.keys() if cut.get(key, "") != past.get(key, "")]


def compare_columns(book, cut, past):
    """Which columns of a cut differ from those of the book without what came later."""
    ids, known = set(past.accounts), tabulate.tabulated(past)
    return different(contents(book, cut, ids), contents(past, known, ids))


def compare_scores(cut, past, days, weeks=2):
    """Which scores of a cut differ from those of the book without what came later."""
    ids, differences = set(past.accounts), []
    absent = [at for at, name in enumerate(cut.ids) if name not in ids]
    requests = [Request.weekly(day, *DETAILS, weeks=weeks) for day in days]
    both = outcomes(cut, requests), outcomes(tabulate.tabulated(past), requests)
    for columns, rows in zip(*both, strict=True):
        differences += different(scores(columns, ids), scores(rows, ids))
        if (columns.column("bands")[absent] != UNSCORED).any():
            differences.append("scored before it began")
    return differences


# -- the law ---------------------------------------------------------------------------------------


@PROFILE
@given(books, st.lists(st.integers(-15, 600), min_size=12, max_size=12))
def test_cutting_columns_is_deleting_rows(book, back):
    found = opened(text_of(book))
    whole = tabulate.tabulated(found)
    for then in map(ago, back):
        assert compare_columns(found, cut_off(whole, then), until(found, then)) == []


@PROFILE
@given(books, st.lists(st.integers(0, 400), min_size=2, max_size=2), st.integers(1, 3))
def test_what_was_known_then_scores_the_same_on_any_later_day(book, back, more):
    found = opened(text_of(book))
    whole = tabulate.tabulated(found)
    for then in back:
        days = [ago(then), ago(max(0, then - 7 * more)), ago(then // 2), ago(-30)]
        cut = cut_off(whole, ago(then))
        assert compare_scores(cut, until(found, ago(then)), sorted(set(days))) == []


@cache
def example():
    return read_book(Folder(Path(EXAMPLES / "accounts")))


@pytest.mark.parametrize("then", [0, 1, 7, 28, 90, 180, 365, 700, 1500])
def test_the_example_book_scores_the_same_on_any_later_day(then):
    book = example()
    cut, past = cut_off(tabulate.tabulated(book), ago(then)), until(book, ago(then))
    assert compare_columns(book, cut, past) == []
    assert compare_scores(cut, past, sorted({ago(then), ago(then // 2), TODAY}), 12) == []


@PROFILE
@given(books, st.integers(0, 200), st.integers(0, 200))
def test_what_was_known_earlier_is_part_of_what_was_known_later(book, one, two):
    found = opened(text_of(book))
    whole, (early, late) = tabulate.tabulated(found), sorted((ago(one), ago(two)))
    ids = set(until(found, early).accounts)
    twice = contents(found, cut_off(cut_off(whole, late), early), ids)
    assert different(twice, contents(found, cut_off(whole, early), ids)) == []


def test_the_whole_columns_stay_as_they_are():
    book = read(account(RICH), CATALOGUE)
    whole = tabulate.tabulated(book)
    before = contents(book, whole, {"a"})
    cut_off(whole, ago(500))
    assert different(contents(book, whole, {"a"}), before) == []
    assert different(contents(book, cut_off(whole, TODAY), {"a"}), before) == []


def test_a_day_may_be_given_by_its_number():
    book = read(account(RICH), CATALOGUE)
    whole = tabulate.tabulated(book)
    by_number = cut_off(whole, number_of(ago(40)))
    assert compare_columns(book, by_number, until(book, ago(40))) == []


# -- an account that comes later -------------------------------------------------------------------

LATER_ACCOUNT = (
    account("team: [{person: ann, role: lead}]\nservices: [{service: temp}]\n", "a")
    + account(
        "owner: bob\nteam: [{person: cat}]\nservices: [{service: odd}]\nrevenue: 10\n"
        "contacts: [{id: r, name: R, role: decision_maker}]\nnotice: @9\n"
        "touchpoints:\n  - {date: @60, channel: visit, ours: [cat], theirs: [r]}\n"
        "  - {date: @50, channel: call, theirs: [r]}\n"
        "commitments: [{what: X, to: r, person: cat, made: @70}]\n",
        "b", since="@3",
    )
    + account(
        "owner: eve\ncontacts: [{id: r, name: R}]\n"
        "feedback: [{contact: r, given: @60, rating: 8}]\n"
        "touchpoints: [{date: @60, channel: call, theirs: [r]}]\n",
        "c",
    )
)  # fmt: skip


@pytest.mark.parametrize("since", [1, 4, 59, 61, 2000])
def test_an_account_that_had_not_begun_keeps_its_place_and_is_never_scored(since):
    book = read(LATER_ACCOUNT, "services: [{id: temp}, {id: odd}]\n")
    cut = cut_off(tabulate.tabulated(book), ago(since))
    assert cut.ids == ["a", "b", "c"]
    past = until(book, ago(since))
    assert compare_columns(book, cut, past) == []
    days = [ago(since), TODAY, ago(-80), cutoff.TO_COME]
    assert compare_scores(cut, past, days) == []
    gone = "b" not in past.accounts
    assert gone == (since > 3)
    if gone:
        result = outcomes(cut, [Request.on(TODAY, *DETAILS)])[0]
        assert result.account("b") is None
        assert result.everybody[1].carried_by == []
        assert not any(kept[1] for kept in cut.kept.values())


def test_whom_only_a_later_account_names_is_sent_nowhere():
    book = read(LATER_ACCOUNT, "services: [{id: temp}, {id: odd}]\n")
    whole = tabulate.tabulated(book)
    cut = cut_off(whole, ago(4))
    there = [outcomes(columns, [Request.on(TODAY)])[0].there for columns in (whole, cut)]
    assert there == [{"ann", "bob", "cat", "eve"}, {"ann", "eve"}]


# -- nothing is left out ---------------------------------------------------------------------------

# Of everything something that was there thirty days ago and ended since, and something that began.
HALF = """
owner: dana
tier: gold
notice: @20
team:
  - {person: dana, role: lead, since: @400, until: @20}
  - {person: sam, role: lead, since: @20}
contacts:
  - {id: r, name: R, role: decision_maker, since: @700, until: @20}
  - {id: s, name: S, role: sponsor, personal: [sails], prefers: {channel: call, asked: @20}}
  - {id: u, name: U, role: decision_maker, since: @20}
services:
  - {service: temp, since: @900, until: @20}
  - {service: perm, since: @20}
touchpoints:
  - {date: @300, channel: visit, ours: [dana], theirs: [r, s], topic: strategic}
  - {date: @60, channel: email, ours: [dana], theirs: [s], answered: @20}
  - {date: @50, channel: email, by: them, theirs: [u], answered: @20}
  - {date: @20, channel: meeting, ours: [sam], theirs: [s], mood: 1}
commitments:
  - {what: Draft, made: @60, due: @40, done: @20}
  - {what: Plan, made: @20, due: @5}
issues:
  - {what: Late, severity: critical, opened: @60, closed: @20}
  - {what: Wrong, opened: @20}
ideas: [{what: Pool, date: @20}]
results: [{what: Down, date: @20, confirmed_by: s}]
feedback:
  - {kind: satisfaction, contact: s, asked: @60, given: @20, rating: 3}
  - {kind: quality, contact: s, given: @20, rating: 7}
news:
  - {what: Rule, date: @60, our_word: @20}
  - {what: Law, date: @20}
goals:
  - {what: Site, from: s, confirmed: @60, reached: @20}
  - {what: Move, confirmed: @20}
opportunities:
  - {service: payroll, opened: @60, amount: 50, closed: @20, won: yes}
  - {service: perm, opened: @20, amount: 50}
referrals:
  - {asked: @60, date: @20, from: s}
  - {date: @20, from: r}
rivals:
  - {who: North, seen: @100, answered: @20}
  - {who: South, seen: @20}
actions:
  - {what: Call, signal: coverage, owner: sam, created: @60, done: @20}
  - {what: Write, signal: silence, owner: dana, created: @20}
"""
# No score reads whether a goal was reached or a sale was won.
NOT_SCORED = {("goals", "reached"), ("opportunities", "won")}
# What stands in the order of its days never has the first of them later than the last.
IN_ORDER = {("feedback", "asked"), ("goals", "confirmed"), ("referrals", "asked")}
# Rows of these are not scored without their days, which are taken away as later ones in any case.
NO_DAYS_LEFT = {"feedback", "goals", "referrals"}
ENDS = [
    (section, name)
    for section, about in SECTIONS.items()
    for name in [*about.later, *(other for along in about.later.values() for other in along)]
    if name in about.columns or name in about.flags
]


def halves():
    book = read(account(HALF), CATALOGUE)
    return book, tabulate.tabulated(book), until(book, ago(30))


def test_half_a_book_is_cut_like_any_other():
    book, whole, past = halves()
    cut = cut_off(whole, ago(30))
    assert compare_columns(book, cut, past) == []
    assert compare_scores(cut, past, [ago(30), TODAY]) == []


@pytest.mark.parametrize(
    "section", [name for name, about in SECTIONS.items() if about.first and not about.people]
)
def test_a_section_whose_later_rows_stay_is_noticed(section, monkeypatch):
    book, whole, past = halves()
    monkeypatch.setitem(SECTIONS, section, replace(SECTIONS[section], first=(), starts=()))
    cut = cut_off(whole, ago(30))
    assert any(key[0] == section for key in compare_columns(book, cut, past))
    if section not in NO_DAYS_LEFT:
        assert compare_scores(cut, past, [ago(15), TODAY]) != []


@pytest.mark.parametrize(("section", "name"), ENDS)
def test_an_end_or_answer_that_stays_is_noticed(section, name, monkeypatch):
    book, whole, past = halves()
    ends = {
        key: tuple(other for other in along if other != name)
        for key, along in SECTIONS[section].later.items()
        if key != name
    }
    if SECTIONS[section].people:
        monkeypatch.setattr(cutoff._ColumnCut, "presence", lambda _, since, until: (since, until))
    monkeypatch.setitem(SECTIONS, section, replace(SECTIONS[section], later=ends))
    cut = cut_off(whole, ago(30))
    noticed = any(key[0] == section for key in compare_columns(book, cut, past))
    assert noticed == ((section, name) not in IN_ORDER)
    if noticed and (section, name) not in NOT_SCORED:
        assert compare_scores(cut, past, [ago(15), TODAY]) != []
