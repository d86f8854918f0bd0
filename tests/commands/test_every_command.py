"""What holds for every command: exit codes, streams, help, colour, width, and text from files."""

from __future__ import annotations

import csv
import io
import itertools
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from rich.cells import cell_len

from clientfit_cli import __version__
from clientfit_cli.base import dates, plugins
from clientfit_cli.cli import output, workspace
from clientfit_cli.storage.folder import Folder
from tests.conftest import EXAMPLES, TODAY

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Ran

ACCOUNTS = EXAMPLES / "accounts"
COMMANDS = [name.rstrip("_") for name in plugins.names("commands")]
# A way to call each command that reads a book; the account is one of the example book.
READS: dict[str, list[str]] = {
    "score": [], "show": ["kestrel"], "coverage": [], "actions": [], "check": [],
}  # fmt: skip
SCORES = [name for name in READS if name != "check"]
BROKEN = "account: broken\nname: Broken\nsince: soon\n"
SOUND = """\
account: sound
name: Sound
owner: dana
since: 2025-01-01
contacts: [{id: r, name: Robin, role: decision_maker}]
touchpoints: [{date: 2026-11-02, channel: call, ours: [dana], theirs: [r]}]
"""


@pytest.fixture
def mixed(write: Callable[..., Path]) -> Path:
    """A book with one bad file among good ones."""
    return write({"a.yaml": SOUND, "b.yaml": BROKEN})


def words(command: str, book: Path | str, account: str = "sound") -> list[str]:
    return [command, *([account] if command == "show" else []), str(book)]


# --- help and version


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example_that_names_the_command(run: Callable[..., Ran], command: str) -> None:
    found = run(command, "--help")
    assert (found.code, found.err) == (0, "")
    assert f"Example: clientfit {command}" in re.sub(r"\s+", " ", found.out)


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_help_fits_the_terminal(process: Callable[..., Ran], columns: int) -> None:
    found = process("score", "--help", columns=columns)
    assert max(map(len, found.out.splitlines())) <= columns


def test_the_overview_names_every_command(run: Callable[..., Ran]) -> None:
    found = run("--help")
    assert (found.code, found.err) == (0, "")
    assert set(COMMANDS) <= set(found.out.split())
    assert "clientfit score examples/accounts --as-of 2026-11-16" in found.out


def test_without_words_the_overview_is_shown(run: Callable[..., Ran]) -> None:
    found = run()
    assert found.code == 2
    assert "Usage: clientfit" in found.out + found.err


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_the_version(run: Callable[..., Ran], option: str) -> None:
    assert run(option).out == f"clientfit {__version__}\n"


HEAVY = ("pandas", "numpy", "pydantic", "rich", "yaml", "clientfit_cli.book.load")
LOADED = """
import sys
sys.argv = ["clientfit", *sys.argv[1:]]
from clientfit_cli import __main__
__main__._leave = lambda code: print(code, *sys.modules, file=sys.stderr)
__main__.main()
"""


@pytest.mark.parametrize(
    "option", [["--help"], ["--version"], ["score", "--help"], ["log", "--help"]]
)
def test_help_and_version_load_nothing_heavy(option: list[str]) -> None:
    found = subprocess.run(
        [sys.executable, "-c", LOADED, *option], capture_output=True, encoding="utf-8", check=True
    )
    assert found.stdout
    code, *loaded = found.stderr.split() or ["0", "sys"]  # --version leaves before anything else
    assert (code, set(loaded) & set(HEAVY)) == ("0", set())


# --- wrong usage


@pytest.mark.parametrize("command", COMMANDS)
def test_an_unknown_option_is_wrong_usage(run: Callable[..., Ran], command: str) -> None:
    found = run(command, "--no-such-option")
    assert (found.code, found.out) == (2, "")
    assert "--no-such-option" in found.err


def test_an_unknown_command_is_wrong_usage(run: Callable[..., Ran]) -> None:
    found = run("scroe")
    assert (found.code, found.out) == (2, "")
    assert "No such command 'scroe'" in found.err


