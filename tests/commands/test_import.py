"""`import`: shown first, written only with --write; the same files twice add nothing."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from clientfit_cli.execution.task import read_book
from clientfit_cli.storage.folder import Folder
from tests.conftest import EXAMPLES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Ran

FILES = EXAMPLES / "imports"
SETTINGS = """
timezone: America/New_York
team:
  - {id: dana, name: Dana Reyes, email: dana@ourfirm.example}
  - {id: sam, name: Sam Oduya, email: sam@ourfirm.example}
  - {id: priya, name: Priya Nair, email: priya@ourfirm.example}
"""
ALL = [FILES / "calendar.ics", FILES / "inbox.mbox", FILES / "contacts.csv"]


@pytest.fixture
def folder(write: Callable[..., Path]) -> Path:
    return write({}, settings=SETTINGS)


@pytest.fixture
def do(run: Callable[..., Ran], folder: Path) -> Callable[..., Ran]:
    def done(*words: object, **options: Any) -> Ran:
        found = run("import", *words, "--book", folder, "--as-of", "2026-11-16", **options)
        assert "Traceback" not in found.err
        return found

    return done


def state(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*.yaml"))
    }  # fmt: skip


def test_nothing_is_written_unless_asked(do: Callable[..., Ran], folder: Path) -> None:
    before = state(folder)
    found = do(*ALL)
    assert found.code == 0
    assert "What would be imported" in found.out
    assert "nothing is written yet: --write writes 113 things" in found.err
    assert state(folder) == before
    assert not (folder / ".clientfit").exists()


def test_from_three_files_to_a_scored_book(
    do: Callable[..., Ran], run: Callable[..., Ran], folder: Path
) -> None:
    assert do(*ALL, "--new-contacts", "--write").code == 0
    assert run("check", folder).out == "4 accounts: no problems\n"
    accounts = run("score", folder, "--format", "json").data["accounts"]
    assert {one["account"]: one["band"] for one in accounts} == {
        "verity-freight": "red", "coral-bay-hotels": "unknown", "stonegate-medical": "unknown",
        "harrow-mill-paper": "unknown",
    }  # fmt: skip


def test_the_order_of_the_files_does_not_matter(do: Callable[..., Ran], folder: Path) -> None:
    assert do(*ALL, "--write").code == 0
    one = state(folder)
    for name in one:
        if name != "clientfit.yaml":
            (folder / name).unlink()
    assert do(*reversed(ALL), "--write").code == 0
    assert {name: sorted(text.split(b"\n")) for name, text in state(folder).items()} == {
        name: sorted(text.split(b"\n")) for name, text in one.items()
    }


def test_the_same_files_again_add_nothing(do: Callable[..., Ran], folder: Path) -> None:
    do(*ALL, "--write")
    before = state(folder)
    again = do(*ALL, "--write")
    assert again.err == "nothing to write\n"
    assert state(folder) == before


def test_one_file_after_another_is_the_same_as_all_at_once(
    do: Callable[..., Ran], folder: Path
) -> None:
    for file in (FILES / "contacts.csv", FILES / "calendar.ics", FILES / "inbox.mbox"):
        do(file, "--write")
    read = read_book(Folder(folder))
    counts = {name: len(one.rows("touchpoints")) for name, one in read.accounts.items()}
    assert counts == {"coral-bay-hotels": 11, "harrow-mill-paper": 59, "stonegate-medical": 26,
                      "verity-freight": 4}  # fmt: skip


def test_no_subject_and_no_body_is_written_unless_asked(
    do: Callable[..., Ran], folder: Path
) -> None:
    do(*ALL, "--write")
    for text in state(folder).values():
        assert b"Time sheets" not in text
        assert b"see below" not in text
    for name in state(folder):
        if name != "clientfit.yaml":
            (folder / name).unlink()
    do(*ALL, "--write", "--notes")
    assert b"Time sheets" in (folder / "harrow-mill-paper.yaml").read_bytes()
    assert not any(b"see below" in text for text in state(folder).values())


def test_what_cannot_be_matched_waits_in_the_review_list(do: Callable[..., Ran]) -> None:
    review = do(*ALL, "--format", "json").data["review"]
    assert {(one["kind"], one["who"], one["times"]) for one in review} == {
        ("contact", "Ines Okafor <i.okafor@coralbay.example>", 2),
        ("account", "stillsprinting.example", 1),
    }


def test_a_mistake_in_a_mapping_of_ones_own_is_shown_with_its_place(
    do: Callable[..., Ran], tmp_path: Path
) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text("title: Mine\nsystem: mine\nsystm: mine\nmakes: contacts\n", encoding="utf-8")
    found = do(FILES / "contacts.csv", "--mapping", mine)
    assert found.code == 1
    assert "mine.yaml:3:1:" in found.err
    assert "error[unknown-key] systm:" in found.err
    assert "did you mean `system`?" in found.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(["gone.csv"], "there is no file gone.csv", id="a file that is not there"),
        pytest.param(["--dates", "ymd", FILES / "contacts.csv"], "--dates is dmy or mdy",
                     id="an order of dates that there is not"),
        pytest.param(["--from", "tabel", FILES / "contacts.csv"], "did you mean `table`?",
                     id="a kind of file that there is not"),
        pytest.param(["--mapping", "hubspot-contact", FILES / "contacts.csv"],
                     "did you mean `hubspot-contacts`?", id="a mapping that there is not"),
        pytest.param(["--ours", "zed", FILES / "contacts.csv"], "`zed` is not on the team",
                     id="somebody who is not on the team"),
        pytest.param([EXAMPLES / "accounts" / "kestrel.yaml"], "no importer knows this file",
                     id="a file of another kind"),
    ],
)  # fmt: skip
def test_wrong_usage_ends_with_a_line_that_says_why(
    do: Callable[..., Ran], words: list[object], said: str
) -> None:
    found = do(*words)
    assert found.code == 2
    assert said in found.err


def test_a_book_with_errors_is_not_written_to(do: Callable[..., Ran], folder: Path) -> None:
    (folder / "bad.yaml").write_text("account: bad\nnaem: Bad\n", encoding="utf-8")
    before = state(folder)
    assert do(*ALL, "--write").code == 1
    assert state(folder) == before


def test_a_read_only_book_stays_as_it_is(do: Callable[..., Ran], folder: Path) -> None:
    shutil.rmtree(folder / ".clientfit", ignore_errors=True)
    (folder / ".clientfit").write_text("", encoding="utf-8")  # nobody can make the folder
    found = do(*ALL, "--write")
    assert found.code == 2
    assert list(folder.glob("*.yaml")) == [folder / "clientfit.yaml"]


def test_hostile_names_never_reach_the_terminal_or_a_file(
    do: Callable[..., Ran], run: Callable[..., Ran], folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "[red]x\x1b[31m.csv"
    file.write_text(
        "Record ID,First Name,Last Name,Email,Company Name\n"
        '1,"[red]Al\x1b[31m","\u202eevil",al@a.example,"=cmd()|x"\n'
        '2,"Bo","""quoted"": {x}",bo@b.example,"- account: z"\n',
        encoding="utf-8",
    )
    found = do(file, "--write")
    assert found.code == 0
    assert "\x1b" not in found.out + found.err
    assert "\u202e" not in found.out + found.err
    assert run("check", folder).code == 0
