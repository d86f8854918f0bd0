"""Members that installed distributions bring: as good as our own, and named where they are not."""

from __future__ import annotations

import json
import os
import shutil
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import EXAMPLES, Ran

if TYPE_CHECKING:
    from collections.abc import Callable

PLUGIN = Path(__file__).parent / "plugin"
BOOK = EXAMPLES / "accounts"
DAY = ("--as-of", "2026-11-16")
SIGNAL = """
from clientfit_cli.engine import Events, Grid, fade, signal

@signal(dimension="voice", unit="days", fit=fade(best=7, half=30), weight=2)
def {name}({asks}: Events) -> Grid:
    "Days since it was."
    return {asks}.days_since_last()
"""


def announce(target: Path, name: str, version: str, points: dict[str, dict[str, str]]) -> None:
    """Write what an installer writes of a distribution."""
    info = target / f"{name.replace('-', '_')}-{version}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    lines = [
        f"[{group}]\n" + "".join(f"{key} = {value}\n" for key, value in entries.items())
        for group, entries in points.items()
    ]
    (info / "entry_points.txt").write_text("\n".join(lines))


class Installed:
    """A folder of installed distributions, and commands that see them."""

    def __init__(self, target: Path, process: Callable[..., Ran]) -> None:
        self.target, self._process = target, process

    def project(self, folder: Path) -> None:
        """Install a project, without a network."""
        about = tomllib.loads((folder / "pyproject.toml").read_text())["project"]
        announce(self.target, about["name"], about["version"], about["entry-points"])
        for module in folder.glob("*.py"):
            shutil.copy(module, self.target)

    def module(self, name: str, text: str, version: str = "1.0", **points: str) -> None:
        """Install a distribution of one module: `signals="calls"` is an entry point of that."""
        groups = {f"clientfit.{group}": {one: f"{name}:{one}"} for group, one in points.items()}
        announce(self.target, f"clientfit-{name}", version, groups)
        (self.target / f"{name}.py").write_text(text)

    def run(self, *words: object, columns: int = 80, **surroundings: str) -> Ran:
        path = os.pathsep.join([str(self.target), os.environ.get("PYTHONPATH", "")])
        given = {"PYTHONPATH": path, "CLIENTFIT_NO_PLUGINS": "", **surroundings}
        found = self._process(*words, columns=columns, **given)
        assert "Traceback" not in found.err
        return found

    def refused(self, *words: object) -> str:
        found = self.run(*(words or ("score", BOOK, *DAY)))
        assert (found.code, found.out) == (2, "")
        return found.err


@pytest.fixture
def installed(tmp_path: Path, process: Callable[..., Ran]) -> Installed:
    (tmp_path / "site").mkdir()
    return Installed(tmp_path / "site", process)


@pytest.fixture
def calls(installed: Installed) -> Installed:
    installed.project(PLUGIN)
    return installed


def test_a_signal_with_a_fact_of_its_own_counts_as_ours_do(calls):
    scored = calls.run("score", BOOK, *DAY, "-f", "json").data["accounts"]
    for account in scored:
        (found,) = [one for one in account["signals"] if one["signal"] == "call_rhythm"]
        assert found["weight"] > 0
    assert any(found["value"] is not None for found in [
        one for account in scored for one in account["signals"] if one["signal"] == "call_rhythm"
    ])  # fmt: skip
    assert "call_rhythm" in calls.run("show", "kestrel", BOOK, *DAY).out
    ours = calls.run("score", BOOK, *DAY, "-f", "json", CLIENTFIT_NO_PLUGINS="1").data["accounts"]
    assert [one["health"] for one in scored] != [one["health"] for one in ours]


def test_explain_says_who_brought_it(calls):
    found = calls.run("explain", "call_rhythm")
    assert found.code == 0
    assert "Brought by clientfit-calls 1.2" in found.out
    data = calls.run("explain", "call_rhythm", "-f", "json").data["signal"]
    assert (data["distribution"], data["numbers"]["most"]) == ("clientfit-calls 1.2", 365)
    assert "distribution" not in calls.run("explain", "silence", "-f", "json").data["signal"]


def test_the_settings_and_their_schema_know_its_numbers(calls, write):
    schema = calls.run("schema", "settings").data
    known = schema["$defs"]["Scoring"]["properties"]["signals"]["anyOf"][0]["properties"]
    assert '"most": {' in json.dumps(known["call_rhythm"])
    book = write(
        "account: a\nname: A\n", "scoring: {signals: {call_rhythm: {most: 90, least: 1}}}\n"
    )
    found = calls.run("check", book, columns=200).out
    assert "`call_rhythm` has no number `least`" in found
    assert "`most`" not in found


def test_what_was_kept_without_it_is_not_taken_for_what_is_with_it(calls, tmp_path):
    def folders(**surroundings: str) -> set[str]:
        kept = {"XDG_CACHE_HOME": str(tmp_path / "kept"), **surroundings}
        assert calls.run("score", BOOK, *DAY, **kept).code == 0
        return {path.name for path in (tmp_path / "kept" / "clientfit").glob("*/*")}

    alone = folders(CLIENTFIT_NO_PLUGINS="1")
    both = folders()
    assert alone < both
    (info,) = calls.target.glob("*.dist-info")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: clientfit-calls\nVersion: 1.3\n")
    assert both < folders()


