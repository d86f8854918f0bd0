"""`history`: each column is the score of its day; every format says the same."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from clientfit_cli.engine.facts.tabulate import tabulated
from clientfit_cli.execution.task import read_book
from clientfit_cli.outcome.build import outcomes
from clientfit_cli.outcome.history import book_points, days_back, ever_scored
from clientfit_cli.outcome.request import Detail, Request
from clientfit_cli.outcome.totals import Totals
from clientfit_cli.storage.folder import Folder
from tests.books import account
from tests.conftest import EXAMPLES, TODAY, outcome

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from clientfit_cli.outcome.book import BookOutcome
    from tests.conftest import Ran

ACCOUNTS = EXAMPLES / "accounts"
SMALL = (
    account("owner: dana\nrevenue: 100\ntier: gold\ntouchpoints: [{date: @3, channel: call}]", "a")
    + account("owner: sam\nlost: {date: @20}\ntouchpoints: []", "gone")
    + account("", "later", since="@-9")
    + account("", "new", since="@5")
    + account("", "bare", since=None).replace("BARE", '"[red] \\"B\\" 🎉"')
)


@pytest.fixture
def small(write: Callable[..., Path]) -> Path:
    return write(SMALL)


def history_of(days: tuple[dt.date, ...]) -> BookOutcome:
    book = read_book(Folder(ACCOUNTS))
    request = Request(days, frozenset({Detail.SUMMARY, Detail.TRAIL}))
    return outcomes(tabulated(book), [request])[0]


def test_each_day_of_a_history_is_the_score_of_that_day() -> None:
    book = read_book(Folder(ACCOUNTS))
    days = days_back(TODAY, 8, 7)
    found = history_of(days)
    every = ever_scored(found)
    by_day = dict(zip(days, [outcome(book, day) for day in days], strict=True))
    seen = 0
    for known in every:
        for point in known.points:
            one = by_day[point.day].account(known.id)
            assert one is not None
            cover = one.coverage
            assert (point.band, point.health, point.risk, point.main_cause) == (
                one.band, one.health, one.risk, one.main_cause,
            )  # fmt: skip
            assert (point.known, point.revenue_at_risk) == (one.known, one.revenue_at_risk)
            assert point.strands == (cover.strands if cover else None)
            assert list(point.alarms) == sorted(alarm.name for alarm in one.alarms)
            seen += 1
    assert seen == sum(len(result.accounts) for result in by_day.values())
    for day, result in zip(book_points(found, every), by_day.values(), strict=True):
        totals = Totals(result, result.accounts)
        assert day.by_band == {band: n for band, (n, _) in totals.by_band.items()}
        assert day.revenue == pytest.approx(totals.revenue)
        assert day.revenue_at_risk == pytest.approx(sum(totals.at_risk.values()))


def test_health_of_the_book_is_weighted_by_revenue() -> None:
    found = history_of((TODAY,))
    ones = found.accounts
    pairs = [(one.revenue or 0.0, one.health) for one in ones if one.health is not None]
    expected = sum(a * b for a, b in pairs) / sum(a for a, _ in pairs)
    assert book_points(found, ever_scored(found))[0].health == pytest.approx(expected)


@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize("words", [[], ["--book"], ["--account", "wexley"]], ids=str)
def test_it_fits_the_terminal(run: Callable[..., Ran], words: list[str], columns: int) -> None:
    found = run("history", ACCOUNTS, *words, columns=columns)
    assert (found.code, found.err) == (0, "")
    assert all(cell_len(line) <= columns for line in found.out.splitlines())


def test_csv_has_a_row_for_each_account_and_day(run: Callable[..., Ran], small: Path) -> None:
    found = run("history", small, "--weeks", 4, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(found.out)))
    assert {row["account"] for row in rows} == {"a", "gone", "new", "bare"}
    assert [row["as_of"] for row in rows if row["account"] == "a"] == [
        str(TODAY - dt.timedelta(days=7 * back)) for back in (4, 3, 2, 1, 0)
    ]
    # Scored only while they are clients.
    assert [row["as_of"] for row in rows if row["account"] == "gone"] == [
        "2026-10-19",
        "2026-10-26",
    ]
    assert [row["as_of"] for row in rows if row["account"] == "new"] == [str(TODAY)]
    assert next(row for row in rows if row["account"] == "bare")["health"] == ""


def test_the_last_row_is_that_of_score(run: Callable[..., Ran]) -> None:
    now = {row["account"]: row for row in
           csv.DictReader(io.StringIO(run("score", ACCOUNTS, "-f", "csv").out))}  # fmt: skip
    rows = csv.DictReader(io.StringIO(run("history", ACCOUNTS, "--weeks", 2, "-f", "csv").out))
    for row in rows:
        if row["as_of"] == str(TODAY):
            for column in ("band", "health", "risk", "main_cause", "coverage", "strands"):
                assert row[column] == now[row["account"]][column]


def test_json_is_versioned_and_unknown_is_null(run: Callable[..., Ran], small: Path) -> None:
    data = run("history", small, "--weeks", 1, "-f", "json").data
    assert (data["clientfit"], data["as_of"]) == (1, str(TODAY))
    assert data["days"] == ["2026-11-09", "2026-11-16"]
    bare = next(one for one in data["accounts"] if one["account"] == "bare")
    assert bare["days"][0]["health"] is None
    assert bare["days"][0]["coverage"] is None
    assert data["book"][0]["accounts"] == 2
    assert "accounts" not in run("history", small, "--book", "-f", "json").data


def test_a_lost_account_has_a_history(run: Callable[..., Ran], small: Path) -> None:
    assert "lost" in run("history", small).out
    alone = run("history", small, "--account", "gone", "--every", "28d")
    assert alone.code == 0
    assert "2026-09-21" in alone.out
    assert "\ngone," not in run("history", small, "--band", "unknown", "-f", "csv").out


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        pytest.param(["--owner", "sam"], {"gone"}, id="by owner, the lost among them"),
        pytest.param(["--tier", "gold"], {"a"}, id="by tier"),
        pytest.param(["--account", "a", "--account", "new"], {"a", "new"}, id="by name"),
    ],
)  # fmt: skip
def test_a_choice_of_accounts(
    run: Callable[..., Ran], small: Path, words: list[str], ids: set[str]
) -> None:
    rows = csv.DictReader(io.StringIO(run("history", small, *words, "-f", "csv").out))
    assert {row["account"] for row in rows} == ids


@pytest.mark.parametrize(
    ("words", "says"),
    [
        pytest.param(["--account", "later"], "begins on", id="not begun"),
        pytest.param(["--account", "nobody"], "there is no account", id="not there"),
        pytest.param(["--every", "0"], "no step", id="no step"),
        pytest.param(["--every", "week"], "not a number of days", id="no number"),
        pytest.param(["--weeks", "9999", "--every", "1d"], "more than", id="too many days"),
    ],
)
def test_what_cannot_be_shown_is_said(
    run: Callable[..., Ran], small: Path, words: list[str], says: str
) -> None:
    found = run("history", small, *words)
    assert (found.code, found.out) == (2, "")
    assert says in found.err


def test_a_book_without_accounts(run: Callable[..., Ran], write: Callable[..., Path]) -> None:
    folder = write({})
    for words in ([], ["--book"]):
        assert run("history", folder, *words, "--quiet").code == 0


def test_names_are_shown_as_they_are(run: Callable[..., Ran], small: Path) -> None:
    assert '[red] "B" 🎉' in run("history", small, columns=120).out
