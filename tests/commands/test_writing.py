"""Writing into a book: one at a time, whole or not at all, and nothing reported is ever lost."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

import pytest

from clientfit_cli.base.errors import UserError
from clientfit_cli.execution.task import read_book
from clientfit_cli.storage import atomic
from clientfit_cli.storage.folder import Folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Ran

BOOK = """\
# the account
account: acme
name: Acme
contacts: [{id: r.lee, name: Robin Lee}]
ideas:
  - {what: the first, date: 2026-01-01}   # kept
issues: []
"""


def ideas(book: Path) -> list[str]:
    found = read_book(Folder(book))
    assert found.problems == []
    return [row.what for row in found.accounts["acme"].rows("ideas")]


# --- several writers

TWENTY = """
import sys
from clientfit_cli.cli import app
for number in range(20):
    sys.argv = ["clientfit", "log", "acme", "idea", f"{sys.argv[-1][0]}{number}"]
    try:
        app.run()
    except SystemExit as left:
        assert not left.code, left.code
"""


def test_two_who_write_at_the_same_time_lose_nothing(write: Callable[..., Path]) -> None:
    book = write({"acme.yaml": BOOK})
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", TWENTY, name], stderr=subprocess.PIPE, encoding="utf-8",
            env={**os.environ, "CLIENTFIT_BOOK": str(book), "USER": "dana"},
        )
        for name in "xy"
    ]  # fmt: skip
    said = [writer.communicate(timeout=120)[1] for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0], said
    assert said[0].count("wrote idea") == said[1].count("wrote idea") == 20
    found = ideas(book)
    assert found[0] == "the first"
    for name in "xy":  # each in the order in which it was written
        assert [one for one in found if one[0] == name] == [f"{name}{at}" for at in range(20)]
    assert len(found) == 41


def test_one_who_waits_says_so_and_goes_on_when_the_other_ends(
    write: Callable[..., Path], capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    book = write({"acme.yaml": BOOK})
    monkeypatch.setattr(atomic, "PATIENCE", 0.1)
    held, go_on = threading.Event(), threading.Event()

    def other() -> None:
        with atomic.writing(book):
            held.set()
            go_on.wait(10)

    thread = threading.Thread(target=other)
    thread.start()
    assert held.wait(10)
    threading.Timer(0.4, go_on.set).start()
    with atomic.writing(book):
        assert go_on.is_set()
    thread.join()
    assert capsys.readouterr().err == f"waiting for another clientfit that writes to {book}\n"


@pytest.mark.parametrize(
    "words",
    [["log", "acme", "idea", "x"], ["done", "acme", "x"], ["act", "acme", "1", "--owner", "dana"],
     ["plan", "acme", "--write"]],
    ids=lambda words: words[0],
)  # fmt: skip
def test_one_who_waits_too_long_is_told_and_writes_nothing(
    run: Callable[..., Ran], write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch,
    words: list[str],
) -> None:  # fmt: skip
    book = write({"acme.yaml": BOOK})
    monkeypatch.setattr(atomic, "PATIENCE", 0.05)
    monkeypatch.setattr(atomic, "LONGEST", 0.1)
    with atomic.writing(book):
        found = run(*words, CLIENTFIT_BOOK=str(book))
    assert (found.code, found.out) == (2, "")
    assert "another clientfit has been writing to" in found.err
    assert "run the command again when the other one has ended" in found.err
    assert (book / "acme.yaml").read_text() == BOOK


# --- the lock and git


@pytest.mark.parametrize("begun", [False, True], ids=["a plain folder", "a book of `init`"])
def test_git_sees_no_lock(run: Callable[..., Ran], tmp_path: Path, begun: bool) -> None:
    book = tmp_path / "book"
    book.mkdir()
    if begun:
        run("init", book)
    else:
        (book / "acme.yaml").write_text(BOOK)

    def git(*words: str) -> str:
        done = subprocess.run(
            ["git", "-c", "user.name=x", "-c", "user.email=x@y.example", *words], cwd=book,
            capture_output=True, encoding="utf-8", check=True,
        )  # fmt: skip
        return done.stdout

    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "begin")
    with atomic.writing(book):
        assert git("status", "--short") == ""
    (book / ".clientfit" / "lock").touch()  # what a killed writer leaves
    assert git("status", "--short") == ""


def test_schemas_beside_the_lock_are_not_ignored(tmp_path: Path) -> None:
    with atomic.writing(tmp_path):
        pass
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    (tmp_path / ".clientfit" / "account.schema.json").write_text("{}")
    found = subprocess.run(
        ["git", "status", "--short", "-uall"], cwd=tmp_path, capture_output=True, check=True
    )
    assert found.stdout == b"?? .clientfit/account.schema.json\n"


# --- what cannot be written


def test_a_folder_whose_lock_cannot_be_made_is_told_plainly(
    run: Callable[..., Ran], write: Callable[..., Path]
) -> None:
    book = write({"acme.yaml": BOOK})
    (book / ".clientfit").write_text("a file")
    found = run("log", "acme", "idea", "x", "--book", book)
    assert (found.code, found.out) == (2, "")
    assert f"cannot write {book}: File exists" in found.err
    assert (book / "acme.yaml").read_text() == BOOK


@pytest.mark.parametrize("where", ["mkdir", "open"])
def test_a_folder_that_is_only_for_reading_is_told_plainly(
    run: Callable[..., Ran], write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch,
    where: str,
) -> None:  # fmt: skip
    book = write({"acme.yaml": BOOK})
    if where == "open":
        with atomic.writing(book):
            pass

    def denied(*_: Any, **__: Any) -> Any:
        raise PermissionError(13, "Permission denied")

    module, name = (atomic.Path, "mkdir") if where == "mkdir" else (atomic.tempfile, "mkstemp")
    monkeypatch.setattr(module, name, denied)
    found = run("log", "acme", "idea", "x", "--book", book)
    assert (found.code, found.out) == (2, "")
    assert re.search(r"cannot write \S+: Permission denied\n", found.err)
    assert (book / "acme.yaml").read_text() == BOOK


def test_a_file_that_an_editor_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"theirs")
    with pytest.raises(UserError, match="was changed at the same time"):
        atomic.rewrite(path, b"before", b"ours")
    assert path.read_bytes() == b"theirs"


def test_the_folder_is_made_to_remember_the_new_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced = []
    real = os.fsync
    monkeypatch.setattr(os, "fsync", lambda at: (synced.append(os.fstat(at).st_ino), real(at)))
    atomic.put(tmp_path / "x.yaml", b"text")
    assert synced == [(tmp_path / "x.yaml").stat().st_ino, tmp_path.stat().st_ino]


# --- what a killed writer leaves


@pytest.mark.parametrize(
    ("name", "goes"),
    [
        pytest.param(".acme.yaml.ab12_xyz.tmp", True, id="a half-written file of the book"),
        pytest.param("deep/.x.yml.abcdefgh.tmp", True, id="one in a folder below"),
        pytest.param(".acme.yaml.swp", False, id="an editor's own"),
        pytest.param("acme.yaml.abcdefgh.tmp", False, id="a file that somebody named so"),
        pytest.param(".notes.txt.abcdefgh.tmp", False, id="one of no YAML file"),
        pytest.param(".git/.x.yaml.abcdefgh.tmp", False, id="one in a hidden folder"),
    ],
)
def test_the_next_writer_removes_it(write: Callable[..., Path], name: str, goes: bool) -> None:
    book = write({"acme.yaml": BOOK, name: "half"})
    with atomic.writing(book):
        assert (book / name).exists() is not goes


ROUNDS = 25
# A writer for every round, made by fork so that none has to load anything. Its rows are reported on
# a pipe once they are written; it is killed at a random moment, and what is then there is told.
KILLED = """
import contextlib, datetime as dt, io, json, os, random, signal, sys, time
from pathlib import Path
from clientfit_cli.cli import writing
from clientfit_cli.storage import atomic
from clientfit_cli.writing import entry, placement
folder, rounds = Path(sys.argv[1]), int(sys.argv[2])
file, day = folder / "acme.yaml", dt.date(2026, 11, 16)
sync = os.fsync
def slow(handle):
    time.sleep(0.002)
    sync(handle)
    time.sleep(0.002)
