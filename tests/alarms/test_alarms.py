"""The thirteen alarms: where each holds, where it just does not, and what it says.

A case is a book, and the words of the alarm, or None where it does not hold. A meeting of two
people today makes strength 50, 60 days ago 29, 120 days ago 16.
"""

from __future__ import annotations

import pytest

from clientfit_cli.engine.scoring.alarm import alarms
from tests.books import TEAM, one


def why(name: str, text: str, settings: str = TEAM, since: str | None = "@1000") -> str | None:
    return next((item.why for item in one(text, settings, since).alarms if item.name == name), None)


def contacts(*rows: str) -> str:
    return "contacts:\n" + "".join(f"  - {{{row}}}\n" for row in rows)


def met(*days: int, ours: str = "dana", theirs: str = "r", channel: str = "meeting") -> str:
    rows = "".join(
        f"  - {{date: @{day}, channel: {channel}, ours: [{ours}], theirs: [{theirs}]}}\n"
        for day in days
    )
    return "touchpoints:\n" + rows if days else "touchpoints: []\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", None, id="none"),
        pytest.param("notice: @0", "The client gave notice 0 days ago", id="today"),
        pytest.param("notice: @40", "The client gave notice 40 days ago", id="and ever after"),
        pytest.param("notice: @-1", None, id="not before it was given"),
    ],
)
def test_notice(text, expected):
    assert why("notice", text) == expected


GONE = "Robin left {} days ago and no decision maker has followed"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("contacts: []", None, id="a seat that nobody ever had is not vacant"),
        pytest.param(
            contacts("id: r, name: Robin, role: decision_maker, until: @30"),
            GONE.format(30),
            id="after 30 days",
        ),
        pytest.param(
            contacts("id: r, name: Robin, role: decision_maker, until: @29"),
            None,
            id="not after 29",
        ),
        pytest.param(
            contacts("id: r, name: Robin, role: decision_maker, until: @-1"), None, id="not before"
        ),
        pytest.param(
            contacts("id: r, name: Robin, role: sponsor, until: @90"), None, id="not of a sponsor"
        ),
        pytest.param(
            contacts(
                "id: r, name: Robin, role: decision_maker, until: @90",
                "id: s, name: Sasha, role: decision_maker, since: @0, succeeds: r",
            ),
            None,
            id="not once somebody has followed",
        ),
        pytest.param(
            contacts(
                "id: r, name: Robin, role: decision_maker, until: @90",
                "id: s, name: Sasha, role: decision_maker, since: @-1, succeeds: r",
            ),
            GONE.format(90),
            id="who begins tomorrow has not followed",
        ),
        pytest.param(
            contacts(
                "id: r, name: Robin, role: decision_maker, until: @50",
                "id: s, name: Sasha, role: decision_maker, until: @90",
            ),
            GONE.format(50),
            id="counted from the last one",
        ),
        pytest.param(
            contacts(
                "id: r, name: Robin, role: decision_maker, until: @90",
                "id: s, name: Sasha, role: decision_maker",
            ),
            None,
            id="not while another one is there",
        ),
    ],
)
def test_vacant_seat(text, expected):
    assert why("vacant_seat", text) == expected


def decider(since: str) -> str:
    return contacts(f"id: r, name: Robin, role: decision_maker, since: {since}")


UNMET = "Robin has decided for {} days and hardly knows us"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(decider("@45") + met(), UNMET.format(45), id="from 45 days"),
        pytest.param(decider("@44") + met(), None, id="not from 44"),
        pytest.param(decider("@365") + met(), UNMET.format(365), id="to 365 days"),
        pytest.param(decider("@366") + met(), None, id="not to 366"),
        pytest.param(decider("@90") + met(120), UNMET.format(90), id="strength 16 is hardly"),
        pytest.param(decider("@90") + met(60), None, id="strength 29 is not"),
        pytest.param(decider("@90"), None, id="not without touchpoints: strength is unknown"),
        pytest.param(
            contacts("id: r, name: Robin, role: sponsor, since: @90") + met(),
            None,
            id="not a sponsor",
        ),
        pytest.param(
            contacts(
                "id: r, name: Robin, role: decision_maker, since: @90",
                "id: s, name: Sasha, role: decision_maker, since: @50",
            )
            + met(),
            UNMET.format(90),
            id="of two the one longer in the seat",
        ),
    ],
)
def test_new_decision_maker_unmet(text, expected):
    assert why("new_decision_maker_unmet", text) == expected


