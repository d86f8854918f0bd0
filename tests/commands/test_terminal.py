"""What a terminal gets beside the answer: completion of ids, and how far reading is."""

from __future__ import annotations

import io

import pytest

from clientfit_cli.cli import progress, workspace


def test_ids_are_completed_from_the_book_that_a_command_would_open(write, monkeypatch) -> None:
    files = {"x.yaml": "account: acme\n---\naccount: acre\n", "y/z.yaml": "account: bolt\n"}
    monkeypatch.chdir(write(files))
    assert workspace.account_ids("ac") == ["acme", "acre"]
    assert workspace.account_ids("") == ["acme", "acre", "bolt"]


def test_without_a_book_there_is_nothing_to_complete(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("CLIENTFIT_BOOK", str(tmp_path / "nowhere"))
    assert workspace.account_ids("a") == []


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        pytest.param([0, 0.2, 0.9], "", id="nothing within a second"),
        pytest.param(
            [0, 1.5], f"\rreading {'#' * 8}{'.' * 22}  25%\x1b[K\r\x1b[K", id="one bar, then none"
        ),
    ],
)
def test_progress(monkeypatch: pytest.MonkeyPatch, seconds: list[float], said: str) -> None:
    clock = iter(seconds)
    monkeypatch.setattr(progress.time, "perf_counter", lambda: next(clock))
    stream = io.StringIO()
    with progress.Progress(stream, "reading") as line:
        for _ in seconds[1:]:
            line.tick(500, 2000)
    assert stream.getvalue() == said
