"""In the repository of a book: the pre-commit hook, and annotations on the right lines in CI."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
BAD = "account: acme\nname: Acme\ntouchpoints:\n  - {date: 2026-13-40, channel: call}\n"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository" / "accounts"
    folder.mkdir(parents=True)
    (folder / "acme.yaml").write_text(BAD, encoding="utf-8")
    return folder.parent


def ran(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command of a YAML file, with this Python's clientfit."""
    name, *words = shlex.split(command)
    assert name == "clientfit"
    return subprocess.run(
        [sys.executable, "-m", "clientfit_cli", *words], cwd=folder, capture_output=True,
        encoding="utf-8", check=False,
    )  # fmt: skip


def hook() -> dict[str, Any]:
    (found,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    return found


def test_the_hook_stops_a_commit_that_breaks_the_book(repository: Path) -> None:
    found = ran(hook()["entry"], repository)
    assert found.returncode == 1
    assert "acme.yaml:4:12: error[bad-date]" in found.stdout
    good = BAD.replace("2026-13-40", "2026-11-13")
    (repository / "accounts" / "acme.yaml").write_text(good, encoding="utf-8")
    done = ran(hook()["entry"], repository)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_hook_runs_for_yaml_files_and_looks_at_the_whole_book() -> None:
    assert re.search(hook()["files"], "accounts/acme.yml")
    assert not re.search(hook()["files"], "accounts/notes.md")
    assert hook()["pass_filenames"] is False


def workflow() -> dict[str, str]:
    text = (ROOT / "examples" / "github" / "book.yml").read_text(encoding="utf-8")
    steps = yaml.safe_load(text)["jobs"]["check"]["steps"]
    return {step["name"]: step["run"] for step in steps if "name" in step}


def test_an_annotation_lands_on_the_line_of_the_mistake(repository: Path) -> None:
    found = ran(workflow()["Are the files sound?"], repository)
    assert found.returncode == 1
    place = re.search(r"::error file=(.*?),line=(\d+),col=(\d+)", found.stdout)
    assert place
    # Paths are those of the repository: the step runs at its top.
    line = (repository / place[1]).read_text(encoding="utf-8").splitlines()[int(place[2]) - 1]
    assert line[int(place[3]) - 1 :].startswith("2026-13-40")


def test_a_pull_request_says_what_it_does_to_health(repository: Path) -> None:
    def git(*words: str) -> None:
        subprocess.run(
            ["git", "-c", "user.name=t", "-c", "user.email=t@t.example", *words],
            cwd=repository, check=True, capture_output=True,
        )  # fmt: skip

    file = repository / "accounts" / "acme.yaml"
    git("init", "-q")
    for day in ("2026-01-02", "2026-11-02"):
        file.write_text(BAD.replace("2026-13-40", day), encoding="utf-8")
        git("add", ".")
        git("commit", "-q", "-m", day)
    command = workflow()["What does the change do to the health of the accounts?"]
    command, _, target = command.partition(" >> ")
    assert target == '"$GITHUB_STEP_SUMMARY"'
    found = ran(command, repository)
    assert found.returncode == 0, found.stderr
    assert "Acme" in found.stdout
