"""Every command that shows numbers gives the same bytes, however the book is gone over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from clientfit_cli.execution import partition
from clientfit_cli.execution.executors import DaskExecutor
from tests.conftest import EXAMPLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conftest import Ran

BOOK = str(EXAMPLES / "accounts")
COMMANDS = {
    "score": ["score", BOOK],
    "coverage": ["coverage", BOOK],
    "actions": ["actions", BOOK, "--all"],
    "report": ["report", BOOK],
    "report of some": ["report", BOOK, "--owner", "jonas"],
    "history": ["history", BOOK, "--weeks", "6"],
    "history of the book": ["history", BOOK, "--weeks", "6", "--book"],
    "diff of days": ["diff", "@-7d", "@today", "--book", BOOK],
    "diff of a folder": ["diff", "@2026-08-01", BOOK],
    "snapshot": ["snapshot", BOOK],
    "check": ["check", BOOK],
    "show": ["show", "kestrel", BOOK],
    "brief": ["brief", "kestrel", BOOK],
    "plan": ["plan", "kestrel", BOOK],
}
WHOLE = ["--no-cache", "--jobs", "1"]


def formats(words: list[str]) -> list[list[str]]:
    """The command as terminal text and as JSON; a snapshot is JSON in any case."""
    return [words] if words[0] == "snapshot" else [words, [*words, "--format", "json"]]


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    with DaskExecutor(None, 2) as cluster:
        yield cluster._client.scheduler.address


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partition, "MOST_FILES", 5)


@pytest.mark.parametrize("name", COMMANDS)
def test_in_parts_from_the_cache_and_on_two_processes(
    name: str, run: Callable[..., Ran], request: pytest.FixtureRequest
) -> None:
    expected = [run(*words, *WHOLE) for words in formats(COMMANDS[name])]
    assert all(ran.code == 0 for ran in expected)
    request.getfixturevalue("small_parts")
    for way in (["--no-cache", "--jobs", "1"], ["--jobs", "1"], ["--jobs", "1"],
                ["--no-cache", "--jobs", "2"]):  # fmt: skip
        answers = [run(*words, *way) for words in formats(COMMANDS[name])]
        assert [ran.out for ran in answers] == [ran.out for ran in expected], way


@pytest.mark.parametrize("name", COMMANDS)
def test_on_a_cluster(
    name: str, run: Callable[..., Ran], request: pytest.FixtureRequest, scheduler: str
) -> None:
    expected = [run(*words, *WHOLE) for words in formats(COMMANDS[name])]
    request.getfixturevalue("small_parts")
    way = ["--engine", "dask", "--scheduler", scheduler]
    answers = [run(*words, *way) for words in formats(COMMANDS[name])]
    assert [ran.out for ran in answers] == [ran.out for ran in expected]
