"""One account is found without reading the book, and is what reading all of it would find."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from clientfit_cli.base.errors import UserError
from clientfit_cli.book import resolve
from clientfit_cli.book.directory import Directory
from clientfit_cli.book.search import may_speak_of
from clientfit_cli.cli import workspace
from clientfit_cli.execution import cache, partition
from clientfit_cli.execution.finder import Finder
from clientfit_cli.execution.task import read_book
from clientfit_cli.storage.folder import Folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Ran

BOOK = {
    "acme.yaml": "account: acme\nname: Acme Tools\naliases: [Amalgamated, mail@amal.example]\n"
    "contacts: [{id: r, name: Robin, email: r@acme.example}]\n",
    "acme/more.yaml": "account: acme\nideas: []\n",
    "two.yaml": "---\naccount: bee\nname: Bee Hives\ndomains: [bee.example]\n"
    "---\naccount: cee\nname: Cee Tools\ncontacts: [{id: b, name: b@bee.example}]\n",
    "wrong.yaml": "account: dee\nname: Dee Hives\nsince: never\n",
    "broken.yaml": "account: eve\nname: [\n",
}
WORDS = (
    "acme", "ACME", "acme tools", "Tools", "Amalgamated", "mail@amal.example", "hives",
    "x@acme.example", "bee.example", "https://www.acme.example/x", "dee", "eve", "Dee Hives",
    "amal", "acmee", "fresh", "Fresh Air", "air",
)  # fmt: skip


def finder(folder: Path) -> Finder:
    tree = Folder(folder)
    return Finder(tree, cache.of_book(tree, workspace.cache_folder(), time.time_ns()))


def meant(find: Callable[[], str]) -> str:
    try:
        return find()
    except UserError as error:
        return f"{error.message}; {error.hint}"


STATES = (
    "nothing is kept", "all is kept", "a part for each file", "some is", "one was added",
    "one went",
)  # fmt: skip


@pytest.fixture(params=STATES)
def folder(
    run: Callable[..., Ran],
    write: Callable[..., Path],
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> Path:
    """A book of which all or some or nothing is in the cache."""
    folder = write(BOOK, "team: [{id: dana, email: d@ours.example}]\n")
    if request.param == "a part for each file":
        monkeypatch.setattr(partition, "MOST_FILES", 1)
    if request.param != "nothing is kept":
        run("score", folder, "--keep-going")
    if request.param == "some is":
        (folder / "acme" / "more.yaml").write_text(
            "account: acme\ngoals: []\n---\naccount: fresh\nname: Fresh Air\n"
            "domains: [bee.example]\n"
        )
    if request.param == "one was added":
        (folder / "bee.yaml").write_text("account: bee\naliases: [Amalgamated]\n")
    if request.param == "one went":
        (folder / "acme.yaml").unlink()
    return folder


@pytest.mark.parametrize("word", WORDS)
def test_a_word_means_what_it_means_in_the_whole_book(folder: Path, word: str) -> None:
    book = read_book(Folder(folder))
    whole = word if word in book.left_out else meant(
        lambda: resolve.account_named(Directory(book), word)
    )  # fmt: skip
    assert meant(lambda: finder(folder).named(word)) == whole


@pytest.mark.parametrize("name", ["acme", "bee", "cee", "dee", "eve", "fresh", "zoe"])
def test_an_account_is_read_as_from_the_whole_book(folder: Path, name: str) -> None:
    whole, own = read_book(Folder(folder)), finder(folder).read(name)
    told, expected = own.accounts.get(name), whole.accounts.get(name)
    assert (told is None) == (expected is None)
    if told and expected:
        assert (told.scalars, told.documents) == (expected.scalars, expected.documents)
        assert told.sections == expected.sections
    assert (name in own.left_out) == (name in whole.left_out)
    mine = [problem for problem in whole.problems if problem.account == name]
    assert [problem for problem in own.problems if problem.account == name] == mine


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("account: acme\nname: A\n", id="plainly"),
        pytest.param("account:   acme  # the id\r\nname: A\r\n", id="with a remark"),
        pytest.param("account: bee\nname: B\n---\naccount: acme\nname: A\n", id="second"),
        pytest.param("{account: acme, name: A}\n", id="in braces"),
        pytest.param('{"account":"acme","name":"A"}\n', id="as JSON"),
        pytest.param("account: 'acme'\nname: A\n", id="in quotes"),
        pytest.param("account:\n  acme\nname: A\n", id="on the next line"),
        pytest.param("? account\n: acme\n? name\n: A\n", id="under a question mark"),
        pytest.param('"account" : acme\nname: A\n', id="a key in quotes"),
        pytest.param('"acc\\x6funt": acme\nname: A\n', id="a key with an escape"),
        pytest.param('account: "ac\\u006de"\nname: A\n', id="an id with an escape"),
        pytest.param('account: "ac\\\n  me"\nname: A\n', id="an id in two halves"),
        pytest.param("account: >-\n  acme\nname: A\n", id="a folded block"),
        pytest.param("account\t: acme\nname: A\n", id="a tab"),
        pytest.param("\ufeffaccount: acme\nname: A\n", id="behind a mark of the byte order"),
        pytest.param("name: account\naccount: acme\n", id="beside the word"),
        pytest.param("name: A\raccount: acme\r", id="lines of an old Mac"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_file_of_an_account_is_never_passed_over(
    write: Callable[..., Path], text: str, encoding: str
) -> None:
    raw = text.encode(encoding)
    folder = write({})
    (folder / "x.yaml").write_bytes(raw)
    book = read_book(Folder(folder))
    if "acme" in {*book.accounts, *book.left_out}:
        assert may_speak_of(raw, "acme")
    assert encoding == "utf-16" or not may_speak_of(raw.replace(b"m", b"n"), "acme") or b"\\" in raw


@pytest.mark.parametrize(
    "text",
    [
        "account: bee\nname: Acme\nnews: [{what: acme bought them, date: 2026-01-01}]\n",
        'account: bee\nname: B\nnotes: "said: \\"acme\\", \\u2019tis"\n',
        "account: acme.uk\nname: B\nideas: [{what: for the acme account}]\n",
    ],
)
def test_a_file_that_only_has_the_word_is_passed_over(text: str) -> None:
    assert not may_speak_of(text.encode(), "acme")


@pytest.mark.parametrize("word", ["acme", "Acme Tools", "x@acme.example"])
def test_what_is_kept_is_not_read_again_for_a_row(
    run: Callable[..., Ran], write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, word: str
) -> None:
    folder = write(BOOK, "team: [{id: dana}]\n")
    old = time.time() - 60
    for path in folder.rglob("*.yaml"):  # else their stamps would not tell
        os.utime(path, (old, old))
    monkeypatch.setattr(cache, "JUST_BEFORE", -(10**18))
    run("score", folder, "--keep-going")
    files: list[str] = []
    read = Folder.read

    def noted(tree: Folder, name: str) -> bytes:
        files.append(name)
        return read(tree, name)

    monkeypatch.setattr(Folder, "read", noted)
    assert run("log", word, "idea", "One", "--book", folder).code == 0
    assert set(files) == {"clientfit.yaml", "acme.yaml", "acme/more.yaml"}


@pytest.mark.parametrize("words", [("log", "acme", "idea", "x"), ("log", "tools", "idea", "x")])
def test_a_row_is_written_without_the_engine(
    write: Callable[..., Path], words: tuple[str, ...]
) -> None:
    folder = write({"acme.yaml": BOOK["acme.yaml"]}, "team: [{id: dana}]\n")
    code = (
        "import sys\nfrom clientfit_cli.cli.app import run\n"
        "try: run()\nfinally: print(*(m for m in sys.modules if m.split('.')[0] in"
        " ('numpy', 'pandas') or m.startswith(('clientfit_cli.engine', 'clientfit_cli.method'))))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, *words, "--book", str(folder), "--date", "2026-11-10"],
        capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert ran.stdout.strip() == ""
