"""Delivery: promises_kept, promises_overdue, open_issues, recovery, quality."""

from __future__ import annotations

import pytest

from tests.books import UNKNOWN, reading


def promises(*rows: str) -> str:
    return "commitments:\n" + "".join(f"  - {{what: x, {row}}}\n" for row in rows)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", UNKNOWN, id="unknown when commitments are not kept"),
        pytest.param("commitments: []", UNKNOWN, id="a share of nothing is unknown"),
        pytest.param(promises("due: @0, done: @0"), UNKNOWN, id="due today is not judged yet"),
        pytest.param(promises("due: @1, done: @1"), (1, 100), id="done on the day is on time"),
        pytest.param(promises("due: @2, done: @1"), (0, 0), id="done a day later is not"),
        pytest.param(promises("due: @1"), (0, 0), id="not done is not"),
        pytest.param(promises("due: @1, done: @-5"), (0, 0), id="nor is done in the future"),
        pytest.param(promises("due: @180, done: @200"), (1, 100), id="due 180 days ago is in"),
        pytest.param(promises("due: @181, done: @200"), UNKNOWN, id="due 181 days ago is out"),
        pytest.param(promises("due: @9, by: them"), UNKNOWN, id="theirs are not judged"),
        pytest.param(promises("done: @9"), UNKNOWN, id="nor are those without a day"),
        pytest.param(
            promises(*["due: @9, done: @9"] * 3, "due: @9"), (0.75, 50), id="three of four"
        ),
        pytest.param(
            promises("due: @9, done: @9", "due: @9, made: @9"), (0.5, 0), id="half is worst"
        ),
    ],
)
def test_promises_kept(text, expected):
    assert reading("promises_kept", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", UNKNOWN, id="unknown when commitments are not kept"),
        pytest.param("commitments: []", (0, 100), id="0 when there are none"),
        pytest.param(promises("due: @0"), (0, 100), id="due today is not overdue"),
        pytest.param(promises("due: @15"), (15, 50), id="15 days overdue"),
        pytest.param(promises("due: @15", "due: @30"), (30, 25), id="the oldest counts"),
        pytest.param(promises("due: @30, done: @20"), (0, 100), id="done late is done"),
        pytest.param(promises("due: @30, done: @0"), (0, 100), id="done today is done"),
        pytest.param(promises("due: @30, done: @-1"), (30, 25), id="done tomorrow is open today"),
        pytest.param(promises("due: @30, by: them"), (0, 100), id="theirs do not count"),
        pytest.param(promises("made: @30"), (0, 100), id="without a day it is never overdue"),
    ],
)
def test_promises_overdue(text, expected):
    assert reading("promises_overdue", text) == expected


def issues(*rows: str) -> str:
    return "issues:\n" + "".join(f"  - {{what: x, {row}}}\n" for row in rows)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", UNKNOWN, id="unknown when issues are not kept"),
        pytest.param("issues: []", (0, 100), id="0 when there are none"),
        pytest.param(issues(*["opened: @0"] * 3), (3, 50), id="three minor ones, opened today"),
        pytest.param(issues("opened: @9, severity: major"), (3, 50), id="a major one weighs 3"),
        pytest.param(
            issues("opened: @9, severity: critical"), (9, 12.5), id="a critical one weighs 9"
        ),
        pytest.param(
            issues("opened: @9", "opened: @9, severity: major", "opened: @9, severity: critical"),
            (13, 4.961),
            id="one of each: 100 * 2^(-13/3)",
        ),
        pytest.param(issues("opened: @9, closed: @0"), (0, 100), id="closed today is closed"),
        pytest.param(
            issues("opened: @9, closed: @-1, severity: major"),
            (3, 50),
            id="closed tomorrow is open today",
        ),
        pytest.param(issues("opened: @-1"), (0, 100), id="opened tomorrow is not there yet"),
    ],
)
def test_open_issues(text, expected):
    assert reading("open_issues", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", UNKNOWN, id="unknown when issues are not kept"),
        pytest.param("issues: []", UNKNOWN, id="unknown when there were none"),
        pytest.param(issues("opened: @90"), UNKNOWN, id="an open one has not been mended"),
        pytest.param(issues("opened: @9, closed: @-1"), UNKNOWN, id="closed tomorrow: not yet"),
        pytest.param(issues("opened: @9, closed: @9"), (0, 100), id="closed the same day"),
        pytest.param(issues("opened: @2, closed: @0"), (2, 100), id="2 days are best"),
        pytest.param(issues("opened: @20, closed: @11"), (9, 50), id="7 more halve it"),
        pytest.param(issues("opened: @188, closed: @179"), (9, 50), id="closed on day 179 is in"),
        pytest.param(issues("opened: @188, closed: @180"), UNKNOWN, id="closed on day 180 is out"),
        pytest.param(
            issues("opened: @20, closed: @19", "opened: @20, closed: @11", "opened: @90"),
            (5, 74.3),
            id="the middle of 1 and 9, the open one aside: 100 * 2^(-3/7)",
        ),
        pytest.param(
            issues(
                "opened: @20, closed: @19", "opened: @20, closed: @11", "opened: @99, closed: @9"
            ),
            (9, 50),
            id="the median of 1, 9 and 90",
        ),
    ],
)
def test_recovery(text, expected):
    assert reading("recovery", text) == expected


PEOPLE = "contacts: [{id: r, name: R, role: decision_maker}, {id: s, name: S}]\n"


def ratings(*rows: str, kind: str = "quality") -> str:
    return PEOPLE + "feedback:\n" + "".join(f"  - {{kind: {kind}, {row}}}\n" for row in rows)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(PEOPLE, UNKNOWN, id="unknown when feedback is not kept"),
        pytest.param(PEOPLE + "feedback: []", UNKNOWN, id="unknown when nobody rated"),
        pytest.param(ratings("contact: r, asked: @9"), UNKNOWN, id="asked is not rated"),
        pytest.param(ratings("contact: r, given: @9, rating: 9"), (9, 100), id="9 is best"),
        pytest.param(ratings("contact: r, given: @9, rating: 5"), (5, 0), id="5 is worst"),
        pytest.param(
            ratings("contact: r, given: @99, rating: 2", "contact: r, given: @9, rating: 7"),
            (7, 50),
            id="the latest of a contact",
        ),
        pytest.param(
            ratings(
                "contact: r, given: @99, rating: 2",
                "contact: r, given: @9, rating: 9",
                "contact: s, given: @300, rating: 5",
            ),
            (7, 50),
            id="the mean of the latest, one a contact; a decision maker counts once",
        ),
        pytest.param(
            ratings("contact: r, given: @9, rating: 9", "given: @9, rating: 5"),
            (7, 50),
            id="who is not named is one more contact",
        ),
        pytest.param(
            ratings("contact: r, given: @9, rating: 9", "contact: r, given: @9, rating: 5"),
            (7, 50),
            id="two of one day are taken at their mean",
        ),
        pytest.param(ratings("contact: r, given: @364, rating: 9"), (9, 100), id="day 364 is in"),
        pytest.param(ratings("contact: r, given: @365, rating: 9"), UNKNOWN, id="day 365 is out"),
        pytest.param(
            ratings("contact: r, given: @9, rating: 7", "contact: r, given: @-1, rating: 9"),
            (7, 50),
            id="what will be given tomorrow is not given",
        ),
        pytest.param(
            ratings("contact: r, given: @9, rating: 9", kind="satisfaction"),
            UNKNOWN,
            id="satisfaction is another question",
        ),
    ],
)
def test_quality(text, expected):
    assert reading("quality", text) == expected
