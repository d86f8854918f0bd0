"""All actions together: what they answer, what they say, and that none is left out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import clientfit_cli
from clientfit_cli.engine.advice.action import actions
from clientfit_cli.engine.advice.recommendation import FAMILIES
from clientfit_cli.engine.scoring.alarm import alarms
from clientfit_cli.engine.scoring.signal import signals

ACTIONS = list(actions().values())
# Sobel's nine ways to bring a relationship back, and the action of each.
NINE_WAYS = {
    "treat the old client like a new one": "court_again",
    "what would a rival do to win them": "do_what_a_rival_would",
    "bring fresh ideas; evolve": "bring_an_idea",
    "add talent, keep the lead": "bring_in_someone_new",
    "add value in new ways": "add_value_anew",
    "change the scenery": "change_the_scenery",
    "hold a relationship review": "hold_a_review",
    "an unexpected investment in their people": "invest_in_their_people",
    "an objective colleague reviews the relationship": "outside_review",
}


@pytest.mark.parametrize("one", ACTIONS, ids=lambda one: one.name)
def test_an_action_is_its_file_and_says_what_it_is_and_where_it_is_from(one) -> None:
    file = Path(clientfit_cli.__file__).parent / "method" / "actions" / f"{one.name}.py"
    assert file.exists()
    assert one.summary.endswith(".")
    assert "Source: " in one.doc
    assert one.family in FAMILIES
    assert set(re.findall(r"{(\w+)}", one.what)) <= {
        "contact", "outsider", "who", "service", "gift", "missing",
    }  # fmt: skip


@pytest.mark.parametrize("one", ACTIONS, ids=lambda one: one.name)
def test_an_action_answers_only_what_there_is(one) -> None:
    assert {*one.answers, *one.lifts} <= {*signals(), *alarms()}


@pytest.mark.parametrize("name", [*alarms(), *signals()])
def test_every_alarm_and_signal_has_an_action(name: str) -> None:
    assert any(name in one.answers for one in ACTIONS)


@pytest.mark.parametrize(("way", "name"), NINE_WAYS.items())
def test_each_of_the_nine_ways_has_an_action(way: str, name: str) -> None:
    assert way.split(";", maxsplit=1)[0].lower() in actions()[name].doc.lower()


def test_wording_never_blames() -> None:
    for one in ACTIONS:
        assert not re.search(r"neglect|fail|forgot|should have", one.what.lower())
