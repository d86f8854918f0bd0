"""Engagement: silence, constancy, energy, rhythm, two_way, answering, preferred_channel,
time_respected.

Today is Monday, 2026-11-16: `@3` is a Friday, `@1` a Sunday.
"""

from __future__ import annotations

import pytest

from tests.books import TEAM, UNKNOWN, reading


def touchpoints(*rows: str) -> str:
    return "touchpoints:\n" + "".join(f"  - {{{row}}}\n" for row in rows)


def calls(*days: int) -> str:
    return touchpoints(*(f"date: @{day}, channel: call" for day in days))


@pytest.mark.parametrize(
    ("text", "since", "expected"),
    [
        pytest.param("", "@1000", UNKNOWN, id="unknown when touchpoints are not kept"),
        pytest.param("touchpoints: []", "@74", (74, 50), id="kept and empty: from the start"),
        pytest.param("touchpoints: []", None, UNKNOWN, id="no start, no touchpoint: unknown"),
        pytest.param(
            "touchpoints: []\nideas: [{what: x, date: @74}]",
            None,
            (74, 50),
            id="without `since` the first dated fact is the start",
        ),
        pytest.param(calls(14), "@1000", (14, 100), id="14 days are best"),
        pytest.param(calls(200, 74), "@1000", (74, 50), id="60 more halve it"),
        pytest.param(calls(134), "@1000", (134, 25), id="and 60 more again"),
        pytest.param(calls(134, -1), "@1000", (134, 25), id="a call planned for tomorrow is none"),
        pytest.param(calls(134, 0), "@1000", (0, 100), id="a call today is one"),
        pytest.param(
            touchpoints("date: @74, channel: call", "date: @2, channel: email"),
            "@1000",
            (74, 50),
            id="an e-mail of ours that nobody answered is not two-way",
        ),
        pytest.param(
            touchpoints("date: @74, channel: call", "date: @2, channel: gift"),
            "@1000",
            (74, 50),
            id="nor is a gift",
        ),
        pytest.param(
            touchpoints("date: @74, channel: email, by: them"),
            "@1000",
            (74, 50),
            id="an e-mail that the client began is",
        ),
        pytest.param(
            touchpoints("date: @134, channel: call", "date: @74, channel: email, answered: @0"),
            "@1000",
            (74, 50),
            id="an answered one is, from the day it was sent",
        ),
        pytest.param(
            touchpoints("date: @134, channel: call", "date: @74, channel: email, answered: @-1"),
            "@1000",
            (134, 25),
            id="one that will be answered tomorrow is not yet",
        ),
        pytest.param(
            "cadence: 28\n" + calls(28), "@1000", (28, 100), id="a cadence of 28 doubles the best"
        ),
        pytest.param("cadence: 28\n" + calls(148), "@1000", (148, 50), id="and the half"),
        pytest.param(
            "cadence: 7\n" + calls(37), "@1000", (37, 50), id="a cadence of 7 halves both"
        ),
    ],
)
def test_silence(text, since, expected):
    assert reading("silence", text, since=since) == expected


CADENCES = TEAM + "cadence: {gold: 28, default: 7}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("tier: gold\n" + calls(148), (148, 50), id="the cadence of its tier"),
        pytest.param("tier: tin\n" + calls(37), (37, 50), id="the default for other tiers"),
        pytest.param(calls(37), (37, 50), id="the default without a tier"),
        pytest.param(
            "tier: gold\ncadence: 7\n" + calls(37), (37, 50), id="its own cadence comes first"
        ),
    ],
)
def test_silence_by_tier(text, expected):
    assert reading("silence", text, CADENCES) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", UNKNOWN, id="unknown when touchpoints are not kept"),
        pytest.param("touchpoints: []", (0, 0), id="0 when there are none"),
        pytest.param(calls(0, 29), (1, 8.333), id="day 0 and day 29 are one month"),
        pytest.param(calls(29, 30), (2, 16.667), id="day 30 is the next"),
        pytest.param(calls(359), (1, 8.333), id="day 359 is the last"),
        pytest.param(calls(360), (0, 0), id="day 360 is out"),
        pytest.param(calls(-1), (0, 0), id="tomorrow does not count"),
        pytest.param(calls(*range(0, 360, 30)), (12, 100), id="every month"),
        pytest.param(calls(*range(0, 180, 30)), (6, 50), id="half of the months"),
        pytest.param(touchpoints("date: @5, channel: mailing"), (0, 0), id="mailings are left out"),
        pytest.param(
            touchpoints("date: @5, channel: email"), (1, 8.333), id="an e-mail is a touchpoint"
        ),
    ],
)
def test_constancy(text, expected):
    assert reading("constancy", text) == expected


