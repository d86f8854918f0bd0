"""`clientfit init`: a book to start from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Ran

WRITTEN = [
    "clientfit.yaml", ".gitignore", ".clientfit/account.schema.json",
    ".clientfit/settings.schema.json", "acme.yaml",
]  # fmt: skip


def test_the_book_is_sound_and_scores_something(run: Callable[..., Ran], tmp_path: Path) -> None:
    book = tmp_path / "new" / "accounts"
    made = run("init", book)
    assert (made.code, made.out) == (0, "")
    wrote = "".join(f"wrote {book / name}\n" for name in WRITTEN)
    assert made.err == wrote + f"next: clientfit score {book}\n"

    checked = run("check", book)
    assert (checked.code, checked.out) == (0, "1 account: no problems\n")

    found = run("score", book, "--format", "json")
    assert (found.code, found.err) == (0, "")
    (account,) = found.data["accounts"]
    assert (account["account"], account["owner"]) == ("acme", "dana")
    assert account["band"] in {"green", "yellow", "unknown"}
    assert account["health"] > 50
    assert account["known"] > 0.4
    assert account["actions"]
    assert "Acme Manufacturing" in run("show", "acme", book).out


@pytest.mark.parametrize("day", ["2024-02-29", "1999-12-31", "2199-01-01"])
def test_the_book_is_sound_on_any_day(run: Callable[..., Ran], tmp_path: Path, day: str) -> None:
    assert run("init", tmp_path / "book", "--as-of", day, "--quiet").err == ""
    found = run("score", tmp_path / "book", "--as-of", day)
    assert (found.code, found.err) == (0, "")


def test_the_files_name_the_schemas_that_lie_beside_them(
    run: Callable[..., Ran], tmp_path: Path
) -> None:
    run("init", tmp_path / "book")
    for name, schema in (("acme", "account"), ("clientfit", "settings")):
        first = (tmp_path / "book" / f"{name}.yaml").read_text().splitlines()[0]
        path = first.removeprefix("# yaml-language-server: $schema=")
        assert path == f".clientfit/{schema}.schema.json"
        text = (tmp_path / "book" / path).read_text()
        assert text == run("schema", schema).out
        jsonschema.Draft202012Validator.check_schema(json.loads(text))


@pytest.mark.parametrize("name", WRITTEN)
def test_a_file_that_is_there_is_never_touched(
    run: Callable[..., Ran], tmp_path: Path, name: str
) -> None:
    there = tmp_path / name
    there.parent.mkdir(exist_ok=True)
    there.write_text("precious")
    found = run("init", tmp_path)
    assert (found.code, found.out) == (2, "")
    assert f"already there: {there}" in found.err
    assert there.read_text() == "precious"
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [there]


def test_a_second_time_is_refused(run: Callable[..., Ran], tmp_path: Path) -> None:
    run("init", tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert run("init", tmp_path).code == 2
    assert before == {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}


def test_a_link_that_leads_nowhere_is_there(run: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "acme.yaml").symlink_to(tmp_path / "elsewhere")
    assert run("init", tmp_path / "book").code == 2
    assert not (tmp_path / "elsewhere").exists()


def test_a_folder_that_cannot_be_made(run: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    found = run("init", tmp_path / "file" / "book")
    assert found.code == 2
    assert "cannot make" in found.err
    assert run("init", tmp_path / "file").code == 2


def test_the_folder_must_be_named(run: Callable[..., Ran]) -> None:
    assert run("init").code == 2
    assert not Path("acme.yaml").exists()


def test_a_team_of_ones_own_stands_in_for_the_example(
    run: Callable[..., Ran], tmp_path: Path
) -> None:
    people = ["Zoë Ørsted <z.orsted@firm.example>", "Al", "Zed <z@firm.example>"]
    made = run("init", tmp_path / "new", *(word for one in people for word in ("--team", one)))
    assert made.code == 0
    text = (tmp_path / "new" / "clientfit.yaml").read_text(encoding="utf-8")
    assert "  - {id: z, name: Zoë Ørsted, email: z.orsted@firm.example}\n" in text
    assert "  - {id: al, name: Al}\n  - {id: z2, name: Zed, email: z@firm.example}\n\n" in text
    assert run("check", tmp_path / "new").out == "1 account: no problems\n"
    assert run("score", tmp_path / "new", "--format", "json").data["accounts"][0]["owner"] == "z"


def test_an_empty_book_has_settings_and_no_account(run: Callable[..., Ran], tmp_path: Path) -> None:
    made = run("init", tmp_path, "--empty", "--team", "Dana <dana@firm.example>")
    assert made.code == 0
    assert made.err.endswith(f"next: clientfit import FILE... --book {tmp_path}\n")
    assert [path.name for path in tmp_path.glob("*.yaml")] == ["clientfit.yaml"]


def test_somebody_without_a_name_is_refused(run: Callable[..., Ran], tmp_path: Path) -> None:
    made = run("init", tmp_path, "--team", "山田")
    assert made.code == 2
    assert "names nobody" in made.err
    assert list(tmp_path.iterdir()) == []
