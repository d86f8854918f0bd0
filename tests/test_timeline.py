"""The algebra: Events and Spans against a naive reference, one fact and one day at a time.

And the promise of every grid: it equals its columns, asked one at a time, bit for bit.
"""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clientfit_cli.engine.algebra.events import Events
from clientfit_cli.engine.algebra.grid import ALWAYS, FOREVER, NEVER, Grid, exact
from clientfit_cli.engine.algebra.groups import Groups
from clientfit_cli.engine.algebra.nested import Members
from clientfit_cli.engine.algebra.spans import Spans

settings.register_profile("timeline", max_examples=30, deadline=None, derandomize=True)
PROFILE = settings.get_profile("timeline")

SIZE = 4
NAN = math.nan
DAY = st.integers(0, 60)
# Halves and quarters, so that the reference adds up without rounding, too.
WEIGHT = st.integers(-8, 8).map(lambda number: number / 4)
WINDOW = st.sampled_from([1, 2, 7, 20, 60])


@dataclass(frozen=True)
class Event:
    group: int
    day: int
    weight: float
    seen: int


@dataclass(frozen=True)
class Span:
    group: int
    start: int
    end: int
    weight: float


groups_of = st.builds(
    lambda days, start, kept: Groups(
        np.array(sorted(days), np.int64),
        SIZE,
        np.array(start, np.int64),
        np.array(kept, np.int64),
    ),
    st.sets(st.integers(0, 70), min_size=1, max_size=6),
    st.lists(st.one_of(DAY, st.just(NEVER)), min_size=SIZE, max_size=SIZE),
    st.lists(st.one_of(st.just(ALWAYS), DAY, st.just(NEVER)), min_size=SIZE, max_size=SIZE),
)
facts = st.lists(
    st.builds(
        lambda group, day, weight, late: Event(group, day, weight, day + late),
        st.integers(0, SIZE - 1),
        DAY,
        WEIGHT,
        st.sampled_from([0, 0, 0, 1, 5, 30, NEVER]),
    ),
    max_size=20,
)
prompt_facts = facts.map(lambda rows: [Event(r.group, r.day, r.weight, r.day) for r in rows])
runs = st.lists(
    st.builds(
        lambda group, start, length, weight: Span(
            group, start, NEVER if length is None else start + length, weight
        ),
        st.integers(0, SIZE - 1),
        DAY,
        st.one_of(st.none(), st.integers(0, 40)),
        WEIGHT,
    ),
    max_size=20,
)


def events(groups: Groups, rows: list[Event]) -> Events:
    order = sorted(range(len(rows)), key=lambda at: rows[at].group)
    return Events(
        groups,
        "touchpoints",
        np.array([rows[at].group for at in order], np.int64),
        np.array([rows[at].day for at in order], np.int64),
        np.array([rows[at].weight for at in order], np.float64),
        np.array(order, np.int64),
        np.array([rows[at].seen for at in order], np.int64),
    )


def spans(groups: Groups, rows: list[Span]) -> Spans:
    order = sorted(range(len(rows)), key=lambda at: rows[at].group)
    return Spans(
        groups,
        "issues",
        np.array([rows[at].group for at in order], np.int64),
        np.array([rows[at].start for at in order], np.int64),
        np.array([rows[at].end for at in order], np.int64),
        np.array([rows[at].weight for at in order], np.float64),
        np.array(order, np.int64),
    )


def reference(groups: Groups, rows, answer) -> np.ndarray:
    """Ask `answer(what the group has, day, start of the group)` for every cell."""
    made = np.full((groups.size, len(groups.days)), NAN)
    for group in range(groups.size):
        for column, today in enumerate(groups.days.tolist()):
            if groups.kept[group] <= today:
                mine = [row for row in rows if row.group == group]
                made[group, column] = answer(mine, today, int(groups.start[group]))
    return made


def age(today: int, start: int) -> float:
    return today - start if start <= today else NAN


def visible(rows, today, days=FOREVER):
    return [row for row in rows if row.seen <= today and row.day > today - days]


def count(days):
    return lambda rows, today, _: len(visible(rows, today, days))


def total(days):
    return lambda rows, today, _: sum(row.weight for row in visible(rows, today, days))