def meetings(*days: int) -> str:
    return touchpoints(*(f"date: @{day}, channel: meeting" for day in days))


@pytest.mark.parametrize(
    ("text", "since", "expected"),
    [
        pytest.param("", "@190", UNKNOWN, id="unknown when touchpoints are not kept"),
        pytest.param(
            # 8 in the 100 days 190..91 ago; 4 in the 90 days 89..0 ago
            meetings(190, 91, 89),
            "@190",
            (0.5556, 55.556),
            id="both windows from their first day to their last",
        ),
        pytest.param(
            meetings(190, 91, 90, 89), "@190", (0.5556, 55.556), id="day 90 is in neither window"
        ),
        pytest.param(meetings(189, 89), "@189", UNKNOWN, id="unknown before day 190"),
        pytest.param(meetings(50), "@500", UNKNOWN, id="unknown without a courtship"),
        pytest.param(meetings(500), "@500", (0, 0), id="0 when nothing is left of it"),
        pytest.param(
            meetings(500, 5, 6), "@500", (2.2222, 100), id="more than in the courtship is best"
        ),
        pytest.param(
            touchpoints("date: @500, channel: meeting", "date: @9, channel: mailing"),
            "@500",
            (0, 0),
            id="a mailing has no depth",
        ),
        pytest.param(
            # e-mail 1 / 90 over visit 4 / 100
            touchpoints("date: @500, channel: visit", "date: @9, channel: email"),
            None,
            (0.2778, 27.778),
            id="without `since` the courtship begins with the first dated fact",
        ),
    ],
)
def test_energy(text, since, expected):
    assert reading("energy", text, since=since) == expected


@pytest.mark.parametrize(
    ("text", "since", "expected"),
    [
        pytest.param("", "@1000", UNKNOWN, id="unknown when touchpoints are not kept"),
        pytest.param("touchpoints: []", "@1000", UNKNOWN, id="unknown over an empty base"),
        pytest.param(calls(449), "@1000", (0, 0), id="day 449 is in the base: 0 of a quarter"),
        pytest.param(calls(450), "@1000", UNKNOWN, id="day 450 is not"),
        pytest.param(calls(90), "@1000", (0, 0), id="day 90 is in the base"),
        pytest.param(
            # a quarter of 8 is 2
            calls(90, 100, 110, 120, 200, 300, 400, 449, 450, 89),
            "@1000",
            (0.5, 50),
            id="one where two are usual",
        ),
        pytest.param(calls(100, 200, 300, 400, 0), "@1000", (1, 100), id="as usual"),
        pytest.param(calls(100, 1, 2), "@1000", (8, 100), id="more than usual is best"),
        pytest.param(
            touchpoints(
                "date: @100, channel: call",
                "date: @101, channel: mailing",
                "date: @3, channel: mailing",
            ),
            "@1000",
            (0, 0),
            id="mailings are left out of both",
        ),
        pytest.param(
            # 2 in 90 days, then 1 in 90 days
            calls(179, 90, 5),
            "@179",
            (0.5, 50),
            id="a base of 90 days is long enough",
        ),
        pytest.param(calls(178, 90, 5), "@178", UNKNOWN, id="one of 89 days is not"),
        pytest.param(
            # The base is the 180 days 269..90 ago: 2 in them is 1 in 90 days
            calls(270, 269, 90, 5),
            "@269",
            (1, 100),
            id="the base begins with the account, and is taken as a rate",
        ),
    ],
)
def test_rhythm(text, since, expected):
    assert reading("rhythm", text, since=since) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", UNKNOWN, id="unknown when touchpoints are not kept"),
        pytest.param("touchpoints: []", UNKNOWN, id="unknown when there are none"),
        pytest.param(calls(90), UNKNOWN, id="day 90 is out"),
        pytest.param(calls(89), (1, 100), id="day 89 is in"),
        pytest.param(
            touchpoints("date: @5, channel: call", "date: @5, channel: email"),
            (0.5, 80),
            id="one of two",
        ),
        pytest.param(
            touchpoints("date: @5, channel: email", "date: @5, channel: mailing"),
            (0, 0),
            id="none of two",
        ),
        pytest.param(
            touchpoints("date: @5, channel: email, answered: @-1", "date: @-1, channel: call"),
            (0, 0),
            id="an answer that comes tomorrow does not count",
        ),
        pytest.param(
            touchpoints("date: @5, channel: email, answered: @0"), (1, 100), id="one of today does"
        ),
        pytest.param(
            touchpoints("date: @5, channel: mailing, by: them"), (1, 100), id="what they began does"
        ),
    ],
)
def test_two_way(text, expected):
    assert reading("two_way", text) == expected


