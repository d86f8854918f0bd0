"""Relationships: coverage, decision_maker, momentum, known_people, continuity.

A meeting of two people today makes strength 50 (depth 4 over a scale of 4: one halving), two make
75, three 87.5; one meeting 60 days ago (one half-life) makes 100 * (1 - 2^-0.5) = 29.289.
"""

from __future__ import annotations

import pytest

from tests.books import UNKNOWN, reading

R = "contacts: [{id: r, name: R, role: decision_maker}]\n"
RSU = "contacts: [{id: r, name: R}, {id: s, name: S}, {id: u, name: U}]\n"


def met(person: str, contact: str, day: str = "@0", channel: str = "meeting") -> str:
    return f"  - {{date: {day}, channel: {channel}, ours: [{person}], theirs: [{contact}]}}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(RSU, UNKNOWN, id="unknown when touchpoints are not kept"),
        pytest.param(
            "touchpoints: [{date: @1, channel: call, ours: [dana]}]",
            UNKNOWN,
            id="unknown when contacts are not kept",
        ),
        pytest.param("contacts: []\ntouchpoints: []", (0, 0), id="0 when both are kept and empty"),
        pytest.param(
            RSU + "touchpoints:\n" + met("dana", "r"),
            (16.6667, 16.667),
            id="one strand of 50, and two missing ones that count 0",
        ),
        pytest.param(
            RSU + "touchpoints:\n" + met("dana", "r") + met("sam", "s") + met("priya", "u"),
            (50, 50),
            id="three strands of 50",
        ),
        pytest.param(
            RSU + "touchpoints:\n" + met("dana", "r") + met("dana", "s") + met("dana", "u"),
            (16.6667, 16.667),
            id="a hub is one strand, however many it knows",
        ),
        pytest.param(
            RSU + "touchpoints:\n" + met("dana", "r") * 2 + met("dana", "s") + met("sam", "r"),
            (25, 25),
            id="the strongest pair is taken first: the two of 50 share somebody with it",
        ),
        pytest.param(
            RSU + "touchpoints:\n" + met("dana", "r", "@60"),
            (9.7631, 9.763),
            id="what is not yet real counts, too: 29.289 over three",
        ),
        pytest.param(
            RSU + "touchpoints:\n" + met("dana", "r", "@-1"), (0, 0), id="a planned meeting is none"
        ),
        pytest.param(
            RSU
            + "touchpoints:\n"
            + (met("dana", "r") + met("sam", "s") + met("priya", "u") + met("lee", "u")) * 20,
            (99.9999, 100),
            id="100 is the best, and never quite reached",
        ),
    ],
)
def test_coverage(text, expected):
    assert reading("coverage", text) == expected


DECIDERS = """
contacts:
  - {id: r, name: R, role: decision_maker, FIRST}
  - {id: s, name: S, role: decision_maker, SECOND}
  - {id: u, name: U, role: user}
"""


def deciders(first: str = "title: x", second: str = "title: x") -> str:
    return DECIDERS.replace("FIRST", first).replace("SECOND", second)


BOTH_MET = "touchpoints:\n" + met("dana", "r") * 2 + met("dana", "s")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(R, UNKNOWN, id="unknown when touchpoints are not kept"),
        pytest.param(
            "contacts: []\ntouchpoints: []", UNKNOWN, id="unknown without a decision maker"
        ),
        pytest.param(
            "contacts: [{id: r, name: R, role: sponsor}]\ntouchpoints:\n" + met("dana", "r"),
            UNKNOWN,
            id="a sponsor is no decision maker",
        ),
        pytest.param(R + "touchpoints: []", (0, 0), id="one whom we never met has 0"),
        pytest.param(deciders() + BOTH_MET, (50, 62.5), id="the least known of two decides"),
        pytest.param(
            deciders(second="until: @0") + BOTH_MET, (75, 93.75), id="who left today is gone"
        ),
        pytest.param(
            deciders(second="until: @-1") + BOTH_MET, (50, 62.5), id="who leaves tomorrow is there"
        ),
        pytest.param(
            deciders(second="since: @-1") + BOTH_MET, (75, 93.75), id="who begins tomorrow is not"
        ),
        pytest.param(
            deciders(second="since: @0") + BOTH_MET,
            (50, 62.5),
            id="who began today is there, with what an earlier role built",
        ),
        pytest.param(
            R + "touchpoints:\n" + met("dana", "r", channel="gift") * 3,
            (40, 50),
            id="talking at someone is capped at 40",
        ),
        pytest.param(
            R + "touchpoints:\n" + met("dana", "r") * 3, (87.5, 100), id="80 and over is best"
        ),
        pytest.param(
            R + "touchpoints:\n" + met("dana", "r") + met("sam", "r") * 2,
            (75, 93.75),
            id="the strength of a contact is the highest over our people",
        ),
    ],
)
def test_decision_maker(text, expected):
    assert reading("decision_maker", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(RSU, UNKNOWN, id="unknown when touchpoints are not kept"),
        pytest.param(RSU + "touchpoints: []", UNKNOWN, id="unknown when nobody was met"),
        pytest.param(
            RSU + "touchpoints:\n" + met("dana", "r"), (1, 100), id="one new contact advances"
        ),
        pytest.param(
            # 29.289 now; 28 days ago 4 * 2^(-32/60) = 2.764 made 38.06: 8.8 less
            RSU + "touchpoints:\n" + met("dana", "r", "@60"),
            (-1, 0),
            id="one contact slips",
        ),
        pytest.param(
            # 240 days: 4.24; 28 days ago 5.81: less than 5 lost, and 5 or more then
            RSU + "touchpoints:\n" + met("dana", "r", "@240"),
            (0, 62.5),
            id="who was of strength 5 a month ago counts, and holds",
        ),
        pytest.param(
            # 270 days: 3.02; 28 days ago 4.14
            RSU + "touchpoints:\n" + met("dana", "r", "@270"),
            UNKNOWN,
            id="who is below 5 now and was then does not count",
        ),
        pytest.param(
            RSU + "touchpoints:\n" + met("dana", "r") + met("sam", "s", "@240"),
            (0.5, 100),
            id="one of two advances, the other holds",
        ),
        pytest.param(
            RSU + "touchpoints:\n" + met("dana", "r") + met("sam", "s", "@60"),
            (0, 62.5),
            id="one advances, another slips",
        ),
        pytest.param(
            "contacts: [{id: r, name: R}, {id: s, name: S, until: @0}]\ntouchpoints:\n"
            + met("dana", "r")
            + met("sam", "s", "@60"),
            (1, 100),
            id="who has left is not counted",
        ),
        pytest.param(
            # One slips of three, the others hold: -1/3 of (0.3 .. -0.5)
            RSU
            + "touchpoints:\n"
            + met("dana", "r", "@60")
            + met("sam", "s", "@240")
            + met("sam", "u", "@240"),
            (-0.3333, 20.833),
            id="one of three slips",
        ),
    ],
)
def test_momentum(text, expected):
    assert reading("momentum", text) == expected


