"""`act`: a recommended action becomes a row of `actions`, and is taken on from then on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from clientfit_cli.execution.task import read_book
from clientfit_cli.storage.folder import Folder
from tests.books import dated

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Ran

ACCOUNT = dated("""\
account: a
name: "A [red] \\u202eB"
owner: dana
since: @900
contacts: [{id: r, name: Robin, role: decision_maker}, {id: s, name: Sasha, role: sponsor}]
touchpoints:
  - {date: @150, channel: call, ours: [dana], theirs: [r]}
issues:
  - {what: Wrong bill, severity: critical, opened: @40}
""")


@pytest.fixture
def book(write: Callable[..., Path]) -> Path:
    return write({"a.yaml": ACCOUNT})


def steps(run: Callable[..., Ran], book: Path) -> list[dict[str, Any]]:
    """The list of `show`, in its order."""
    found = run("show", "a", book, "-f", "json", "-q").data
    actions: list[dict[str, Any]] = found["account"]["actions"]
    return actions


def rows(book: Path) -> list[Any]:
    found = read_book(Folder(book))
    assert found.problems == []
    return found.accounts["a"].rows("actions")


@pytest.mark.parametrize(
    "word",
    [
        pytest.param(lambda step: step["action"], id="its name"),
        pytest.param(lambda _: "2", id="its number in the list of `show`"),
        pytest.param(lambda step: step["what"].upper(), id="its text"),
    ],
)
def test_an_action_is_taken_on_by(run: Callable[..., Ran], book: Path, word: Any) -> None:
    step = steps(run, book)[1]
    found = run("act", "a", word(step), book)
    assert (found.code, found.out) == (0, "")
    assert found.err.startswith(f"wrote action to {book / 'a.yaml'}:11\n")
    (row,) = rows(book)
    assert {"what": row.what, "action": row.signal, "contact": row.contact} == {
        key: step[key] for key in ("what", "action", "contact")
    }
    assert (row.owner, str(row.created), str(row.due)) == (
        step["owner"], "2026-11-16", step["due"],
    )  # fmt: skip
    assert (book / "a.yaml").read_text().startswith(ACCOUNT)


def test_what_was_taken_on_is_shown_as_such_everywhere(run: Callable[..., Ran], book: Path) -> None:
    step = steps(run, book)[0]
    run("act", "a", "1", book, "--owner", "sam", "--due", "2026-12-24")
    for listed, day in (
        (run("actions", book, "-f", "json").data["actions"], "due"),
        (run("plan", "a", book, "-f", "json").data["steps"], "day"),
    ):
        mine = [one for one in listed if one["action"] == step["action"]]
        taken = [(one["taken"], one["owner"], one[day]) for one in mine]
        assert taken == [(True, "sam", "2026-12-24")]


def test_twice_is_refused_and_names_the_place(run: Callable[..., Ran], book: Path) -> None:
    name = steps(run, book)[0]["action"]
    assert run("act", "a", name, book).code == 0
    before = (book / "a.yaml").read_bytes()
    found = run("act", "a", name, book)
    assert found.code == 2
    assert "dana took it on already, due " in found.err
    assert f": {book / 'a.yaml'}:11\n" in found.err
    assert (book / "a.yaml").read_bytes() == before


def test_the_place_is_that_of_the_row_among_others(run: Callable[..., Ran], book: Path) -> None:
    name = steps(run, book)[0]["action"]
    (book / "0.yaml").write_text("account: b\nname: B\nactions: [{what: Call, owner: sam}]\n")
    rows = f"  - {{what: z, signal: {name}, owner: lee}}\n  - {{what: a, owner: sam}}\n"
    (book / "a.yaml").write_text(f"{ACCOUNT}actions:\n{rows}")
    found = run("act", "a", name, book)
    assert f"lee took it on already: {book / 'a.yaml'}:11\n" in found.err


def test_a_dry_run_shows_the_row_and_writes_nothing(run: Callable[..., Ran], book: Path) -> None:
    found = run("act", "a", "1", book, "--dry-run")
    assert found.code == 0
    assert "owner: dana, created: 2026-11-16" in found.out
    assert found.err.startswith("would write action to ")
    assert (book / "a.yaml").read_text() == ACCOUNT


def test_a_word_that_fits_several_lists_them_with_their_numbers(
    run: Callable[..., Ran], book: Path
) -> None:
    numbers = [
        at for at, one in enumerate(steps(run, book), start=1) if "robin" in one["what"].lower()
    ]
    assert len(numbers) > 1
    found = run("act", "a", "robin", book)
    assert (found.code, found.out) == (2, "")
    assert "`robin` may be several: say its number\n" in found.err
    listed = [int(line.split()[0]) for line in found.err.splitlines()[1:]]
    assert listed == numbers


def test_a_word_that_fits_nothing_lists_what_there_is(run: Callable[..., Ran], book: Path) -> None:
    found = run("act", "a", "nonsense", book)
    assert found.code == 2
    assert found.err.startswith("clientfit: `nonsense` is none of the actions for `a`\n")
    assert len(found.err.splitlines()) == 1 + len(steps(run, book))
    assert "\u202e" not in found.err


def test_where_nobody_can_do_it_somebody_has_to_be_named(
    run: Callable[..., Ran], write: Callable[..., Path]
) -> None:
    book = write({"a.yaml": "account: a\nname: A\n"})
    found = run("act", "a", "1", book)
    assert found.code == 2
    assert "nobody of ours is there to do it\n  --owner ID says who takes it on" in found.err
    assert run("act", "a", "1", book, "--owner", "lee").code == 0
    assert rows(book)[0].owner == "lee"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--owner", "zoe"], "`zoe` is not on the team"),
        (["--due", "soon"], "soon is not a day"),
        (["--due", "2026-11-01"], "nothing was written: due 2026-11-01 is before created"),
    ],
)
def test_what_does_not_fit_is_told_and_not_written(
    run: Callable[..., Ran], book: Path, words: list[str], said: str
) -> None:
    found = run("act", "a", "1", book, *words)
    assert (found.code, found.out) == (2, "")
    assert said in found.err
    assert (book / "a.yaml").read_text() == ACCOUNT


def test_account_and_action_must_both_be_named(run: Callable[..., Ran]) -> None:
    assert run("act").code == run("act", "a").code == 2
