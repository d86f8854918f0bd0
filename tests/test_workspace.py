"""A workspace answers for some accounts what it answers for all of them, from their files alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from clientfit_cli.execution import cache
from clientfit_cli.execution.executors import LocalExecutor
from clientfit_cli.execution.workspace import Workspace
from clientfit_cli.outcome.request import Detail, Request
from clientfit_cli.storage.folder import Folder
from tests.conftest import EXAMPLES, TODAY, everything

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from clientfit_cli.outcome.book import BookOutcome

BOOK = EXAMPLES / "accounts"
MARCH = dt.date(2026, 3, 2)


def workspace(book: Path = BOOK, kept: Path | None = None) -> Workspace:
    tree = Folder(book)
    return Workspace(
        tree, LocalExecutor(1), kept and cache.of_book(tree, kept, cache.JUST_BEFORE * 10**10)
    )


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note which files of a book are read, the settings apart."""
    noted: list[str] = []
    read = Folder.read

    def spied(self: Folder, name: str) -> bytes:
        noted.append(name)
        return read(self, name)

    monkeypatch.setattr(Folder, "read", spied)
    return noted


def said(book: BookOutcome, name: str) -> dict[str, Any]:
    """All that a book says of one account, also what takes the whole book to decide."""
    at = book.ids.index(name)
    one = next(account for account in book.everybody if account.id == name)
    return {
        "pieces": {
            detail: everything(replace(book, pieces={detail: book.pieces[detail].only([at])}))[
                detail
            ]
            for detail in book.pieces
        },
        "numbers": {
            (detail, key): (array[at] + 0).tobytes()
            for detail, piece in book.pieces.items()
            for key, array in piece.arrays.items()
        },
        "steps": (one.first_step, one.steps),
        "decided": book.account(name) and (one.introductions, one.white_space),
        "evidence": one.evidence,
        "whole": (book.problems, book.left_out, book.root, book.there),
        "unscored": book.account(name) is None and book.unscored(name),
    }


REQUESTS = [
    pytest.param(Request.weekly(TODAY, *Detail), id="today"),
    pytest.param(Request.weekly(MARCH, *Detail, weeks=2), id="in March"),
    pytest.param(Request.weekly(TODAY, *Detail, known_at=MARCH), id="as it was known in March"),
]


@pytest.mark.parametrize("request_", REQUESTS)
def test_some_accounts_say_what_they_say_among_all(request_):
    everybody = workspace().ask(request_)
    one_by_one = workspace()
    for name in everybody.ids:
        some = one_by_one.ask(request_.of([name]))
        assert some.ids == [name]
        assert said(some, name) == said(everybody, name)
    two = everybody.ids[:4:3]
    some = workspace().ask(request_.of(two))
    assert [said(some, name) for name in two] == [said(everybody, name) for name in two]


def test_also_under_other_numbers():
    asked = workspace()
    scoring = asked.settings.scoring.model_copy(update={"coverage": 2, "below": 80})
    rules = asked.under(asked.settings.model_copy(update={"scoring": scoring}))
    request = replace(Request.weekly(TODAY, *Detail), rules=rules)
    everybody = asked.ask(request)
    assert everything(everybody) != everything(asked.ask(replace(request, rules="")))
    for name in everybody.ids[:3]:
        assert said(asked.ask(request.of([name])), name) == said(everybody, name)


def test_only_their_files_are_read(reads, tmp_path):
    workspace(kept=tmp_path / "kept" / "clientfit").ask(Request((TODAY,)))
    reads.clear()
    asked = workspace(kept=tmp_path / "kept" / "clientfit")
    asked.ask(Request.weekly(TODAY, *Detail).of(["dunmore"]))
    assert set(reads) == {"clientfit.yaml", "dunmore.yaml"}


def test_what_only_the_account_itself_decides_needs_no_other(reads):
    asked = workspace()
    asked.check()
    reads.clear()
    found = asked.ask(Request.on(TODAY, Detail.SUMMARY, Detail.SIGNALS).of(["dunmore"]))
    assert found.account("dunmore").health == workspace().ask(Request((TODAY,))).account(
        "dunmore"
    ).health  # fmt: skip


def test_what_was_asked_is_not_computed_again(reads):
    asked = workspace()
    first = asked.ask(Request.weekly(TODAY, Detail.FIRST, Detail.SIGNALS))
    reads.clear()
    assert asked.ask(Request.weekly(TODAY, Detail.FIRST)) is first
    assert asked.ask_all([Request.weekly(TODAY), Request.weekly(TODAY)]) == [first, first]
    assert reads == []


def test_several_requests_at_once_go_over_the_book_once(reads):
    requests = [Request.weekly(TODAY, *Detail), Request.weekly(MARCH), Request.weekly(TODAY)]
    found = workspace().ask_all(requests)
    assert len([name for name in reads if name == "dunmore.yaml"]) <= 2  # the second for places
    alone: Callable[[Request], Any] = lambda request: everything(workspace().ask(request))  # noqa: E731
    assert everything(found[0]) == alone(requests[0])
    assert everything(found[1]) == alone(requests[1])
    assert found[2] is found[0]
