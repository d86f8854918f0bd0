"""Health, known, bands and costs: one flat weighted mean, capped by alarms, never green unknown."""

from __future__ import annotations

import pytest

from clientfit_cli.base.vocabulary import DIMENSIONS
from tests.books import CATALOGUE, RICH, TEAM, account, one, scored

# Only promises count: 8 of 8 kept is health 100, 7 of 8 is 75, 6 of 8 is 50, 4 of 8 is 0.
PROMISES = TEAM + (
    "scoring:\n"
    "  dimensions: {relationships: 0, engagement: 0, value: 0, voice: 0, growth: 0}\n"
    "  signals: {promises_overdue: {weight: 0}, open_issues: {weight: 0},"
    " recovery: {weight: 0}, quality: {weight: 0}}\n"
)


def promises(kept: int, of: int = 8) -> str:
    rows = ["done: @9"] * kept + ["done: @5"] * (of - kept)
    return "commitments:\n" + "".join(f"  - {{what: x, due: @9, {row}}}\n" for row in rows)


# -- weights -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("signal", "weight"),
    [
        # A dimension's weight, times the signal's, over the sum of those in the dimension.
        ("coverage", 30 * 4 / 10.5), ("decision_maker", 30 * 4 / 10.5),
        ("momentum", 30 * 0.5 / 10.5), ("known_people", 30 / 10.5), ("continuity", 30 / 10.5),
        ("silence", 20 * 3 / 12), ("constancy", 20 * 3 / 12), ("energy", 20 / 12),
        ("rhythm", 20 / 12), ("two_way", 20 / 12), ("answering", 20 / 12),
        ("preferred_channel", 20 / 12), ("time_respected", 20 / 12),
        ("promises_kept", 20 * 3 / 11), ("promises_overdue", 20 * 2 / 11),
        ("open_issues", 20 * 3 / 11), ("recovery", 20 / 11), ("quality", 20 * 2 / 11),
        ("fresh_ideas", 15 * 3 / 14), ("results", 15 * 3 / 14), ("strategic", 15 * 2 / 14),
        ("proactive", 15 * 2 / 14), ("news_response", 15 / 14), ("serving", 15 / 14),
        ("curiosity", 15 / 14), ("gratitude", 15 / 14),
        ("satisfaction", 10 * 3 / 9), ("review", 10 * 2 / 9), ("mood", 10 * 2 / 9),
        ("asked", 10 / 9), ("goals", 10 / 9),
        ("share_of_services", 5 * 2 / 4), ("pipeline", 5 / 4), ("referrals", 5 / 4),
    ],
)  # fmt: skip
def test_the_weight_of_each_signal(signal, weight):
    found = {item.name: item.weight for item in one("").readings}
    assert found[signal] == pytest.approx(weight)


def test_the_weights_add_up_to_100():
    assert sum(item.weight for item in one("").readings) == pytest.approx(100)
    assert len(one("").readings) == 34


# -- health --------------------------------------------------------------------------------------


def test_health_is_the_mean_of_the_known_fits_by_weight():
    # A major issue: fit 50, weight 60/11 (promises are not kept: unknown). An idea today: fit
    # 100, weight 45/14.
    found = one("issues: [{what: x, opened: @9, severity: major}]\nideas: [{what: y, date: @0}]")
    issues, ideas = 60 / 11, 45 / 14
    assert found.health == pytest.approx((50 * issues + 100 * ideas) / (issues + ideas))
    assert found.known == pytest.approx((issues + ideas) / 100, abs=1e-6)
    assert found.dimensions["delivery"] == 50
    assert found.dimensions["value"] == 100
    assert found.dimensions["voice"] is None
    costs = {item.name: item.cost for item in found.readings if item.cost}
    assert costs == {"open_issues": pytest.approx(issues * 50 / (issues + ideas))}
    assert found.health + sum(costs.values()) == pytest.approx(100)


def test_nothing_known_has_no_health():
    found = one("")
    assert (found.health, found.known, found.band) == (None, 0, "unknown")
    assert found.dimensions == dict.fromkeys(DIMENSIONS)


def test_everything_known_is_known():
    assert one(RICH, CATALOGUE).known == 1


def test_a_weight_of_nothing_turns_a_signal_off():
    found = one(promises(8), PROMISES)
    assert "recovery" not in [item.name for item in found.readings]
    assert found.known == 1
    assert found.health == 100


# -- bands ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kept", "of", "health", "band"),
    [
        pytest.param(8, 8, 100, "green", id="100 is green"),
        pytest.param(7, 8, 75, "green", id="75 is green"),
        pytest.param(13, 15, 73.333, "yellow", id="below 75 is yellow"),
        pytest.param(6, 8, 50, "yellow", id="50 is yellow"),
        pytest.param(11, 15, 46.667, "red", id="below 50 is red"),
        pytest.param(4, 8, 0, "red", id="0 is red"),
    ],
)
def test_bands(kept, of, health, band):
    found = one(promises(kept, of), PROMISES)
    assert found.health == pytest.approx(health, abs=1e-3)
    assert found.band == band


