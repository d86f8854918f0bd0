"""White space, the best path to expansion, and whom to ask for a referral."""

from __future__ import annotations

import pytest

from tests.books import TEAM, account, scored

CATALOGUE = TEAM + (
    "services:\n  - {id: temp}\n  - {id: perm}\n  - {id: payroll}\n"
    "  - {id: gilt, fits: {tier: [gold]}}\n"
)


def space(book: str, name: str = "a", settings: str = CATALOGUE) -> list[tuple[str, float]]:
    """The white space of an account: services with their likelihoods, in their order."""
    found = scored(book, settings).account(name)
    return [(one.service, round(one.likelihood, 4)) for one in found.white_space]


def bought(*services: str) -> str:
    return "services: [" + ", ".join(f"{{service: {one}}}" for one in services) + "]\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", [], id="unknown where services are not kept: nothing"),
        pytest.param(
            # Nothing held: how usual it is, (0 + 1) / (1 account + 2)
            "services: []",
            [("temp", 0.3333), ("perm", 0.3333), ("payroll", 0.3333)],
            id="all that fit where none is bought",
        ),
        pytest.param(
            "tier: gold\n" + bought("temp"),
            # (0 with both + 1) / (1 with temp + 2)
            [("perm", 0.3333), ("payroll", 0.3333), ("gilt", 0.3333)],
            id="what fits by tier is in it",
        ),
        pytest.param(
            bought("temp", "perm"), [("payroll", 0.3333)], id="what is bought is not in it"
        ),
        pytest.param(
            bought("temp") + "opportunities: [{service: perm, opened: @9}]",
            [("payroll", 0.3333)],
            id="nor what is on offer",
        ),
        pytest.param(
            bought("temp") + "opportunities: [{service: perm, opened: @9, closed: @0}]",
            [("perm", 0.3333), ("payroll", 0.3333)],
            id="an offer that was closed today is none",
        ),
        pytest.param(
            bought("temp") + "opportunities: [{service: perm, opened: @-1}]",
            [("perm", 0.3333), ("payroll", 0.3333)],
            id="nor is one of tomorrow",
        ),
        pytest.param(
            "services: [{service: temp}, {service: perm, until: @0}]",
            [("perm", 0.3333), ("payroll", 0.3333)],
            id="what they no longer buy is white again",
        ),
    ],
)
def test_white_space(text, expected):
    assert space(account(text)) == expected


def test_what_others_with_the_same_services_buy_is_likelier():
    book = (
        account(bought("temp"), "a")
        + account(bought("temp", "payroll"), "b")
        + account(bought("temp", "payroll", "perm"), "c")
        + account(bought("perm"), "d")
    )
    # Of three with temp two have payroll: 3/5; one has perm: 2/5.
    assert space(book) == [("payroll", 0.6), ("perm", 0.4)]
    # d holds perm, which two hold: with temp one, with payroll one.
    assert space(book, "d") == [("temp", 0.5), ("payroll", 0.5)]
    # b holds temp (of 3: perm 1) and payroll (of 2: perm 1): the mean of 2/5 and 2/4.
    assert space(book, "b") == [("perm", 0.45)]


def test_a_lost_account_teaches_nothing():
    book = account(bought("temp"), "a") + account(
        bought("temp", "payroll") + "lost: {date: @1}", "b"
    )
    assert space(book) == [("perm", 0.3333), ("payroll", 0.3333)]


# Only promises count (8 of 8 is health 100, 6 of 8 is 50), and coverage sets off no alarm.
PROMISES = CATALOGUE + (
    "scoring:\n"
    "  dimensions: {relationships: 0, engagement: 0, value: 0, voice: 0, growth: 0}\n"
    "  signals: {promises_overdue: {weight: 0}, open_issues: {weight: 0},"
    " recovery: {weight: 0}, quality: {weight: 0}}\n"
    "  alarms: {thin: off}\n"
)


def promises(kept: int) -> str:
    rows = ["done: @9"] * kept + ["done: @5"] * (8 - kept)
    return "commitments:\n" + "".join(f"  - {{what: x, due: @9, {row}}}\n" for row in rows)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(promises(8), "perm", id="a green account"),
        pytest.param(promises(6), "perm", id="a yellow one"),
        pytest.param(promises(8) + "contacts: []\n", "perm", id="yellow for a relationship"),
        pytest.param(
            promises(8) + "issues: [{what: x, severity: critical, opened: @3}]\n",
            None,
            id="not one with a delivery alarm: repair comes before selling",
        ),
        pytest.param(promises(5), None, id="not a red one"),
        pytest.param("", None, id="not an unknown one"),
    ],
)
def test_whom_to_offer_anything(text, expected):
    found = scored(account(text + bought("temp")), PROMISES).account("a")
    assert (found.white_space[0].service if found.ready else None) == expected


def friend(meetings: int = 3, mood: str = "", more: str = "") -> str:
    row = f"  - {{date: @0, channel: meeting, ours: [dana], theirs: [r]{mood}}}\n"
    return (
        "contacts: [{id: q, name: Q}, {id: r, name: R, role: decision_maker}]\ntouchpoints:\n"
        + row * meetings
        + more
    )


GLAD = ", mood: 0"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(promises(8) + friend(3, GLAD), "R", id="strength 87.5, and no bad mood"),
        pytest.param(promises(8) + friend(2, GLAD), None, id="not at strength 75"),
        pytest.param(promises(8) + friend(3, ", mood: -0.1"), None, id="not in a bad mood"),
        pytest.param(promises(8) + friend(3), None, id="not in a mood that we do not know"),
        pytest.param(promises(6) + friend(3, GLAD), None, id="not in a yellow account"),
        pytest.param(
            promises(8) + friend(3, GLAD, "referrals: [{asked: @179}]\n"),
            None,
            id="not if one was asked in 180 days",
        ),
        pytest.param(
            promises(8) + friend(3, GLAD, "referrals: [{asked: @180}]\n"), "R", id="but before"
        ),
        pytest.param(
            promises(8) + friend(3, GLAD, "referrals: [{date: @3}]\n"),
            "R",
            id="one that came without being asked is no reason not to",
        ),
    ],
)
def test_whom_to_ask_for_a_referral(text, expected):
    found = scored(account(text), PROMISES).account("a")
    assert (found.referrer and found.referrer.contact) == expected
