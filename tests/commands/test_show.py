"""`clientfit show`, `coverage`, `actions` and `explain`."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from clientfit_cli.base import plugins
from clientfit_cli.base.problems import CODES
from tests.conftest import EXAMPLES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Ran

ACCOUNTS = EXAMPLES / "accounts"


# --- show


@pytest.mark.parametrize("account", ["osprey", "calder", "pinemarsh", "dunmore"])
def test_an_account_is_shown_in_full(run: Callable[..., Ran], account: str) -> None:
    found = run("show", account, ACCOUNTS)
    assert (found.code, found.err) == (0, "")
    for title in ("Health", "Risk", "Actions", "Signals"):
        assert title in found.out
    assert all(name in found.out for name in plugins.names("signals"))


def test_account_and_book_may_come_in_either_order(run: Callable[..., Ran]) -> None:
    assert run("show", "osprey", ACCOUNTS) == run("show", ACCOUNTS, "osprey")


def test_the_evidence_names_the_file_and_the_line(run: Callable[..., Ran]) -> None:
    found = run("show", "osprey", ACCOUNTS, "--format", "json").data
    signals = {one["signal"]: one for one in found["account"]["signals"]}
    (place, *_) = signals["silence"]["evidence"]
    line = (ACCOUNTS / "osprey.yaml").read_text().splitlines()[place["line"] - 1]
    assert place["file"].endswith("osprey.yaml")
    assert "2026-10-29" in line


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["ospray"], "did you mean `osprey`?"),
        (["wexley"], "`wexley` was lost on"),
        (["calder", "--as-of", "2020-01-01"], "`calder` begins on 2025-02-03"),
    ],
)
def test_an_account_that_is_not_there(run: Callable[..., Ran], words: list[str], said: str) -> None:
    found = run("show", *words[:1], ACCOUNTS, *words[1:])
    assert (found.code, found.out) == (2, "")
    assert said in found.err


def test_an_account_must_be_named(run: Callable[..., Ran]) -> None:
    assert run("show").code == 2


# --- coverage


def test_coverage_lists_the_thinnest_first(run: Callable[..., Ran]) -> None:
    found = run("coverage", ACCOUNTS, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(found.out)))
    assert len(rows) == 13
    points = [float(row["points"]) for row in rows if row["points"]]
    assert points == sorted(points)
    assert {row["verdict"] for row in rows} >= {"hollow", "single-threaded", "uncovered"}


def test_coverage_of_some(run: Callable[..., Ran]) -> None:
    found = run("coverage", ACCOUNTS, "--owner", "mei", "--format", "csv")
    assert [row["account"] for row in csv.DictReader(io.StringIO(found.out))] == ["osprey"]
    assert run("coverage", ACCOUNTS, "--owner", "nobody").code == 2


# --- actions


def listed(run: Callable[..., Ran], *options: str) -> list[dict[str, str]]:
    found = run("actions", ACCOUNTS, "--format", "csv", *options)
    assert (found.code, found.err) == (0, "")
    return list(csv.DictReader(io.StringIO(found.out)))


def test_actions_of_one_person(run: Callable[..., Ran]) -> None:
    found = listed(run, "--owner", "dana")
    assert {one["owner"] for one in found} == {"dana"}


def test_actions_that_are_due(run: Callable[..., Ran]) -> None:
    found = listed(run, "--due-within", "7d")
    assert found
    assert max(one["due"] for one in found) <= "2026-11-23"
    assert len(found) < len(listed(run))
    assert len(listed(run, "--due-within", "2w")) >= len(found)


def test_actions_that_are_overdue(run: Callable[..., Ran]) -> None:
    found = listed(run, "--overdue")
    assert found
    assert max(one["due"] for one in found) < "2026-11-16"


def test_a_person_who_is_not_there_has_no_actions(run: Callable[..., Ran]) -> None:
    found = run("actions", ACCOUNTS, "--owner", "nobody")
    assert (found.code, found.out) == (2, "")
    assert "`nobody` is not on the team" in found.err


@pytest.mark.parametrize("days", ["soon", "-7d", "7m", "99999"])
def test_a_span_that_is_none(run: Callable[..., Ran], days: str) -> None:
    found = run("actions", ACCOUNTS, f"--due-within={days}")
    assert (found.code, found.out) == (2, "")
    assert "is not a number of days" in found.err


def test_a_span_beyond_all_days_is_all_days(run: Callable[..., Ran]) -> None:
    found = run("actions", ACCOUNTS, "--due-within", "9999w", "--as-of", "2199-01-01")
    assert (found.code, found.err) == (0, "")


def test_people_are_shown_the_weightiest_and_told_of_the_others(run: Callable[..., Ran]) -> None:
    short, full = run("actions", ACCOUNTS).out, run("actions", ACCOUNTS, "--all").out
    assert "more of less weight: `--all` shows them" in short
    assert "more of less weight" not in full
    assert len(short) < len(full)


def test_a_book_with_nothing_to_do(run: Callable[..., Ran], tmp_path: Path) -> None:
    found = run("actions", tmp_path, "--quiet")
    assert (found.code, found.err) == (0, "")
    assert "Nothing to do" in found.out


# --- explain

THINGS = [
    *plugins.names("signals"), *plugins.names("alarms"), *plugins.names("actions"), *CODES,
]  # fmt: skip


@pytest.mark.parametrize("name", THINGS)
def test_everything_is_explained(run: Callable[..., Ran], tmp_path: Path, name: str) -> None:
    found = run("explain", name, tmp_path)
    assert (found.code, found.err) == (0, "")
    assert found.out.startswith(f"{name} (")
    assert len(found.out.splitlines()) > 1


@pytest.mark.parametrize("form", ["table", "json", "csv", "markdown"])
def test_the_overview_names_every_signal_alarm_and_action(
    run: Callable[..., Ran], tmp_path: Path, form: str
) -> None:
    found = run("explain", "--format", form, columns=120)
    del tmp_path
    assert (found.code, found.err) == (0, "")
    known = [name for kind in ("signals", "alarms", "actions") for name in plugins.names(kind)]
    out = found.out.replace("\\_", "_")
    assert [name for name in known if name not in out] == []


def test_the_numbers_are_those_of_the_book(
    run: Callable[..., Ran], write: Callable[..., Path]
) -> None:
    book = write({}, "scoring: {signals: {silence: {best: 3}}}")
    assert "best 3" in run("explain", "silence", book).out
    assert "best 3" in run("explain", book, "silence").out


def test_what_is_not_there_cannot_be_explained(run: Callable[..., Ran], tmp_path: Path) -> None:
    found = run("explain", "silense", tmp_path)
    assert (found.code, found.out) == (2, "")
    assert found.err == "clientfit: there is nothing called `silense`\n  did you mean `silence`?\n"
