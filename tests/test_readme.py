"""The README tells the truth: its commands run, and its generated parts are not stale."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from clientfit_cli.execution.task import read_book
from clientfit_cli.storage.folder import Folder

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_generated_parts_and_outputs_are_as_the_code_says() -> None:
    done = subprocess.run(
        [sys.executable, ".ci/docs.py", "--check"], cwd=ROOT, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("block", re.findall(r"```python\n(.*?)```", README, re.DOTALL))
def test_python_blocks_run(block: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", block], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "northgate" in done.stdout


def test_yaml_blocks_are_sound(tmp_path: Path) -> None:

    account, settings = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)
    (tmp_path / "acme.yaml").write_text(account, encoding="utf-8")
    team = "team: [{id: dana}, {id: sam}]\n"
    (tmp_path / "clientfit.yaml").write_text(team + settings, encoding="utf-8")
    assert read_book(Folder(tmp_path)).problems == []


def test_the_two_commands_of_the_start_make_their_own_environment() -> None:
    marks = re.findall(r"<!-- (score|test) -->\n```sh\n(.*?)\n```", README)
    assert [name for name, _ in marks] == ["score", "test"]
    assert all(command.startswith("python3 -m venv .venv && ") for _, command in marks)


def test_the_json_that_the_readme_promises_has_a_schema() -> None:
    schema = json.loads((ROOT / "tests/schemas/score.v1.json").read_text(encoding="utf-8"))
    said = re.search(r"An account has\n`(.*?)`\. Numbers", README, re.DOTALL)
    assert said
    names = set(re.findall(r"[a-z_0-9]+", re.sub(r"[{\[].*?[}\]]+", "", said[1])))
    assert names == set(schema["$defs"]["account"]["required"])
