"""Questions on a terminal: what is asked, what is taken, and what is offered at the Tab key."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any

import pytest

from clientfit_cli.cli import prompts


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is typed, one answer after the other."""
    answers: list[str] = []

    def answered(question: str) -> str:
        sys.stdout.write(question + "\n")
        return answers.pop(0)

    monkeypatch.setattr("builtins.input", answered)
    return answers


def test_enter_takes_what_stands_in_brackets(
    typed: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    typed += [""]
    assert prompts.ask("Which day", "today") == "today"
    assert capsys.readouterr().out == "Which day [today]: \n"


def test_what_will_not_do_is_asked_again_with_the_reason(
    typed: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    typed += ["seven", " 7 "]
    found = prompts.ask("Mood", wrong=lambda text: "" if text.isdigit() else "no number\x1b[2J")
    assert found == "7"
    assert capsys.readouterr().out == "Mood: \n  no number\ufffd[2J\nMood: \n"


@pytest.mark.parametrize(
    ("answer", "sure"), [("", True), ("Y", True), ("yes", True), ("n", False), ("NO", False)]
)
def test_yes_or_no(typed: list[str], answer: str, sure: bool) -> None:
    typed += ["maybe", answer]
    assert prompts.sure("Write it?") is sure


def test_without_readline_it_still_asks(typed: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "readline", None)
    typed += ["call"]
    assert prompts.ask("What", choices=["call"]) == "call"


@pytest.mark.parametrize(
    ("doc", "binding"),
    [
        pytest.param("GNU readline", "tab: complete", id="GNU readline"),
        pytest.param("libedit readline", "bind ^I rl_complete", id="libedit, as on macOS"),
        pytest.param(None, "tab: complete", id="a readline that says nothing of itself"),
    ],
)
def test_the_tab_key_is_bound_and_given_back(
    monkeypatch: pytest.MonkeyPatch, doc: str | None, binding: str
) -> None:
    now: dict[str, Any] = {"completer": "before", "delims": "before"}
    offered: list[str | None] = []

    def question(_: str) -> str:
        offered.extend(now["completer"]("v", at) for at in range(3))
        return "visit"

    fake = SimpleNamespace(
        __doc__=doc, get_completer=lambda: now["completer"],
        get_completer_delims=lambda: now["delims"],
        set_completer=lambda to: now.update(completer=to),
        set_completer_delims=lambda to: now.update(delims=to),
        parse_and_bind=lambda line: now.update(bound=line), set_auto_history=lambda _: None,
    )  # fmt: skip
    monkeypatch.setitem(sys.modules, "readline", fake)
    monkeypatch.setattr("builtins.input", question)
    assert prompts.ask("What", choices=["call", "visit", "video"]) == "visit"
    assert offered == ["visit", "video", None]
    assert now == {"completer": "before", "delims": "before", "bound": binding}


def test_nobody_is_there_unless_both_ends_are_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    ends = {"stdin": True, "stdout": False}
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: ends["stdin"]))
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(isatty=lambda: ends["stdout"]))
    assert not prompts.possible()
    ends["stdout"] = True
    assert prompts.possible()
