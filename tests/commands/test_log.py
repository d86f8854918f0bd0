"""`log`: one row added to the right file, and nothing else; or the reason why not."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from clientfit_cli.execution.task import read_book
from clientfit_cli.storage.folder import Folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Ran

TEAM = """\
team:
  - {id: dana, name: Dana Whitcomb, email: dana@firm.example}
  - {id: sam, email: s.okafor@firm.example, aliases: [sam@home.example]}
  - {id: gone, until: 2026-01-31}
services: [{id: permanent}]
"""
ACME = """\
# Our oldest client
account: acme
name: Acme Manufacturing
domains: [acme.example]

contacts:
  - {id: r.lee, name: Robin Lee}   # runs marathons
  - {id: k.ito, name: Kai Ito}

touchpoints:
  - {date: 2026-11-02, channel: call, ours: [dana], theirs: [r.lee]}   # short

# the end
"""


@pytest.fixture
def book(write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = write({"acme.yaml": ACME}, TEAM)
    monkeypatch.setenv("CLIENTFIT_BOOK", str(folder))
    monkeypatch.setenv("USER", "dana")
    return folder


def the_text(book: Path) -> str:
    return (book / "acme.yaml").read_text(encoding="utf-8")


def rows(book: Path, section: str) -> list[Any]:
    found = read_book(Folder(book))
    assert found.problems == []
    return found.accounts["acme"].rows(section)


def test_a_row_is_added_where_it_belongs_and_shown_with_its_place(
    run: Callable[..., Ran], book: Path
) -> None:
    found = run("log", "acme", "call", "--with", "robin", "--mood", "1", "--note", "Wants more")
    line = "  - {date: 2026-11-16, channel: call, ours: [dana], theirs: [r.lee], mood: 1, "
    line += "note: Wants more}"
    assert (found.code, found.out) == (0, "")
    assert found.err == f"wrote touchpoint to {book / 'acme.yaml'}:12\n   12 | {line}\n"
    before, end = ACME.split("\n\n# the end")
    assert the_text(book) == f"{before}\n{line}\n\n# the end{end}"


def test_a_new_section_is_made_and_its_row_is_the_place(
    run: Callable[..., Ran], book: Path
) -> None:
    found = run("log", "acme", "issue", "Late", "time", "sheets")
    assert found.err == (
        f"wrote issue to {book / 'acme.yaml'}:14\n"
        "   13 | issues:\n   14 |   - {what: Late time sheets, opened: 2026-11-16}\n"
    )


def test_a_dry_run_shows_the_row_as_its_answer_and_writes_nothing(
    run: Callable[..., Ran], book: Path
) -> None:
    found = run("log", "acme", "idea", "Night pool", "--dry-run")
    assert found.code == 0
    assert found.out.endswith("  - {what: Night pool, date: 2026-11-16, by: dana}\n")
    assert found.err.startswith("would write idea to ")
    assert the_text(book) == ACME
    assert sorted(path.name for path in book.iterdir()) == ["acme.yaml", "clientfit.yaml"]


def test_quiet_writes_and_says_nothing(run: Callable[..., Ran], book: Path) -> None:
    run("log", "acme", "idea", "x", "--quiet")
    found = run("log", "acme", "idea", "y", "--quiet")
    assert (found.code, found.out, found.err) == (0, "", "")
    assert [row.what for row in rows(book, "ideas")] == ["x", "y"]


def test_the_same_row_is_refused_unless_it_is_wanted_again(
    run: Callable[..., Ran], book: Path
) -> None:
    words = ["log", "acme", "call", "--with", "r.lee", "--date", "2026-11-02"]
    found = run(*words)
    assert found.code == 2
    assert f"this stands there already: {book / 'acme.yaml'}:11\n" in found.err
    assert "--again writes it once more" in found.err
    assert the_text(book) == ACME
    assert run(*words, "--again").code == 0
    assert len(rows(book, "touchpoints")) == 2


def test_what_is_still_to_come_is_written_and_told(run: Callable[..., Ran], book: Path) -> None:
    found = run("log", "acme", "meeting", "--with", "r.lee", "--date", "2026-11-20T09:30")
    assert found.err.endswith("2026-11-20 is still to come: until then it counts for nothing\n")
    assert [str(row.date) for row in rows(book, "touchpoints")][1] == "2026-11-20 09:30:00"


@pytest.mark.parametrize("account", ["acme", "Acme Manufacturing", "x@acme.example"])
def test_the_account_is_known_by_id_name_or_address(
    run: Callable[..., Ran], book: Path, account: str
) -> None:
    assert run("log", account, "idea", "x").code == 0
    assert len(rows(book, "ideas")) == 1


def test_a_contact_that_was_just_added_can_be_named(run: Callable[..., Ran], book: Path) -> None:
    assert "Noa Park" in run("log", "acme", "contact", "Noa Park", "--role", "user").err
    assert run("log", "acme", "call", "--with", "n.park").code == 0
    assert rows(book, "touchpoints")[-1].theirs == ["n.park"]
    again = run("log", "acme", "contact", "noa park")
    assert again.code == 2
    assert "this stands there already" in again.err


# --- who of ours


@pytest.mark.parametrize(
    ("user", "person"),
    [
        pytest.param("dana", "dana", id="an id"),
        pytest.param("s.okafor", "sam", id="what stands before the @ of an address"),
    ],
)
def test_whoever_tells_it_is_whoever_is_logged_in(
    run: Callable[..., Ran], book: Path, user: str, person: str
) -> None:
    assert run("log", "acme", "call", "--with", "r.lee", USER=user).code == 0
    assert rows(book, "touchpoints")[-1].ours == [person]


@pytest.mark.parametrize("email", ["S.Okafor@firm.example", "sam@home.example"])
def test_else_whoever_git_says(
    run: Callable[..., Ran], book: Path, tmp_path: Path, email: str
) -> None:
    config = tmp_path / "gitconfig"
    config.write_text(f"[user]\n  email = {email}\n")
    found = run("log", "acme", "call", "--with", "r.lee", USER="x", GIT_CONFIG_GLOBAL=str(config))
    assert found.code == 0
    assert rows(book, "touchpoints")[-1].ours == ["sam"]


@pytest.mark.parametrize("user", ["nobody", "gone"])
def test_else_it_has_to_be_told(
    run: Callable[..., Ran], book: Path, tmp_path: Path, user: str
) -> None:
    around = {"USER": user, "GIT_CONFIG_GLOBAL": str(tmp_path / "none"), "GIT_DIR": "/nowhere"}
    found = run("log", "acme", "call", "--with", "r.lee", **around)
    assert found.code == 2
    assert "who of ours took part is not told" in found.err
    assert "--ours ID tells it: dana (Dana Whitcomb), sam" in found.err
    assert the_text(book) == ACME
    assert run("log", "acme", "idea", "x", **around).code == 0
    assert rows(book, "ideas")[0].by is None


# --- what stops it


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["acmee", "call"], "there is no account `acmee`\n  did you mean `acme`?"),
        (["acme", "cal"], "`cal` is not something to log\n  did you mean `call`?"),
        (["acme", "call", "--with", "zoe"], "`acme` has no contact `zoe`"),
        (["acme", "call", "--with", "r.lee", "--mood", "-3"], "--mood: must be at least -2"),
        (["acme", "call", "--with", "r.lee", "--date", "soon"], "soon is not a day"),
        (["acme", "issue", "x", "--closed", "2026-01-01"],
         "nothing was written: closed 2026-01-01 is before opened 2026-11-16"),
        (["acme", "contact", "New", "--id", "R Lee"], "--id: R Lee is not an id"),
        (["acme"], "KIND is missing, and nobody is there to be asked"),
        ([], "ACCOUNT and KIND are missing, and nobody is there to be asked"),
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_told_and_nothing_is_written(
    run: Callable[..., Ran], book: Path, words: list[str], said: str
) -> None:
    found = run("log", *words)
    assert (found.code, found.out) == (2, "")
    assert said in found.err
    assert the_text(book) == ACME


@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_book_where_words_stand_is_not_taken_for_words(
    run: Callable[..., Ran], book: Path, at: int
) -> None:
    words = ["log", "acme", "mailing"]
    words.insert(at, str(book))
    found = run(*words)
    assert found.code == 2
    assert f"the book is named with --book {book}\n" in found.err
    assert the_text(book) == ACME


def test_an_account_with_errors_is_shown_and_left_alone(
    run: Callable[..., Ran], book: Path
) -> None:
    bad = ACME.replace("channel: call", "channel: cal")
    (book / "acme.yaml").write_text(bad)
    found = run("log", "acme", "idea", "x")
    assert (found.code, found.out) == (1, "")
    assert "error[bad-choice]" in found.err
    assert found.err.endswith("nothing was written: mend these first\n")
    assert the_text(book) == bad


def test_settings_with_errors_are_shown_and_nothing_is_written(
    run: Callable[..., Ran], book: Path
) -> None:
    (book / "clientfit.yaml").write_text("team: [{id: Dana X}]\n")
    found = run("log", "acme", "idea", "x")
    assert found.code == 1
    assert "error[bad-id]" in found.err
    assert the_text(book) == ACME


def test_errors_of_another_account_are_no_reason_to_wait(
    run: Callable[..., Ran], book: Path
) -> None:
    (book / "other.yaml").write_text("account: other\nname: [\n")
    for account in ("acme", "manufacturing"):
        assert run("log", account, "idea", account).code == 0
    assert len(the_text(book).splitlines()) == len(ACME.splitlines()) + 4


def test_a_row_that_the_file_says_with_escapes_is_found(
    run: Callable[..., Ran], book: Path
) -> None:
    more = 'account: "ac\\x6de"\ncontacts: [{id: z, name: Zoe}]\n'
    (book / "more.yaml").write_text(more)
    assert run("log", "acme", "call", "--with", "zoe").code == 0
    assert rows(book, "touchpoints")[-1].theirs == ["z"]


# --- completion of a shell

CLIENTFIT = "import sys; sys.argv = ['clientfit']; from clientfit_cli.cli.app import run; run()"


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        pytest.param("log acme call --with ", ["k.ito", "r.lee"], id="contacts of the account"),
        pytest.param("log acme call --with r", ["r.lee"], id="one that begins like it"),
        pytest.param("log acme call --with r.lee,", ["r.lee,k.ito"], id="after a comma"),
        pytest.param("log zzz call --with ", [], id="no such account"),
        pytest.param("log --with ", [], id="no account yet"),
        pytest.param("log acme contact X --succeeds k", ["k.ito"], id="whose seat it was"),
        pytest.param("log acme call --ours ", ["dana", "gone", "sam"], id="our people"),
        pytest.param("log acme --with r.lee --ours s", ["sam"], id="after another option"),
        pytest.param("log ac", ["acme"], id="accounts"),
        pytest.param("log acme is", ["issue"], id="kinds"),
        pytest.param("act acme x --owner d", ["dana"], id="who takes it on"),
        pytest.param("log acme call --book /nowhere --with ", [], id="a book that is not there"),
    ],
)
def test_the_tab_key_offers(book: Path, line: str, offered: list[str]) -> None:
    words = f"clientfit {line}"
    found = subprocess.run(
        [sys.executable, "-c", CLIENTFIT],
        env={**os.environ, "_CLIENTFIT_COMPLETE": "complete_bash", "COMP_WORDS": words,
             "COMP_CWORD": str(len(words.split(" ")) - 1), "CLIENTFIT_BOOK": str(book)},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert (found.stdout.split(), found.stderr) == (offered, "")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("account: acme\ncontacts: {id: x}\n", id="a section that is no list"),
        pytest.param("account: acme\ncontacts: [x, [y], {name: z}, {id: [a]}]\n", id="odd rows"),
        pytest.param("account: acme\ncontacts: [{id: '$(touch x)'}, {id: A B}]\n", id="odd ids"),
        pytest.param("account: acme\ncontacts: [{id: x\n", id="no YAML"),
        pytest.param("account: acme\n\x00\n", id="no text"),
    ],
)
def test_no_file_makes_completion_fail_or_offer_what_is_no_id(book: Path, text: str) -> None:
    (book / "acme.yaml").write_text(text)
    test_the_tab_key_offers(book, "log acme call --with ", [])


# --- questions on a terminal


PATIENCE = 100  # seconds: only what hangs takes as long


def _state(process: int) -> str:
    """What a process does: R runs, S waits."""
    found = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False
    )
    return found.stdout.strip()


class Talk:
    """A command on a terminal of its own: what it shows, and what is typed."""

    def __init__(self, *words: str, **around: str) -> None:
        import pty

        self.master, inner = pty.openpty()
        self.running = subprocess.Popen(
            [sys.executable, "-m", "clientfit_cli", *words],
            stdin=inner, stdout=inner, stderr=inner, start_new_session=True,
            env={**os.environ, "TERM": "xterm", "COLUMNS": "80", **around},
        )  # fmt: skip
        os.close(inner)
        self.shown, self.seen = "", 0

    def until(self, text: str) -> None:
        """Read until a text is shown, after the one that was waited for last."""
        import select

        end = time.monotonic() + PATIENCE
        while (found := self.shown.find(text, self.seen)) < 0:
            assert time.monotonic() < end, self.shown
            if select.select([self.master], [], [], 0.2)[0]:
                try:
                    self.shown += os.read(self.master, 65536).decode("utf-8", "replace")
                except OSError:  # the other side has gone
                    pytest.fail(self.shown)
        self.seen = found + len(text)

    def type(self, text: str) -> None:
        os.write(self.master, text.encode())

    def answer(self, question: str, text: str) -> None:
        self.until(question)
        self.type(text + "\r")

    def waits(self) -> None:
        """Wait until it waits for a key: it shows a question a moment before it hears any."""
        end = time.monotonic() + PATIENCE
        while not _state(self.running.pid).startswith("S"):
            assert time.monotonic() < end, self.shown
            time.sleep(0.01)

    def ended(self) -> int:
        code = self.running.wait(PATIENCE)
        os.close(self.master)
        return code


terminal = pytest.mark.skipif(os.name != "posix", reason="terminals are made of ptys here")


@terminal
def test_without_words_it_asks_and_enter_takes_what_stands_in_brackets(book: Path) -> None:
    talk = Talk("log")
    talk.answer("Account [acme]: ", "")
    talk.answer("What [call]: ", "ishue")
    talk.until("did you mean `issue`?")
    talk.answer("What [call]: ", "")
    talk.answer("Who of theirs (r.lee, k.ito): ", "")
    talk.until("somebody of theirs took part")
    talk.answer("Who of theirs (r.lee, k.ito): ", "kai")
    talk.answer("Which day [today]: ", "2026-11-12")
    talk.answer("Who of ours (dana, sam, gone) [dana]: ", "")
    talk.answer("Mood, -2 to 2: ", "5")
    talk.until("must be at most 2, not 5")
    talk.answer("Mood, -2 to 2: ", "")
    talk.answer("Note: ", "Ça va")
    talk.until("would write touchpoint")
    talk.answer("Write it? [yes]: ", "")
    talk.until("wrote touchpoint to")
    assert talk.ended() == 0
    row = rows(book, "touchpoints")[-1]
    assert (str(row.date), row.ours, row.theirs, row.note, row.mood) == (
        "2026-11-12", ["dana"], ["k.ito"], "Ça va", None,
    )  # fmt: skip


@terminal
def test_the_tab_key_completes_an_answer(book: Path) -> None:
    pytest.importorskip("readline")
    talk = Talk("log", "acme")
    talk.until("What [call]: ")
    talk.type("iss\t")
    talk.until("issue")
    talk.type("\r")
    talk.answer("What went wrong: ", "Late")
    talk.until("How bad")
    talk.type("maj\t\r")
    talk.answer("Which day [today]: ", "2026-11-01")
    talk.answer("Write it? [yes]: ", "y")
    talk.until("wrote issue")
    assert talk.ended() == 0
    assert rows(book, "issues")[0].severity == "major"


@terminal
def test_what_was_told_on_the_line_is_not_asked(book: Path) -> None:
    talk = Talk("log", "acme", "--with", "r.lee", "--date", "2026-11-01")
    talk.answer("What [call]: ", "promise")
    talk.answer("What was promised: ", "Draft")
    talk.answer("Due on: ", "2026-12-01")
    talk.answer("Who of ours (dana, sam, gone) [dana]: ", "sam")
    talk.answer("Write it? [yes]: ", "no")
    talk.until("nothing was written")
    assert talk.ended() == 1
    assert "Who of theirs" not in talk.shown
    assert the_text(book) == ACME


@terminal
@pytest.mark.parametrize(
    ("interrupt", "code"),
    [pytest.param(True, 130, id="Ctrl-C"), pytest.param(False, 1, id="Ctrl-D")],
)
def test_a_key_that_ends_it_writes_nothing(book: Path, interrupt: bool, code: int) -> None:
    talk = Talk("log", "acme")
    talk.answer("What [call]: ", "idea")
    talk.until("Which idea: ")
    talk.waits()
    if interrupt:
        talk.running.send_signal(signal.SIGINT)  # what a terminal makes of the key
    else:
        talk.type("\x04")
    talk.until("nothing was written")
    assert talk.ended() == code
    assert the_text(book) == ACME
    assert re.search("Traceback|Aborted", talk.shown) is None
