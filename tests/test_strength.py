"""Strength: S = sum of depth / sqrt(crowd) * 2^-(age / 60); strength = 100 * (1 - 2^-(S / 4)).

So one meeting of two people makes S = 4 and strength 50; two make 75; one of 60 days ago S = 2 and
29.289; one of 120 days ago S = 1 and 15.910.
"""

from __future__ import annotations

import pytest

from clientfit_cli.book.settings import StrengthNumbers
from clientfit_cli.engine.scoring.strength import level
from tests import conftest
from tests.books import TEAM, account, ago, read, scored, strength

R = "contacts: [{id: r, name: R}]\n"
RSU = "contacts: [{id: r, name: R}, {id: s, name: S}, {id: u, name: U}]\n"


def touchpoints(*rows: str) -> str:
    return "touchpoints:\n" + "".join(f"  - {{{row}}}\n" for row in rows)


def met(channel="meeting", day="@0", ours="dana", theirs="r", more=""):
    return f"date: {day}, channel: {channel}, ours: [{ours}], theirs: [{theirs}]{more}"


def workings(text):
    return conftest.scored(read(account(text)))


def between(text, person="dana", contact="r", settings=TEAM):
    found = strength(scored(account(text), settings), person, contact)
    return None if found is None else round(found, 3)


@pytest.mark.parametrize(
    ("channel", "expected"),
    [
        ("visit", 50), ("meeting", 50), ("video", 40.54), ("call", 40.54), ("event", 29.289),
        # Their word, so that the cap of 40 stays out of it.
        ("gift", 29.289), ("message", 15.91), ("email", 15.91), ("mailing", 0),
    ],
)  # fmt: skip
def test_the_depth_of_each_channel(channel, expected):
    assert between(R + touchpoints(met(channel, more=", by: them"))) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param([met()] * 2, 75, id="two meetings"),
        pytest.param([met(day="@60")], 29.289, id="a half-life ago"),
        pytest.param([met(day="@60")] * 2, 50, id="two of them make one of today"),
        pytest.param([met(day="@120")], 15.91, id="two half-lives ago"),
        pytest.param([met(day="@-1"), met(day="@60")], 29.289, id="tomorrow's has not been"),
        pytest.param([met(ours="dana, sam", theirs="r, s")], 29.289, id="two by two: half of it"),
        pytest.param(
            [met(ours="dana, sam, priya, lee")], 29.289, id="four by one: half of it, too"
        ),
        pytest.param([met(ours="dana, dana", theirs="r, r")], 50, id="whoever stands twice is one"),
    ],
)
def test_what_it_adds_up_to(rows, expected):
    assert between(RSU + touchpoints(*rows)) == expected


THREE_GIFTS = [met("gift")] * 3  # S = 6 would be 64.645


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(THREE_GIFTS, 40, id="without a word from them: 40 at most"),
        pytest.param([met("gift")], 29.289, id="what is below 40 stays as it is"),
        pytest.param(
            [*THREE_GIFTS, met("mailing", more=", by: them")], 64.645, id="what they began lifts it"
        ),
        pytest.param([*THREE_GIFTS, met("mailing", more=", answered: @0")], 64.645, id="an answer"),
        pytest.param(
            [*THREE_GIFTS, met("mailing", more=", answered: @-1")], 40, id="not one of tomorrow"
        ),
        pytest.param(
            [*THREE_GIFTS, met("mailing", day="@179", more=", by: them")], 64.645, id="for 180 days"
        ),
        pytest.param(
            [*THREE_GIFTS, met("mailing", day="@180", more=", by: them")], 40, id="not for longer"
        ),
        pytest.param(
            [*THREE_GIFTS, met("mailing", theirs="s", more=", by: them")],
            40,
            id="not what another contact began",
        ),
    ],
)
def test_talking_at_someone_is_no_relationship(rows, expected):
    assert between(RSU + touchpoints(*rows)) == expected


def contact(more: str) -> str:
    return f"contacts: [{{id: r, name: R, {more}}}]\n" + touchpoints(met())


