"""`plan`: what it shows, and what it writes into the files."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from clientfit_cli.execution.task import read_book
from clientfit_cli.storage.folder import Folder
from clientfit_cli.writing import placement
from tests.books import dated
from tests.conftest import EXAMPLES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Ran

ACCOUNTS = EXAMPLES / "accounts"
ODD = dated("""\
account: a   # the id
name: "[red] \\"A\\" 🎉"
owner: dana
contacts: [{id: r, name: "R: [bold] \\"x\\"", role: decision_maker}]
touchpoints:
    - {date: @150, channel: call, ours: [dana], theirs: [r]}   # long ago

ideas: []
# the end""")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(ACCOUNTS, tmp_path / "accounts")
    return tmp_path / "accounts"


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_it_fits_the_terminal(run: Callable[..., Ran], columns: int) -> None:
    found = run("plan", "tollgrove", ACCOUNTS, columns=columns)
    assert (found.code, found.err) == (0, "")
    assert all(cell_len(line) <= columns for line in found.out.splitlines())
    assert "Day 100" in found.out


def test_account_and_book_come_in_either_order(run: Callable[..., Ran]) -> None:
    assert run("plan", "kestrel", ACCOUNTS) == run("plan", ACCOUNTS, "kestrel")


def test_json_is_versioned(run: Callable[..., Ran]) -> None:
    data = run("plan", "kestrel", ACCOUNTS, "-f", "json").data
    assert (data["clientfit"], data["account"]) == (1, "kestrel")
    assert [one["after"] for one in data["milestones"]] == [30, 60, 100]
    assert data["steps"][0]["taken"] is True
    assert data["milestones"][-1]["done"] == len(data["steps"])


@pytest.mark.parametrize("name", ["kestrel", "calder", "pinemarsh", "northgate", "tollgrove"])
def test_writing_only_adds_lines_and_only_once(
    run: Callable[..., Ran], copy: Path, name: str
) -> None:
    before = {path: path.read_bytes() for path in copy.rglob("*.yaml")}
    wrote = run("plan", name, copy, "--write")
    assert (wrote.code, wrote.err.startswith("wrote ")) == (0, True)
    changed = [path for path, raw in before.items() if path.read_bytes() != raw]
    assert len(changed) == 1
    lines = iter(changed[0].read_bytes().splitlines())
    assert all(line in lines for line in before[changed[0]].splitlines())
    book = read_book(Folder(copy))
    assert book.problems == []
    data = run("plan", name, copy, "-f", "json").data
    assert all(step["taken"] for step in data["steps"])
    # A plan that was written is the plan from then on.
    again = run("plan", name, copy, "--write")
    assert "nothing to write" in again.err
    assert changed[0].read_bytes() != before[changed[0]]
    assert sum(path.read_bytes() != raw for path, raw in before.items()) == 1


def test_odd_names_are_written_and_read_again(
    run: Callable[..., Ran], write: Callable[..., Path]
) -> None:
    folder = write(ODD)
    assert run("plan", "a", folder, "--write").code == 0
    text = (folder / "book.yaml").read_text(encoding="utf-8")
    assert text.startswith(ODD.removesuffix("# the end"))
    assert text.endswith("# the end")
    row = read_book(Folder(folder)).accounts["a"].rows("actions")[0]
    assert 'R: [bold] "x"' in row.what
    assert '[red] "A" 🎉' in run("plan", "a", folder).out
    assert "\\[red\\]" in run("plan", "a", folder, "-f", "markdown").out


def test_a_file_that_changed_meanwhile_is_left_alone(
    run: Callable[..., Ran], write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(ODD)
    monkeypatch.setattr(
        placement, "proposed", lambda *_: placement.Edit("book.yaml", b"other", b"ours")
    )
    found = run("plan", "a", folder, "--write")
    assert (found.code, found.out) == (2, "")
    assert (folder / "book.yaml").read_text(encoding="utf-8") == ODD


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes anywhere")
def test_a_folder_that_cannot_be_written(
    run: Callable[..., Ran], write: Callable[..., Path]
) -> None:
    folder = write(ODD)
    folder.chmod(0o500)
    try:
        assert run("plan", "a", folder, "--write").code == 2
    finally:
        folder.chmod(0o700)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param("account: a\nname: A\nlost: {date: 2026-01-01}\n", "was lost", id="lost"),
        pytest.param("account: a\nname: A\nsince: 2027-01-01\n", "begins on", id="not begun"),
        pytest.param("account: ab\nname: Other\n", "did you mean `ab`", id="another name"),
    ],
)
def test_no_plan_for_what_is_not_scored(
    run: Callable[..., Ran], write: Callable[..., Path], text: str, says: str
) -> None:
    found = run("plan", "a", write(text), "--write")
    assert (found.code, found.out) == (2, "")
    assert says in found.err


def test_an_account_with_nothing_in_it(run: Callable[..., Ran], write: Callable[..., Path]) -> None:
    folder = write("account: a\nname: A\n")
    found = run("plan", "a", folder, "--write")
    assert found.code == 0
    assert "health unknown" in found.out
    # Nobody is there to do it.
    assert (folder / "book.yaml").read_text(encoding="utf-8") == "account: a\nname: A\n"
