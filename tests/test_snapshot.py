"""A snapshot holds all that a result came to, reads back exactly, and refuses what is none."""

from __future__ import annotations

import json
import math
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clientfit_cli import __version__
from clientfit_cli.base.errors import UserError
from clientfit_cli.execution.task import read_book
from clientfit_cli.outcome.build import digest
from clientfit_cli.outcome.snapshot import VERSION, freeze, parse, read, text
from tests.books import RICH, TEAM, account, ago, scored
from tests.books import read as opened
from tests.conftest import EXAMPLES, TODAY, outcome
from tests.test_laws import PROFILE, SETTINGS, books, text_of


def frozen(body=RICH, settings=TEAM):
    return freeze(scored(account(body), settings))


def back(one):
    return parse(text(one).encode(), "s.json")


# -- laws ------------------------------------------------------------------------------------------


@PROFILE
@given(books, st.integers(0, 100))
def test_what_was_written_reads_back_exactly(book, day):
    result = outcome(opened(text_of(book), SETTINGS), ago(day))
    one = freeze(result)
    assert back(one) == one
    assert text(back(one)) == text(one)


@PROFILE
@given(books)
def test_the_points_of_the_signals_add_up_to_the_health(book):
    result = outcome(opened(text_of(book), SETTINGS), TODAY)
    for one in freeze(result).accounts:
        total = math.fsum(signal.points for signal in one.signals.values())
        assert total == pytest.approx(one.health or 0.0, abs=6e-7)
        if one.health is not None:
            readings = result.account(one.account).readings
            assert {reading.name: reading.points for reading in readings} == {
                name: signal.points for name, signal in one.signals.items()
            }


# -- what it holds ---------------------------------------------------------------------------------


def test_it_holds_what_the_result_says():
    result = scored(account(RICH))
    one, two = freeze(result), result.account("a")
    [found] = one.accounts
    assert (one.clientfit_snapshot, one.version, one.as_of) == (VERSION, __version__, TODAY)
    assert (found.health, found.band, found.owner, found.tier) == (
        two.health, two.band, two.owner, "gold",
    )  # fmt: skip
    assert [alarm.alarm for alarm in found.alarms] == [alarm.name for alarm in two.alarms]
    assert set(found.signals) == {reading.name for reading in two.readings}
    assert {(pair.person, pair.contact) for pair in found.relationships} == {
        ("dana", "r"), ("dana", "s"), ("sam", "r"), ("sam", "s"), ("sam", "u"),
    }  # fmt: skip
    assert [(row.owner, row.due, row.done) for row in found.actions] == [("sam", ago(2), None)]
    assert one.book.accounts == 1
    assert one.book.revenue == 1000


def test_what_was_lost_stands_apart():
    book = account("lost: {date: @40, cause: price}\nrevenue: 9\n")
    one = freeze(scored(book))
    assert one.accounts == ()
    assert [(lost.account, lost.cause, lost.revenue) for lost in one.lost] == [("a", "price", 9)]


def test_an_action_done_later_is_not_done_yet():
    rows = "actions: [{what: X, owner: sam, done: @-3}, {what: Y, owner: sam, created: @-1}]\n"
    [row] = frozen(rows).accounts[0].actions
    assert (row.what, row.done) == ("X", None)