def mean(days):
    def answer(rows, today, _start):
        weights = [row.weight for row in visible(rows, today, days)]
        return sum(weights) / len(weights) if weights else NAN

    return answer


def median(days):
    def answer(rows, today, _start):
        weights = [row.weight for row in visible(rows, today, days)]
        return statistics.median(weights) if weights else NAN

    return answer


def months(number, length):
    def answer(rows, today, _start):
        return sum(
            any(today - length * (k + 1) < row.day <= today - length * k
                for row in visible(rows, today))
            for k in range(number)
        )  # fmt: skip

    return answer


def in_first(days):
    return lambda rows, today, start: sum(
        row.weight for row in visible(rows, today) if start <= row.day < start + days
    )


def days_since_last(rows, today, start):
    days = [row.day for row in visible(rows, today)]
    return today - max(days) if days else age(today, start)


def latest(days):
    def answer(rows, today, _start):
        there = visible(rows, today, days)
        weights = [row.weight for row in there if row.day == max(one.day for one in there)]
        return sum(weights) / len(weights) if weights else NAN

    return answer


def decayed(half_life):
    return lambda rows, today, _: sum(
        row.weight * 2.0 ** (-(today - row.day) / half_life) for row in visible(rows, today)
    )


def same(grid: Grid, expected: np.ndarray) -> None:
    assert np.array_equal(grid.values, expected, equal_nan=True)


# -- events against the reference ----------------------------------------------------------------


@PROFILE
@given(groups_of, facts, WINDOW)
def test_a_window_holds_the_as_of_day_and_not_the_day_so_many_before(groups, rows, days):
    found = events(groups, rows)
    same(found.count(days), reference(groups, rows, count(days)))
    same(found.total(days), reference(groups, rows, total(days)))
    same(found.mean(days), reference(groups, rows, mean(days)))
    same(found.median(days), reference(groups, rows, median(days)))


@PROFILE
@given(groups_of, facts, st.integers(1, 4), st.sampled_from([1, 5, 30]))
def test_months_count_the_stretches_that_hold_an_event(groups, rows, number, length):
    found = events(groups, rows).months(number, length)
    same(found, reference(groups, rows, months(number, length)))


@PROFILE
@given(groups_of, facts, WINDOW)
def test_the_first_days_are_counted_from_the_start_of_the_group(groups, rows, days):
    same(events(groups, rows).in_first(days), reference(groups, rows, in_first(days)))


@PROFILE
@given(groups_of, facts)
def test_days_since_the_last_event_that_could_be_seen(groups, rows):
    same(events(groups, rows).days_since_last(), reference(groups, rows, days_since_last))


@PROFILE
@given(groups_of, prompt_facts, WINDOW)
def test_the_latest_weight_is_that_of_the_last_day(groups, rows, days):
    same(events(groups, rows).latest(days), reference(groups, rows, latest(days)))


@PROFILE
@given(groups_of, prompt_facts, st.sampled_from([1, 7, 60]))
def test_decay_halves_a_weight_every_half_life(groups, rows, half_life):
    found = events(groups, rows).decayed(half_life).values
    expected = reference(groups, rows, decayed(half_life))
    assert np.allclose(found, expected, rtol=1e-12, atol=1e-12, equal_nan=True)


@PROFILE
@given(groups_of, prompt_facts, st.sampled_from([7, 60]))
def test_a_decayed_mean_weighs_recent_events_more(groups, rows, half_life):
    def answer(mine, today, _start):
        weight = sum(2.0 ** (-(today - row.day) / half_life) for row in visible(mine, today))
        return decayed(half_life)(mine, today, 0) / weight if weight else NAN

    found = events(groups, rows).decayed_mean(half_life).values
    assert np.allclose(found, reference(groups, rows, answer), atol=1e-8, equal_nan=True)


@PROFILE
@given(groups_of, facts, st.integers(0, 30))
def test_narrowing_leaves_out_and_may_come_to_count_later(groups, rows, late):
    every = events(groups, rows)
    mask = every.weight > 0
    kept = [
        Event(row.group, row.day, row.weight, max(row.seen, row.day + late))
        for row in rows
        if row.weight > 0
    ]
    same(every.where(mask, every.day + late).count(20), reference(groups, kept, count(20)))
    same(
        every.where(mask, every.day + late).days_since_last(),
        reference(groups, kept, days_since_last),
    )


