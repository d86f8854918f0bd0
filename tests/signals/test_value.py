"""Value: fresh_ideas, results, strategic, proactive, news_response, serving, curiosity, gratitude.

Today is Monday, 2026-11-16.
"""

from __future__ import annotations

import pytest

from tests.books import TEAM, UNKNOWN, reading


def rows(section: str, *items: str) -> str:
    return f"{section}:\n" + "".join(f"  - {{{item}}}\n" for item in items)


def touchpoints(*items: str) -> str:
    return rows("touchpoints", *items)


@pytest.mark.parametrize(
    ("text", "since", "expected"),
    [
        pytest.param("", "@120", UNKNOWN, id="unknown when ideas are not kept"),
        pytest.param("ideas: []", "@120", (120, 50), id="kept and empty: from the start"),
        pytest.param("ideas: [{what: x, date: @30}]", "@999", (30, 100), id="30 days are best"),
        pytest.param(
            "ideas: [{what: x, date: @300}, {what: y, date: @120}]",
            "@999",
            (120, 50),
            id="90 more halve it",
        ),
        pytest.param(
            "ideas: [{what: x, date: @-1}, {what: y, date: @120}]",
            "@999",
            (120, 50),
            id="an idea of tomorrow has not been brought",
        ),
        pytest.param(
            "ideas: [{what: x, date: @0, outcome: refused}]",
            "@999",
            (0, 100),
            id="an idea counts, whatever became of it",
        ),
    ],
)
def test_fresh_ideas(text, since, expected):
    assert reading("fresh_ideas", text, since=since) == expected


R = "contacts: [{id: r, name: R}]\n"


@pytest.mark.parametrize(
    ("text", "since", "expected"),
    [
        pytest.param(R, "@180", UNKNOWN, id="unknown when results are not kept"),
        pytest.param(R + "results: []", "@180", (180, 50), id="kept and empty: from the start"),
        pytest.param(
            R + "results: [{what: x, date: @3}]",
            "@180",
            (180, 50),
            id="one that nobody confirmed does not count",
        ),
        pytest.param(
            R + "results: [{what: x, date: @60, confirmed_by: r}]",
            "@900",
            (60, 100),
            id="60 days are best",
        ),
        pytest.param(
            R + "results: [{what: x, date: @300, confirmed_by: r}]",
            "@900",
            (300, 25),
            id="twice 120 more halve it twice",
        ),
    ],
)
def test_results(text, since, expected):
    assert reading("results", text, since=since) == expected


def about(topic: str, day: int = 9) -> str:
    return f"date: @{day}, channel: call, topic: {topic}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", UNKNOWN, id="unknown when touchpoints are not kept"),
        pytest.param(
            touchpoints("date: @9, channel: call"), UNKNOWN, id="unknown before the first topic"
        ),
        pytest.param(
            touchpoints(about("social"), about("commercial")),
            UNKNOWN,
            id="unknown without strategic and operational ones",
        ),
        pytest.param(touchpoints(about("strategic", -1)), UNKNOWN, id="tomorrow is not yet"),
        pytest.param(touchpoints(about("operational")), (0, 0), id="all operational"),
        pytest.param(touchpoints(about("review")), (1, 100), id="a review is strategic"),
        pytest.param(
            touchpoints(about("strategic"), *[about("operational")] * 3, about("social")),
            (0.25, 57.143),
            id="one of four; social ones stand aside",
        ),
        pytest.param(
            touchpoints(*[about("strategic")] * 2, *[about("operational")] * 3),
            (0.4, 100),
            id="two of five are best",
        ),
        pytest.param(
            touchpoints(about("strategic", 179), about("operational", 180)),
            (1, 100),
            id="day 179 is in, day 180 is out",
        ),
    ],
)
def test_strategic(text, expected):
    assert reading("strategic", text) == expected


def gave(*gifts: str, day: int = 9, by: str = "us") -> str:
    return f"date: @{day}, channel: call, by: {by}, gave: [{', '.join(gifts)}]"


PLAIN = "date: @9, channel: call"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", UNKNOWN, id="unknown when touchpoints are not kept"),
        pytest.param(touchpoints(PLAIN), UNKNOWN, id="unknown before the first `gave`"),
        pytest.param(
            touchpoints(PLAIN, gave("idea", day=-1)), UNKNOWN, id="one of tomorrow is not there yet"
        ),
        pytest.param(touchpoints(PLAIN, gave()), (0, 0), id="`gave: []` says: nothing"),
        pytest.param(touchpoints(PLAIN, gave("help")), (0.5, 100), id="half is best"),
        pytest.param(
            touchpoints(*[PLAIN] * 3, gave("idea", "thanks")), (0.25, 44.444), id="one of four"
        ),
        pytest.param(
            touchpoints(gave("idea", by="them")), (0, 0), id="what they began is not proactive"
        ),
        pytest.param(
            touchpoints(gave("idea", day=90), gave(day=89)), (0, 0), id="day 90 is out, 89 is in"
        ),
        pytest.param(
            touchpoints(gave("idea", day=90)), UNKNOWN, id="unknown without any in 90 days"
        ),
    ],
)
def test_proactive(text, expected):
    assert reading("proactive", text) == expected


