"""Facts: asked for by name, made once, and told apart from what is not there when they load."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from clientfit_cli.base import plugins
from clientfit_cli.base.errors import UserError
from clientfit_cli.base.vocabulary import number_of
from clientfit_cli.engine.facts import facts as module
from clientfit_cli.engine.facts import tabulate
from clientfit_cli.engine.facts.fact import Fact, fact
from clientfit_cli.engine.facts.facts import Facts, facts
from clientfit_cli.engine.scoring import member
from clientfit_cli.engine.scoring.fit import line
from clientfit_cli.engine.scoring.signal import Signal, signal
from tests.books import RICH, TODAY, account, read

DAYS = np.array([number_of(TODAY)], dtype=np.int64)


@pytest.fixture
def tables():
    return tabulate.tabulated(read(account(RICH)))


@pytest.fixture
def only(monkeypatch):
    """Load other facts in place of those that there are."""

    def loaded(*functions):
        named = {str(at): fact(function) for at, function in enumerate(functions)}
        monkeypatch.setattr(module, "THEMES", (SimpleNamespace(**named),))
        facts.cache_clear()
        return facts()

    yield loaded
    facts.cache_clear()


@pytest.mark.parametrize("found", facts().values(), ids=facts())
def test_each_says_in_one_line_what_it_is(found):
    assert (found.read.__doc__ or "").split("\n")[0].endswith(".")


def test_no_two_themes_have_a_fact_of_one_name():
    every = [item for theme in module.THEMES for item in vars(theme).values()
             if isinstance(item, Fact)]  # fmt: skip
    assert len(every) == len(facts())


def test_each_is_made_once(tables, only):
    made = []

    def base(tables):
        made.append(tables)
        return 1

    def one(base):
        return base + 1

    def two(base, one):
        return base + one

    only(base, one, two)
    found = Facts(tables, DAYS)
    assert (found.two, found.one, found.and_(more=5).more, found.and_(more=5).two) == (3, 2, 5, 3)
    assert len(made) == 1


def test_what_is_told_to_some_members_only_never_becomes_part_of_a_fact(tables):
    wider = Facts(tables, DAYS).and_(touchpoints="told")
    assert wider.touchpoints == "told"
    assert wider.two_way.count(90).values.shape == (1, 1)


def test_one_that_asks_for_what_is_not_there_is_told_as_it_loads(only):
    def base(tables): ...
    def one(bse): ...

    with pytest.raises(UserError, match="fact `one` asks for `bse`, and there is no") as told:
        only(base, one)
    assert told.value.hint == "did you mean `base`?"


def test_those_that_ask_for_one_another_in_a_circle_are_told_as_they_load(only):
    def one(two): ...
    def two(three): ...
    def three(one): ...

    with pytest.raises(UserError, match="in a circle: one -> two -> three -> one"):
        only(one, two, three)


def test_a_signal_that_asks_for_what_is_not_there_is_told_as_it_loads(monkeypatch):
    @signal(dimension="voice", unit="days", fit=line(best=1, worst=0), weight=1)
    def calls(two_wya): ...

    monkeypatch.setattr(plugins, "members", lambda _group: {"calls": calls})
    with pytest.raises(UserError, match="signal `calls` asks for `two_wya`") as told:
        member.loaded("signals", Signal)
    assert told.value.hint == "did you mean `two_way`?"


def test_a_fact_knows_what_it_reads():
    found = Fact(lambda tables, *, days: (tables, days))
    assert found.inputs == ("tables", "days")