def mail(day: int, answered: int | None = None, by: str = "them", channel: str = "email") -> str:
    answer = "" if answered is None else f", answered: @{answered}"
    return f"date: @{day}, channel: {channel}, by: {by}{answer}"


FRIDAY_OFF = TEAM + "holidays: [@3]\n"


@pytest.mark.parametrize(
    ("text", "settings", "expected"),
    [
        pytest.param("", TEAM, UNKNOWN, id="unknown when touchpoints are not kept"),
        pytest.param(
            touchpoints(mail(10)), TEAM, UNKNOWN, id="unknown before the first answer on file"
        ),
        pytest.param(
            touchpoints(mail(10, -1)), TEAM, UNKNOWN, id="an answer of tomorrow is not on file yet"
        ),
        pytest.param(
            touchpoints(mail(3, by="us", answered=2)),
            TEAM,
            UNKNOWN,
            id="what we began is theirs to answer",
        ),
        pytest.param(touchpoints(mail(5, 5)), TEAM, (0, 100), id="answered the same day is 0"),
        pytest.param(touchpoints(mail(3, 0)), TEAM, (1, 100), id="Friday to Monday is 1"),
        pytest.param(touchpoints(mail(1, 0)), TEAM, (1, 100), id="Sunday to Monday is 1"),
        pytest.param(touchpoints(mail(2, 1)), TEAM, (0, 100), id="Saturday to Sunday is 0"),
        pytest.param(touchpoints(mail(5, 0)), TEAM, (3, 50), id="Wednesday to Monday is 3"),
        pytest.param(
            touchpoints(mail(6, 0)), FRIDAY_OFF, (3, 50), id="Tuesday to Monday is 3 with a holiday"
        ),
        pytest.param(
            touchpoints(mail(7, 0)), TEAM, (5, 25), id="a week is 5: two halvings beyond 1"
        ),
        pytest.param(
            touchpoints(mail(5), mail(20, by="us", answered=19)),
            TEAM,
            (3, 50),
            id="what is unanswered counts its age",
        ),
        pytest.param(
            touchpoints(mail(5, 0), mail(7, 7), mail(6, 5)),
            TEAM,
            (1, 100),
            id="the median of 3, 0 and 1",
        ),
        pytest.param(
            touchpoints(mail(7, 0), mail(6, 5)), TEAM, (3, 50), id="the middle of 5 and 1"
        ),
        pytest.param(touchpoints(mail(89, 84)), TEAM, (3, 50), id="day 89, a Wednesday, is in"),
        pytest.param(touchpoints(mail(90, 87)), TEAM, UNKNOWN, id="day 90 is out"),
        pytest.param(
            touchpoints(mail(5, 0), mail(30, channel="call")),
            TEAM,
            (3, 50),
            id="a call needs no answer",
        ),
        pytest.param(
            touchpoints(mail(5, 0, channel="message")), TEAM, (3, 50), id="a message does"
        ),
    ],
)
def test_answering(text, settings, expected):
    assert reading("answering", text, settings) == expected


