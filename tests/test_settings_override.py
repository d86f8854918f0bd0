"""Every kind of number can be set in clientfit.yaml, and is then the one that counts."""

from __future__ import annotations

import pytest

from clientfit_cli.execution.task import read_book
from clientfit_cli.storage.folder import Folder
from tests.books import TEAM, account, ago, one, reading, scored, strength

R = "contacts: [{id: r, name: R, role: decision_maker}]\n"


def with_(scoring: str) -> str:
    return TEAM + f"scoring: {{{scoring}}}\n"


def met(day: str = "@0", channel: str = "meeting") -> str:
    return f"{R}touchpoints: [{{date: {day}, channel: {channel}, ours: [dana], theirs: [r]}}]\n"


@pytest.mark.parametrize(
    ("signal", "text", "default", "numbers", "overridden"),
    [
        pytest.param(
            "referrals", "referrals: [{date: @9}]", (1, 50), "best: 4", (1, 25), id="best of a line"
        ),
        pytest.param(
            "promises_kept", "commitments: [{what: x, due: @9}, {what: y, due: @9, done: @9}]",
            (0.5, 0), "worst: 0", (0.5, 50), id="worst of a line",
        ),
        pytest.param(
            "fresh_ideas", "ideas: [{what: x, date: @120}]", (120, 50), "best: 120", (120, 100),
            id="best of a fade",
        ),
        pytest.param(
            "fresh_ideas", "ideas: [{what: x, date: @120}]", (120, 50), "half: 45", (120, 25),
            id="half of a fade",
        ),
        pytest.param(
            "referrals", "referrals: [{date: @400}]", (0, 0), "days: 500", (1, 50), id="a window"
        ),
        pytest.param(
            "open_issues", "issues: [{what: x, opened: @9}]", (1, 79.37), "minor: 3", (3, 50),
            id="what a minor issue weighs",
        ),
        pytest.param(
            "news_response", "news: [{what: x, date: @9, our_word: @9, rival_first: yes}]",
            (10, 12.5), "rival: 4", (4, 50), id="what a rival who was first counts",
        ),
        pytest.param(
            "mood", "touchpoints: [{date: @0, channel: call, mood: 1},"
            " {date: @30, channel: call, mood: -1}]",
            (0.1716, 58.579), "half_life: 30", (0.3333, 66.667), id="the half-life of moods",
        ),
        pytest.param(
            "satisfaction", R + "feedback: [{contact: r, given: @9, rating: 9},"
            " {given: @9, rating: 6}]",
            (8, 75), "decision_maker: 1", (7.5, 62.5), id="what a decision maker counts",
        ),
        pytest.param(
            "constancy", "touchpoints: [{date: @0, channel: call}, {date: @20, channel: call}]",
            (1, 8.333), "length: 20, months: 4, best: 4", (2, 50), id="months and their length",
        ),
        pytest.param(
            "silence", "touchpoints: [{date: @74, channel: call}]", (74, 50), "best: 74", (74, 100),
            id="the best of silence",
        ),
    ],
)  # fmt: skip
def test_numbers_of_a_signal(signal, text, default, numbers, overridden):
    assert reading(signal, text) == default
    assert reading(signal, text, with_(f"signals: {{{signal}: {{{numbers}}}}}")) == overridden


IDEA_AND_ISSUE = "ideas: [{what: x, date: @0}]\nissues: [{what: x, opened: @9, severity: major}]"


@pytest.mark.parametrize(
    ("scoring", "health"),
    [
        # 100 by the weight of ideas, 50 by that of issues
        pytest.param("", (100 * 45 / 14 + 50 * 60 / 11) / (45 / 14 + 60 / 11), id="as they are"),
        pytest.param("dimensions: {delivery: 0}", 100, id="delivery off"),
        pytest.param("dimensions: {value: 0}", 50, id="value off"),
        pytest.param("signals: {fresh_ideas: {weight: 0}}", 50, id="one signal off"),
        pytest.param(
            # 15 * 14 / 25 and 20 * 3 / 11
            "signals: {fresh_ideas: {weight: 14}}",
            (100 * 8.4 + 50 * 60 / 11) / (8.4 + 60 / 11),
            id="one signal heavier in its dimension",
        ),
    ],
)
def test_weights(scoring, health):
    assert one(IDEA_AND_ISSUE, with_(scoring)).health == pytest.approx(health)


