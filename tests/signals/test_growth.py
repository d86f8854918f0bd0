"""Growth: share_of_services, pipeline, referrals."""

from __future__ import annotations

import pytest

from tests.books import TEAM, UNKNOWN, reading

FIVE = TEAM + "services: [{id: a}, {id: b}, {id: c}, {id: d}, {id: e}]\n"
FITTING = TEAM + (
    "services: [{id: a}, {id: b, fits: {industry: [steel]}}, {id: c, fits: {tier: [gold]}},"
    " {id: d, fits: {industry: [steel], tier: [tin]}}]\n"
)


def bought(*rows: str) -> str:
    return "services:\n" + "".join(f"  - {{service: {row}}}\n" for row in rows)


@pytest.mark.parametrize(
    ("text", "settings", "expected"),
    [
        pytest.param("", FIVE, UNKNOWN, id="unknown when services are not kept"),
        pytest.param(bought("a"), TEAM, UNKNOWN, id="unknown without a catalogue"),
        pytest.param("services: []", FIVE, (0, 0), id="0 when they buy nothing"),
        pytest.param(bought("a"), FIVE, (0.2, 20), id="one of five"),
        pytest.param(bought("a", "b", "c"), FIVE, (0.6, 100), id="three of five are best"),
        pytest.param(bought("a", "a"), FIVE, (0.2, 20), id="one bought twice is one"),
        pytest.param(bought("a, until: @0", "b"), FIVE, (0.2, 20), id="what ended today ended"),
        pytest.param(bought("a, until: @-1", "b"), FIVE, (0.4, 60), id="what ends tomorrow counts"),
        pytest.param(bought("a, since: @-1", "b"), FIVE, (0.2, 20), id="not what begins tomorrow"),
        pytest.param(bought("a, since: @0", "b"), FIVE, (0.4, 60), id="what begins today counts"),
        pytest.param(
            bought("a, until: @99", "a, since: @50"), FIVE, (0.2, 20), id="bought once more"
        ),
        pytest.param(bought("a"), FITTING, (1, 100), id="only what fits everybody fits it"),
        pytest.param("industry: steel\n" + bought("a"), FITTING, (0.5, 80), id="by industry: 2"),
        pytest.param(
            "industry: steel\ntier: gold\n" + bought("a"),
            FITTING,
            (0.3333, 46.667),
            id="by industry and by tier: 3; a service must fit in both",
        ),
        pytest.param(
            "tier: gold\n" + bought("b"), FITTING, (0, 0), id="what does not fit is no share of it"
        ),
    ],
)
def test_share_of_services(text, settings, expected):
    assert reading("share_of_services", text, settings) == expected


def opportunities(*rows: str, revenue: str = "revenue: 1000\n") -> str:
    return f"{revenue}opportunities:\n" + "".join(f"  - {{service: x, {row}}}\n" for row in rows)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("revenue: 1000", UNKNOWN, id="unknown when opportunities are not kept"),
        pytest.param("revenue: 1000\nopportunities: []", (0, 0), id="0 when there are none"),
        pytest.param(
            opportunities("opened: @9, amount: 100", revenue=""),
            UNKNOWN,
            id="unknown when the revenue is",
        ),
        pytest.param(
            opportunities("opened: @9, amount: 100", revenue="revenue: 0\n"),
            UNKNOWN,
            id="unknown when there is no revenue",
        ),
        pytest.param(opportunities("opened: @0, amount: 100"), (0.1, 50), id="a tenth"),
        pytest.param(
            opportunities("opened: @9, amount: 150", "opened: @9, amount: 50"),
            (0.2, 100),
            id="a fifth is best",
        ),
        pytest.param(
            opportunities("opened: @9, amount: 100, closed: @0, won: yes"), (0, 0), id="closed"
        ),
        pytest.param(
            opportunities("opened: @9, amount: 100, closed: @-1"), (0.1, 50), id="open until then"
        ),
        pytest.param(opportunities("opened: @-1, amount: 100"), (0, 0), id="not tomorrow's"),
        pytest.param(
            opportunities("opened: @9", "opened: @9, amount: 100"),
            (0.1, 50),
            id="one without an amount adds nothing",
        ),
    ],
)
def test_pipeline(text, expected):
    assert reading("pipeline", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", UNKNOWN, id="unknown when referrals are not kept"),
        pytest.param("referrals: []", (0, 0), id="0 when there are none"),
        pytest.param("referrals: [{asked: @9}]", (0, 0), id="asked for is not come"),
        pytest.param("referrals: [{date: @364}]", (1, 50), id="day 364 is in"),
        pytest.param("referrals: [{date: @365}]", (0, 0), id="day 365 is out"),
        pytest.param("referrals: [{date: @-1}]", (0, 0), id="tomorrow's has not come"),
        pytest.param("referrals: [{date: @0}, {date: @9}]", (2, 100), id="two are best"),
    ],
)
def test_referrals(text, expected):
    assert reading("referrals", text) == expected