NEW = "Robin is new in the seat ({} days) and not yet won"


@pytest.mark.parametrize(
    ("text", "since", "expected"),
    [
        pytest.param(decider("@180") + met(), "@181", NEW.format(180), id="up to 180 days"),
        pytest.param(decider("@181") + met(), "@900", None, id="not 181"),
        pytest.param(decider("@0") + met(), "@900", NEW.format(0), id="from the first day"),
        pytest.param(decider("@-1") + met(), "@900", None, id="not before"),
        pytest.param(decider("@100") + met(60), "@900", NEW.format(100), id="29 is not won"),
        pytest.param(decider("@100") + met(0), "@900", None, id="50 is"),
        pytest.param(
            decider("@100") + met(), "@180", None, id="not in an account of 180 days: all are new"
        ),
        pytest.param(decider("@100"), "@900", None, id="not without touchpoints"),
        pytest.param(
            contacts("id: r, name: Robin, role: decision_maker") + met(),
            "@900",
            None,
            id="not one who has been there for long",
        ),
    ],
)
def test_new_decision_maker(text, since, expected):
    assert why("new_decision_maker", text, since=since) == expected


DISTANT = "Robin decides and hardly knows us (strength {})"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(decider("@366") + met(), DISTANT.format(0), id="after more than 365 days"),
        pytest.param(decider("@365") + met(), None, id="not after 365"),
        pytest.param(
            contacts("id: r, name: Robin, role: decision_maker") + met(120),
            DISTANT.format(16),
            id="without `since`: long in the seat",
        ),
        pytest.param(decider("@900") + met(60), None, id="strength 29 is not distant"),
        pytest.param(decider("@900"), None, id="not without touchpoints"),
    ],
)
def test_distant_decision_maker(text, expected):
    assert why("distant_decision_maker", text) == expected


NOBODY = "None of the contacts on file is an active decision maker"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", None, id="not when contacts are not kept"),
        pytest.param("contacts: []", NOBODY, id="no contacts"),
        pytest.param(contacts("id: r, name: R, role: sponsor"), NOBODY, id="no decision maker"),
        pytest.param(contacts("id: r, name: R, role: decision_maker"), None, id="one"),
        pytest.param(
            contacts("id: r, name: R, role: decision_maker, until: @0"), NOBODY, id="left today"
        ),
        pytest.param(
            contacts("id: r, name: R, role: decision_maker, since: @-1"), NOBODY, id="to come"
        ),
    ],
)
def test_no_decision_maker(text, expected):
    assert why("no_decision_maker", text) == expected


def issue(days: str, severity: str = "critical", what: str = "Payroll") -> str:
    return f"  - {{what: {what}, severity: {severity}, opened: {days}}}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("issues: []", None, id="none"),
        pytest.param("issues:\n" + issue("@0"), "Critical and open: Payroll", id="from today"),
        pytest.param("issues:\n" + issue("@9", "major"), None, id="not a major one"),
        pytest.param("issues:\n" + issue("@9, closed: @0"), None, id="not once closed"),
        pytest.param(
            "issues:\n" + issue("@9, closed: @-1"), "Critical and open: Payroll", id="until then"
        ),
        pytest.param("issues:\n" + issue("@-1"), None, id="not before it was opened"),
    ],
)
def test_critical_issue(text, expected):
    assert why("critical_issue", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("issues:\n" + issue("@14"), None, id="not on day 14"),
        pytest.param("issues:\n" + issue("@15"), "Critical for 15 days: Payroll", id="on day 15"),
        pytest.param("issues:\n" + issue("@90, closed: @0"), None, id="not once closed"),
        pytest.param("issues:\n" + issue("@90", "major"), None, id="not a major one"),
        pytest.param(
            "issues:\n" + issue("@20") + issue("@30", what="Safety"),
            "Critical for 30 days: Safety",
            id="the oldest",
        ),
    ],
)
def test_critical_issue_old(text, expected):
    assert why("critical_issue_old", text) == expected