def row(what, dry_run):
    with writing.writing(folder, dry_run=dry_run):
        book, account = writing.account_to_write(folder, "acme")
        desk = writing.desk(book, "acme", day)
        made = entry.entry("idea", what, {"ours": "dana"}, desk)
        edit = placement.proposed(book, account, made.kind.section, [made.row])
        writing.write(book, edit, "wrote", "", dry_run=dry_run, quiet=True)
def write(report):
    os.fsync = slow
    for number in range(1000):
        what = f"{os.getpid()}-{number}"
        row(what, False)
        os.write(report, f"{what}\\n".encode())
with contextlib.redirect_stdout(io.StringIO()):
    row("x", True)  # what takes time once
random.seed(7)
for _ in range(rounds):
    told, report = os.pipe()
    writer = os.fork()
    if not writer:
        write(report)
    os.close(report)
    first = os.read(told, 4096)  # it has begun
    time.sleep(random.uniform(0, 0.06))
    os.kill(writer, signal.SIGKILL)
    os.waitpid(writer, 0)
    said = first
    while more := os.read(told, 65536):
        said += more
    os.close(told)
    left = [one.name for one in folder.iterdir() if one.name.endswith(".tmp")]
    print(json.dumps({"said": said.decode().split(), "text": file.read_text(), "left": left}))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_writer_that_is_killed_leaves_the_old_file_or_the_new_one_and_loses_no_row(
    write: Callable[..., Path],
) -> None:
    book = write({"acme.yaml": BOOK})
    found = subprocess.run(
        [sys.executable, "-c", KILLED, str(book), str(ROUNDS)],
        capture_output=True, encoding="utf-8", timeout=120, check=False,
        env={**os.environ, "USER": "dana"},
    )  # fmt: skip
    assert (found.returncode, found.stderr) == (0, "")
    rounds = [json.loads(line) for line in found.stdout.splitlines()]
    assert len(rounds) == ROUNDS
    head, tail = BOOK.split("issues: []")
    there: list[str] = []
    for one in rounds:
        text = one["text"]
        assert text.startswith(head)
        assert text.endswith("issues: []" + tail)
        rows = re.findall(r"^  - \{what: (\S+), date: 2026-11-16, by: dana\}$", text, re.MULTILINE)
        lines = "".join(f"  - {{what: {row}, date: 2026-11-16, by: dana}}\n" for row in rows)
        assert text == f"{head}{lines}issues: []{tail}"  # nothing is half there
        new = rows[len(there) :]
        assert rows[: len(there)] == there  # what earlier writers wrote stays
        assert new[: len(one["said"])] == one["said"]  # what was reported is there
        assert len(new) <= len(one["said"]) + 1  # and at most what was about to be
        there = rows
    assert sum(len(one["said"]) for one in rounds) > ROUNDS
    assert any(one["left"] for one in rounds), "no kill fell into the writing of a file"
    with atomic.writing(book):  # a killed writer holds no lock
        assert [path for path in book.iterdir() if path.name.endswith(".tmp")] == []
    assert ideas(book) == ["the first", *there]


