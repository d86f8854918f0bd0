"""Coverage: 3x3, strands, hollow, single-threaded, what one leaving costs, the way to 3x3."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clientfit_cli.engine.scoring.matching import (
    NEWCOMER,
    first_strands,
    matching,
    path_to_goal,
    worst_departure,
)
from clientfit_cli.outcome.account import verdict
from tests.books import TEAM, one

settings.register_profile("coverage", max_examples=60, deadline=None, derandomize=True)
PROFILE = settings.get_profile("coverage")

EDGES = st.sets(st.tuples(st.integers(0, 4), st.integers(10, 14)), max_size=9).map(sorted)


def brute_force(edges) -> int:
    """The most edges that share no end, by trying all sets of edges."""
    for size in range(min(5, len(edges)), 0, -1):
        for some in itertools.combinations(edges, size):
            if len({a for a, _ in some}) == size == len({b for _, b in some}):
                return size
    return 0


@PROFILE
@given(EDGES)
def test_strands_are_a_maximum_matching(edges):
    assert matching(edges) == brute_force(edges)


def test_a_long_chain_of_partners_is_no_obstacle():
    chain = [(at, at + to) for at in range(3000) for to in (1, 0)]
    assert matching(chain) == 3000


# -- in a book -----------------------------------------------------------------------------------

PEOPLE = ("dana", "sam", "priya", "lee")
CONTACTS = "contacts: [" + ", ".join(f"{{id: {c}, name: {c}}}" for c in "rstu") + "]\n"


def book(*pairs: str, day="@0") -> str:
    """`dana-r`: the two met today, which makes it real."""
    rows = (pair.split("-") for pair in pairs)
    return (
        CONTACTS
        + "touchpoints:\n"
        + "".join(
            f"  - {{date: {day}, channel: meeting, ours: [{ours}], theirs: [{theirs}]}}\n"
            for ours, theirs in rows
        )
    )


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        pytest.param(["dana-r"], (1, 1, 1, "single-threaded"), id="one pair"),
        pytest.param(
            ["dana-r", "dana-s", "dana-t"], (1, 3, 1, "single-threaded"), id="one of ours"
        ),
        pytest.param(["dana-r", "sam-r"], (2, 1, 1, "single-threaded"), id="one of theirs"),
        pytest.param(["dana-r", "sam-s"], (2, 2, 2, "partial"), id="2x2"),
        pytest.param(["dana-r", "sam-s", "priya-t"], (3, 3, 3, "3x3"), id="3x3"),
        pytest.param(
            ["dana-r", "dana-s", "dana-t", "sam-r", "priya-r"],
            (3, 3, 2, "hollow"),
            id="3 on each side, all by way of dana and r: hollow",
        ),
        pytest.param(
            # The strongest first would take dana-r and leave sam and s without anybody.
            ["dana-r", "dana-r", "dana-s", "sam-r"],
            (2, 2, 2, "partial"),
            id="two strands, though the strongest pair stands in the way of both",
        ),
        pytest.param(
            ["dana-r", "sam-s", "priya-t", "lee-u"], (4, 4, 4, "3x3"), id="more is 3x3, too"
        ),
    ],
)
def test_verdicts(pairs, expected):
    found = one(book(*pairs)).coverage
    assert (found.ours, found.theirs, found.strands, found.verdict) == expected


def test_only_real_pairs_count():
    found = one(book("dana-r", "sam-s", day="@1")).coverage  # 49.7
    assert (found.ours, found.theirs, found.strands, found.verdict) == (0, 0, 0, "uncovered")


def test_it_is_unknown_where_relationships_are_not_kept():
    assert one("contacts: []").coverage is None
    assert one("touchpoints: []").coverage is None


def test_the_goal_can_be_set():
    found = one(book("dana-r", "sam-s"), TEAM + "scoring: {coverage: 2}\n").coverage
    assert found.verdict == "2x2"
    assert found.points == 50  # the mean of two strands, not of three


@settings(PROFILE, max_examples=25)
@given(st.lists(st.sampled_from([f"{p}-{c}" for p in PEOPLE for c in "rstu"]), max_size=12))
def test_a_book_has_as_many_strands_as_a_maximum_matching(pairs):
    found = one(book(*pairs) if pairs else CONTACTS + "touchpoints: []\n").coverage
    edges = sorted({tuple(pair.split("-")) for pair in pairs})
    assert found.strands == brute_force(edges)
    assert found.ours == len({ours for ours, _ in edges})
    assert found.theirs == len({theirs for _, theirs in edges})
    assert found.strands <= min(found.ours, found.theirs)
    assert (found.points > 0) == bool(edges)
    assert (found.verdict == "3x3") == (found.strands >= 3)


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ((0, 0, 0), "uncovered"), ((1, 4, 1), "single-threaded"), ((2, 2, 2), "partial"),
        ((3, 2, 2), "partial"), ((3, 3, 2), "hollow"), ((5, 5, 1), "hollow"), ((3, 3, 3), "3x3"),
        ((4, 5, 4), "3x3"),
    ],
)  # fmt: skip
def test_the_word_for_it(numbers, expected):
    assert verdict(*numbers) == expected


# -- when one leaves -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edges", "expected"),
    [
        pytest.param([], None, id="nothing to lose"),
        pytest.param([(1, 10)], (1, None, 0, 0, 0), id="the only pair: either end, ours first"),
        pytest.param([(1, 10), (1, 11), (1, 12)], (1, None, 0, 0, 0), id="the hub of ours"),
        pytest.param([(1, 10), (2, 10), (3, 10)], (None, 10, 0, 0, 0), id="the hub of theirs"),
        pytest.param([(1, 10), (2, 11)], (1, None, 1, 1, 1), id="either of two strands"),
        pytest.param(
            [(1, 10), (1, 11), (2, 12), (3, 12)],
            (1, None, 2, 1, 1),
            id="of those who leave one strand, who leaves fewest people on the thinner side",
        ),
        pytest.param(
            [(1, 10), (2, 11), (2, 12)],
            (2, None, 1, 1, 1),
            id="of those who leave as few on the thinner side, who leaves fewest in all",
        ),
        pytest.param(
            [(1, 11), (1, 12), (2, 14), (3, 14), (4, 10), (4, 13)],
            (None, 14, 2, 4, 2),
            id="two of ours and four of theirs are thinner than three and three",
        ),
        pytest.param(
            [(1, 10), (1, 11), (2, 10), (2, 11)],
            (1, None, 1, 2, 1),
            id="of equals one of ours, the first by id",
        ),
    ],
)
def test_the_worst_departure(edges, expected):
    found = worst_departure(edges)
    shown = found and (found.person, found.contact, found.ours, found.theirs, found.strands)
    assert shown == expected


@PROFILE
@given(EDGES)
def test_no_departure_costs_more_than_the_worst(edges):
    worst = worst_departure(edges)
    left = [
        brute_force([edge for edge in edges if edge[side] != who])
        for side in (0, 1)
        for who in {edge[side] for edge in edges}
    ]
    assert worst is None if not edges else worst.strands == min(left)


@PROFILE
@given(EDGES)
def test_of_departures_that_leave_as_few_strands_the_one_that_leaves_fewest_people(edges):
    """On the thinner side, then in all; of equals one of ours before one of theirs, then by id."""
    ranks = []
    for side in (0, 1):
        for who in sorted({edge[side] for edge in edges}):
            left = [edge for edge in edges if edge[side] != who]
            sides = [len({edge[one] for edge in left}) for one in (0, 1)]
            ranks.append(((brute_force(left), min(sides), sum(sides), side, who), sides))
    worst = worst_departure(edges)
    if not ranks:
        assert worst is None
        return
    (strands, _, _, side, who), sides = min(ranks)
    assert (worst.person, worst.contact) == ((who, None) if side == 0 else (None, who))
    assert [worst.ours, worst.theirs, worst.strands] == [*sides, strands]


# -- the way to 3x3 ------------------------------------------------------------------------------

DECIDER, SPONSOR, CHAMPION, USER = range(10, 14)
THEIRS = [
    (USER, "user"), (CHAMPION, "champion"), (SPONSOR, "sponsor"), (DECIDER, "decision_maker"),
]  # fmt: skip
OURS = [(1, 5), (2, 0), (3, 2)]  # each with the accounts that they carry


@pytest.mark.parametrize(
    ("edges", "strengths", "contacts", "people", "expected"),
    [
        pytest.param(
            [], {}, THEIRS, OURS, [(2, DECIDER), (3, SPONSOR), (1, CHAMPION)],
            id="by role; ours by the lightest load",
        ),
        pytest.param(
            [], {(1, DECIDER): 30}, THEIRS, OURS, [(1, DECIDER), (2, SPONSOR), (3, CHAMPION)],
            id="strength already there comes before the load",
        ),
        pytest.param(
            [(2, DECIDER)], {(2, DECIDER): 60}, THEIRS, OURS, [(3, SPONSOR), (1, CHAMPION)],
            id="what stands is not built again",
        ),
        pytest.param(
            [(1, 10), (2, 11), (3, 12)], {}, THEIRS, OURS, [], id="nothing once 3x3 holds"
        ),
        pytest.param(
            [], {}, [(10, "user"), (11, "user"), (12, None), (13, "blocker")], OURS,
            [(2, 10), (3, 11), (1, 12)],
            id="whose role is not said comes last, a blocker never",
        ),
        pytest.param(
            [], {(1, 11): 30}, [(10, "user"), (11, "user")], OURS, [(1, 11), (2, 10)],
            id="of one role the stronger comes first; it ends where contacts do",
        ),
        pytest.param([], {}, THEIRS, [(1, 0)], [(1, DECIDER)], id="and where our people do"),
        pytest.param(
            # All hang by person 1: contact 10 must get somebody of its own.
            [(1, 10), (1, 11), (1, 12)], {}, [(10, "sponsor"), (11, "user"), (12, "user")], OURS,
            [(2, 10), (3, 11)],
            id="a hub is relieved by others",
        ),
    ],
)  # fmt: skip
def test_the_shortest_path(edges, strengths, contacts, people, expected):
    assert path_to_goal(edges, strengths, contacts, people) == expected


@PROFILE
@given(EDGES, st.data())
def test_every_step_of_the_path_is_one_strand_more(edges, data):
    strengths = dict.fromkeys(edges, 60.0)
    roles = st.sampled_from(["decision_maker", "sponsor", "user", None])
    contacts = [(at, data.draw(roles)) for at in range(10, 15)]
    people = [(at, data.draw(st.integers(0, 3))) for at in range(5)]
    path = path_to_goal(edges, strengths, contacts, people)
    assert len(path) == max(0, 3 - brute_force(edges))
    assert matching([*edges, *path]) >= 3


@PROFILE
@given(EDGES, st.integers(1, 4), st.data())
def test_a_newcomer_is_within_reach_of_whoever_would_be_one_strand_more_with_them(
    edges, goal, data
):
    """Who knows nobody yet can build a strand just where the people at hand need not be moved."""
    roles = st.sampled_from(["decision_maker", "sponsor", "user", "blocker", None])
    contacts = [(at, data.draw(roles)) for at in range(10, 15)]
    near = data.draw(st.lists(st.integers(0, 4), unique=True))
    strengths = dict.fromkeys(edges, 60.0)
    strands = first_strands(edges, strengths, contacts, near, goal)
    blocked = {contact for contact, role in contacts if role == "blocker"}
    for contact, people, anyone in strands:
        assert contact not in blocked
        assert anyone == (brute_force([*edges, (9, contact)]) > brute_force(edges))
        assert dict(people) == {
            person: strengths.get((person, contact), 0.0)
            for person in near
            if brute_force(sorted({*edges, (person, contact)})) > brute_force(edges)
        }
    # With whoever carries least of all, the first of them is the first step of the path.
    free = [(person, 1) for person in near] + [(NEWCOMER, 0)]
    path = path_to_goal(edges, strengths, contacts, free, goal)
    first = next(
        (
            (min([*people, *([(NEWCOMER, 0.0)] * anyone)], key=lambda one: (-one[1], one[0]))[0],
             contact)
            for contact, people, anyone in strands
        ),
        None,
    )  # fmt: skip
    assert path[:1] == ([] if first is None else [first])