SILENT = "No word from them for {} days"


@pytest.mark.parametrize(
    ("text", "since", "expected"),
    [
        pytest.param("", "@900", None, id="not when touchpoints are not kept"),
        pytest.param("touchpoints: []", "@120", SILENT.format(120), id="none: from the start"),
        pytest.param("touchpoints: []", "@119", None, id="not on day 119"),
        pytest.param(
            "touchpoints: [{date: @120, channel: call}]", "@900", SILENT.format(120), id="day 120"
        ),
        pytest.param(
            "touchpoints: [{date: @120, channel: call}, {date: @9, channel: email}]",
            "@900",
            SILENT.format(120),
            id="talking at them is silence",
        ),
        pytest.param(
            "touchpoints: [{date: @120, channel: call}, {date: @9, channel: email, by: them}]",
            "@900",
            None,
            id="a word from them is not",
        ),
        pytest.param(
            "cadence: 90\ntouchpoints: [{date: @120, channel: call}]",
            "@900",
            SILENT.format(120),
            id="the cadence does not stretch it",
        ),
    ],
)
def test_gone_silent(text, since, expected):
    assert why("gone_silent", text, since=since) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("commitments: [{what: Plan, due: @30}]", None, id="not after 30 days"),
        pytest.param(
            "commitments: [{what: Plan, due: @31}]", "31 days overdue: Plan", id="after 31"
        ),
        pytest.param("commitments: [{what: Plan, due: @90, done: @0}]", None, id="not once done"),
        pytest.param("commitments: [{what: Plan, due: @90, by: them}]", None, id="not theirs"),
        pytest.param(
            "commitments: [{what: Plan, due: @40}, {what: Draft, due: @50}]",
            "50 days overdue: Draft",
            id="the oldest",
        ),
    ],
)
def test_promise_broken(text, expected):
    assert why("promise_broken", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("rivals: []", None, id="none"),
        pytest.param("rivals: [{who: North, seen: @0}]", "North was seen there 0 days ago", id="0"),
        pytest.param(
            "rivals: [{who: North, seen: @89}]", "North was seen there 89 days ago", id="day 89"
        ),
        pytest.param("rivals: [{who: North, seen: @90}]", None, id="not day 90"),
        pytest.param("rivals: [{who: North, seen: @-1}]", None, id="not tomorrow's"),
        pytest.param(
            "rivals: [{who: North, seen: @9, answered: @0}]", None, id="not once answered"
        ),
        pytest.param(
            "rivals: [{who: North, seen: @9, answered: @-1}]",
            "North was seen there 9 days ago",
            id="until it is",
        ),
        pytest.param(
            "rivals: [{who: North, seen: @9, answered: @3}, {who: West, seen: @5}]",
            "West was seen there 5 days ago",
            id="another rival is not answered",
        ),
    ],
)
def test_rival_seen(text, expected):
    assert why("rival_seen", text) == expected