@pytest.mark.parametrize("command", READS)
@pytest.mark.parametrize(
    ("book", "said"),
    [
        pytest.param("gone", "there is no folder gone", id="a folder that is not there"),
        pytest.param("file", "file is a file, not a folder", id="a file"),
        pytest.param("bok", "did you mean `book`?", id="a name that is nearly right"),
    ],
)
def test_a_book_that_cannot_be_opened_is_wrong_usage(
    run: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str,
    book: str, said: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    Path("file").touch()
    Path("book").mkdir()
    found = run(*words(command, book))
    assert (found.code, found.out) == (2, "")
    assert said in found.err
    assert "Traceback" not in found.err


@pytest.mark.parametrize("command", READS)
def test_an_unknown_format_is_wrong_usage(
    run: Callable[..., Ran], mixed: Path, command: str
) -> None:
    extra = ["--keep-going"] if command != "check" else []
    found = run(*words(command, mixed), *extra, "--quiet", "--format", "jsn")
    assert (found.code, found.out) == (2, "")
    assert found.err == "clientfit: there is no format `jsn`\n  did you mean `json`?\n"


@pytest.mark.parametrize("command", SCORES)
@pytest.mark.parametrize("day", ["2026-02-30", "soon", "", "1899-12-31", "2200-01-01", "-7", "7d"])
def test_an_as_of_that_is_no_day_is_wrong_usage(
    run: Callable[..., Ran], mixed: Path, command: str, day: str
) -> None:
    found = run(*words(command, mixed), "--as-of", day)
    assert (found.code, found.out) == (2, "")
    assert "is not a day" in found.err


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-14", "2026-11-14"), ("today", "2026-11-16"), ("TODAY", "2026-11-16"),
        ("yesterday", "2026-11-15"), ("-7d", "2026-11-09"), ("-2w", "2026-11-02"),
        ("last-monday", "2026-11-09"), ("last-sunday", "2026-11-15"), ("-0d", "2026-11-16"),
        ("last-tuesday", "2026-11-10"),
    ],
)  # fmt: skip
def test_the_forms_of_a_day(text: str, day: str) -> None:
    assert str(dates.parse_day(text, TODAY)) == day


@pytest.mark.parametrize("text", ["-99999w", "last-week", "2026-13-01", "-1", "٢٠٢٦-٠١-٠١"])
def test_what_is_no_day(text: str) -> None:
    with pytest.raises(workspace.UserError, match="is not a day"):
        dates.parse_day(text, TODAY)


@pytest.mark.parametrize(("text", "days"), [("7d", 7), ("2w", 14), ("14", 14), ("0", 0)])
def test_the_forms_of_a_span(text: str, days: int) -> None:
    assert dates.parse_span(text) == days


# --- problems in the files


@pytest.mark.parametrize("command", SCORES)
def test_an_error_in_a_file_ends_the_command_and_is_shown(
    run: Callable[..., Ran], mixed: Path, command: str
) -> None:
    found = run(*words(command, mixed))
    assert (found.code, found.out) == (1, "")
    assert "error[bad-date] since: soon is not a date" in found.err.replace("\n    ", " ")
    assert "nothing was scored: mend these, or leave them out with --keep-going" in found.err
    assert "    3 | since: soon\n" in found.err


@pytest.mark.parametrize("command", SCORES)
def test_keep_going_leaves_out_what_is_wrong_and_says_so(
    run: Callable[..., Ran], mixed: Path, command: str
) -> None:
    found = run(*words(command, mixed), "--keep-going")
    assert found.code == 0
    assert "Sound" in found.out
    assert "Broken" not in found.out
    assert "error[bad-date]" in found.err
    assert found.err.endswith("left out: broken\n")


@pytest.mark.parametrize("command", SCORES)
def test_quiet_says_nothing_beside_the_answer(
    run: Callable[..., Ran], mixed: Path, command: str
) -> None:
    found = run(*words(command, mixed), "--keep-going", "--quiet")
    assert (found.code, found.err) == (0, "")
    assert "Sound" in found.out


@pytest.mark.parametrize("command", SCORES)
def test_an_error_that_ends_the_command_is_shown_even_when_quiet(
    run: Callable[..., Ran], mixed: Path, command: str
) -> None:
    assert "error[bad-date]" in run(*words(command, mixed), "--quiet").err


