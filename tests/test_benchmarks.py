"""The benchmarks run: every comparison that the README names is made, and measures what it says."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from filelock import FileLock

from clientfit_cli.storage.folder import Folder
from clientfit_cli.storage.tree import SETTINGS
from clientfit_cli.yamlio import reader

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent
BENCHMARKS = ROOT / "benchmarks"
DAY = "2026-11-16"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="measures with wait4 and /proc")


def python(*words: object, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run a script of the benchmarks."""
    script, *rest = words
    return subprocess.run(
        [sys.executable, str(BENCHMARKS / str(script)), *map(str, rest)],
        capture_output=True, text=True, check=check, timeout=600,
    )  # fmt: skip


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, Any]]:
    """All comparisons of a tiny book, once: what was printed, and what was measured."""
    work = tmp_path_factory.getbasetemp()
    if run := os.environ.get("PYTEST_XDIST_TESTRUNUID"):  # all workers share the folder above
        work = work.parent / f"benchmarks-{run}"
        work.mkdir(exist_ok=True)
    found, printed = work / "found.json", work / "printed.txt"
    with FileLock(work / "lock"):
        if not printed.exists():
            done = python(
                "run.py", "--accounts", 10, "--touchpoints", 5, "--sizes", 5, 10, "--mailbox", 1,
                "--runs", 1, "--json", found, check=False,
            )  # fmt: skip
            assert done.returncode == 0, done.stderr
            printed.write_text(done.stdout, encoding="utf-8")
    return printed.read_text(encoding="utf-8"), json.loads(found.read_text(encoding="utf-8"))


def compared(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["name"]: one for one in found["comparisons"]}


def test_every_comparison_of_the_readme_is_printed(ran: tuple[str, dict[str, Any]]) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    said = re.search(r"`python benchmarks/run\.py[^`]*`.*?\n\n", readme, re.DOTALL)
    assert said
    named = set(re.findall(r"`(cold|warm|history|startup|growth|mailbox)`", said[0]))
    assert named == {"cold", "warm", "history", "startup", "growth", "mailbox"}
    printed = {line.split(":")[0].lower() for line in ran[0].splitlines() if line[:1].isupper()}
    assert named <= printed
    assert named == set(compared(ran[1]))


def test_each_contestant_was_timed_as_often_as_asked(ran: tuple[str, dict[str, Any]]) -> None:
    for name, comparison in compared(ran[1]).items():
        turns = 7 if name == "history" else 1
        assert comparison["contestants"]
        for one in comparison["contestants"]:
            assert len(one["seconds"]) == turns
            assert 0 < one["min"] == min(one["seconds"])


@pytest.mark.parametrize("program", ["ledger", "hledger", "beancount"])
def test_a_program_is_compared_or_said_to_be_missing(
    program: str, ran: tuple[str, dict[str, Any]]
) -> None:
    there = shutil.which("bean-check" if program == "beancount" else program)
    cold = compared(ran[1])["cold"]
    assert (program in [one["name"] for one in cold["contestants"]]) == bool(there)
    assert (f"{program} is not installed" in ran[0]) == (not there)


def test_a_ratio_is_of_what_was_measured(ran: tuple[str, dict[str, Any]]) -> None:
    cold = compared(ran[1])["cold"]
    took = {one["name"]: one["min"] for one in cold["contestants"]}
    (plain,) = (one for one in cold["ratios"] if one["name"].endswith("the plain road"))
    expected = took["clientfit score"] / took["the plain road"]
    assert plain["of_min"] == pytest.approx(expected)


def test_the_table_fits_a_terminal(ran: tuple[str, dict[str, Any]]) -> None:
    assert max(map(len, ran[0].splitlines())) <= 80


def test_a_second_run_is_called_one_unless_there_is_a_cache(
    ran: tuple[str, dict[str, Any]],
) -> None:
    (kept,) = (one for one in compared(ran[1])["warm"]["notes"] if "cache" in one)
    assert re.fullmatch(
        r"its cache holds [\d.]+ MB|clientfit wrote no cache: again is just a second run", kept
    )


