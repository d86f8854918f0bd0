"""The example book tells its stories, and everything of the method occurs in it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator

from clientfit_cli.engine.advice.action import actions
from clientfit_cli.engine.scoring.alarm import alarms
from clientfit_cli.engine.scoring.signal import signals
from clientfit_cli.execution.task import read_book
from clientfit_cli.rendering import page as report
from clientfit_cli.storage.folder import Folder
from clientfit_cli.views.pages.actions import actions as actions_view
from clientfit_cli.views.pages.actions import chosen
from clientfit_cli.views.pages.coverage import coverage
from clientfit_cli.views.pages.score import score
from clientfit_cli.views.pages.show import show
from tests.conftest import EXAMPLES, TODAY, outcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from clientfit_cli.outcome.result import Result

ANSWERS = EXAMPLES / "answers"
SCHEMAS = Path(__file__).parent / "schemas"


@pytest.fixture(scope="module")
def book() -> Result:
    # From the folder above, so that no path of this machine stands in an answer.
    before = Path.cwd()
    os.chdir(EXAMPLES.parent)
    try:
        made = outcome(read_book(Folder(Path("examples/accounts"))), TODAY)
        assert made.problems == []
        yield made
    finally:
        os.chdir(before)


@pytest.mark.parametrize(
    ("form", "ending"), [("table", "txt"), ("csv", "csv"), ("json", "json"), ("markdown", "md")]
)
def test_score(book: Result, golden: Callable[[str, Path], None], form: str, ending: str) -> None:
    text = report.render(score(book, book.accounts), form, report.Canvas(80))
    golden(text, ANSWERS / f"score.{ending}")


@pytest.mark.parametrize("account", ["kestrel", "larkfield", "northgate", "pinemarsh", "tollgrove"])
def test_show(book: Result, golden: Callable[[str, Path], None], account: str) -> None:
    found = book.account(account)
    assert found
    text = report.render(show(found), "table", report.Canvas(80))
    golden(text, ANSWERS / f"show-{account}.txt")


def test_coverage(book: Result, golden: Callable[[str, Path], None]) -> None:
    text = report.render(coverage(book, book.accounts), "table", report.Canvas(80))
    golden(text, ANSWERS / "coverage.txt")


def test_actions(book: Result, golden: Callable[[str, Path], None]) -> None:
    page = actions_view(book, chosen(book.accounts), 0)
    golden(report.render(page, "table", report.Canvas(80)), ANSWERS / "actions.txt")


def test_score_json_is_version_1(book: Result) -> None:
    text = report.render(score(book, book.accounts), "json", report.Canvas())
    schema = json.loads((SCHEMAS / "score.v1.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(json.loads(text))


def test_every_signal_is_known_good_and_poor_somewhere(book: Result) -> None:
    fits = {
        name: [one.fit for account in book.accounts for one in account.readings if one.name == name]
        for name in signals()
    }
    for name, found in fits.items():
        known = [fit for fit in found if fit is not None]
        assert min(known) < 50 <= max(known), name


def test_every_alarm_rings_somewhere(book: Result) -> None:
    ringing = {alarm.name for account in book.accounts for alarm in account.alarms}
    assert ringing == set(alarms())


def test_every_action_is_called_for_somewhere(book: Result) -> None:
    recommended = {step.action for account in book.accounts for step in account.steps}
    assert set(actions()) <= recommended


def test_every_yellow_and_red_account_has_a_dated_action_and_names_its_blockers(
    book: Result,
) -> None:
    for account in book.accounts:
        if account.band in {"yellow", "red"}:
            assert account.steps
            assert account.blockers
            for step in account.steps:
                assert step.taken is not None or step.due > TODAY
                assert step.due.weekday() < 5


@pytest.mark.parametrize(
    ("account", "band", "words"),
    [
        pytest.param("kestrel", "yellow", "new_decision_maker", id="a new decision maker"),
        pytest.param("brightwater", "red", "new_decision_maker_unmet", id="never met"),
        pytest.param("larkfield", "yellow", "", id="a hollow 3x3"),
        pytest.param("pinemarsh", "unknown", "thin_evidence", id="thin evidence is not green"),
        pytest.param("quillworth", "red", "gone_silent", id="gone silent"),
        pytest.param("dunmore", "red", "notice", id="notice given"),
        pytest.param("northgate", "green", "", id="an advocate"),
        pytest.param("calder", "green", "", id="an account spread over files"),
    ],
)
def test_stories(book: Result, account: str, band: str, words: str) -> None:
    found = book.account(account)
    assert found
    assert found.band == band
    assert not words or words in [alarm.name for alarm in found.alarms]


def test_a_lost_account_counts_in_what_was_lost_and_nowhere_else(book: Result) -> None:
    assert book.account("wexley") is None
    assert book.lost_lately[0] == 1
