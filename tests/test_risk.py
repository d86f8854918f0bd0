"""Risk of leaving: 40 guard + 22 innovation + 20 service + 18 drift, each from 0 to 1."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clientfit_cli.outcome.totals import Totals
from tests.books import TEAM, account, one, scored

R = "contacts: [{id: r, name: R, role: decision_maker, SINCE}]\n"
MET = "touchpoints: [{date: @0, channel: meeting, ours: [dana], theirs: [r]}]\n"


def test_nothing_known_is_half_of_everything():
    found = one("")
    assert found.causes == {"guard": 20, "innovation": 11, "service": 10, "drift": 9}
    assert found.risk == 50
    assert found.main_cause == "guard"


def test_what_is_not_known_of_a_cause_is_taken_from_health():
    # Known: an idea of 120 days ago (fit 50), half of the weight of value (15); and that no
    # issue is open (fit 100), all of the weight of delivery (20).
    heavy = TEAM + (
        "scoring:\n  signals:\n"
        + "".join(
            f"    {name}: {{weight: 0}}\n"
            for name in (
                "strategic", "proactive", "news_response", "serving", "curiosity", "gratitude",
                "promises_kept", "promises_overdue", "recovery", "quality",
            )
        )
    )  # fmt: skip
    found = one("ideas: [{what: x, date: @120}]\nissues: []", heavy)
    health = (50 * 7.5 + 100 * 20) / 27.5  # 86.36
    gap = 1 - health / 100
    assert found.health == pytest.approx(health)
    assert found.causes == {
        "guard": pytest.approx(40 * gap),
        "innovation": pytest.approx(22 * (0.5 * 0.5 + 0.5 * gap)),
        "service": 0,
        "drift": pytest.approx(18 * gap),
    }
    assert found.risk == pytest.approx(5.454545 + 7 + 0 + 2.454545)
    assert found.main_cause == "innovation"


@pytest.mark.parametrize(
    ("text", "guard"),
    [
        pytest.param(
            R.replace("SINCE", "since: @0") + MET, 20, id="new in the seat, strength 50: 1/2"
        ),
        pytest.param(R.replace("SINCE", "since: @90") + MET, 20, id="for 90 days"),
        pytest.param(R.replace("SINCE", "since: @180") + MET, 10, id="90 more halve it"),
        pytest.param(R.replace("SINCE", "since: @270") + MET, 6, id="0.15 always remain"),
        pytest.param(R.replace("SINCE", "title: x") + MET, 6, id="so of one of long ago"),
        pytest.param(
            R.replace("SINCE", "since: @0") + "touchpoints: []", 40, id="new and never met: 1"
        ),
        pytest.param(
            R.replace("SINCE", "since: @270") + "touchpoints: []", 10, id="never met in 270 days"
        ),
        pytest.param(
            "contacts: [{id: r, name: R, role: decision_maker}, "
            "{id: s, name: S, role: decision_maker, since: @0}]\n" + MET,
            40,
            id="of several seats the highest",
        ),
        pytest.param(
            "contacts: [{id: r, name: R, role: decision_maker, until: @30}]", 40, id="a vacant seat"
        ),
        pytest.param("contacts: []", 20, id="nobody on file, no health: 1/2"),
        pytest.param("contacts: []\nideas: [{what: x, date: @0}]", 0, id="nobody, health 100: 0"),
        pytest.param(
            R.replace("SINCE", "since: @0, personal: [sails], prefers: {asked: @0}"),
            0,
            id="strength not kept: from health (100: we know them), as with nobody on file",
        ),
    ],
)
def test_guard(text, guard):
    assert one(text).causes["guard"] == pytest.approx(guard)


def guard(days: int, grace: int, half: int, floor: float = 0.0) -> float:
    """What is exposed of an account whose decision maker is in the seat for so long, never met."""
    risk = f"risk: {{grace: {grace}, half: {half}, floor: {floor}}}"
    seat = R.replace("SINCE", f"since: @{days}") + "touchpoints: []"
    return one(seat, TEAM + f"scoring: {{{risk}}}\n").causes["guard"]


@settings(max_examples=10, deadline=None, derandomize=True, database=None)
@given(st.integers(1, 200), st.integers(1, 200), st.integers(1, 4))
def test_a_new_decision_maker_is_all_exposed_for_the_grace_then_half_after_each_half(
    grace, half, halves
):
    assert guard(grace, grace, half) == 40
    assert guard(grace + halves * half, grace, half) == pytest.approx(40 / 2**halves, abs=1e-5)


@pytest.mark.parametrize(
    ("grace", "half", "left"),
    [
        pytest.param(30, 120, 10, id="30 days of grace, two times 120 after it"),
        pytest.param(120, 30, 1.25, id="120 days of grace, five times 30 after it"),
        pytest.param(270, 1, 40, id="the last day of grace"),
        pytest.param(1, 269, 20, id="hardly any grace"),
    ],
)
def test_grace_and_half_of_a_seat_are_two_things(grace, half, left):
    assert guard(270, grace, half) == pytest.approx(left)


@pytest.mark.parametrize(
    ("text", "drift"),
    [
        pytest.param("rivals: [{who: N, seen: @89}]", 18, id="a rival in the last 90 days"),
        pytest.param("rivals: [{who: N, seen: @90}]", 9, id="not before"),
        pytest.param("rivals: [{who: N, seen: @9, answered: @0}]", 9, id="not once answered"),
        pytest.param("rivals: [{who: N, seen: @9, answered: @-1}]", 18, id="until it is"),
    ],
)
def test_drift(text, drift):
    assert one(text).causes["drift"] == drift


def test_notice_makes_it_100():
    assert one("notice: @0").risk == 100
    assert one("notice: @-1").risk == 50


def test_revenue_at_risk_is_revenue_times_risk():
    assert one("revenue: 1000").revenue_at_risk == 500
    assert one("").revenue_at_risk is None


# -- the book ------------------------------------------------------------------------------------


def test_the_book_adds_up():
    book = account("revenue: 100\nnotice: @1", "a") + account("revenue: 50", "b") + account("", "c")
    found = scored(book)
    totals = Totals(found, found.accounts)
    assert totals.by_band == {
        "red": (1, 100), "yellow": (0, 0), "green": (0, 0), "unknown": (2, 50),
    }  # fmt: skip
    assert totals.revenue == 150
    assert sum(totals.at_risk.values()) == pytest.approx(100 + 25)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param(["revenue: 100"], (0, 0, 0), id="nobody"),
        pytest.param(
            ["revenue: 100\nlost: {date: @0}", "revenue: 300"], (1, 100, 0.25), id="lost today"
        ),
        pytest.param(
            ["revenue: 100\nlost: {date: @364}", "revenue: 300"], (1, 100, 0.25), id="day 364"
        ),
        pytest.param(
            ["revenue: 100\nlost: {date: @365}", "revenue: 300"], (0, 0, 0), id="not day 365"
        ),
        pytest.param(
            ["revenue: 100\nlost: {date: @-1}", "revenue: 300"], (0, 0, 0), id="not tomorrow"
        ),
    ],
)
def test_what_was_truly_lost(texts, expected):
    book = "".join(account(text, name) for text, name in zip(texts, "ab", strict=False))
    found = scored(book)
    assert Totals(found, found.accounts).lost == expected