@pytest.mark.parametrize("command", SCORES)
def test_warnings_are_told_and_stop_nothing(
    run: Callable[..., Ran], write: Callable[..., Path], command: str
) -> None:
    found = run(*words(command, write(SOUND + "issues:\n")))
    assert found.code == 0
    assert "warning[nothing-said]" in found.err
    assert "Sound" in found.out
    assert run(*words(command, write(SOUND + "issues:\n")), "--quiet").err == ""


@pytest.mark.parametrize("command", ["score", "coverage", "actions"])
def test_an_empty_folder_is_told_and_is_no_failure(
    run: Callable[..., Ran], tmp_path: Path, command: str
) -> None:
    found = run(command, tmp_path)
    assert found.code == 0
    assert "there is no account here" in found.err
    assert "`clientfit init DIR` makes a book to start from" in found.err
    for form in ("json", "csv", "markdown"):
        assert run(command, tmp_path, "--format", form).code == 0


def test_many_problems_are_cut_where_they_are_not_what_was_asked_for(
    run: Callable[..., Ran], write: Callable[..., Path]
) -> None:
    book = write(SOUND + "".join(f"k{at}: x\n" for at in range(50)))
    found = run("score", book)
    assert found.err.count("error[") == workspace.MOST_SHOWN
    assert "and 30 more: `clientfit check` lists them" in found.err
    assert run("check", book).out.count("error[") == 50


# --- where the book is


def test_the_book_is_named_or_in_the_surroundings_or_accounts_or_here(
    run: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("given", "set", "accounts", "."):
        Path(name).mkdir(exist_ok=True)
        text = f"account: {name.replace('.', 'here')}\nname: X\n"
        (Path(name) / "x.yaml").write_text(text)

    def scored(*given: str, **surroundings: str) -> list[str]:
        found = run("score", *given, "-f", "json", "-q", **surroundings).data
        return [one["account"] for one in found["accounts"]]

    assert scored("given", CLIENTFIT_BOOK="set") == ["given"]
    assert scored(CLIENTFIT_BOOK="set") == ["set"]
    assert scored() == ["accounts"]
    shutil.rmtree("accounts")
    assert "here" in scored()


# --- colour and width


@pytest.mark.parametrize("command", READS)
@pytest.mark.parametrize(
    ("surroundings", "coloured"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ({"TERM": "xterm-256color"}, False),
    ],
    ids=str,
)
def test_colour_is_for_terminals_and_for_those_who_ask(
    run: Callable[..., Ran], command: str, surroundings: dict[str, str], coloured: bool
) -> None:
    found = run(*words(command, ACCOUNTS, "kestrel"), **surroundings)
    assert ("\x1b[" in found.out) is coloured


class Terminal(io.StringIO):
    encoding = "utf-8"  # type: ignore[assignment]

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("surroundings", "coloured"),
    [
        ({"TERM": "xterm"}, True), ({"TERM": "dumb"}, False),
        ({"TERM": "xterm", "NO_COLOR": "1"}, False), ({"TERM": "dumb", "FORCE_COLOR": "1"}, True),
    ],
    ids=str,
)  # fmt: skip
def test_a_terminal_has_colour_unless_it_is_dumb_or_asked_not_to(
    monkeypatch: pytest.MonkeyPatch, surroundings: dict[str, str], coloured: bool
) -> None:
    for name, text in surroundings.items():
        monkeypatch.setenv(name, text)
    assert output.canvas(Terminal()).colour is coloured


@pytest.mark.parametrize("columns", [20, 60, 80, 120])
@pytest.mark.parametrize("command", READS)
def test_no_line_is_longer_than_the_terminal_is_wide(
    run: Callable[..., Ran], command: str, columns: int
) -> None:
    found = run(*words(command, ACCOUNTS, "kestrel"), columns=columns)
    assert found.code == 0
    assert [line for line in found.out.splitlines() if cell_len(line) > columns] == []


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
def test_no_line_of_a_problem_is_longer_than_the_terminal_is_wide(
    run: Callable[..., Ran], write: Callable[..., Path], columns: int
) -> None:
    rows = "{what: 日本, due: 2026-01-01, person: 日本}, " * 9
    book = write(SOUND + f"commitments: [{rows}]\nnote: [日本語\N{ZERO WIDTH JOINER}]\n")
    for text in (run("check", book, columns=columns).out, run("score", book, columns=columns).err):
        assert "error[" in text
        long = [line for line in text.splitlines() if cell_len(line) > columns]
        # A place alone stays whole, so that it can be clicked and searched for.
        assert [line for line in long if not re.fullmatch(r"\S+\.yaml:\d+:\d+:", line)] == []


