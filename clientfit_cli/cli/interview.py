"""The questions that `log` asks on a terminal, in place of the words that were not typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.base.errors import UserError
from clientfit_cli.cli import completion, prompts, writing
from clientfit_cli.writing import entry, entry_kinds

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable
    from pathlib import Path

    from clientfit_cli.writing.entry import Answer, Desk

SHORT = 45  # characters of answers that stand beside a question; the Tab key shows all


def asked(
    folder: Path,
    account: str | None,
    kind: str | None,
    answers: dict[str, Answer],
    today: dt.date,
) -> tuple[str, str, str]:
    """Ask for the account, what it is, its words, and into `answers` what else matters most."""

    def no_account(word: str) -> str:
        return _said(lambda: writing.account_to_write(folder, word))

    if not account:
        known = completion.accounts_in(folder)
        account = prompts.ask("Account", known[0] if len(known) == 1 else "", known, no_account)
    book, account = writing.account_to_write(folder, account)
    if not kind:
        kind = prompts.ask(
            "What",
            "call",
            [*entry_kinds.KINDS],
            lambda word: _said(lambda: entry_kinds.kind_named(word)),
        )
    name = entry_kinds.kind_named(kind)
    about, desk = entry_kinds.KINDS[name], writing.desk(book, account, today)
    words = _question(name, "words", about.asks, desk) if about.asks else ""
    for option in about.main:
        if not answers.get(option):
            answers[option] = _question(name, option, entry_kinds.QUESTIONS[option], desk)
    return account, name, words


def _question(name: str, option: str, question: str, desk: Desk) -> str:
    about = entry_kinds.KINDS[name]
    default = ""
    if option == "date" and about.day:
        default = "today"
    elif option == "ours" and about.mine:
        default = desk.me or ""
    choices = entry.choices(name, option, desk)
    listed = ", ".join(choices)
    if listed and len(listed) <= SHORT:
        question += f" ({listed})"
    return prompts.ask(
        question, default, choices, lambda text: entry.wrong(name, option, text, desk)
    )


def _said(understand: Callable[[], object]) -> str:
    """Say why a word is not understood, or nothing."""
    try:
        understand()
    except UserError as error:
        return "; ".join(part for part in (error.message, error.hint) if part)
    return ""
