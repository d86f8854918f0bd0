"""Voice: satisfaction, review, mood, asked, goals."""

from __future__ import annotations

import pytest

from tests.books import UNKNOWN, reading

PEOPLE = """
contacts:
  - {id: d, name: D, role: decision_maker}
  - {id: x, name: X, role: decision_maker, until: @0}
  - {id: u, name: U, role: user}
"""


def feedback(*rows: str) -> str:
    return PEOPLE + "feedback:\n" + "".join(f"  - {{{row}}}\n" for row in rows)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(PEOPLE, UNKNOWN, id="unknown when feedback is not kept"),
        pytest.param(PEOPLE + "feedback: []", UNKNOWN, id="unknown when nobody rated"),
        pytest.param(feedback("contact: u, given: @9, rating: 7"), (7, 50), id="one rating"),
        pytest.param(
            feedback("contact: d, given: @9, rating: 9", "contact: u, given: @9, rating: 6"),
            (8, 75),
            id="a decision maker counts double: (9 + 9 + 6) / 3",
        ),
        pytest.param(
            feedback("contact: x, given: @9, rating: 9", "contact: u, given: @9, rating: 6"),
            (7.5, 62.5),
            id="who was one until today counts once",
        ),
        pytest.param(
            feedback("contact: d, given: @9, rating: 9", "given: @9, rating: 6"),
            (8, 75),
            id="who is not named counts once",
        ),
        pytest.param(
            feedback(
                "contact: u, given: @90, rating: 2", "kind: trust, contact: u, given: @9, rating: 7"
            ),
            (7, 50),
            id="trust is the same question: the latest of both",
        ),
        pytest.param(
            feedback("kind: quality, contact: u, given: @9, rating: 7"),
            UNKNOWN,
            id="quality is another one",
        ),
        pytest.param(feedback("contact: u, given: @364, rating: 7"), (7, 50), id="day 364 is in"),
        pytest.param(feedback("contact: u, given: @365, rating: 7"), UNKNOWN, id="day 365 is out"),
        pytest.param(feedback("contact: u, given: @-1, rating: 7"), UNKNOWN, id="not tomorrow's"),
    ],
)
def test_satisfaction(text, expected):
    assert reading("satisfaction", text) == expected


def touchpoints(*rows: str) -> str:
    return "touchpoints:\n" + "".join(f"  - {{channel: call, {row}}}\n" for row in rows)


@pytest.mark.parametrize(
    ("text", "since", "expected"),
    [
        pytest.param("", "@300", UNKNOWN, id="unknown when touchpoints are not kept"),
        pytest.param(touchpoints("date: @9"), "@300", UNKNOWN, id="unknown before the first topic"),
        pytest.param(
            touchpoints("date: @-1, topic: review"), "@300", UNKNOWN, id="tomorrow's is not there"
        ),
        pytest.param(
            touchpoints("date: @9, topic: social"),
            "@300",
            (300, 50),
            id="topics are kept, and none was a review: from the start",
        ),
        pytest.param(
            touchpoints("date: @120, topic: review"), "@900", (120, 100), id="120 days are best"
        ),
        pytest.param(
            touchpoints("date: @300, topic: review", "date: @9, topic: strategic"),
            "@900",
            (300, 50),
            id="180 more halve it",
        ),
    ],
)
def test_review(text, since, expected):
    assert reading("review", text, since=since) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", UNKNOWN, id="unknown when touchpoints are not kept"),
        pytest.param(touchpoints("date: @9"), UNKNOWN, id="unknown before the first mood"),
        pytest.param(touchpoints("date: @-1, mood: 2"), UNKNOWN, id="tomorrow's is not known"),
        pytest.param(touchpoints("date: @900, mood: 1"), (1, 100), id="one of long ago is known"),
        pytest.param(touchpoints("date: @9, mood: -2", "date: @9"), (-2, 0), id="at worst"),
        pytest.param(touchpoints("date: @9, mood: 2", "date: @9, mood: -2"), (0, 50), id="even"),
        pytest.param(
            touchpoints("date: @0, mood: 1", "date: @60, mood: -1"),
            (0.3333, 66.667),
            id="60 days ago counts half: (1 - 1/2) / (1 + 1/2)",
        ),
        pytest.param(
            touchpoints("date: @0, mood: 1", "date: @120, mood: -2", "date: @60, mood: 0"),
            (0.2857, 64.286),
            id="and 120 days ago a quarter: (1 - 2/4) / (1 + 1/2 + 1/4)",
        ),
    ],
)
def test_mood(text, expected):
    assert reading("mood", text) == expected


@pytest.mark.parametrize(
    ("text", "since", "expected"),
    [
        pytest.param(PEOPLE, "@180", UNKNOWN, id="unknown when feedback is not kept"),
        pytest.param(PEOPLE + "feedback: []", "@180", (180, 50), id="empty: from the start"),
        pytest.param(feedback("asked: @60"), "@900", (60, 100), id="60 days are best"),
        pytest.param(
            feedback("kind: quality, asked: @180"), "@900", (180, 50), id="any kind is a question"
        ),
        pytest.param(
            feedback("given: @9, rating: 9"),
            "@180",
            (180, 50),
            id="what they gave without being asked was not asked",
        ),
        pytest.param(feedback("asked: @-1"), "@180", (180, 50), id="tomorrow is not asked"),
    ],
)
def test_asked(text, since, expected):
    assert reading("asked", text, since=since) == expected


@pytest.mark.parametrize(
    ("text", "since", "expected"),
    [
        pytest.param("", "@270", UNKNOWN, id="unknown when goals are not kept"),
        pytest.param("goals: []", "@270", (270, 50), id="kept and empty: from the start"),
        pytest.param("goals: [{what: x}]", "@270", (270, 50), id="one that they did not confirm"),
        pytest.param("goals: [{what: x, confirmed: @90}]", "@900", (90, 100), id="90 are best"),
        pytest.param(
            "goals: [{what: x, confirmed: @270}, {what: y, confirmed: @-1}]",
            "@900",
            (270, 50),
            id="180 more halve it; tomorrow's does not count",
        ),
        pytest.param(
            "goals: [{what: x, confirmed: @270, reached: @3}]",
            "@900",
            (270, 50),
            id="reaching it is not confirming it",
        ),
    ],
)
def test_goals(text, since, expected):
    assert reading("goals", text, since=since) == expected