@PROFILE
@given(groups_of, facts)
def test_facts_kept_once_seen_are_unknown_before_the_first_of_them(groups, rows):
    def answer(mine, today, _start):
        return len(visible(mine, today)) if visible(mine, today) else NAN

    same(events(groups, rows).kept_once_seen().count(FOREVER), reference(groups, rows, answer))


@PROFILE
@given(groups_of, facts, WINDOW)
def test_evidence_of_a_count_names_just_the_rows_counted_newest_first(groups, rows, days):
    grid = events(groups, rows).count(days)
    for group in range(SIZE):
        for column, today in enumerate(groups.days.tolist()):
            there = [at for at, row in enumerate(rows) if row.group == group]
            there = [at for at in there if rows[at] in visible([rows[at]], today, days)]
            there.sort(key=lambda at: (-rows[at].day, at))
            assert grid.evidence(group, column) == [("touchpoints", at) for at in there]


# -- spans against the reference -----------------------------------------------------------------


def open_on(rows, today):
    return [row for row in rows if row.start <= today < row.end]


@PROFILE
@given(groups_of, runs, WINDOW)
def test_a_span_is_open_from_its_first_day_until_its_last(groups, rows, days):
    found = spans(groups, rows)
    same(
        found.open(),
        reference(groups, rows, lambda mine, today, _: sum(r.weight for r in open_on(mine, today))),
    )
    same(
        found.oldest_open_days(),
        reference(
            groups,
            rows,
            lambda mine, today, _: max((today - r.start for r in open_on(mine, today)), default=0),
        ),
    )
    short = [Span(r.group, r.start, min(r.end, r.start + days), r.weight) for r in rows]
    same(
        found.lasting(days).open(),
        reference(
            groups, short, lambda mine, today, _: sum(r.weight for r in open_on(mine, today))
        ),
    )


@PROFILE
@given(groups_of, runs, WINDOW)
def test_closings_weigh_the_days_that_their_spans_took(groups, rows, days):
    ends = [Event(r.group, r.end, float(r.end - r.start), r.end) for r in rows if r.end < NEVER]
    begins = [Event(r.group, r.start, r.weight, r.start) for r in rows]
    found = spans(groups, rows)
    same(found.closings().median(days), reference(groups, ends, median(days)))
    same(found.closings().count(days), reference(groups, ends, count(days)))
    same(found.openings().total(days), reference(groups, begins, total(days)))


@PROFILE
@given(groups_of, runs)
def test_a_change_is_a_beginning_or_an_end_since_the_start(groups, rows):
    def answer(mine, today, start):
        days = [day for r in mine for day in (r.start, r.end) if start <= day <= today]
        return today - max(days) if days else age(today, start)

    same(spans(groups, rows).days_since_change(), reference(groups, rows, answer))


@PROFILE
@given(groups_of, runs, WINDOW)
def test_median_age_counts_what_is_open_up_to_the_as_of_day(groups, rows, days):
    def answer(mine, today, _start):
        ages = [
            7.0 if r.weight > 1 else min(r.end, today) - r.start
            for r in mine
            if today - days < r.start <= today
        ]
        return statistics.median(ages) if ages else NAN

    found = spans(groups, rows)
    given_ages = np.where(found.weight > 1, 7.0, NAN)
    same(
        found.median_age(days, lambda start, end: end - start, given_ages),
        reference(groups, rows, answer),
    )


@PROFILE
@given(groups_of, runs)
def test_evidence_of_what_is_open_names_the_oldest_first(groups, rows):
    found = spans(groups, rows)
    for group in range(SIZE):
        for column, today in enumerate(groups.days.tolist()):
            there = [at for at, row in enumerate(rows) if row.group == group]
            there = [at for at in there if open_on([rows[at]], today)]
            there.sort(key=lambda at: (rows[at].start, at))
            named = [("issues", at) for at in there]
            assert found.open().evidence(group, column) == named
            assert found.oldest_open_days().evidence(group, column) == named[:1]


# -- a grid equals its columns -------------------------------------------------------------------