TWO = contacts("id: r, name: R", "id: s, name: S")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(TWO, None, id="not when touchpoints are not kept"),
        pytest.param("touchpoints: []", None, id="not when contacts are not kept"),
        pytest.param(TWO + met(), "Coverage is thin: 0 real on its thinner side", id="nobody: 0x0"),
        pytest.param(
            TWO + met(0) + met(0, theirs="s").removeprefix("touchpoints:\n"),
            "Coverage is thin: 1 real on its thinner side",
            id="one of ours with two of theirs: 1x2",
        ),
        pytest.param(
            TWO + met(0) + met(0, ours="sam", theirs="s").removeprefix("touchpoints:\n"),
            None,
            id="2x2",
        ),
        pytest.param(
            TWO + met(0) + met(1, ours="sam", theirs="s").removeprefix("touchpoints:\n"),
            "Coverage is thin: 1 real on its thinner side",
            id="a meeting of yesterday is just short of real",
        ),
    ],
)
def test_thin(text, expected):
    assert why("thin", text) == expected


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        pytest.param("delivery: 70, value: 30", None, id="not at 70%"),
        pytest.param(
            "delivery: 69, value: 31", "Only 69% of what makes health is known", id="below 70%"
        ),
        pytest.param("delivery: 0, value: 30", "Only 0% of what makes health is known", id="at 0"),
    ],
)
def test_thin_evidence(weights, expected):
    # Of `delivery` everything is known, of the rest nothing.
    settings = TEAM + (
        f"scoring: {{dimensions: {{{weights}, relationships: 0, engagement: 0, voice: 0, "
        "growth: 0}, signals: {recovery: {weight: 0}, quality: {weight: 0}}}\n"
    )
    text = "issues: []\ncommitments: [{what: x, due: @9, done: @9}]"
    assert why("thin_evidence", text, settings) == expected


RINGING = {
    "notice": "notice: @0",
    "vacant_seat": contacts("id: r, name: R, role: decision_maker, until: @30"),
    "new_decision_maker_unmet": decider("@90") + met(),
    "new_decision_maker": decider("@90") + met(),
    "distant_decision_maker": decider("@900") + met(),
    "no_decision_maker": "contacts: []",
    "critical_issue": "issues:\n" + issue("@20"),
    "critical_issue_old": "issues:\n" + issue("@20"),
    "gone_silent": "touchpoints: []",
    "promise_broken": "commitments: [{what: x, due: @90}]",
    "rival_seen": "rivals: [{who: North, seen: @9}]",
    "thin": TWO + met(),
    "thin_evidence": "",
}
AT_RED = {
    "notice", "vacant_seat", "new_decision_maker_unmet", "critical_issue_old", "gone_silent",
}  # fmt: skip
OPERATIONAL = {"critical_issue", "critical_issue_old", "promise_broken"}


@pytest.mark.parametrize("name", sorted(RINGING))
def test_each_has_its_cap_and_kind_and_can_be_turned_off(name):
    ringing = {item.name: item for item in one(RINGING[name]).alarms}
    assert ringing[name].caps == ("red" if name in AT_RED else "yellow")
    assert ringing[name].kind == ("operational" if name in OPERATIONAL else "relationship")
    for off in ("off", "{on: no}"):
        silent = one(RINGING[name], TEAM + f"scoring: {{alarms: {{{name}: {off}}}}}\n")
        assert name not in [item.name for item in silent.alarms]


@pytest.mark.parametrize("name", sorted(RINGING))
def test_its_cap_can_be_set(name):
    other = "yellow" if name in AT_RED else "red"
    settings = TEAM + f"scoring: {{alarms: {{{name}: {{caps: {other}}}}}}}\n"
    found = {item.name: item.caps for item in one(RINGING[name], settings).alarms}
    assert found[name] == other


def test_there_is_a_case_for_every_alarm():
    assert set(RINGING) == set(alarms())


def test_those_that_cap_at_red_come_first():
    found = one(
        "notice: @3\ncontacts: []\nrivals: [{who: North, seen: @9}]\nissues:\n" + issue("@20")
    )
    assert [item.name for item in found.alarms] == [
        "critical_issue_old", "notice",
        "critical_issue", "no_decision_maker", "rival_seen", "thin_evidence",
    ]  # fmt: skip
