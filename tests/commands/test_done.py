"""`done`: an action, a promise or an issue is closed with its day, and nothing else changes."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

import pytest

from clientfit_cli.execution.task import read_book
from clientfit_cli.storage.folder import Folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Ran

ACCOUNT = """\
account: a   # ours for years
name: A
contacts: [{id: r, name: Robin}]
commitments:
  - {what: Revised SLA draft, person: dana, made: 2026-10-01, due: 2026-10-15}   # twice promised
  - {what: Forecast, by: them, made: 2026-10-01}
  - {what: SLA for Ohio, made: 2026-11-10, done: }
  - {what: Kept, made: 2026-09-01, done: 2026-09-02}
issues:
  - what: "Late: time sheets"
    opened: 2026-09-01
    # nobody knows why
    severity: major
  - {what: Over, opened: 2026-01-01, closed: 2026-01-02}
actions:
  - {what: Call Robin, signal: silence, owner: dana, created: 2026-11-01, due: 2026-11-20}
"""


CALL = ACCOUNT.splitlines()[-1].removesuffix("}")


@pytest.fixture
def book(write: Callable[..., Path]) -> Path:
    return write({"a.yaml": ACCOUNT})


def changed(book: Path) -> list[str]:
    """The lines that went and that came."""
    lines = difflib.ndiff(ACCOUNT.splitlines(), (book / "a.yaml").read_text().splitlines())
    assert read_book(Folder(book)).problems == []
    return [line for line in lines if line[0] in "+-"]


@pytest.mark.parametrize(
    ("what", "kind", "place", "lines"),
    [
        pytest.param(
            "silence", "action", 16,
            [f"- {CALL}}}", f"+ {CALL},", "+      done: 2026-11-16}"],
            id="an action by its signal",
        ),
        pytest.param(
            "time sheets", "issue", 14, ["+     closed: 2026-11-16"], id="an issue by its text"
        ),
        pytest.param(
            "ohio", "promise", 7,
            ["-   - {what: SLA for Ohio, made: 2026-11-10, done: }",
             "+   - {what: SLA for Ohio, made: 2026-11-10, done: 2026-11-16}"],
            id="a promise by its text, where the key stands empty",
        ),
    ],
)  # fmt: skip
def test_it_is_closed_today_and_nothing_else_changes(
    run: Callable[..., Ran], book: Path, what: str, kind: str, place: int, lines: list[str]
) -> None:
    found = run("done", "a", what, book)
    assert (found.code, found.out) == (0, "")
    assert found.err.startswith(f"closed {kind} in {book / 'a.yaml'}:{place}\n")
    assert changed(book) == lines


def test_the_day_may_be_another_one(run: Callable[..., Ran], book: Path) -> None:
    assert run("done", "a", "draft", book, "--date", "2026-10-14").code == 0
    assert changed(book)[-1].endswith("due: 2026-10-15, done: 2026-10-14}   # twice promised")


def test_a_day_before_it_began_is_refused(run: Callable[..., Ran], book: Path) -> None:
    found = run("done", "a", "draft", book, "--date", "2026-09-30")
    assert found.code == 2
    assert "nothing was written: done 2026-09-30 is before made 2026-10-01" in found.err
    assert changed(book) == []


def test_several_that_fit_are_listed_with_their_numbers_and_dates(
    run: Callable[..., Ran], book: Path
) -> None:
    found = run("done", "a", "sla", book)
    assert (found.code, found.out) == (2, "")
    assert found.err == (
        "clientfit: `sla` may be several: say its number\n"
        "   2  promise: Revised SLA draft, since 2026-10-01, due 2026-10-15\n"
        "   3  promise: SLA for Ohio, since 2026-11-10\n"
    )
    assert changed(book) == []
    assert run("done", "a", "3", book).code == 0
    assert "done: 2026-11-16" in (book / "a.yaml").read_text().splitlines()[6]


def test_what_fits_nothing_lists_what_is_open_and_only_that(
    run: Callable[..., Ran], book: Path
) -> None:
    found = run("done", "a", "forecast", book)
    assert found.code == 2
    assert [line.split(",")[0] for line in found.err.splitlines()] == [
        "clientfit: `forecast` is none of the open things of `a`",
        "   1  action: Call Robin",
        "   2  promise: Revised SLA draft",
        "   3  promise: SLA for Ohio",
        "   4  issue: Late: time sheets",
    ]


@pytest.mark.parametrize("what", ["x", "ate", "0", "5", "", "over", "kept"])
def test_half_a_word_a_number_beyond_or_what_is_closed_fits_nothing(
    run: Callable[..., Ran], book: Path, what: str
) -> None:
    assert run("done", "a", what, book).code == 2
    assert changed(book) == []


def test_where_nothing_is_open_that_is_told(
    run: Callable[..., Ran], write: Callable[..., Path]
) -> None:
    found = run("done", "a", "x", write({"a.yaml": "account: a\nname: A\n"}))
    assert (found.code, found.err) == (2, "clientfit: there are no open things of `a`\n")


def test_a_dry_run_shows_the_line_and_writes_nothing(run: Callable[..., Ran], book: Path) -> None:
    found = run("done", "a", "time sheets", book, "--dry-run")
    assert (found.code, found.out) == (0, "   14 |     closed: 2026-11-16\n")
    assert found.err == f"would close issue in {book / 'a.yaml'}:14\n"
    assert changed(book) == []


def test_what_act_took_on_is_closed_by_its_name(
    run: Callable[..., Ran], book: Path
) -> None:  # fmt: skip
    name = run("show", "a", book, "-f", "json").data["account"]["actions"][0]["action"]
    assert run("act", "a", name, book, "--owner", "dana").code == 0
    found = run("done", "a", name, book)
    assert (found.code, found.err.startswith("closed action in ")) == (0, True)


def test_texts_of_files_take_no_hold_of_the_terminal(
    run: Callable[..., Ran], write: Callable[..., Path]
) -> None:
    text = 'issues: [{what: "x \\u202e\\n[red] y", opened: 2026-01-01}]\n'
    found = run("done", "a", "z", write({"a.yaml": f"account: a\nname: A\n{text}"}))
    assert "   1  issue: x \ufffd [red] y, since 2026-01-01\n" in found.err
