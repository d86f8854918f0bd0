"""The script for Mondays, run as cron runs it: its files, its mail, its lock, its exit codes."""

from __future__ import annotations

import email
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from email import policy
from typing import TYPE_CHECKING

import pytest

from tests.books import dated
from tests.conftest import EXAMPLES, TEAM

if TYPE_CHECKING:
    from pathlib import Path

CRON = EXAMPLES / "cron"
SCRIPT = CRON / "monday.sh"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a POSIX script")

SENDMAIL = """#!/bin/sh
printf '%s\\n' "$*" > "$MAILED/words"
cat > "$MAILED/letter"
exit "${SENDMAIL_SAYS:-0}"
"""
# What the script needs of a system, for a PATH that holds nothing else.
TOOLS = ("sh", "basename", "cat", "date", "expr", "mkdir", "mv", "rm", "rmdir", "flock")

CALM = """
account: a
name: Acme
since: @900
revenue: 1000
contacts:
  - {id: r, name: Robin, role: decision_maker, since: @700}
touchpoints:
  - {date: @20, channel: meeting, ours: [dana], theirs: [r], topic: strategic}
  - {date: @10, channel: call, ours: [dana], theirs: [r], topic: review}
"""


@dataclass
class Machine:
    """A machine with the script, a book, and a sendmail that keeps what it is given."""

    root: Path

    def __post_init__(self) -> None:
        self.bin, self.book, self.out = (self.root / one for one in ("bin", "book", "out"))
        self.mailed = self.root / "mailed"
        for folder in (self.bin, self.book, self.mailed):
            folder.mkdir()
        for name in TOOLS:
            found = shutil.which(name)
            if found:
                (self.bin / name).symlink_to(found)
        self.tool("sendmail", SENDMAIL)
        self.tool("clientfit", f'#!/bin/sh\nexec "{sys.executable}" -m clientfit_cli "$@"\n')
        (self.book / "clientfit.yaml").write_text(TEAM)
        self.write(CALM)

    def tool(self, name: str, text: str) -> None:
        path = self.bin / name
        path.unlink(missing_ok=True)
        path.write_text(text)
        path.chmod(0o755)

    def write(self, text: str) -> None:
        (self.book / "a.yaml").write_text(dated(text))

    def environment(self, **more: str) -> dict[str, str]:
        usual = {
            "PATH": str(self.bin), "HOME": str(self.root), "MAILED": str(self.mailed),
            "BOOK": str(self.book), "OUT": str(self.out), "TO": "vp@firm.example",
            "AS_OF": "2026-11-16",
        }  # fmt: skip
        return {name: value for name, value in (usual | more).items() if value != "-"}

    def run(self, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["sh", str(SCRIPT)], env=self.environment(**more), encoding="utf-8",
            capture_output=True, timeout=120, check=False, cwd=self.root,
        )  # fmt: skip

    @property
    def files(self) -> list[str]:
        """What lies in OUT, other than the lock file, which stays."""
        found = (one.relative_to(self.out) for one in self.out.rglob("*") if one.is_file())
        return sorted(str(one) for one in found if one.name != ".lock")


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_the_first_monday_writes_a_snapshot_and_a_report_and_mails_it(machine):
    done = machine.run()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert machine.files == ["reports/2026-11-16.html", "snapshots/2026-11-16.json"]
    assert json.loads((machine.out / "snapshots/2026-11-16.json").read_text())
    assert "</html>" in (machine.out / "reports/2026-11-16.html").read_text()
    letter = email.message_from_bytes(
        (machine.mailed / "letter").read_bytes(), policy=policy.default
    )
    assert letter["To"] == "vp@firm.example"
    assert letter["Subject"].startswith("Monday report, 16 Nov 2026")
    assert (machine.mailed / "words").read_text() == "-t -i\n"


def test_nothing_of_it_is_for_other_eyes(machine):
    machine.run()
    for name in machine.files:
        assert (machine.out / name).stat().st_mode & 0o077 == 0


def test_a_calm_second_monday_is_quiet(machine):
    machine.run(AS_OF="2026-11-09")
    done = machine.run()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert [name for name in machine.files if "snapshots" in name] == [
        "snapshots/2026-11-09.json", "snapshots/2026-11-16.json",
    ]  # fmt: skip


def test_an_account_that_turned_red_is_said_and_the_report_goes_out(machine):
    machine.run(AS_OF="2026-11-09")
    machine.write(CALM + "notice: @3\n")
    done = machine.run()
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("Since 2026-11-09:\n")
    assert "Acme" in done.stdout
    assert (machine.mailed / "letter").exists()


def test_what_deserves_a_shout_can_be_chosen(machine):
    machine.run(AS_OF="2026-11-09")
    machine.write(CALM + "notice: @3\n")
    assert machine.run(FAIL_ON="").returncode == 0
    assert machine.run(FAIL_ON="drop:100").returncode == 0


def test_the_same_monday_again_is_compared_with_the_week_before(machine):
    machine.run(AS_OF="2026-11-09")
    machine.write(CALM + "notice: @3\n")
    assert [machine.run().returncode for _ in range(2)] == [1, 1]


def test_a_later_snapshot_is_not_the_week_before(machine):
    machine.write(CALM + "notice: @-2\n")
    machine.run(AS_OF="2026-11-23")
    assert machine.run(AS_OF="2026-11-16").returncode == 0


