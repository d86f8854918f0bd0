"""A book in a git revision, through the real git: read from objects, and nothing is touched."""

from __future__ import annotations

import datetime as dt
import os
import subprocess

import pytest

from clientfit_cli.base.errors import UserError
from clientfit_cli.execution.task import read_book
from clientfit_cli.storage.folder import Folder
from clientfit_cli.storage.git import revision
from tests.conftest import TEAM


@pytest.fixture
def git(tmp_path, monkeypatch):
    """A repository without anybody's configuration; `git("commit", ..., day="2026-11-01")`."""
    repository = tmp_path / "repository"
    repository.mkdir()
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")

    def run(*words, day="2026-11-01"):
        moment = f"{day}T12:00:00+0100"
        who = {"GIT_COMMITTER_DATE": moment, "GIT_AUTHOR_DATE": "2001-01-01T00:00:00+0000"}
        for role in ("AUTHOR", "COMMITTER"):
            who |= {f"GIT_{role}_NAME": "x", f"GIT_{role}_EMAIL": "x@example.org"}
        return subprocess.run(
            ["git", *words], cwd=repository, env={**os.environ, **who}, check=True,
            capture_output=True, text=True,
        ).stdout  # fmt: skip

    run("init", "-q", "-b", "main")
    run.path = repository
    return run


def put(git, files, day="2026-11-01"):
    for name, text in files.items():
        path = git.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    git("add", "-A")
    git("commit", "-q", "-m", "x", day=day)


def test_a_book_is_read_as_it_stood_in_a_commit(git):
    put(git, {"book/clientfit.yaml": TEAM, "book/a.yaml": "account: a\nname: Old\n"})
    put(git, {"book/a.yaml": "account: a\nname: New\n"}, day="2026-11-08")
    tree = revision(git.path / "book", "HEAD~1")
    assert tree.day == dt.date(2026, 11, 1)
    found = read_book(tree)
    assert found.problems == []
    assert found.accounts["a"].get("name") == "Old"
    assert [one.id for one in found.settings.team] == ["dana", "sam", "priya", "lee"]
    assert revision(git.path / "book", "HEAD").day == dt.date(2026, 11, 8)


def test_a_revision_says_what_its_checkout_says(git):
    files = {
        "clientfit.yaml": TEAM,
        "deep/books/a.yaml": "account: a\nname: A\n",
        "deep/books/more/ä ö.yml": "account: b\nname: B\n",
        "deep/books/.hidden/c.yaml": "account: c\n",
        "deep/books/.d.yaml": "account: d\n",
        "deep/books/notes.txt": "x",
        "elsewhere/e.yaml": "account: e\n",
    }
    put(git, files)
    folder = git.path / "deep" / "books"
    here, there = read_book(Folder(folder)), read_book(revision(folder, "main"))
    assert there.accounts == here.accounts
    assert there.settings == here.settings
    assert list(there.accounts) == ["a", "b"]


def test_the_nearest_settings_at_or_above_the_book_govern_it(git):
    put(git, {"clientfit.yaml": "currency: EUR\n", "x/y/a.yaml": "account: a\nname: A\n"})
    put(git, {"x/clientfit.yaml": "currency: GBP\n"})
    folder = git.path / "x" / "y"
    assert read_book(revision(folder, "HEAD~1")).settings.currency == "EUR"
    assert read_book(revision(folder, "HEAD")).settings.currency == "GBP"
    assert revision(folder, "HEAD").settings() == "../clientfit.yaml"
    assert "../clientfit.yaml" not in revision(folder, "HEAD").names()[0]


def test_links_and_submodules_are_no_files_of_the_book(git):
    (git.path / "book").mkdir()
    (git.path / "book" / "link.yaml").symlink_to("a.yaml")
    put(git, {"book/a.yaml": "account: a\nname: A\n"})
    commit = git("rev-parse", "HEAD").strip()
    git("update-index", "--add", "--cacheinfo", f"160000,{commit},book/module.yaml")
    git("commit", "-q", "-m", "x")
    assert revision(git.path / "book", "HEAD").names()[0] == ["a.yaml"]