@pytest.mark.parametrize(
    ("text", "band", "blockers"),
    [
        pytest.param("", "green", [], id="no alarm: green, and nothing in the way"),
        pytest.param("contacts: []", "yellow", ["no_decision_maker"], id="yellow at best"),
        pytest.param("notice: @5", "red", ["notice"], id="red at best"),
        pytest.param(
            "notice: @5\ncontacts: []", "red", ["notice", "no_decision_maker"], id="red goes first"
        ),
    ],
)
def test_an_alarm_caps_the_band_whatever_the_points_say(text, band, blockers):
    found = one(promises(8) + text, PROMISES)
    assert found.health == 100
    assert found.band == band
    assert [item.name for item in found.blockers] == blockers


def test_a_cap_does_not_lift():
    found = one(promises(4) + "contacts: []", PROMISES)
    assert found.band == "red"
    assert [(item.name, item.kind) for item in found.blockers] == [
        ("no_decision_maker", "relationship"),
        ("promises_kept", "operational"),
    ]
    assert found.blockers[1].why == "costs 100.0 points"


# -- what is called for --------------------------------------------------------------------------


BOTH = PROMISES.replace(" open_issues: {weight: 0},", " open_issues: {weight: 3},")


@pytest.mark.parametrize(
    ("text", "settings", "called"),
    [
        pytest.param(promises(13, 15), PROMISES, {"review_promises"}, id="fit 73: above the line"),
        pytest.param(promises(7), PROMISES, set(), id="not in a green account"),
        pytest.param(
            promises(13, 15) + "issues: [{what: x, opened: @9, severity: major}]", BOTH,
            {"close_issues"}, id="not the one that costs less",
        ),
        pytest.param(
            promises(11, 15) + "issues: [{what: x, opened: @9}]", BOTH, {"review_promises"},
            id="below the line: whatever it costs, and it costs most",
        ),
        pytest.param(
            promises(5) + "issues: [{what: x, opened: @9, severity: critical}]", BOTH,
            {"close_issues", "review_promises"}, id="both below the line",
        ),
    ],
)  # fmt: skip
def test_the_costliest_signal_calls_for_an_action_though_its_fit_is_above_the_line(
    text, settings, called
):
    steps = {step.action for step in one(text, settings).steps}
    assert steps & {"close_issues", "review_promises"} == called


def known(share: int) -> str:
    """Settings under which so many percent are known to an account that keeps only promises."""
    return PROMISES.replace("value: 0", f"value: {100 - share}, delivery: {share}")


@pytest.mark.parametrize(
    ("share", "text", "band"),
    [
        pytest.param(70, "", "green", id="70% known is enough for green"),
        pytest.param(69, "", "yellow", id="less is yellow at best"),
        pytest.param(50, "", "yellow", id="50% known has a band"),
        pytest.param(49, "", "unknown", id="less has none"),
        pytest.param(49, "contacts: []", "unknown", id="an alarm at yellow gives none"),
        pytest.param(49, "notice: @0", "red", id="one at red does"),
    ],
)
def test_what_is_unknown_is_never_green(share, text, band):
    found = one(promises(8) + text, known(share))
    assert (found.health, found.known, found.band) == (100, share / 100, band)


# -- who is scored -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "since", "is_scored"),
    [
        pytest.param("", "@0", True, id="from its first day"),
        pytest.param("", "@-1", False, id="not before"),
        pytest.param("", None, True, id="who has no first day is"),
        pytest.param("lost: {date: @0}", "@9", False, id="not from the day it was lost"),
        pytest.param("lost: {date: @-1}", "@9", True, id="until then"),
        pytest.param("lost: {cause: price}", "@9", True, id="a loss without a day has not been"),
    ],
)
def test_who_is_scored(text, since, is_scored):
    found = scored(account(text, since=since)).account("a")
    assert (found is not None) == is_scored


def test_the_worst_come_first():
    book = "".join(
        account(promises(kept) + more, name)
        for name, kept, more in [
            ("a", 8, ""), ("b", 4, "revenue: 10\n"), ("c", 4, "revenue: 20\n"), ("d", 6, ""),
            ("e", 8, "notice: @1\n"),
        ]
    )  # fmt: skip
    assert [item.id for item in scored(book, PROMISES).accounts] == ["c", "b", "e", "d", "a"]


def test_the_trend_is_health_week_by_week():
    # The promises fell due nine days ago: before that there was nothing to judge.
    found = one(promises(6), PROMISES)
    assert found.trend[-2:] == [50, 50]
    assert found.trend[:-2] == [None] * 11
    assert found.change(1) == 0
    assert found.change(4) is None