def test_the_next_writer_finishes_several_files_that_a_killed_one_began(tmp_path: Path) -> None:
    changes = [
        atomic.Rewrite(tmp_path / name, before, after)
        for name, before, after in (
            ("a.yaml", b"1", b"2"),
            ("b.yaml", b"3", b"4"),
            ("c.yaml", None, b"5"),
        )
    ]
    for one in changes:
        if one.before is not None:
            one.path.write_bytes(one.before)
    code = (
        "import os, sys, pathlib\n"
        "from clientfit_cli.storage import atomic\n"
        "top = pathlib.Path(sys.argv[1])\n"
        "real, count = pathlib.Path.replace, iter(range(100))\n"
        "def replace(self, target):\n"
        "    ours = self.name.endswith('.tmp') and '.yaml.' in self.name\n"
        "    if ours and next(count) == int(sys.argv[2]):\n"
        "        os._exit(9)\n"
        "    return real(self, target)\n"
        "pathlib.Path.replace = replace\n"
        "with atomic.writing(top):\n"
        "    atomic.rewrite_all(top, [atomic.Rewrite(top / 'a.yaml', b'1', b'2'),\n"
        "        atomic.Rewrite(top / 'b.yaml', b'3', b'4'),\n"
        "        atomic.Rewrite(top / 'c.yaml', None, b'5')])\n"
    )
    for killed_at in (0, 1, 2):
        (tmp_path / "a.yaml").write_bytes(b"1")
        (tmp_path / "b.yaml").write_bytes(b"3")
        (tmp_path / "c.yaml").unlink(missing_ok=True)
        done = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path), str(killed_at)], check=False, timeout=60
        )
        assert done.returncode == 9
        with atomic.writing(tmp_path):
            assert [one.path.read_bytes() for one in changes] == [b"2", b"4", b"5"]
        names = {path.name for path in tmp_path.rglob("*") if path.is_file()}
        assert names == {"a.yaml", "b.yaml", "c.yaml", "lock", ".gitignore"}


def test_a_journal_never_reaches_outside_the_book(tmp_path: Path) -> None:
    book, outside = tmp_path / "book", tmp_path / "x.yaml"
    (book / ".clientfit").mkdir(parents=True)
    outside.write_bytes(b"mine")
    (tmp_path / ".x.yaml.abcdefgh.tmp").write_bytes(b"theirs")
    journal = book / ".clientfit" / "journal"
    journal.write_text('[["../.x.yaml.abcdefgh.tmp", "../x.yaml"]]', encoding="utf-8")
    with atomic.writing(book):
        pass
    assert outside.read_bytes() == b"mine"
    assert not journal.exists()


def test_a_link_that_leads_nowhere_is_not_followed(tmp_path: Path) -> None:
    book = tmp_path / "book"
    book.mkdir()
    (book / "a.yaml").symlink_to(tmp_path / "outside.yaml")
    with atomic.writing(book), pytest.raises(UserError, match="changed at the same time"):
        atomic.rewrite_all(book, [atomic.Rewrite(book / "a.yaml", None, b"account: a")])
    assert not (tmp_path / "outside.yaml").exists()