def test_the_work_tree_and_the_index_are_not_touched(git):
    put(git, {"book/a.yaml": "account: a\nname: A\n"})
    put(git, {"book/a.yaml": "account: a\nname: B\n"})
    (git.path / "book" / "a.yaml").write_text("account: a\nname: Unsaved\n")
    (git.path / "book" / "new.yaml").write_text("account: n\nname: N\n")
    inside = {path: path.stat().st_mtime_ns for path in git.path.rglob("*")}
    index = (git.path / ".git" / "index").read_bytes()
    found = read_book(revision(git.path / "book", "HEAD~1"))
    assert found.accounts["a"].get("name") == "A"
    assert list(found.accounts) == ["a"]
    assert {path: path.stat().st_mtime_ns for path in git.path.rglob("*")} == inside
    assert (git.path / ".git" / "index").read_bytes() == index


def test_branches_tags_and_the_reflog_name_revisions(git):
    put(git, {"a.yaml": "account: a\nname: A\n"}, day="2026-11-01")
    git("tag", "-a", "v1", "-m", "x")
    put(git, {"a.yaml": "account: a\nname: B\n"}, day="2026-11-09")
    for name in ("v1", "main~1", "HEAD^", "main@{1}"):
        assert revision(git.path, name).day == dt.date(2026, 11, 1)
    assert revision(git.path, "main").day == dt.date(2026, 11, 9)


def test_a_problem_names_the_revision_and_the_file(git, monkeypatch):
    put(git, {"book/a.yaml": "account: a\nname: [\n"})
    monkeypatch.chdir(git.path)
    from pathlib import Path

    [problem] = [
        one for one in read_book(revision(Path("book"), "HEAD")).problems
        if one.code == "syntax"
    ]  # fmt: skip
    assert problem.where.file == "HEAD:book/a.yaml"
    assert problem.text == "name: ["


def test_a_hook_s_surroundings_do_not_lead_elsewhere(git, monkeypatch):
    put(git, {"a.yaml": "account: a\nname: A\n"})
    monkeypatch.setenv("GIT_DIR", "/nowhere/.git")
    monkeypatch.setenv("GIT_INDEX_FILE", "/nowhere/index")
    assert revision(git.path, "HEAD").names()[0] == ["a.yaml"]


@pytest.mark.parametrize(
    "name", ["", "-v", "--help", "--output=x", "a\0b", "a\nb"],
)  # fmt: skip
def test_what_git_would_read_as_an_option_is_no_revision(git, name):
    with pytest.raises(UserError, match="names no revision"):
        revision(git.path, name)


@pytest.mark.parametrize("name", ["nowhere", "HEAD~99", "HEAD:a.yaml", "$(id)", "a..b", "@{"])
def test_a_revision_that_is_not_there_is_said(git, name):
    put(git, {"a.yaml": "account: a\nname: A\n"})
    with pytest.raises(UserError, match="there is no revision"):
        revision(git.path, name)


def test_a_folder_outside_any_repository_is_said(tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(UserError, match="not in a git repository"):
        revision(tmp_path, "HEAD")


def test_a_repository_without_a_commit_is_said(git):
    with pytest.raises(UserError, match="there is no revision"):
        revision(git.path, "HEAD")


def test_a_book_that_was_not_yet_in_the_revision_is_said(git):
    put(git, {"readme.yaml": "x: y\n"})
    put(git, {"book/a.yaml": "account: a\nname: A\n"})
    with pytest.raises(UserError, match="is not in revision `HEAD~1`"):
        revision(git.path / "book", "HEAD~1")


def test_without_git_the_message_says_so(git, monkeypatch):
    put(git, {"a.yaml": "account: a\nname: A\n"})
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(UserError, match="git is not installed"):
        revision(git.path, "HEAD")


def test_the_inside_of_git_is_no_book(git):
    put(git, {"a.yaml": "account: a\nname: A\n"})
    with pytest.raises(UserError, match="not in the work tree"):
        revision(git.path / ".git", "HEAD")