def people(*rows: str) -> str:
    return "contacts:\n" + "".join(
        f"  - {{id: c{at}, name: C, {row}}}\n" for at, row in enumerate(rows)
    )


KNOWN = "personal: [sails], prefers: {asked: @0}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", UNKNOWN, id="unknown when contacts are not kept"),
        pytest.param("contacts: []", UNKNOWN, id="unknown without key people"),
        pytest.param(people(f"role: user, {KNOWN}"), UNKNOWN, id="a user is not a key person"),
        pytest.param(people(f"role: champion, {KNOWN}"), (1, 100), id="a champion asked today"),
        pytest.param(
            people("role: sponsor, personal: [sails], prefers: {asked: @-1}"),
            (0, 0),
            id="asked tomorrow is not asked",
        ),
        pytest.param(
            people("role: sponsor, personal: [sails], prefers: {channel: call}"),
            (0, 0),
            id="a preference that was not asked is an assumption",
        ),
        pytest.param(
            people("role: sponsor, personal: [], prefers: {asked: @5}"),
            (0, 0),
            id="without anything personal nobody is known",
        ),
        pytest.param(
            people(f"role: decision_maker, {KNOWN}", "role: sponsor", f"role: influencer, {KNOWN}"),
            (0.5, 50),
            id="one of two key people",
        ),
        pytest.param(
            people(
                "role: sponsor",
                "role: sponsor, since: @100, succeeds: c0, personal: [sails],"
                " prefers: {asked: @101}",
            ),
            (0, 0),
            id="what a predecessor liked is inherited",
        ),
        pytest.param(
            people(
                "role: user",
                "role: sponsor, since: @100, succeeds: c0, personal: [sails],"
                " prefers: {asked: @100}",
            ),
            (1, 100),
            id="asked on the day of taking the seat over is asked",
        ),
        pytest.param(
            people(f"role: sponsor, {KNOWN}", "role: sponsor, until: @0"),
            (1, 100),
            id="who left does not count",
        ),
    ],
)
def test_known_people(text, expected):
    assert reading("known_people", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", UNKNOWN, id="unknown when the team is not kept"),
        pytest.param(
            "team: [{person: dana, role: lead, since: @90}]", (90, 50), id="a lead for 90 days"
        ),
        pytest.param("team: [{person: dana, role: lead, since: @0}]", (0, 0), id="a lead today"),
        pytest.param(
            "team: [{person: dana, role: lead}]", (1000, 100), id="one lead from the start"
        ),
        pytest.param("team: []", (1000, 100), id="no lead on file: from the start"),
        pytest.param(
            "team: [{person: dana, role: lead, until: @45}, {person: sam, role: lead, since: @45}]",
            (45, 25),
            id="a lead after another one",
        ),
        pytest.param(
            "team: [{person: dana, role: lead, since: @180, until: @-1}]",
            (180, 100),
            id="a lead who leaves tomorrow has not changed",
        ),
        pytest.param(
            "team: [{person: dana, role: lead, since: @180}, "
            "{person: sam, role: lead, since: @-1}]",
            (180, 100),
            id="a lead who begins tomorrow has not changed",
        ),
        pytest.param(
            "team: [{person: dana, role: lead, since: @135}, "
            "{person: sam, role: support, since: @5}]",
            (135, 75),
            id="support is not the lead",
        ),
    ],
)
def test_continuity(text, expected):
    assert reading("continuity", text) == expected