OF_EVENTS = {
    "count": lambda one: one.count(20),
    "total": lambda one: one.total(20),
    "mean": lambda one: one.mean(20),
    "median": lambda one: one.median(20),
    "months": lambda one: one.months(3, 10),
    "in_first": lambda one: one.in_first(20),
    "days_since_last": lambda one: one.days_since_last(),
    "latest": lambda one: one.latest(20),
    "decayed": lambda one: one.decayed(60),
    "decayed_mean": lambda one: one.decayed_mean(60),
    "kept_once_seen": lambda one: one.kept_once_seen().count(FOREVER),
    "since_start": lambda one: one.since_start().total(FOREVER),
}
OF_SPANS = {
    "open": lambda one: one.open(),
    "oldest_open_days": lambda one: one.oldest_open_days(),
    "days_since_change": lambda one: one.days_since_change(),
    "median_age": lambda one: one.median_age(20, lambda start, end: end - start),
    "closings": lambda one: one.closings().median(20),
}
ODD_WEIGHTS = st.floats(-1e3, 1e3, allow_nan=False)
odd_facts = st.lists(
    st.builds(
        lambda group, day, weight, late: Event(group, day, weight, day + late),
        st.integers(0, SIZE - 1),
        DAY,
        ODD_WEIGHTS,
        st.sampled_from([0, 0, 3]),
    ),
    max_size=20,
)


@pytest.mark.parametrize("name", sorted(OF_EVENTS))
@PROFILE
@given(groups=groups_of, rows=odd_facts, data=st.data())
def test_events_answer_for_many_days_as_for_each_alone_in_any_order(name, groups, rows, data):
    ask = OF_EVENTS[name]
    whole = ask(events(groups, rows)).values
    for column, day in enumerate(groups.days):
        alone = Groups(np.array([day]), SIZE, groups.start, groups.kept)
        found = ask(events(alone, rows)).values
        assert np.array_equal(whole[:, [column]], found, equal_nan=True)
    shuffled = data.draw(st.permutations(rows))
    assert np.array_equal(whole, ask(events(groups, shuffled)).values, equal_nan=True)


@pytest.mark.parametrize("name", sorted(OF_EVENTS))
@PROFILE
@given(groups=groups_of, rows=odd_facts)
def test_events_that_come_later_change_no_bit(name, groups, rows):
    ask = OF_EVENTS[name]
    whole = ask(events(groups, rows)).values
    for column, day in enumerate(groups.days):
        alone = Groups(np.array([day]), SIZE, groups.start, groups.kept)
        found = ask(events(alone, [row for row in rows if row.seen <= day])).values
        assert np.array_equal(whole[:, [column]], found, equal_nan=True)


@pytest.mark.parametrize("name", sorted(OF_SPANS))
@PROFILE
@given(groups=groups_of, rows=runs, data=st.data())
def test_spans_answer_for_many_days_as_for_each_alone_in_any_order(name, groups, rows, data):
    ask = OF_SPANS[name]
    whole = ask(spans(groups, rows)).values
    for column, day in enumerate(groups.days):
        alone = Groups(np.array([day]), SIZE, groups.start, groups.kept)
        past = [
            Span(r.group, r.start, r.end if r.end <= day else NEVER, r.weight)
            for r in rows
            if r.start <= day
        ]
        for given_rows in (rows, past):  # and an end that has not come changes nothing
            found = ask(spans(alone, given_rows)).values
            assert np.array_equal(whole[:, [column]], found, equal_nan=True)
    shuffled = data.draw(st.permutations(rows))
    assert np.array_equal(whole, ask(spans(groups, shuffled)).values, equal_nan=True)


# -- groups within groups ------------------------------------------------------------------------

maybe = st.one_of(st.just(NAN), st.integers(-40, 40).map(lambda number: number / 8))


