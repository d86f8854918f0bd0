"""Every problem code has the smallest file that shows it, and beside that what the user reads."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from clientfit_cli.base.problems import CODES
from clientfit_cli.cli.output import canvas

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Ran

HERE = Path(__file__).parent
# What cannot be kept as a text file is made.
MADE: dict[str, Callable[[Path], object]] = {
    "bad-character": lambda file: file.write_bytes(b"account: acme\nname: Ac\0me\n"),
    "bad-encoding": lambda file: file.write_bytes(b"account: acme\nname: Caf\xe9 Noir\n"),
    "not-a-file": lambda file: file.mkdir(),
    "unreadable": lambda file: file.symlink_to("gone.yaml"),
}


def made(code: str, folder: Path) -> None:
    """Put the files that show a problem into a folder."""
    if code in MADE:
        folder.mkdir()
        (folder / "acme.yaml").write_text("account: acme\nname: Acme\n", encoding="utf-8")
        MADE[code](folder / f"{code}.yaml")
    elif (HERE / code).is_dir():
        shutil.copytree(HERE / code, folder)
    else:
        folder.mkdir()
        shutil.copy(HERE / f"{code}.yaml", folder)


@pytest.mark.parametrize("code", CODES)
def test_a_problem_is_shown_with_its_place_the_line_and_a_remedy(
    code: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    run: Callable[..., Ran],
    golden: Callable[[str, Path], None],
) -> None:
    monkeypatch.chdir(tmp_path)
    made(code, Path("book"))
    found = run("check", "book", columns=80)
    golden(found.out, HERE / f"{code}.txt")
    first = re.search(r"(error|warning)\[([a-z-]+)\]", found.out)
    assert first
    assert first[2] == code
    assert not found.err
    assert found.code == (first[1] == "error")
    assert max(map(len, found.out.splitlines())) <= canvas(None).width


def test_every_example_is_of_a_known_code() -> None:
    named = {one.stem for one in HERE.iterdir() if not one.name.startswith(("_", "test_"))}
    assert named == set(CODES)