@pytest.mark.parametrize(
    ("text", "numbers", "expected"),
    [
        pytest.param(met("@60"), "", 29.289, id="as they are"),
        pytest.param(met("@60"), "half_life: 30", 15.91, id="the half-life"),
        pytest.param(met("@60"), "scale: 2", 50, id="the scale"),
        pytest.param(met("@60"), "depth: {meeting: 8}", 50, id="the depth of a channel"),
        pytest.param(met("@60"), "depth: {call: 8}", 29.289, id="of that channel only"),
        pytest.param(met("@0", "gift"), "depth: {gift: 4}", 40, id="without a word: 40"),
        pytest.param(
            met("@0", "gift"), "depth: {gift: 4}, one_way_cap: 10", 10, id="the cap of that"
        ),
        pytest.param(
            met("@60"), "two_way_days: 60, one_way_cap: 10", 10, id="how long a word lifts it"
        ),
    ],
)
def test_numbers_of_strength(text, numbers, expected):
    result = scored(account(text), with_(f"strength: {{{numbers}}}"))
    assert strength(result, "dana", "r") == pytest.approx(expected, abs=0.001)


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        # 29.289 now, 38.055 28 days ago, 29.289 + 21.39 = 50 60 days ago
        pytest.param("", -1, id="slipping by 8.8 in 28 days"),
        pytest.param("step: 10", 0, id="not by 10"),
        pytest.param("step: 10, step_days: 60", -1, id="but in 60 days"),
    ],
)
def test_numbers_of_a_direction(numbers, expected):
    assert reading("momentum", met("@60"), with_(f"strength: {{{numbers}}}"))[0] == expected


def test_what_makes_a_relationship_real():
    assert one(met("@60")).coverage.strands == 0
    assert one(met("@60"), with_("strength: {real: 29}")).coverage.strands == 1


def test_the_goal_of_coverage():
    assert one(met(), with_("coverage: 1")).coverage.verdict == "1x1"
    assert one(met(), with_("coverage: 1")).coverage.points == 50


@pytest.mark.parametrize(
    ("scoring", "band"),
    [
        pytest.param("bands: {known: 0.05}", "yellow", id="how much must be known"),
        pytest.param("bands: {known: 0.05, red: 70}", "red", id="where red begins"),
        pytest.param(
            "bands: {known: 0.05}, alarms: {thin_evidence: off}", "yellow", id="an alarm turned off"
        ),
        pytest.param(
            "bands: {known: 0.05, green: 60}, alarms: {thin_evidence: off}",
            "green",
            id="green at 60",
        ),
        pytest.param(
            "bands: {known: 0.05, green: 60}, alarms: {thin_evidence: {below: 0.05}}",
            "green",
            id="the number of an alarm",
        ),
        pytest.param("alarms: {thin_evidence: {caps: red}}", "red", id="what an alarm caps at"),
        pytest.param("", "unknown", id="as they are"),
    ],
)
def test_bands_and_alarms(scoring, band):
    found = one(IDEA_AND_ISSUE, with_(scoring))  # health 68.5, of which 8.7% is known
    assert found.band == band


@pytest.mark.parametrize(
    ("text", "numbers", "causes"),
    [
        pytest.param(
            "", "guard: 10, innovation: 20, service: 30, drift: 40", (5, 10, 15, 20), id="weights"
        ),
        pytest.param(
            "contacts: [{id: r, name: R, role: decision_maker, since: @180}]\ntouchpoints: []",
            "grace: 180",
            (40, None, None, None),
            id="how long a decision maker is new",
        ),
        pytest.param(
            "contacts: [{id: r, name: R, role: decision_maker, since: @180}]\ntouchpoints: []",
            "half: 45",
            (10, None, None, None),
            id="how fast that wears off",
        ),
        pytest.param(
            "contacts: [{id: r, name: R, role: decision_maker}]\ntouchpoints: []",
            "floor: 0.5",
            (20, None, None, None),
            id="what always remains",
        ),
        pytest.param(
            "rivals: [{who: N, seen: @120}]", "rival_days: 121", (20, 11, 10, 18), id="rivals"
        ),
    ],
)
def test_numbers_of_risk(text, numbers, causes):
    found = one(text, with_(f"risk: {{{numbers}}}")).causes
    for value, expected in zip(found.values(), causes, strict=True):
        assert expected is None or value == pytest.approx(expected)


def test_a_vacant_seat_is_one_thing_to_the_alarm_and_to_the_risk():
    text = "contacts: [{id: r, name: R, role: decision_maker, until: @20}]"
    assert one(text).causes["guard"] == 20
    settings = with_("alarms: {vacant_seat: {days: 20}}")
    assert one(text, settings).causes["guard"] == 40
    assert "vacant_seat" in [item.name for item in one(text, settings).alarms]


