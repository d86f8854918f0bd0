"""What every signal and every alarm must do, whoever writes the next one."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
from typing import get_args

import numpy as np
import pytest
import yaml

from clientfit_cli.base import plugins
from clientfit_cli.base.vocabulary import DIMENSIONS, number_of
from clientfit_cli.engine.algebra.grid import Grid
from clientfit_cli.engine.facts import tabulate
from clientfit_cli.engine.scoring import alarm, scorecard
from clientfit_cli.engine.scoring.alarm import Alarm, alarms
from clientfit_cli.engine.scoring.signal import Signal, signals
from clientfit_cli.execution.task import read_book
from tests.books import CATALOGUE, RICH, TODAY, Memory, account, one, read, written
from tests.conftest import outcome

MEMBERS = [
    pytest.param(folder, name, id=f"{folder}/{name}")
    for folder in ("signals", "alarms")
    for name in plugins.names(folder)
]
DAYS = np.array([number_of(TODAY) - back for back in (400, 30, 1, 0)], dtype=np.int64)


def card_of(book, days=DAYS):
    return scorecard.scored(tabulate.tabulated(book), days)


def answer(card, folder, name):
    """The whole grid of one member."""
    return (card.readings if folder == "signals" else card.holding)[name].values


@pytest.mark.parametrize(("folder", "name"), MEMBERS)
def test_the_file_the_code_and_the_function_have_one_name(folder, name):
    module = importlib.import_module(f"clientfit_cli.method.{folder}.{name}")
    member = getattr(module, name)
    assert isinstance(member, Signal if folder == "signals" else Alarm)
    assert member.name == member.read.__name__ == name
    assert member.read.__module__ == module.__name__
    assert (module.__doc__ or "").startswith(f"{folder[:-1].capitalize()} `{name}`.")


@pytest.mark.parametrize(("folder", "name"), MEMBERS)
def test_it_says_what_it_means_and_where_that_comes_from(folder, name):
    lines = plugins.members(folder)[name].doc.splitlines()
    assert lines[0].endswith("."), "the summary is a sentence on one line"
    assert len(lines[0]) <= 90
    assert lines[1] == ""
    assert lines[-1].startswith("Source: ")
    assert lines[-1].endswith(".")


@pytest.mark.parametrize(("folder", "name"), MEMBERS)
def test_its_numbers_are_data(folder, name):
    member = plugins.members(folder)[name]
    given = inspect.signature(member.read).parameters.values()
    for parameter in given:
        assert parameter.default is parameter.empty or isinstance(parameter.default, (int, float))
    assert set(member.own_numbers) <= set(member.numbers)


def test_the_folders_are_the_registries():
    assert set(signals()) == set(plugins.names("signals"))
    assert set(alarms()) == set(plugins.names("alarms"))
    assert len(signals()) == 34
    assert len(alarms()) == 13


def test_signals_stand_by_dimension_and_alarms_that_cap_at_red_first():
    places = [DIMENSIONS.index(item.dimension) for item in signals().values()]
    assert places == sorted(places)
    caps = [item.caps for item in alarms().values()]
    assert caps == sorted(caps)


@pytest.mark.parametrize("role", [role for role in get_args(alarm.Role) if role])
def test_every_role_that_others_ask_for_is_some_alarm_s(role):
    found = alarm.with_role(role)
    assert found
    if role == "too_little_known":  # what others read of it
        assert all("below" in item.numbers for item in found)


def test_an_unknown_signal_may_say_what_to_ask_the_client():
    asked = [item.question for item in signals().values() if item.question]
    assert len(asked) == len(set(asked)) == 14
    assert all(question.endswith("?") for question in asked)


@pytest.fixture(scope="module")
def rich():
    return read(account(RICH), CATALOGUE)


@pytest.fixture(scope="module")
def rich_card(rich):
    return card_of(rich)


@pytest.fixture(scope="module")
def empty_card():
    return card_of(read_book(Memory({"clientfit.yaml": CATALOGUE})))


@pytest.fixture(scope="module")
def bare_card():
    return card_of(read("account: a\nname: A\n", CATALOGUE))


@pytest.fixture(scope="module")
def reversed_card(rich):
    """The rich book, every section's rows in the other order."""
    rows = {name: list(reversed(items)) for name, items in rich.accounts["a"].sections.items()}
    origins = {name: list(reversed(items)) for name, items in rich.accounts["a"].origins.items()}
    turned = dataclasses.replace(rich.accounts["a"], sections=rows, origins=origins)
    return card_of(dataclasses.replace(rich, accounts={"a": turned}))


@pytest.mark.parametrize(("folder", "name"), MEMBERS)
def test_it_works_on_a_book_without_accounts(empty_card, folder, name):
    assert answer(empty_card, folder, name).shape == (0, len(DAYS))


