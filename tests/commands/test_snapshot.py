"""The command `snapshot`."""

from __future__ import annotations

import json

import pytest

from tests.conftest import EXAMPLES

ACCOUNTS = EXAMPLES / "accounts"


def test_it_writes_to_stdout(run):
    found = run("snapshot", ACCOUNTS, "--as-of", "2026-11-16")
    assert (found.code, found.err) == (0, "")
    assert (found.data["clientfit_snapshot"], found.data["as_of"]) == (1, "2026-11-16")


def test_it_writes_a_file_that_diff_reads(run, tmp_path):
    path = tmp_path / "s.json"
    found = run("snapshot", ACCOUNTS, "--as-of", "-7d", "-o", path)
    assert (found.code, found.out, found.err) == (0, "", "")
    assert json.loads(path.read_text(encoding="utf-8"))["as_of"] == "2026-11-09"
    again = run("diff", path, ACCOUNTS, "--as-of", "2026-11-09")
    assert (again.code, again.err) == (0, "")
    assert again.out.startswith("Nothing changed")


def test_the_same_book_gives_the_same_bytes(run):
    assert run("snapshot", ACCOUNTS).out == run("snapshot", ACCOUNTS).out


def test_a_file_that_cannot_be_written_leaves_none(run, tmp_path):
    found = run("snapshot", ACCOUNTS, "-o", tmp_path / "nowhere" / "s.json")
    assert found.code == 2
    assert "cannot write" in found.err
    assert list(tmp_path.iterdir()) == []


def test_a_book_with_problems_is_not_frozen_unless_asked(run, write, tmp_path):
    book = write({"a.yaml": "account: a\nname: A\n", "b.yaml": "account: b\nsince: soon\n"})
    path = tmp_path / "s.json"
    assert run("snapshot", book, "-o", path).code == 1
    assert not path.exists()
    assert run("snapshot", book, "-o", path, "--keep-going").code == 0
    found = json.loads(path.read_text(encoding="utf-8"))
    assert (found["left_out"], len(found["accounts"])) == (["b"], 1)


@pytest.mark.parametrize("words", [["--as-of", "soon"], ["--format", "json"]])
def test_wrong_usage(run, words):
    assert run("snapshot", ACCOUNTS, *words).code == 2