def test_without_plugins_nothing_of_them_is_there(calls):
    found = calls.run("explain", "call_rhythm", CLIENTFIT_NO_PLUGINS="1")
    assert (found.code, found.out) == (2, "")


def test_one_that_takes_a_name_of_ours_is_refused(installed):
    text = SIGNAL.format(name="silence", asks="two_way")
    installed.module("talk", text, signals="silence")
    said = installed.refused()
    assert "signal `silence` is brought by clientfit and by clientfit-talk 1.0" in said
    assert "CLIENTFIT_NO_PLUGINS=1" in said


def test_two_that_take_one_name_are_refused(installed):
    text = SIGNAL.format(name="calls", asks="two_way")
    installed.module("talk", text, signals="calls")
    installed.module("chat", text, signals="calls", version="2.0")
    said = installed.refused()
    assert "signal `calls` is brought by clientfit-chat 2.0 and by clientfit-talk 1.0" in said


def test_a_fact_that_takes_a_name_of_ours_is_refused(installed):
    text = "from clientfit_cli.engine import fact\n@fact\ndef two_way(tables): ...\n"
    installed.module("talk", text, facts="two_way")
    assert "fact `two_way` is brought by clientfit and by clientfit-talk 1.0" in installed.refused()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("1 / 0", "cannot be loaded: ZeroDivisionError: division by zero",
                     id="raises as it is imported"),
        pytest.param("", "cannot be loaded: AttributeError", id="is not in its module"),
        pytest.param("def calls(two_way): ...", "is no signal", id="is no signal"),
        pytest.param(SIGNAL.format(name="calling", asks="two_way") + "calls = calling",
                     "calls itself `calling`", id="has another name"),
        pytest.param(SIGNAL.format(name="calls", asks="two_wya"), "asks for `two_wya`",
                     id="asks for a fact that is not there"),
        pytest.param(SIGNAL.format(name="calls", asks="two_way").replace("voice", "noise"),
                     "dimension is 'noise', and not one of relationships",
                     id="is of no dimension"),
        pytest.param(SIGNAL.format(name="calls", asks="two_way").replace(
                        ": Events)", ': Events, days="long")'),
                     "a parameter with a default is a number", id="has a number that is none"),
    ],
)  # fmt: skip
def test_one_that_is_not_sound_is_named(installed, text, said):
    installed.module("talk", text, signals="calls")
    found = installed.refused()
    assert "signal `calls` of clientfit-talk 1.0 " in found
    assert said in found


ALL = '''
"""What a distribution may bring besides signals."""
from clientfit_cli.engine import Grid, Spans, action, alarm

PANEL = "Look"
MAPPED = "no mapping"

@alarm(caps="yellow", kind="operational", why="Open: {who}")
def too_many_issues(issues: Spans, most: float = 0) -> Grid:
    """More issues are open than the firm takes."""
    return issues.open().only(issues.open() > most)

@action(family="retain", what="Call {contact}", answers=("too_many_issues",))
def call_about_issues(answered: Grid) -> Grid:
    """Call about the issues."""
    return answered

def no_shouting(account, settings):
    """Names are not shouted."""
    if account.get("name").isupper():
        yield account.finding((), "missing-name", "a name in capitals", "write it as they do")

def lines(page, canvas):
    """One line a record."""
    return "".join(f"{row}\\n" for row in page.records().rows)

def greet() -> None:
    """Say hello."""
    print("hello")
'''


def test_a_distribution_may_bring_members_of_every_kind(installed, write):
    installed.module(
        "all", ALL.replace("MAPPED", "sap"), alarms="too_many_issues", actions="call_about_issues",
        checks="no_shouting", formats="lines", commands="greet",
    )  # fmt: skip
    assert installed.run("greet").out == "hello\n"
    assert "Say hello" in installed.run("--help").out
    book = write("account: a\nname: Acme\nissues: [{what: Dust, opened: 2026-11-01}]\n")
    data = installed.run("show", "a", book, *DAY, "-f", "json").data
    assert "too_many_issues" in json.dumps(data)
    assert "call_about_issues" in json.dumps(data)
    assert installed.run("score", book, *DAY, "-f", "lines").out.startswith("['a'")
    write("account: a\nname: ACME\n")
    assert "a name in capitals" in installed.run("check", book).out


def test_a_mapping_that_is_not_sound_is_named(installed, tmp_path):
    installed.module("all", "sap = 'title: SAP'\n", mappings="sap")
    (tmp_path / "x.csv").write_text("A,B\n1,2\n")
    found = installed.run("import", tmp_path / "x.csv", "--book", BOOK)
    assert found.code == 1
    assert "sap.yaml of clientfit-all 1.0" in found.err


def test_a_command_that_cannot_be_loaded_is_told(installed):
    installed.module("all", "1 / 0", commands="greet")
    assert "command `greet` of clientfit-all 1.0 cannot be loaded" in installed.refused("--help")