def news(day: int, word: int | None = None, rival: str = "no") -> str:
    said = "" if word is None else f", our_word: @{word}"
    return f"what: x, date: @{day}, rival_first: {rival}{said}"


@pytest.mark.parametrize(
    ("text", "settings", "expected"),
    [
        pytest.param("", TEAM, UNKNOWN, id="unknown when news are not kept"),
        pytest.param("news: []", TEAM, UNKNOWN, id="unknown when there were none"),
        pytest.param(rows("news", news(3, 0)), TEAM, (1, 100), id="Friday to Monday is 1"),
        pytest.param(rows("news", news(6, 0)), TEAM, (4, 50), id="Tuesday to Monday is 4"),
        pytest.param(
            rows("news", news(7, 0)),
            TEAM + "holidays: [@4]\n",
            (4, 50),
            id="a week with a holiday is 4",
        ),
        pytest.param(rows("news", news(6)), TEAM, (4, 50), id="without a word: its age"),
        pytest.param(
            rows("news", news(6, -3)), TEAM, (4, 50), id="with a word of tomorrow: its age"
        ),
        pytest.param(
            rows("news", news(6, 6, "yes")), TEAM, (10, 12.5), id="a rival who was first counts 10"
        ),
        pytest.param(
            rows("news", news(6, 6), news(6, 0), news(6, 6, "yes")),
            TEAM,
            (4, 50),
            id="the median of 0, 4 and 10",
        ),
        pytest.param(
            rows("news", news(364, 364), news(365, 300)),
            TEAM,
            (0, 100),
            id="day 364 is in, 365 is out",
        ),
        pytest.param(rows("news", news(-1)), TEAM, UNKNOWN, id="tomorrow's are not known"),
    ],
)
def test_news_response(text, settings, expected):
    assert reading("news_response", text, settings) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", UNKNOWN, id="unknown when touchpoints are not kept"),
        pytest.param(touchpoints(PLAIN), UNKNOWN, id="unknown before the first topic"),
        pytest.param(touchpoints(about("commercial")), (0, 0), id="all about selling"),
        pytest.param(touchpoints(about("social"), PLAIN), (1, 100), id="none about selling"),
        pytest.param(
            touchpoints(about("commercial"), about("social"), PLAIN, PLAIN),
            (0.5, 22.222),
            id="half of those with a topic",
        ),
        pytest.param(
            touchpoints(about("commercial"), *[about("review")] * 3), (0.75, 77.778), id="3 of 4"
        ),
        pytest.param(
            touchpoints(about("commercial", 90), about("social", 89)),
            (1, 100),
            id="day 90 is out, 89 is in",
        ),
        pytest.param(
            touchpoints(about("commercial", 90)), UNKNOWN, id="unknown without any in 90 days"
        ),
    ],
)
def test_serving(text, expected):
    assert reading("serving", text) == expected


@pytest.mark.parametrize(
    ("text", "since", "expected"),
    [
        pytest.param("", "@180", UNKNOWN, id="unknown when touchpoints are not kept"),
        pytest.param("touchpoints: []", "@180", (180, 50), id="kept and empty: from the start"),
        pytest.param(touchpoints(PLAIN), "@180", (180, 50), id="a call is not a visit"),
        pytest.param(
            touchpoints("date: @60, channel: visit"), "@900", (60, 100), id="60 days are best"
        ),
        pytest.param(
            touchpoints("date: @180, channel: visit", "date: @-1, channel: visit"),
            "@900",
            (180, 50),
            id="a visit planned for tomorrow is none",
        ),
    ],
)
def test_curiosity(text, since, expected):
    assert reading("curiosity", text, since=since) == expected


@pytest.mark.parametrize(
    ("text", "since", "expected"),
    [
        pytest.param("", "@180", UNKNOWN, id="unknown when touchpoints are not kept"),
        pytest.param("touchpoints: []", "@180", UNKNOWN, id="unknown before the first `gave`"),
        pytest.param(
            touchpoints(gave("idea")), "@180", (180, 50), id="never thanked: from the start"
        ),
        pytest.param(
            touchpoints(gave("thanks", day=-1)), "@180", UNKNOWN, id="tomorrow's is not there yet"
        ),
        pytest.param(touchpoints(gave("thanks", day=60)), "@900", (60, 100), id="60 are best"),
        pytest.param(
            touchpoints(gave("idea", "thanks", day=180), gave("idea")),
            "@900",
            (180, 50),
            id="thanks among other things",
        ),
        pytest.param(
            touchpoints(gave("thanks", day=180, by="them")),
            "@900",
            (180, 50),
            id="whoever began it",
        ),
    ],
)
def test_gratitude(text, since, expected):
    assert reading("gratitude", text, since=since) == expected
