"""What tests share: a book from a text, a command from its words, answers kept beside inputs."""

from __future__ import annotations

import datetime as dt
import gc
import json
import os
import secrets
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from clientfit_cli.cli import app, workspace
from clientfit_cli.engine.facts.tabulate import tabulated
from clientfit_cli.execution.task import read_book
from clientfit_cli.outcome.build import builders
from clientfit_cli.outcome.request import Detail, Request
from clientfit_cli.storage.folder import Folder

if TYPE_CHECKING:
    from collections.abc import Callable

    from clientfit_cli.book.model import Book, Origin
    from clientfit_cli.outcome.book import BookOutcome
    from clientfit_cli.outcome.build import Builder

os.environ["CLIENTFIT_NO_PLUGINS"] = "1"  # whatever else is installed here, before all is loaded

TODAY = dt.date(2026, 11, 16)
EXAMPLES = Path(__file__).parent.parent / "examples"

TEAM = "team: [{id: dana}, {id: sam}, {id: priya}, {id: lee}]\n"


def pytest_collection_finish() -> None:
    """Spare collectors what stays: the product collects after each part of a book."""
    gc.freeze()


@pytest.fixture(autouse=True)
def _plain_surroundings(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """No test sees the developer's own book, colours or terminal, or what another one kept."""
    cache = tmp_path_factory.getbasetemp() / "caches" / secrets.token_hex(8)
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    for name in ("CLIENTFIT_BOOK", "FORCE_COLOR", "NO_COLOR", "COLUMNS", "TERM"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a book: `write("account: a ...", settings="...")`, or `write({"x/y.yaml": "..."})`.

    Settings hold a team of dana, sam, priya and lee unless they are given.
    """

    def made(files: str | dict[str, str], settings: str = TEAM) -> Path:
        folder = tmp_path / "book"
        folder.mkdir(exist_ok=True)
        named = {"book.yaml": files} if isinstance(files, str) else files
        for name, text in {"clientfit.yaml": settings, **named}.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return folder

    return made


@pytest.fixture
def book(write: Callable[..., Path]) -> Callable[..., Book]:
    """Read a book from a text; it must be sound."""

    def made(files: str | dict[str, str], settings: str = TEAM) -> Book:
        found = read_book(Folder(write(files, settings)))
        assert found.problems == []
        return found

    return made


@pytest.fixture
def score(book: Callable[..., Book]) -> Callable[..., BookOutcome]:
    """Score a sound book from a text, as of a day, with all details."""

    def made(
        files: str | dict[str, str], as_of: dt.date = TODAY, settings: str = TEAM
    ) -> BookOutcome:
        return outcome(book(files, settings), as_of)

    return made


def outcome(book: Book, as_of: dt.date = TODAY, weeks: int = 12) -> BookOutcome:
    """Score a book that was read, as of a day, with all details."""
    return replace(
        scored(book, as_of, weeks).outcome(), problems=book.problems,
        left_out=book.left_out, root=book.tree.shown("").rstrip("/") + "/",
    )  # fmt: skip


def scored(book: Book, as_of: dt.date = TODAY, weeks: int = 12) -> Builder:
    """Score a book that was read, to look into what its outcome is built from."""
    request = Request.weekly(as_of, *Detail, weeks=weeks)
    return next(made for _, made in builders(tabulated(book), [request], book))


def origin(found: Builder, section: str, row: int) -> Origin:
    """Say which document a row of the columns was read from, and where in it."""
    table = found.tables[section]
    account = found.book.accounts[found.tables.ids[int(table.account[row])]]
    return account.origins[section][int(table.place[row])]


def everything(outcome: BookOutcome) -> dict[Any, Any]:
    """All that an outcome holds, bit by bit: every detail of every account, and what is wrong."""
    found: dict[Any, Any] = {"problems": outcome.problems, "left out": outcome.left_out}
    for detail, piece in outcome.pieces.items():
        found |= {(detail, name): (array + 0).tobytes() for name, array in piece.arrays.items()}
        values = [] if piece.values is None else piece.values.every
        found[detail] = values
    if Detail.SUMMARY in outcome.pieces:
        load, together = outcome.context
        found["context"] = (+load.of, load.there, together.accounts, together.both)
    names = {name: called for name, called in outcome.rules.names.items() if name != called}
    found["rules"] = replace(outcome.rules, names=names)
    return found | {"ids": outcome.ids, "there": outcome.there, "root": outcome.root}


@pytest.fixture
def golden() -> Callable[[str, Path], None]:
    """Compare with an answer on file; CLIENTFIT_RENEW=1 writes it anew."""

    def compared(text: str, path: Path) -> None:
        if os.environ.get("CLIENTFIT_RENEW"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8"), f"CLIENTFIT_RENEW=1 renews {path.name}"

    return compared


def value(outcome: BookOutcome, signal: str, account: str = "a") -> float | None:
    """The value of one signal of one account (None: unknown)."""
    found = outcome.account(account)
    assert found is not None
    return next(one.value for one in found.readings if one.name == signal)


def fit(outcome: BookOutcome, signal: str, account: str = "a") -> float | None:
    found = outcome.account(account)
    assert found is not None
    return next(one.fit for one in found.readings if one.name == signal)


def alarms(outcome: BookOutcome, account: str = "a") -> list[str]:
    found = outcome.account(account)
    assert found is not None
    return [one.name for one in found.alarms]


@dataclass(frozen=True)
class Ran:
    """What a command did: its exit code, and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """What it wrote, as JSON."""
        return json.loads(self.out)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Run a command in this process, as of the fixed today: `run("score", folder, columns=60)`.

    Nothing is a terminal to it; an exception that it does not handle is raised.
    """
    morning = dt.datetime.combine(TODAY, dt.time(6, 30), dt.UTC)
    monkeypatch.setattr(workspace, "today", lambda: TODAY)
    monkeypatch.setattr(workspace, "now", lambda: morning)

    def ran(*words: object, columns: int = 80, **surroundings: str) -> Ran:
        found = CliRunner().invoke(
            app.app(), [str(word) for word in words],
            env={"COLUMNS": str(columns), **surroundings}, catch_exceptions=False,
        )  # fmt: skip
        return Ran(found.exit_code, found.stdout, found.stderr)

    return ran


@pytest.fixture
def process() -> Callable[..., Ran]:
    """Run a command as a process of its own, with stdout and stderr apart."""

    def ran(*words: object, columns: int = 80, **surroundings: str) -> Ran:
        found = subprocess.run(
            [sys.executable, "-m", "clientfit_cli", *(str(word) for word in words)],
            capture_output=True, encoding="utf-8", timeout=60, check=False,
            env={**os.environ, "COLUMNS": str(columns), **surroundings},
        )  # fmt: skip
        return Ran(found.returncode, found.stdout, found.stderr)

    return ran