def test_a_command_that_fails_is_not_timed(tmp_path: Path) -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "import measure\n"
        "try: measure.run(['sh', '-c', 'echo gone wrong >&2; exit 3'], {})\n"
        "except measure.Failed as wrong: print(wrong)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, BENCHMARKS], capture_output=True, text=True, check=True,
        cwd=tmp_path,
    )  # fmt: skip
    assert "3\ngone wrong" in done.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_memory_is_that_of_all_processes_of_a_command(tmp_path: Path) -> None:
    hold = "import time; held = bytearray(b'x') * 60_000_000; print(flush=True); time.sleep(1)"
    until_killed = hold.replace("(1)", "(1000)")
    two = (
        "import subprocess, sys; p = subprocess.Popen([sys.executable, '-c', "
        f"{until_killed!r}], stdout=subprocess.PIPE); p.stdout.readline(); {hold}; p.kill()"
    )
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "import measure\n"
        "print(measure.run([sys.executable, '-c', sys.argv[2]], {})[1])\n"
    )

    def peak(script: str) -> float:
        done = subprocess.run(
            [sys.executable, "-c", code, BENCHMARKS, script], capture_output=True, text=True,
            check=True, cwd=tmp_path,
        )  # fmt: skip
        return float(done.stdout)

    assert 60 < peak(hold) < 100
    assert 120 < peak(two + "; p.wait()") < 200


@pytest.fixture
def book(tmp_path: Path) -> Path:
    python("generate.py", tmp_path / "book", 6, 9)
    return tmp_path / "book"


def test_the_same_numbers_give_the_same_book(book: Path, tmp_path: Path) -> None:
    python("generate.py", tmp_path / "again", 6, 9)

    def stamps(folder: Path) -> dict[str, str]:
        return {
            str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in folder.rglob("*.yaml")
        }

    assert stamps(book) == stamps(tmp_path / "again")
    assert len(stamps(book)) >= 7


def dates(book: Path) -> dict[str, list[str]]:
    """The days of the touchpoints of each account."""
    found: dict[str, list[str]] = {}
    for name in Folder(book).names()[0]:
        for one in reader.read(Folder(book), name)[0]:
            if name != SETTINGS:
                days = found.setdefault(one.data["account"], [])
                days += [row["date"][:10] for row in one.data.get("touchpoints", [])]
    return found


def test_the_plain_road_measures_what_stands_in_the_book(
    book: Path, process: Callable[..., Any]
) -> None:
    scored = process("score", book, "--as-of", DAY, "--format", "json")
    assert scored.code == 0, scored.err
    ids = sorted(one["account"] for one in scored.data["accounts"])
    lines = python("plain_road.py", book, DAY).stdout.splitlines()[2:]
    found = {line.split()[0]: line.split()[1:] for line in lines}
    assert sorted(found) == ids
    kept = dates(book)
    for account, (silent, met, _) in found.items():
        assert int(met) == len(kept[account]) == 9
        assert f"silent {silent}" == f"silent {_between(max(kept[account]), DAY)}"


def _between(first: str, last: str) -> int:
    import datetime as dt

    return (dt.date.fromisoformat(last) - dt.date.fromisoformat(first)).days


@pytest.mark.parametrize("form", ["journal", "beancount"])
def test_other_forms_hold_as_many_dated_entries(form: str, book: Path, tmp_path: Path) -> None:
    python("forms.py", form, tmp_path / "entries", 6, 9)
    text = (tmp_path / "entries").read_text(encoding="utf-8")
    written = sorted(re.findall(r"^(\d{4}-\d\d-\d\d) (?!open)", text, re.MULTILINE))
    kept = [day for days in dates(book).values() for day in days]
    assert written == sorted(kept)
    assert len(written) == 54


def test_parquet_holds_the_same_touchpoints(book: Path, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    python("forms.py", "parquet", tmp_path / "met.parquet", 6, 9)
    parquet = python("groupby.py", tmp_path / "met.parquet", DAY).stdout.splitlines()[2:]
    plain = python("plain_road.py", book, DAY).stdout.splitlines()[2:]
    silent = {line.split()[0]: line.split()[-1] for line in parquet}
    assert silent == {line.split()[0]: line.split()[1] for line in plain}