@pytest.mark.parametrize(("folder", "name"), MEMBERS)
def test_nothing_on_file_is_unknown(bare_card, folder, name):
    known = ~np.isnan(answer(bare_card, folder, name))
    assert known.all() if name == "thin_evidence" else not known.any()


@pytest.mark.parametrize(("folder", "name"), MEMBERS)
def test_the_order_of_rows_changes_nothing(rich_card, reversed_card, folder, name):
    first, second = answer(rich_card, folder, name), answer(reversed_card, folder, name)
    assert np.array_equal(first, second, equal_nan=True)


@pytest.fixture(scope="module")
def cards_of_days(rich):
    return [card_of(rich, DAYS[column : column + 1]) for column in range(len(DAYS))]


@pytest.mark.parametrize(("folder", "name"), MEMBERS)
def test_each_day_alone_gives_the_same(rich_card, cards_of_days, folder, name):
    whole = answer(rich_card, folder, name)
    for column, card in enumerate(cards_of_days):
        assert np.array_equal(whole[:, [column]], answer(card, folder, name), equal_nan=True)


def _frozen(thing, seen):
    """Make every array that can be reached from an input read-only."""
    if id(thing) in seen:
        return
    seen[id(thing)] = thing
    if isinstance(thing, np.ndarray):
        thing.flags.writeable = False
    elif dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        for item in dataclasses.fields(thing):
            _frozen(getattr(thing, item.name), seen)


@pytest.mark.parametrize(("folder", "name"), MEMBERS)
def test_it_leaves_its_inputs_as_they_are(rich, folder, name):
    card = card_of(rich)
    member = plugins.members(folder)[name]
    inputs = card.inputs.and_(known=Grid(card.known))
    seen = {}
    for given in member.inputs:
        thing = getattr(inputs, given)
        _frozen(thing, seen)
        for part in vars(thing).values() if hasattr(thing, "__dict__") else ():
            _frozen(part, seen)
    before = answer(card, folder, name).copy()
    after = member(inputs, member.numbers).values  # writing to a read-only array raises
    assert np.array_equal(before, after, equal_nan=True)


@pytest.mark.parametrize(("folder", "name"), MEMBERS)
def test_its_evidence_are_rows_that_are_there(rich_card, folder, name):
    """And of the as-of day: what came later is no evidence."""
    grid = (rich_card.readings if folder == "signals" else rich_card.holding)[name]
    for column in range(len(DAYS)):
        for section, row in grid.evidence(0, column):
            assert 0 <= row < len(rich_card.tables[section])
            first = {"touchpoints": "date", "ideas": "date", "issues": "opened"}.get(section)
            if first:
                assert rich_card.tables[section][first][row] <= DAYS[column]


TOUCHPOINTS = {
    "coverage", "decision_maker", "momentum", "silence", "constancy", "energy", "rhythm",
    "two_way", "answering", "preferred_channel", "time_respected", "strategic", "proactive",
    "serving", "curiosity", "gratitude", "review", "mood",
}  # fmt: skip


@pytest.mark.parametrize(
    ("section", "unknown"),
    [
        ("team", {"continuity"}),
        (
            "contacts",
            {"coverage", "decision_maker", "momentum", "known_people", "preferred_channel"},
        ),
        ("services", {"share_of_services"}),
        ("touchpoints", TOUCHPOINTS),
        ("commitments", {"promises_kept", "promises_overdue"}),
        ("issues", {"open_issues", "recovery"}),
        ("ideas", {"fresh_ideas"}),
        ("results", {"results"}),
        ("feedback", {"satisfaction", "quality", "asked"}),
        ("news", {"news_response"}),
        ("goals", {"goals"}),
        ("opportunities", {"pipeline"}),
        ("referrals", {"referrals"}),
        ("rivals", set()),
        ("actions", set()),
    ],
)
def test_a_section_that_is_not_kept_makes_its_signals_unknown_and_no_others(section, unknown):
    document = yaml.load(account(RICH), yaml.BaseLoader)  # every scalar is text
    del document[section]
    if section == "contacts":  # nobody is on file who could be named
        for name in ("results", "feedback", "goals", "referrals", "actions", "touchpoints"):
            for row in document[name]:
                for key in ("contact", "from", "theirs", "confirmed_by"):
                    row.pop(key, None)
    found = one_of(document)
    assert {item.name for item in found.readings if item.value is None} == unknown


def one_of(document):
    found = outcome(read(written([document]), CATALOGUE), TODAY).account("a")
    assert found is not None
    return found


def test_the_rich_account_has_a_reading_of_every_signal():
    assert [item.name for item in one(RICH, CATALOGUE).readings if item.value is None] == []
