"""Command `forget`: a preview first, all files or none, and what is left to the user."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from clientfit_cli.book.directory import forgotten_ref
from clientfit_cli.execution.task import read_book
from clientfit_cli.storage import atomic
from clientfit_cli.storage.folder import Folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Ran

FILES = {
    "a.yaml": "account: a\nname: A\ncontacts:\n  - id: r.lee\n    name: Robin [red] Lee\n"
    "    email: r.lee@a.example\n    role: sponsor\n    personal: [tea]  # Lee said so\n",
    "b.yaml": "# Robin [red] Lee was here\naccount: a\ntouchpoints:\n"
    + "".join(
        f"  - {{date: 2026-10-0{day}, channel: call, ours: [dana], theirs: [r.lee]}}\n"
        for day in range(1, 5)
    ),
}


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.yaml")}


def test_without_write_nothing_is_written(
    run: Callable[..., Ran], write: Callable[..., Path]
) -> None:
    folder = write(FILES)
    before = contents(folder)
    found = run("forget", "r.lee", folder)
    assert (found.code, found.err) == (0, "")
    assert contents(folder) == before
    assert "--write changes 2 files" in found.out
    assert "a/r.lee → forgotten-1" in found.out
    assert "git filter-repo" in found.out
    assert "known_people" in found.out
    # Many references of one kind are one row.
    assert found.out.count("touchpoints.") == 1
    assert "touchpoints.theirs, 4 times" in run("forget", "r.lee", folder, columns=160).out


def test_with_write_the_book_is_sound_and_knows_them_no_more(
    run: Callable[..., Ran], write: Callable[..., Path]
) -> None:
    folder = write(FILES)
    found = run("forget", "a/r.lee", folder, "--write")
    assert found.code == 0
    assert "2 files written" in found.out
    book = read_book(Folder(folder))
    assert book.problems == []
    contact = book.accounts["a"].rows("contacts")[0]
    assert (contact.id, contact.name, contact.role) == ("forgotten-1", "Forgotten 1", "sponsor")
    assert b"Lee" not in b"".join(contents(folder).values())
    again = run("forget", "r.lee", folder, "--write")
    assert (again.code, again.out) == (2, "")
    assert "no contact" in again.err
    assert run("forget", "forgotten-1", folder).code == 2


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_no_line_is_wider_than_the_terminal(
    run: Callable[..., Ran], write: Callable[..., Path], columns: int
) -> None:
    found = run("forget", "r.lee", write(FILES), columns=columns)
    assert max(map(len, found.out.splitlines())) <= columns


def test_the_answer_in_json(run: Callable[..., Ran], write: Callable[..., Path]) -> None:
    folder = write(FILES)
    data = run("forget", "r.lee", folder, "-f", "json").data
    assert data["written"] is False
    assert data["contacts"] == [{"account": "a", "contact": "r.lee", "becomes": "forgotten-1"}]
    places = {(one["line"], one["what"]): one["becomes"] for one in data["places"]
              if one["file"].endswith("a.yaml")}  # fmt: skip
    assert places == {
        (4, "contacts[0].id"): "forgotten-1",
        (5, "contacts[0].name"): "Forgotten 1",
        (4, "contacts[0].ref"): forgotten_ref("Robin Lee", "r.lee@a.example"),
        (6, "contacts[0].email"): "goes",
        (8, "contacts[0].personal"): "goes",
        (8, "comment"): "look at it",
    }


@pytest.mark.parametrize("form", ["csv", "markdown", "html", "table"])
def test_names_are_no_markup(
    run: Callable[..., Ran], write: Callable[..., Path], form: str
) -> None:  # fmt: skip
    files = {**FILES, "c.yaml": "account: c\nname: C\nnote: '[red] </b> Robin [red] Lee \u202e'\n"}
    found = run("forget", "r.lee", write(files), "-f", form, columns=200)
    assert found.code == 0
    assert "Forgotten 1" in found.out
    if form in {"table", "html"}:
        assert "\u202e" not in found.out
    if form == "html":
        assert "</b> Forgotten" not in found.out


def test_files_with_errors_stop_it(run: Callable[..., Ran], write: Callable[..., Path]) -> None:
    folder = write({**FILES, "c.yaml": "account: c\nname: [\n"})
    before = contents(folder)
    found = run("forget", "r.lee", folder, "--write")
    assert (found.code, found.out) == (1, "")
    assert "nobody was forgotten" in found.err
    assert contents(folder) == before


def test_a_read_only_file_stops_it_before_any_is_written(
    run: Callable[..., Ran], write: Callable[..., Path]
) -> None:
    folder = write(FILES)
    before = contents(folder)
    (folder / "b.yaml").chmod(0o444)
    found = run("forget", "r.lee", folder, "--write")
    assert (found.code, found.out) == (2, "")
    assert "b.yaml is read-only" in found.err
    assert contents(folder) == before


def test_all_files_are_written_or_none(
    run: Callable[..., Ran], write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(FILES)
    before = contents(folder)
    real = atomic._staged

    def failing(target: Path, content: bytes) -> Path:
        if target.name == "b.yaml":
            raise OSError(28, "No space left on device")
        return real(target, content)

    monkeypatch.setattr(atomic, "_staged", failing)
    found = run("forget", "r.lee", folder, "--write")
    assert (found.code, found.out) == (2, "")
    assert "No space left on device" in found.err
    assert contents(folder) == before