@PROFILE
@given(st.lists(st.integers(0, SIZE - 1), max_size=8).map(sorted), st.data())
def test_members_take_what_is_known_of_each_outer_group(of, data):
    rows = data.draw(st.lists(st.tuples(maybe, maybe), min_size=len(of), max_size=len(of)))
    grid = Grid(np.array(rows, np.float64).reshape(len(of), 2))
    weight = Grid(np.tile(np.arange(1.0, len(of) + 1)[:, None], 2))
    members = Members(np.array(of, np.int64), SIZE, "contacts")
    for outer in range(SIZE):
        for column in range(2):
            inner = [at for at, one in enumerate(of) if one == outer]
            known = [at for at in inner if not math.isnan(rows[at][column])]
            values = [rows[at][column] for at in known]
            weights = [at + 1.0 for at in known]

            def is_(found, expected, *, cell=(outer, column)):
                assert found.values[cell] == pytest.approx(expected, nan_ok=True)

            is_(members.highest(grid), max(values, default=NAN))
            is_(members.lowest(grid), min(values, default=NAN))
            is_(members.total(grid), sum(values))
            is_(members.mean(grid), sum(values) / len(values) if values else NAN)
            weighed = sum(v * w for v, w in zip(values, weights, strict=True))
            is_(members.mean(grid, weight), weighed / sum(weights) if values else NAN)
            if values:
                chosen = members.highest(grid).evidence(outer, column)[0][1]
                assert rows[chosen][column] == max(values)


# -- grids ---------------------------------------------------------------------------------------


def grid_of(*values: float) -> Grid:
    return Grid(np.array([values], np.float64))


def values_of(grid: Grid) -> list[float | None]:
    return [None if math.isnan(one) else one for one in grid.values[0].tolist()]


FOUR = grid_of(0, 2, -1, NAN)


@pytest.mark.parametrize(
    ("grid", "expected"),
    [
        pytest.param(FOUR + 1, [1, 3, 0, None], id="unknown and one is unknown"),
        pytest.param(FOUR - FOUR, [0, 0, 0, None], id="the difference"),
        pytest.param(FOUR * 2, [0, 4, -2, None], id="twice"),
        pytest.param(grid_of(1, 1, 1, 1) / FOUR, [None, 0.5, -1, None], id="by nothing: unknown"),
        pytest.param(FOUR >= 0, [1, 1, 0, 0], id="unknown is not at least 0"),
        pytest.param(FOUR > 0, [0, 1, 0, 0], id="nor more than 0"),
        pytest.param(FOUR <= 0, [1, 0, 1, 0], id="nor at most 0"),
        pytest.param(FOUR < 0, [0, 0, 1, 0], id="nor less than 0"),
        pytest.param(grid_of(0.1 + 0.2) >= 0.3, [1], id="a threshold does not see the last bits"),
        pytest.param(grid_of(0.1 + 0.2) > 0.3, [0], id="on either side"),
        pytest.param((FOUR > 0) & (FOUR < 3), [0, 1, 0, 0], id="both"),
        pytest.param((FOUR > 0) | (FOUR < 0), [0, 1, 1, 0], id="either"),
        pytest.param(FOUR.only(FOUR >= 0), [0, 2, None, None], id="only where it holds"),
        pytest.param(FOUR.otherwise(7), [0, 2, -1, 7], id="otherwise"),
        pytest.param(FOUR.at_most(1), [0, 1, -1, None], id="at most"),
        pytest.param(FOUR.at_least(0), [0, 2, 0, None], id="at least"),
    ],
)
def test_numbers_of_a_grid(grid, expected):
    assert values_of(grid) == expected


def test_evidence_of_two_grids_is_of_both_and_no_row_twice():
    first = Grid(np.ones((1, 1)), lambda *_: [("ideas", 1), ("ideas", 2)])
    second = Grid(np.ones((1, 1)), lambda *_: [("ideas", 2), ("news", 1)])
    assert (first + second).evidence(0, 0) == [("ideas", 1), ("ideas", 2), ("news", 1)]
    assert (first + 1).evidence(0, 0) == [("ideas", 1), ("ideas", 2)]
    assert (Grid(np.ones((1, 1))) / second).evidence(0, 0) == [("ideas", 2), ("news", 1)]


@PROFILE
@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30), st.data())
def test_exact_weights_add_up_to_the_same_in_any_order(weights, data):
    rounded = exact(np.array(weights))
    assert np.allclose(rounded, weights, atol=2**-20)
    shuffled = np.array(data.draw(st.permutations(rounded.tolist())))
    assert np.cumsum(rounded)[-1] == np.cumsum(shuffled)[-1]
