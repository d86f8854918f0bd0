"""`brief`: the page before a meeting says what was known that day, and says it kindly."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any

import pytest
from rich.cells import cell_len

from tests.books import CATALOGUE, account
from tests.conftest import EXAMPLES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Ran

ACCOUNTS = EXAMPLES / "accounts"
TEXT = account("""
owner: dana
contacts:
  - {id: r, name: "[red] \\"Robin\\" 🎉", role: decision_maker, since: @30, succeeds: p,
     prefers: {channel: call, asked: @300}}
  - {id: p, name: Pat, role: decision_maker, until: @30}
  - {id: s, name: Sasha, role: sponsor, prefers: {channel: visit, detail: big_picture, asked: @20},
     personal: [sings]}
  - {id: t, name: Toni, role: champion, prefers: {channel: email}}
  - {id: v, name: Vic, role: champion, prefers: {channel: call, asked: @-2}}
  - {id: u, name: Uma, role: user}
touchpoints:
  - {date: @400, channel: visit, ours: [dana, sam], theirs: [p, s]}
  - {date: @90, channel: meeting, ours: [dana], theirs: [t]}
  - {date: @10, channel: meeting, ours: [dana], theirs: [s], note: They plan a site}
  - {date: @2, channel: mailing, ours: [dana], theirs: [r, s]}
  - {date: @-3, channel: visit, ours: [dana], theirs: [r]}
commitments:
  - {what: Draft, person: sam, to: s, made: @30, due: @5}
  - {what: Names, by: them, to: s, made: @8, due: @-5}
  - {what: Done, made: @50, due: @40, done: @41}
  - {what: Future, made: @-1, due: @-9}
issues:
  - {what: Late sheets, severity: major, opened: @7, closed: @-4}
ideas:
  - {what: Night pool, date: @35}
  - {what: Day pool, date: @35, outcome: taken}
  - {what: Not yet, date: @-1}
goals:
  - {what: Second site, from: p, confirmed: @40}
  - {what: Old goal, from: s, confirmed: @200}
  - {what: Reached, from: s, confirmed: @200, reached: @9}
