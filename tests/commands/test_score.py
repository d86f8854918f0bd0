"""`clientfit score`: the book at a glance, filters, and when it fails."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

import pytest

from clientfit_cli.views.data.account import COLUMNS
from tests.conftest import EXAMPLES

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Ran

ACCOUNTS = EXAMPLES / "accounts"
RANK = {"red": 0, "unknown": 1, "yellow": 2, "green": 3}


@pytest.fixture
def rows(run: Callable[..., Ran]) -> Callable[..., list[dict[str, str]]]:
    """Score the example book and read the CSV."""

    def scored(*options: str) -> list[dict[str, str]]:
        found = run("score", ACCOUNTS, "--format", "csv", *options)
        assert (found.code, found.err) == (0, "")
        return list(csv.DictReader(io.StringIO(found.out)))

    return scored


def test_the_columns_are_the_documented_ones(run: Callable[..., Ran]) -> None:
    first = run("score", ACCOUNTS, "-f", "csv").out.splitlines()[0]
    assert first == ",".join(COLUMNS)
    assert first == (
        "account,name,owner,tier,band,health,change_7d,change_28d,known,risk,main_cause,revenue,"
        "revenue_at_risk,coverage,strands,alarms,top_action"
    )


def test_the_worst_come_first(rows: Callable[..., list[dict[str, str]]]) -> None:
    ranks = [RANK[row["band"]] for row in rows()]
    assert len(ranks) == 13
    assert ranks == sorted(ranks)


def test_an_account_that_is_lost_is_no_longer_scored(
    rows: Callable[..., list[dict[str, str]]],
) -> None:
    assert "wexley" not in {row["account"] for row in rows()}
    assert "wexley" in {row["account"] for row in rows("--as-of", "2025-11-17")}


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--band", "red"], {"dunmore", "tollgrove", "brightwater", "quillworth"}),
        (["--band", "green", "--band", "unknown"], {"pinemarsh", "calder", "northgate"}),
        (["--owner", "dana"], {"dunmore", "mapleton", "northgate"}),
        (["--owner", "dana", "--band", "red"], {"dunmore"}),
        (["--tier", "strategic"], {"brightwater", "calder", "northgate"}),
        (["--tier", "platinum"], set()),
        (["--account", "osprey"], {"osprey"}),
        (["--account", "osprey", "--account", "calder"], {"osprey", "calder"}),
    ],
)
def test_accounts_can_be_chosen(
    rows: Callable[..., list[dict[str, str]]], options: list[str], expected: set[str]
) -> None:
    assert {row["account"] for row in rows(*options)} == expected


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--band", "rde"], "there is no band `rde`\n  did you mean `red`?"),
        (["--band", "Red"], "there is no band `Red`\n  did you mean `red`?"),
        (["--band", "mauve"], "bands: red, yellow, green, unknown"),
        (["--fail-on", "rde"], "there is no band `rde`"),
        (["--fail-under", "much"], "Invalid value for '--fail-under'"),
        (["--owner", "dna"], "`dna` is not on the team\n  did you mean `dana`?"),
        (["--account", "ospray"], "there is no account `ospray`\n  did you mean `osprey`?"),
        (["--account", "wexley"], "`wexley` was lost on "),
        (["--account", "calder", "--as-of", "2020-01-01"], "`calder` begins on 2025-02-03"),
        (["--account", "[red]x"], "there is no account `[red]x`"),
    ],
)
def test_what_is_not_there_cannot_be_chosen(
    run: Callable[..., Ran], options: list[str], said: str
) -> None:
    found = run("score", ACCOUNTS, *options)
    assert (found.code, found.out) == (2, "")
    assert said in found.err


def test_an_account_that_was_left_out_says_so(run: Callable[..., Ran], write: Callable) -> None:
    book = write("account: a\nname: A\nsince: soon\n")
    found = run("score", book, "--keep-going", "--quiet", "--account", "a")
    assert (found.code, found.err) == (
        2, "clientfit: `a` was left out: it has problems\n  see `clientfit check`\n",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--fail-on", "red"], 1),
        (["--fail-on", "green"], 1),
        (["--fail-on", "red", "--owner", "sam"], 0),
        (["--fail-on", "red", "--fail-on", "yellow", "--owner", "sam"], 1),
        (["--fail-on", "unknown", "--account", "osprey"], 0),
        (["--fail-under", "30"], 0),
        (["--fail-under", "60"], 1),
        (["--fail-under", "60", "--band", "green"], 0),
        (["--fail-under", "nan"], 0),
        (["--fail-under", "101", "--fail-on", "green", "--tier", "none"], 0),
    ],
)
def test_the_exit_code_tells_whether_a_limit_was_met(
    run: Callable[..., Ran], options: list[str], code: int
) -> None:
    found = run("score", ACCOUNTS, *options)
    assert found.code == code
    assert found.err == ""
    assert "as of 2026-11-16" in found.out or "No account to score" in found.out


def test_a_day_may_be_told_relative_to_today(run: Callable[..., Ran]) -> None:
    days = {text: run("score", ACCOUNTS, "--as-of", text, "-f", "json").data["as_of"]
            for text in ("today", "-7d", "last-monday", "2026-01-31")}  # fmt: skip
    assert days == {
        "today": "2026-11-16", "-7d": "2026-11-09", "last-monday": "2026-11-09",
        "2026-01-31": "2026-01-31",
    }  # fmt: skip


@pytest.mark.parametrize("day", ["1900-01-01", "2015-01-05", "2030-01-01", "2199-12-31"])
@pytest.mark.parametrize("form", ["table", "json", "csv", "markdown"])
def test_every_day_can_be_scored(run: Callable[..., Ran], day: str, form: str) -> None:
    found = run("score", ACCOUNTS, "--as-of", day, "--format", form)
    assert (found.code, found.err) == (0, "")
    assert "nan" not in re.findall(r"\w+", found.out.lower())


def test_numbers_are_numbers_and_what_is_unknown_is_null(run: Callable[..., Ran]) -> None:
    found = run("score", ACCOUNTS, "--format", "json").data
    assert found["clientfit"] == 1
    one = next(one for one in found["accounts"] if one["account"] == "pinemarsh")
    assert isinstance(one["health"], float)
    assert len(one["trend"]) == 13
    assert None in {signal["value"] for signal in one["signals"]}
    assert sum(found["book"]["by_band"][band]["accounts"] for band in RANK) == 13


def test_the_table_tells_the_story(run: Callable[..., Ran]) -> None:
    out = run("score", ACCOUNTS, columns=120).out
    assert out.startswith("13 accounts as of 2026-11-16, worst first\n")
    assert "The client gave notice 21 days ago" in out
    assert "By band   4 red" in out


def test_the_same_words_give_the_same_answer(run: Callable[..., Ran]) -> None:
    first, second = (run("score", ACCOUNTS, "-f", "json").out for _ in range(2))
    assert first == second