def test_accounts_stand_in_the_order_of_their_ids_and_each_signal_on_a_line():
    lines = text(freeze(scored(account("", "b") + account(RICH, "a")))).splitlines()
    named = [line.strip() for line in lines if line.strip().startswith('"account": ')]
    assert named == ['"account": "a",', '"account": "b",']
    [silence] = [line for line in lines[: len(lines) // 2] if '"silence":' in line]
    found = json.loads("{" + silence.strip().rstrip(",") + "}")
    assert set(found["silence"]) == {"value", "unit", "fit", "weight", "points"}


def test_it_is_plain_json():
    one = frozen()
    found = json.loads(text(one))
    assert next(iter(found)) == "clientfit_snapshot"
    assert found["as_of"] == "2026-11-16"
    assert found["accounts"][0]["signals"]["silence"] == asdict(one.accounts[0].signals["silence"])


def test_names_are_data():
    book = account("").replace("name: A", 'name: "[red]\\u202e\\"</script>=1"')
    one = freeze(scored(book))
    assert one.accounts[0].name == '[red]\u202e"</script>=1'
    assert back(one) == one


# -- settings --------------------------------------------------------------------------------------


def numbers(more):
    return opened("", TEAM + more).settings


@pytest.mark.parametrize(
    ("more", "is_same"),
    [
        pytest.param("currency: EUR\nservices: [{id: x}]\n", True, id="facts have no part in it"),
        pytest.param("scoring: {signals: {silence: {best: 14}}}\n", True, id="a default, said"),
        pytest.param("holidays: []\ncadence: {}\n", True, id="nothing, said"),
        pytest.param("scoring: {signals: {silence: {best: 15}}}\n", False, id="a number"),
        pytest.param("scoring: {alarms: {thin: off}}\n", False, id="an alarm turned off"),
        pytest.param("holidays: [2026-11-02]\n", False, id="a holiday"),
        pytest.param("cadence: {gold: 7}\n", False, id="a cadence"),
        pytest.param("timezone: Asia/Tokyo\n", False, id="a time zone"),
    ],
)
def test_settings_that_score_alike_have_one_digest(more, is_same):
    assert (digest(numbers(more)) == digest(numbers(""))) is is_same


def test_the_order_of_holidays_means_nothing():
    one, two = "holidays: [@3, @40]\n", "holidays: [@40, @3, @3]\n"
    assert digest(numbers(one)) == digest(numbers(two))


# -- hostile files ---------------------------------------------------------------------------------


def damaged(**changes):
    data = json.loads(text(frozen()))
    first = data["accounts"][0]
    for path, value in changes.items():
        *outer, last = path.split("__")
        place = data if outer and outer[0] == "top" else first
        for key in outer:
            place = place if key == "top" else place[key]
        place[last] = value
    return json.dumps(data).encode()


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        pytest.param(b"", "is not a snapshot", id="an empty file"),
        pytest.param(b"account: a\n", "is not a snapshot", id="YAML"),
        pytest.param(b"\xff\xfe\x00", "is not a snapshot", id="bytes"),
        pytest.param(b'{"clientfit_snapshot": 1', "is not a snapshot", id="cut off"),
        pytest.param(b"[" * 1_000_000, "is not a snapshot", id="nested without end"),
        pytest.param(b"[]", "is JSON, but not a snapshot", id="a list"),
        pytest.param(b'{"clientfit": 1}', "is JSON, but not a snapshot", id="an answer in JSON"),
        pytest.param(
            b'{"clientfit_snapshot": 2, "version": "3.1"}',
            "of version 2, written by clientfit 3.1", id="a newer version",
        ),
        pytest.param(
            b'{"clientfit_snapshot": true, "version": {}}',
            "of version True, written by clientfit a mapping", id="no version",
        ),
        pytest.param(b'{"clientfit_snapshot": 1}', "is damaged: version", id="nothing else"),
        pytest.param(damaged(health="71"), r"accounts\[0\].health", id="text for a number"),
        pytest.param(damaged(known=True), r"accounts\[0\].known", id="yes for a number"),
        pytest.param(damaged(health=math.nan), r"accounts\[0\].health", id="no number"),
        pytest.param(damaged(band="blue"), r"accounts\[0\].band", id="another band"),
        pytest.param(damaged(signals=[]), r"accounts\[0\].signals", id="a list for a mapping"),
        pytest.param(damaged(top__as_of="2026-02-30"), "as_of", id="no day"),
        pytest.param(damaged(top__as_of=0), "as_of", id="a number for a day"),
        pytest.param(damaged(top__accounts=None), "accounts", id="nothing for accounts"),
        pytest.param(
            damaged(signals__silence__points=99.0), "`a` has points that do not add up",
            id="points that were changed",
        ),
        pytest.param(
            damaged(top__accounts=json.loads(damaged())["accounts"] * 2), "`a` stands twice",
            id="an account twice",
        ),
    ],
)  # fmt: skip
def test_what_is_no_sound_snapshot_is_refused(raw, said):
    with pytest.raises(UserError, match=said):
        parse(raw, "s.json")


def test_what_a_later_program_adds_is_overlooked():
    assert parse(damaged(mascot="owl"), "s.json") == frozen()


def test_a_file_that_cannot_be_read_is_said(tmp_path):
    with pytest.raises(UserError, match="cannot read"):
        read(tmp_path)


def test_fifty_megabytes_of_nonsense_are_refused_without_a_fuss(tmp_path):
    path = tmp_path / "s.json"
    path.write_bytes(b'{"clientfit_snapshot": 1, "x": [' + b"0," * 25_000_000 + b"0]}")
    with pytest.raises(UserError, match="is damaged"):
        read(path)


def test_the_example_book_reads_back():
    from clientfit_cli.storage.folder import Folder

    found = read_book(Folder(EXAMPLES / "accounts"))
    one = freeze(outcome(found, TODAY))
    assert back(one) == one