feedback: [{kind: trust, contact: s, asked: @80, given: @6, rating: 8}]
services: [{service: temp, since: @300}]
opportunities: [{service: perm, opened: @15, amount: 50000}]
news: [{what: New rule, date: @4}]
""")


@pytest.fixture
def folder(write: Callable[..., Path]) -> Path:
    return write(TEXT, CATALOGUE)


@pytest.fixture
def data(run: Callable[..., Ran], folder: Path) -> Any:
    return run("brief", "a", folder, "-f", "json").data


def test_those_who_matter_are_there_unless_it_is_said(
    run: Callable[..., Ran], folder: Path, data: Any
) -> None:
    assert [one["contact"] for one in data["with"]] == ["r", "s", "t", "v"]
    asked = run("brief", folder, "a", "--with", "u,s", "--with", "p", "-f", "json").data
    assert [one["contact"] for one in asked["with"]] == ["u", "s", "p"]
    assert asked["with"][2]["left"] == "2026-10-17"


def test_preferences_are_asked_assumed_inherited_or_unknown(data: Any) -> None:
    # What will be asked the day after tomorrow is an assumption today.
    assert [one["preferences_are"] for one in data["with"]] == [
        "inherited", "asked", "assumed", "assumed",
    ]  # fmt: skip


def test_the_last_touchpoint_is_no_mailing_and_no_plan(data: Any) -> None:
    assert [one["last"] and one["last"]["day"] for one in data["with"]] == [
        None, "2026-11-06", "2026-08-18", None,
    ]  # fmt: skip
    assert data["since"]["day"] == "2026-11-06"


def test_what_stands_between_us(data: Any) -> None:
    assert [one["what"] for one in data["we_owe"]] == ["Draft"]
    assert [one["what"] for one in data["they_owe"]] == ["Names"]
    assert [one["what"] for one in data["issues"]] == ["Late sheets"]
    assert [one["what"] for one in data["ideas"]] == ["Night pool"]
    assert [one["what"] for one in data["goals"]] == ["Second site", "Old goal"]
    assert [one["service"] for one in data["opportunities"]] == ["perm"]
    assert [one["service"] for one in data["services"]] == ["payroll"]
    assert {one["what"] for one in data["news"]} == {
        "promised: Names", "issue opened: Late sheets", "news of theirs: New rule",
        "Sasha rated trust 8", "goal reached: Reached",
    }  # fmt: skip


def test_what_to_ask(data: Any) -> None:
    asked = "\n".join(data["ask"])
    for text in (
        "is what Pat liked", "Toni: how do they like to work? What is on file is our assumption",
        "Does the goal still stand that Pat set: Second site?", "still stand: Old goal?",
        "We last asked on 2026-08-28",
    ):  # fmt: skip
        assert text in asked
    assert "Sasha:" not in asked


def test_changes_are_counted_from_the_last_touchpoint_with_those_who_come(
    run: Callable[..., Ran], folder: Path
) -> None:
    data = run("brief", "a", folder, "--with", "t", "-f", "json").data
    assert data["since"]["day"] == "2026-08-18"
    assert "Pat left the role" in {one["what"] for one in data["news"]}


@pytest.mark.parametrize("columns", [50, 80, 120])
@pytest.mark.parametrize("name", ["kestrel", "tollgrove", "pinemarsh", "northgate"])
def test_it_fits_the_terminal(run: Callable[..., Ran], name: str, columns: int) -> None:
    found = run("brief", name, ACCOUNTS, columns=columns)
    assert (found.code, found.err) == (0, "")
    assert all(cell_len(line) <= columns for line in found.out.splitlines())


@pytest.mark.parametrize("form", ["table", "markdown"])
def test_the_wording_is_respectful(run: Callable[..., Ran], form: str) -> None:
    for name in ("tollgrove", "quillworth", "pinemarsh", "dunmore", "kestrel"):
        text = run("brief", name, ACCOUNTS, "-f", form).out
        assert not re.search(r"(?i)neglect|ignored|failed to|your fault|should have", text)
    assert "reconnect" in run("brief", "pinemarsh", ACCOUNTS).out


def test_odd_names_are_data(run: Callable[..., Ran], folder: Path) -> None:
    assert '[red] "Robin" 🎉' in run("brief", "a", folder).out
    assert "\\[red\\]" in run("brief", "a", folder, "-f", "markdown").out


def test_csv_has_a_row_for_each_thing(run: Callable[..., Ran], folder: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("brief", "a", folder, "-f", "csv").out)))
    assert {
        "with",
        "we_owe",
        "they_owe",
        "issue",
        "news",
        "idea",
        "goal",
        "opportunity",
        "ask",
    } == {row["part"] for row in rows}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("account: a\nname: A\n", id="nothing at all"),
        pytest.param("account: a\nname: A\ncontacts: []\ntouchpoints: []\ngoals: []\n",
                     id="neither contacts nor touchpoints"),
        pytest.param("account: a\nname: A\ncontacts: [{id: r, name: R}]\n", id="no touchpoints"),
        pytest.param("account: a\nname: A\nsince: 2026-11-10\ncontacts: [{id: r, name: R}]\n"
                     "touchpoints: [{date: 2026-11-01, channel: call, theirs: [r]}]\n",
                     id="met before the account began"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", ["table", "markdown", "json", "csv"])
def test_a_thin_account_has_a_brief(
    run: Callable[..., Ran], write: Callable[..., Path], text: str, form: str
) -> None:
    assert run("brief", "a", write(text), "-f", form).code == 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        pytest.param(["a", "--with", "x"], "`x` is no contact of `a`", id="nobody of theirs"),
        pytest.param(["b"], "there is no account `b`", id="no such account"),
    ],
)
def test_what_is_not_there_is_said(
    run: Callable[..., Ran], folder: Path, words: list[str], says: str
) -> None:
    found = run("brief", words[0], folder, *words[1:])
    assert (found.code, found.out) == (2, "")
    assert says in found.err


def test_a_lost_account_has_no_brief(run: Callable[..., Ran]) -> None:
    found = run("brief", "wexley", ACCOUNTS)
    assert found.code == 2
    assert "was lost" in found.err