FIRM = "team: [{id: dana, MORE}]\n"


@pytest.mark.parametrize(
    ("text", "settings", "expected"),
    [
        pytest.param(contact("until: @0"), TEAM, None, id="a contact who left today"),
        pytest.param(contact("until: @-1"), TEAM, 50, id="one who leaves tomorrow is there"),
        pytest.param(contact("since: @-1"), TEAM, None, id="one who begins tomorrow is not"),
        pytest.param(contact("since: @0"), TEAM, 50, id="one who begins today is"),
        pytest.param(
            R + touchpoints(met()), FIRM.replace("MORE", "until: @0"), None, id="who left the firm"
        ),
        pytest.param(
            R + touchpoints(met()), FIRM.replace("MORE", "until: @-1"), 50, id="who will leave it"
        ),
        pytest.param(
            R + touchpoints(met()), FIRM.replace("MORE", "since: @-1"), None, id="who is to come"
        ),
        pytest.param(
            R + "team: [{person: dana, until: @0}]\n" + touchpoints(met()),
            TEAM,
            None,
            id="who left the account's team",
        ),
        pytest.param(
            R
            + "team: [{person: dana, until: @0}, {person: dana, since: @0}]\n"
            + touchpoints(met()),
            TEAM,
            50,
            id="who came back to it",
        ),
        pytest.param(
            R + "team: [{person: sam}]\n" + touchpoints(met()),
            TEAM,
            50,
            id="whom the account's team does not list may come along",
        ),
        pytest.param(
            R + "team: [{person: dana, since: @-1}]\n" + touchpoints(met()),
            TEAM,
            50,
            id="who joins it tomorrow is not listed yet, and came along",
        ),
        pytest.param(
            R + "team: [{person: dana, since: @30}]\n" + touchpoints(met(day="@60")),
            TEAM,
            29.289,
            id="touchpoints from before count",
        ),
    ],
)
def test_who_is_not_there_has_none(text, settings, expected):
    assert between(text, settings=settings) == expected


@pytest.mark.parametrize(
    ("strength_", "expected"),
    [
        (0, "faint"), (19.99, "faint"), (20, "acquainted"), (49.99, "acquainted"), (50, "real"),
        (79.99, "real"), (80, "trusted"), (100, "trusted"),
    ],
)  # fmt: skip
def test_levels(strength_, expected):
    assert level(strength_, StrengthNumbers()) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [(5, "advancing"), (4.99, "holding"), (0, "holding"), (-4.99, "holding"), (-5, "slipping")],
)
def test_directions(change, expected):
    assert workings(R + touchpoints(met())).card.inputs.strength.direction(change) == expected


def test_a_contact_has_the_strength_of_their_best_pair_and_says_why():
    found = workings(R + touchpoints(met(), met(ours="sam"), met(ours="sam")))
    by_contact = found.card.inputs.strength.by_contact
    assert by_contact.values[0, found.column] == pytest.approx(75)
    assert by_contact.evidence(0, found.column) == [("touchpoints", 1), ("touchpoints", 2)]


def test_a_change_compares_with_28_days_before():
    # 29.289 now; 4 * 2^(-32/60) = 2.764 made 100 * (1 - 2^-0.691) = 38.055
    found = workings(R + touchpoints(met(day="@60")))
    change = found.card.inputs.strength.contact_change.values[0, found.column]
    assert change == pytest.approx(29.289 - 38.055, abs=0.01)


def test_a_moment_belongs_to_its_day_in_the_time_zone_of_the_book():
    # 03:00 in UTC is the evening before in New York: a day older.
    text = R + touchpoints(met(day=f'"{ago(60).isoformat()}T03:00:00Z"'))
    there = between(text, settings=TEAM + "timezone: America/New_York\n")
    assert between(text) == 29.289
    assert there == pytest.approx(100 * (1 - 2 ** -(4 * 2 ** (-61 / 60) / 4)), abs=0.001)