R = "contacts: [{id: r, name: R, prefers: {channel: call, asked: @0}}, {id: s, name: S}]\n"
RS = """
contacts:
  - {id: r, name: R, prefers: {channel: call, asked: @900}}
  - {id: s, name: S, prefers: {channel: email, asked: @900}}
"""


def met(channel: str, *theirs: str, day: int = 9, ours: str = "dana") -> str:
    return f"date: @{day}, channel: {channel}, ours: [{ours}], theirs: [{', '.join(theirs)}]"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(R, UNKNOWN, id="unknown when touchpoints are not kept"),
        pytest.param(R + "touchpoints: []", UNKNOWN, id="unknown when there are none"),
        pytest.param(
            "contacts: [{id: r, name: R, prefers: {channel: call}}]\n"
            + touchpoints(met("call", "r")),
            UNKNOWN,
            id="an assumption is unknown",
        ),
        pytest.param(
            "contacts: [{id: r, name: R, prefers: {channel: call, asked: @-1}}]\n"
            + touchpoints(met("call", "r")),
            UNKNOWN,
            id="asked tomorrow is not asked",
        ),
        pytest.param(
            "contacts: [{id: p, name: P}, {id: r, name: R, since: @50, succeeds: p, "
            "prefers: {channel: call, asked: @51}}]\n" + touchpoints(met("call", "r")),
            UNKNOWN,
            id="what a predecessor liked is inherited",
        ),
        pytest.param(
            R + touchpoints(met("call", "r")),
            (1, 100),
            id="asked today: touchpoints before count, too",
        ),
        pytest.param(R + touchpoints(met("call", "r", day=179)), (1, 100), id="day 179 is in"),
        pytest.param(R + touchpoints(met("call", "r", day=180)), UNKNOWN, id="day 180 is out"),
        pytest.param(R + touchpoints(met("meeting", "r")), (0, 0), id="another channel"),
        pytest.param(
            R + touchpoints(met("call", "r"), met("meeting", "s")),
            (1, 100),
            id="who was not asked does not count",
        ),
        pytest.param(
            R + touchpoints(met("call", "r"), met("call", "r"), met("email", "r")),
            (0.6667, 61.111),
            id="two of three",
        ),
        pytest.param(
            RS + touchpoints(met("call", "r", "s")),
            (0.5, 33.333),
            id="a call with two who were asked counts twice: right for one",
        ),
        pytest.param(
            R + touchpoints(met("call", "r", ours="dana, sam"), met("email", "r")),
            (0.5, 33.333),
            id="it counts once, however many of ours took part",
        ),
        pytest.param(
            R + touchpoints(met("call", "r", ours="")), (1, 100), id="even if none of ours is named"
        ),
    ],
)
def test_preferred_channel(text, expected):
    assert reading("preferred_channel", text) == expected


def took(minutes: int | None, planned: int | None, day: int = 9) -> str:
    said = "" if minutes is None else f", minutes: {minutes}"
    said += "" if planned is None else f", planned_minutes: {planned}"
    return f"date: @{day}, channel: meeting{said}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", UNKNOWN, id="unknown when touchpoints are not kept"),
        pytest.param(touchpoints(took(None, None)), UNKNOWN, id="unknown when nobody took time"),
        pytest.param(touchpoints(took(45, None)), UNKNOWN, id="unknown without a plan"),
        pytest.param(touchpoints(took(45, 0)), UNKNOWN, id="a plan of 0 minutes is none"),
        pytest.param(touchpoints(took(30, 30)), (0, 100), id="on time"),
        pytest.param(touchpoints(took(10, 30)), (0, 100), id="early is on time"),
        pytest.param(touchpoints(took(45, 30)), (0.5, 0), id="half over"),
        pytest.param(
            touchpoints(took(45, 30), took(20, 30)), (0.25, 50), id="the mean of half over and none"
        ),
        pytest.param(touchpoints(took(45, 30, day=179)), (0.5, 0), id="day 179 is in"),
        pytest.param(touchpoints(took(45, 30, day=180)), UNKNOWN, id="day 180 is out"),
        pytest.param(touchpoints(took(45, 30, day=-1)), UNKNOWN, id="tomorrow is not yet"),
    ],
)
def test_time_respected(text, expected):
    assert reading("time_respected", text) == expected