def steps(text: str, settings: str):
    return {step.action: step for step in one(text, settings).steps}


RED = R + "notice: @3\nowner: dana\ntouchpoints: []\n"


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        pytest.param(TEAM, ago(-2), id="2 business days from Monday: Wednesday"),
        pytest.param(with_("due: {red: 5}"), ago(-7), id="5: the next Monday"),
        pytest.param(TEAM + "holidays: [@-1]\n", ago(-3), id="over a holiday: Thursday"),
    ],
)
def test_when_an_action_is_due(settings, expected):
    assert steps(RED, settings)["understand_notice"].due == expected


def test_an_action_can_be_turned_off():
    assert "understand_notice" in steps(RED, TEAM)
    assert "understand_notice" not in steps(RED, with_("actions: {understand_notice: off}"))


@pytest.mark.parametrize(
    ("text", "settings", "expected"),
    [
        pytest.param("", TEAM, 50, id="14 days unless it is said"),
        pytest.param("", TEAM + "cadence: {default: 74}\n", 100, id="the default"),
        pytest.param("tier: gold\n", TEAM + "cadence: {gold: 74}\n", 100, id="of a tier"),
        pytest.param("tier: tin\n", TEAM + "cadence: {gold: 74}\n", 50, id="of another tier"),
    ],
)
def test_cadence(text, settings, expected):
    found = reading("silence", text + "touchpoints: [{date: @74, channel: call}]", settings)
    assert found == (74, expected)


def test_holidays_are_no_business_days():
    news = "news: [{what: x, date: @7, our_word: @0}]"
    assert reading("news_response", news)[0] == 5
    assert reading("news_response", news, TEAM + "holidays: [@4, @3, @2]\n")[0] == 3


GLAD = (
    "contacts: [{id: r, name: R, role: decision_maker}]\ncommitments: [{what: x, due: @9, "
    "done: @9}]\nreferrals: [{asked: @100}]\ntouchpoints:\n"
    + "  - {date: @0, channel: meeting, ours: [dana], theirs: [r], mood: -1}\n"
    * 3
)


@pytest.mark.parametrize(
    ("numbers", "asked"),
    [
        pytest.param("growth: {mood: -1, asked_days: 90}", True, id="mood and patience"),
        pytest.param("growth: {asked_days: 90}", False, id="patience alone"),
        pytest.param("growth: {mood: -1}", False, id="mood alone"),
        pytest.param(
            "growth: {mood: -1, asked_days: 90}, strength: {trusted: 90}", False, id="trust"
        ),
    ],
)
def test_numbers_of_growth(numbers, asked):
    scoring = (
        "dimensions: {relationships: 0, engagement: 0, value: 0, voice: 0, growth: 0}, "
        "signals: {promises_overdue: {weight: 0}, open_issues: {weight: 0}, recovery: {weight: 0}, "
        "quality: {weight: 0}}, alarms: {thin: off}, "
    )
    result = scored(account(GLAD), with_(scoring + numbers))
    assert (result.growth.referrers[0] >= 0) == asked


@pytest.mark.parametrize(
    ("said", "message"),
    [
        pytest.param("signals: {constancy: {months: 1e8}}", "", id="no number at all"),
        pytest.param("signals: {constancy: {months: 100000000}}", "1 to 120", id="endless months"),
        pytest.param("signals: {rhythm: {recent: -5}}", "1 to 10,000", id="a window backwards"),
        pytest.param("signals: {mood: {half_life: 0}}", "more than 0", id="no half-life"),
        pytest.param("signals: {constancy: {months: 2.5}}", "whole", id="half a month"),
        pytest.param("coverage: 2.5", "whole", id="half a person"),
        pytest.param("due: {red: 1.5}", "whole", id="half a working day"),
        pytest.param(
            "dimensions: {relationships: 0, engagement: 0, delivery: 0, value: 0, voice: 0,"
            " growth: 0}",
            "every dimension weighs 0",
            id="nothing weighs anything",
        ),
    ],
)
def test_a_number_out_of_its_range_is_a_problem_with_a_place(write, said, message) -> None:
    folder = write("account: a\nname: A\n", f"scoring: {{{said}}}\n")
    found = read_book(Folder(folder)).problems
    assert len(found) == 1
    assert found[0].where.line == 1
    assert message in found[0].message