def test_a_terminal_without_unicode_gets_what_it_can_show(process: Callable[..., Ran]) -> None:
    found = process("show", "kestrel", ACCOUNTS, "--as-of", "2026-11-16", PYTHONIOENCODING="ascii")
    assert (found.code, found.err) == (0, "")
    assert found.out.isascii()
    assert "Kestrel" in found.out


# --- text from files is data

ODD = {
    "markup": "[red]Bold[/red] [link=http://x]y[/link] [/]",
    "formula": '=HYPERLINK("http://evil","pay")',
    "plus": "+1-555 call",
    "minus": "-2+3",
    "at": "@SUM(A1)",
    "quotes": 'O\'Hara "&" Søns',
    "emoji": "🎉👩‍👩‍👧 é日本",
    "hebrew": "שלום עולם",
    "override": "abc\u202egnp.exe\u2066x\u200f",
    "markdown": "*b* _i_ `c` [l](http://x) | <b>x</b> # h ![i](x) ~~s~~ $m$",
    "separators": "one\u2028two\u0085three",
    "break": "two\\nlines",
    "tab": "\\ttab",
    "empty-looking": "\u00a0",
    "percent": "%d {x} {0} %(x)s",
}


@pytest.fixture
def odd(write: Callable[..., Path]) -> Path:
    """A book whose texts do what texts should not."""
    files = {}
    for at, (name, text) in enumerate(ODD.items()):
        quoted = '"' + text.replace('"', '\\"') + '"'
        files[f"{name}.yaml"] = (
            f"account: {name}\nname: {quoted}\nowner: dana\ntier: {quoted}\nrevenue: {at}\n"
            f"industry: {quoted}\nteam: [{{person: dana, role: lead}}]\n"
            f"contacts: [{{id: r, name: {quoted}, title: {quoted}, role: decision_maker}}]\n"
            "touchpoints: [{date: 2026-06-01, channel: call, ours: [dana], theirs: [r], "
            f"note: {quoted}}}]\n"
            f"commitments: [{{what: {quoted}, due: 2026-10-01, person: dana}}]\n"
            f"issues: [{{what: {quoted}, severity: critical, opened: 2026-10-01}}]\n"
            f"rivals: [{{who: {quoted}, seen: 2026-11-01}}]\n"
        )
    return write(files)


CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@pytest.mark.parametrize("form", ["table", "markdown"])
@pytest.mark.parametrize("command", SCORES)
def test_no_text_of_a_file_takes_hold_of_the_terminal(
    run: Callable[..., Ran], odd: Path, command: str, form: str
) -> None:
    accounts = list(ODD) if command == "show" else ["markup"]
    for name in accounts:
        found = run(*words(command, odd, name), "--format", form, columns=100)
        assert (found.code, found.err) == (0, "")
        assert CONTROL.search(found.out) is None
        assert "\u2028" not in found.out


@pytest.mark.parametrize("command", SCORES)
def test_markup_is_shown_as_it_was_written(
    run: Callable[..., Ran], odd: Path, command: str
) -> None:
    for surroundings in ({}, {"FORCE_COLOR": "1"}):
        found = run(*words(command, odd, "markup"), columns=200, **surroundings)
        assert "[red]Bold[/red]" in found.out
        assert "\x1b]8;" not in found.out


def test_json_holds_every_text_as_it_was_written(run: Callable[..., Ran], odd: Path) -> None:
    found = run("score", odd, "--format", "json").data
    names = {one["account"]: one["name"] for one in found["accounts"]}
    assert names == {
        # A line end within quotes is a blank to YAML.
        name: text.replace("\\n", "\n").replace("\\t", "\t").replace("\x85", " ")
        for name, text in ODD.items()
    }