def test_a_book_with_errors_writes_and_mails_nothing(machine):
    machine.write("account: a\nsince: nonsense\n")
    done = machine.run()
    assert (done.returncode, done.stdout) == (2, "")
    assert "a.yaml" in done.stderr
    assert "nothing was written" in done.stderr
    assert machine.files == []
    assert list(machine.mailed.iterdir()) == []


@pytest.mark.parametrize(
    ("surroundings", "said"),
    [
        ({"BOOK": "-"}, "BOOK is not set"),
        ({"OUT": "-"}, "OUT is not set"),
        ({"AS_OF": "last-monday"}, "AS_OF is not a day"),
        ({"AS_OF": "2026-11-16/../x"}, "AS_OF is not a day"),
        ({"CLIENTFIT": "no-such-program"}, "there is no program no-such-program"),
        ({"TO": "nobody"}, "--to: `nobody` is not a mail address"),
    ],
)
def test_a_wrong_setting_is_said_and_nothing_is_written(machine, surroundings, said):
    done = machine.run(**surroundings)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert not machine.out.exists() or machine.files == []


def test_without_a_recipient_nothing_is_mailed(machine):
    assert machine.run(TO="-").returncode == 0
    assert list(machine.mailed.iterdir()) == []
    assert len(machine.files) == 2


def test_a_mail_that_is_not_taken_is_kept_and_said(machine):
    done = machine.run(SENDMAIL_SAYS="75")
    assert done.returncode == 3
    assert "the mail was not taken; to try again: sendmail -t -i <" in done.stderr
    assert machine.files == [
        "reports/2026-11-16.eml", "reports/2026-11-16.html", "snapshots/2026-11-16.json",
    ]  # fmt: skip


def test_a_snapshot_that_cannot_be_read_is_said_and_the_report_goes_out(machine):
    (machine.out / "snapshots").mkdir(parents=True)
    (machine.out / "snapshots/2026-11-09.json").write_text("{half")
    done = machine.run()
    assert done.returncode == 4
    assert "cannot compare with" in done.stderr
    assert (machine.mailed / "letter").exists()


def holding(machine: Machine) -> subprocess.Popen[str]:
    """Start a run, and wait until it holds the lock and asks clientfit for the first time."""
    (machine.root / "gate").mkdir()
    os.mkfifo(machine.root / "gate/in")
    os.mkfifo(machine.root / "gate/out")
    machine.tool(
        "clientfit", f'#!/bin/sh\ncd "{machine.root}/gate"\necho > out\nread x < in\nexit 9\n'
    )  # fmt: skip
    run = subprocess.Popen(
        ["sh", str(SCRIPT)], env=machine.environment(), encoding="utf-8",
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    (machine.root / "gate/out").read_text()
    return run


@pytest.mark.parametrize("lock", ["flock", "mkdir"])
def test_a_second_run_says_so_and_goes(machine, lock):
    if lock == "mkdir":
        (machine.bin / "flock").unlink(missing_ok=True)
    elif not (machine.bin / "flock").exists():
        pytest.skip("there is no flock here")
    first = holding(machine)
    try:
        second = machine.run()
        assert (second.returncode, second.stdout) == (75, "")
        assert "another run is at work" in second.stderr
    finally:
        (machine.root / "gate/in").write_text("go\n")
        _, said = first.communicate(timeout=60)
    assert first.returncode == 2, said
    # The lock is free again.
    machine.tool("clientfit", "#!/bin/sh\nexit 9\n")
    assert machine.run().returncode == 2


@pytest.mark.parametrize("lock", ["flock", "mkdir"])
def test_a_run_that_is_stopped_leaves_no_half_files(machine, lock):
    if lock == "mkdir":
        (machine.bin / "flock").unlink(missing_ok=True)
    first = holding(machine)
    first.terminate()
    (machine.root / "gate/in").write_text("go\n")
    first.communicate(timeout=60)
    assert first.returncode != 0
    assert machine.files == []
    assert not (machine.out / ".work").exists()
    assert not (machine.out / ".lock.d").exists()


def test_what_a_killed_run_left_is_cleared_away(machine):
    work = machine.out / ".work"
    work.mkdir(parents=True)
    (work / "2026-11-09.json").write_text("{half")
    assert machine.run().returncode == 0
    assert machine.files == ["reports/2026-11-16.html", "snapshots/2026-11-16.json"]


def test_folders_with_spaces_are_no_trouble(machine):
    spaced = machine.root / "my book"
    machine.book.rename(spaced)
    done = machine.run(BOOK=str(spaced), OUT=str(machine.root / "what came out"))
    assert (done.returncode, done.stderr) == (0, "")
    assert (machine.root / "what came out/snapshots/2026-11-16.json").exists()


def test_the_timer_is_sound():
    if not shutil.which("systemd-analyze"):
        pytest.skip("there is no systemd here")
    for line in (CRON / "clientfit-monday.timer").read_text().splitlines():
        if line.startswith("OnCalendar="):
            when = line.partition("=")[2]
            subprocess.run(["systemd-analyze", "calendar", when], check=True, capture_output=True)


def test_every_exit_code_is_told_in_the_script():
    text = SCRIPT.read_text()
    for code in (0, 1, 2, 3, 4, 75):
        assert f"\n#   {code:>2}  " in text
    assert os.access(SCRIPT, os.X_OK)