@pytest.mark.parametrize("command", SCORES)
def test_no_cell_of_a_csv_is_a_formula_and_numbers_stay_numbers(
    run: Callable[..., Ran], odd: Path, command: str
) -> None:
    found = run(*words(command, odd, "formula"), "--format", "csv")
    rows = list(csv.reader(io.StringIO(found.out)))
    assert len(rows) > 1
    assert len({len(row) for row in rows}) == 1
    for cell in (cell for row in rows for cell in row):
        if cell.startswith(("=", "+", "-", "@", "\t", "\r")):
            float(cell)
    if command == "score":
        names = {row[0]: row[1] for row in rows}
        assert names["formula"] == "'" + ODD["formula"]
        assert names["minus"] == "'-2+3"
        assert any(row[6].startswith("-") for row in rows)


@pytest.mark.parametrize("command", SCORES)
def test_markdown_of_a_file_is_text(run: Callable[..., Ran], odd: Path, command: str) -> None:
    found = run(*words(command, odd, "markdown"), "--format", "markdown").out
    special = [line for line in found.splitlines() if "http://x" in line]
    assert special
    for line in special:
        assert "<b>" not in line
        assert re.search(r"(?<!\\)[\[\]`]", line.replace(r"\\", "")) is None
    tables = [line for line in found.splitlines() if line.startswith("|")]
    for above, below in itertools.pairwise(tables):
        if set(below) <= set("|-: "):
            assert len(re.findall(r"(?<!\\)\|", above)) == len(re.findall(r"(?<!\\)\|", below))


def test_problems_of_such_texts_are_shown_harmless(
    run: Callable[..., Ran], write: Callable[..., Path]
) -> None:
    book = write({
        "a.yaml": 'account: a\nname: A\ntier: "\\e]0;owned\\a"\n"[red]key": x\n',
        "b.yaml": "account: b\nname: B\n\u202egnp: [red]\n", "c.yaml": "account: c\nx: \x1b[2J\n",
        "[red]d[/red].yaml": "account: D\n",
    })  # fmt: skip
    found = run("check", book, columns=200)
    assert found.code == 1
    assert CONTROL.search(found.out) is None
    assert "[red]d[/red].yaml:1:10: error[bad-id]" in found.out
    assert json.loads(run("check", book, "-f", "json").out)["clientfit"] == 1
    for line in run("check", book, "-f", "github").out.splitlines():
        assert re.match(r"::(error|warning) file=[^:]+,title=[^:,]+::[^\x00-\x1f]+$", line)


# --- where the answer goes


@pytest.mark.parametrize("command", READS)
@pytest.mark.parametrize("ending", [".csv", ".json", ".md", ".TXT"])
def test_the_ending_of_the_file_says_the_format(
    run: Callable[..., Ran], tmp_path: Path, command: str, ending: str
) -> None:
    target = tmp_path / f"out{ending}"
    found = run(*words(command, ACCOUNTS, "kestrel"), "--output", target)
    assert (found.code, found.out, found.err) == (0, "", "")
    form = output.ENDINGS[ending.lower()]
    shown = run(*words(command, ACCOUNTS, "kestrel"), "--format", form, columns=100)
    assert target.read_text(encoding="utf-8") == shown.out
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


@pytest.mark.parametrize("command", READS)
def test_an_ending_that_says_nothing_needs_a_format(
    run: Callable[..., Ran], tmp_path: Path, command: str
) -> None:
    target = tmp_path / "out.what"
    found = run(*words(command, ACCOUNTS, "kestrel"), "--output", target)
    assert found.code == 2
    assert "has no ending that says a format" in found.err
    assert not target.exists()
    assert run(*words(command, ACCOUNTS, "kestrel"), "-o", target, "-f", "json").code == 0
    json.loads(target.read_text())


@pytest.mark.parametrize(
    ("target", "said"),
    [("gone/out.csv", "No such file or directory"), ("folder.csv", "is a folder"),
     ("file/out.csv", "Not a directory"), ("x" * 300 + ".csv", "File name too long")],
)  # fmt: skip
def test_a_file_that_cannot_be_written(
    run: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("folder.csv").mkdir()
    Path("file").touch()
    found = run("score", ACCOUNTS, "--output", target)
    assert (found.code, found.out) == (2, "")
    assert said in found.err
    assert sorted(path.name for path in Path().iterdir()) == ["file", "folder.csv"]


def test_a_file_is_written_whole_or_not_at_all(
    run: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out.csv"
    target.write_text("precious")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    found = run("score", ACCOUNTS, "--output", target)
    assert found.code == 2
    assert "No space left on device" in found.err
    assert target.read_text() == "precious"
    assert list(tmp_path.iterdir()) == [target]


def test_an_interrupted_write_keeps_the_file_that_was_there(
    run: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out.csv"
    target.write_text("precious")

    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    assert run("score", ACCOUNTS, "--output", target).code == 130
    assert target.read_text() == "precious"
    assert list(tmp_path.iterdir()) == [target]


def test_a_file_that_was_there_keeps_its_permissions_and_its_links(
    run: Callable[..., Ran], tmp_path: Path
) -> None:
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_text("old")
    real.chmod(0o640)
    link.symlink_to("real.csv")
    assert run("score", ACCOUNTS, "--output", link).code == 0
    assert link.is_symlink()
    assert real.read_text().startswith("account,")
    assert real.stat().st_mode & 0o777 == 0o640


def test_an_answer_that_is_not_written_because_of_errors_keeps_the_file(
    run: Callable[..., Ran], mixed: Path, tmp_path: Path
) -> None:
    target = tmp_path / "out.csv"
    target.write_text("precious")
    assert run("score", mixed, "--output", target).code == 1
    assert target.read_text() == "precious"


# --- the process and its streams


def test_a_reader_that_goes_away_ends_it_quietly() -> None:
    command = [sys.executable, "-m", "clientfit_cli", "score", str(ACCOUNTS), "--as-of"]
    with subprocess.Popen(
        [*command, "2026-11-16", "-f", "json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout
        assert running.stderr
        assert running.stdout.readline() == b"{\n"
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait(30) == 0


SLOW = """
import signal, sys, time
from clientfit_cli.storage.folder import Folder
from clientfit_cli.__main__ import main
def slow(tree, name):
    print("reading", flush=True)
    for _ in range(600):  # a signal just before one long sleep would wait for its end
        time.sleep(0.1)
Folder.read = slow
signal.signal(signal.SIGINT, signal.default_int_handler)
main()
"""


def test_an_interrupt_ends_it_quietly_with_130() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SLOW, "check", str(ACCOUNTS)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as running:  # fmt: skip
        assert running.stdout
        assert running.stderr
        assert running.stdout.readline() == b"reading\n"
        running.send_signal(signal.SIGINT)
        assert running.wait(30) == 130
        assert running.stderr.read() == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_a_full_disk_is_told_once() -> None:
    with Path("/dev/full").open("wb") as full:
        found = subprocess.run(
            [sys.executable, "-m", "clientfit_cli", "check", str(ACCOUNTS)],
            stdout=full, stderr=subprocess.PIPE, encoding="utf-8", check=False,
        )  # fmt: skip
    assert found.returncode == 2
    assert found.stderr.count("\n") == 1
    assert "No space left on device" in found.stderr


def test_without_a_stdout_the_exit_code_still_tells(mixed: Path) -> None:
    found = subprocess.run(
        ["sh", "-c", f'exec "{sys.executable}" -m clientfit_cli check "{mixed}" >&-'],
        stderr=subprocess.PIPE, encoding="utf-8", check=False,
    )  # fmt: skip
    assert (found.returncode, found.stderr) == (1, "")


def test_a_process_keeps_the_answer_and_the_messages_apart(
    process: Callable[..., Ran], mixed: Path
) -> None:
    found = process("score", mixed, "--keep-going", "--format", "json")
    assert found.code == 0
    assert [one["account"] for one in found.data["accounts"]] == ["sound"]
    assert found.err.endswith("left out: broken\n")
    assert process("score", mixed).code == 1
    assert process("score", mixed / "gone").code == 2


def test_an_error_of_the_system_is_told_without_a_traceback(
    run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: Folder) -> Any:
        raise OSError(5, "Input/output error", "disk")

    monkeypatch.setattr(Folder, "listing", broken)
    found = run("check", ACCOUNTS)
    assert (found.code, found.err) == (2, "clientfit: disk: Input/output error\n")
