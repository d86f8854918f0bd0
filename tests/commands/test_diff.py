"""The command `diff`: sides of every kind, formats, and what makes it fail."""

from __future__ import annotations

import csv
import io

import pytest
from rich.cells import cell_len

from tests.books import account, dated
from tests.conftest import EXAMPLES, TEAM
from tests.test_revision import git, put  # noqa: F401  # the fixture is used by name

ACCOUNTS = EXAMPLES / "accounts"

OLD = account(
    "issues: []\nideas: [{what: X, date: @40}]\nrevenue: 1000\n"
    "contacts: [{id: r, name: Robin}]\n"
    "touchpoints: [{date: @20, channel: call, ours: [dana], theirs: [r]}]\n"
    "actions: [{what: Call Robin, owner: dana, created: @10}]\n"
)
NEW = account(
    "issues: [{what: Forged papers, severity: critical, opened: @2}]\n"
    "ideas: [{what: X, date: @40}]\nrevenue: 1000\n"
    "contacts: [{id: r, name: Robin}]\n"
    "touchpoints: [{date: @20, channel: call, ours: [dana], theirs: [r]}, "
    "{date: @3, channel: visit, ours: [dana], theirs: [r]}]\n"
    "actions: [{what: Call Robin, owner: dana, created: @10, done: @3}]\n"
)
SETTINGS = TEAM + "scoring: {signals: {silence: {best: 1, half: 10}}}\n"


@pytest.fixture
def repository(git, monkeypatch):  # noqa: F811
    """A book whose last commit changed facts and settings; the working directory is its folder."""
    put(git, {"clientfit.yaml": TEAM, "accounts/a.yaml": OLD}, day="2026-11-09")
    put(git, {"clientfit.yaml": SETTINGS, "accounts/a.yaml": NEW}, day="2026-11-16")
    monkeypatch.chdir(git.path)
    return git


def by_cause(found):
    [one] = found.data["accounts"]
    return one, {
        cause: {two["signal"] for two in one["signals"] if two[cause]}
        for cause in ("time", "facts", "settings")
    }


# -- sides -----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("repository")
def test_dates_need_no_folder_beside_them(run):
    found = run("diff", "@-7d", "@today", "-f", "json")
    assert found.data == run("diff", "@-7d", "accounts", "-f", "json").data


@pytest.mark.usefixtures("repository")
def test_two_revisions_report_the_planted_causes_exactly(run):
    found = run("diff", "git:HEAD~1", "git:HEAD", "-f", "json")
    assert (found.code, found.err) == (0, "")
    data = found.data
    assert (data["clientfit"], data["settings_changed"], data["unknown"]) == (1, True, [])
    assert (data["old"]["as_of"], data["new"]["as_of"]) == ("2026-11-09", "2026-11-16")
    one, causes = by_cause(found)
    assert causes["settings"] == {"silence"}
    assert {"open_issues", "silence"} <= causes["facts"]
    assert "fresh_ideas" in causes["time"]
    assert "open_issues" not in causes["time"] | causes["settings"]
    assert "fresh_ideas" not in causes["facts"] | causes["settings"]
    assert [alarm["alarm"] for alarm in one["alarms_risen"]] == ["critical_issue"]
    assert one["done"] == [
        {"what": "Call Robin", "owner": "dana", "signal": None, "done": dated("@3")}
    ]
    [pair] = one["relationships"]
    assert (pair["person"], pair["contact"], pair["direction"]) == ("dana", "r", "advanced")
    split = one["split"]
    whole = split["time"] + split["facts"] + split["settings"]
    assert whole == pytest.approx(one["new"]["health"] - one["old"]["health"], abs=1e-6)
    for cause in ("time", "facts", "settings"):
        assert sum(two[cause] for two in one["signals"]) == pytest.approx(split[cause], abs=1e-6)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("git:HEAD~1", "accounts", id="a revision and the folder"),
        pytest.param("git:main~1", "@today", id="a revision and the book today"),
        pytest.param("git:v1", "git:main", id="a tag and a branch"),
    ],
)
def test_sides_that_are_the_same_give_the_same_answer(run, repository, old, new):
    repository("tag", "v1", "HEAD~1")
    told = run("diff", old, new, "-f", "json")
    assert told.code == 0
    assert told.data == run("diff", "git:HEAD~1", "git:HEAD", "-f", "json").data


@pytest.mark.parametrize("side", ["git:HEAD", "git:v1", "accounts", "@-7d", "@2026-11-09"])
def test_a_side_does_not_differ_from_itself(run, repository, side):
    repository("tag", "v1", "HEAD~1")
    found = run("diff", side, side, "-f", "json")
    assert (found.code, found.err) == (0, "")
    assert found.data["accounts"] == []


def test_days_of_both_sides_count_back_from_today(run):
    found = run("diff", "@-28d", "@-7d", "--book", ACCOUNTS, "-f", "json")
    assert (found.data["old"]["as_of"], found.data["new"]["as_of"]) == ("2026-10-19", "2026-11-09")


@pytest.mark.usefixtures("repository")
def test_a_snapshot_and_a_folder_say_what_they_cannot_tell_apart(run, tmp_path):
    path = tmp_path / "s.json"
    assert run("snapshot", "accounts", "--as-of", "-7d", "-o", path).code == 0
    found = run("diff", path, "accounts", "-f", "json")
    assert found.data["unknown"] == ["time", "facts"]
    [one] = found.data["accounts"]
    assert one["split"]["settings"] == 0
    assert one["split"]["together"] == one["split"]["change"]
    shown = run("diff", path, "accounts").out
    assert "Time+facts" in shown
    assert "cannot be told apart" in shown


@pytest.mark.usefixtures("repository")
def test_a_folder_and_a_snapshot_know_the_time(run, tmp_path):
    path = tmp_path / "s.json"
    assert run("snapshot", "accounts", "-o", path).code == 0
    found = run("diff", "git:HEAD~1", path, "-f", "json")
    assert found.data["unknown"] == ["facts", "settings"]
    whole = run("diff", "git:HEAD~1", "accounts", "-f", "json").data
    assert found.data["split"]["time"] == whole["split"]["time"]


def test_days_count_back_from_the_day_asked_for(run):
    found = run("diff", "@-7d", ACCOUNTS, "--as-of", "2026-11-02", "-f", "json")
    assert (found.data["old"]["as_of"], found.data["new"]["as_of"]) == ("2026-10-26", "2026-11-02")
    assert found.data["settings_changed"] is False


@pytest.mark.usefixtures("repository")
def test_a_revision_can_be_scored_as_of_another_day(run):
    words = ("diff", "git:HEAD~1", "git:HEAD", "--as-of-old", "2026-11-16", "-f", "json")
    found = run(*words).data
    assert found["old"]["as_of"] == "2026-11-16"
    assert found["split"]["time"] == 0


# -- wrong usage -----------------------------------------------------------------------------------


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["gone.json", "accounts"], "there is no file or folder gone.json"),
        (["git:nowhere", "accounts"], "there is no revision `nowhere`"),
        (["git:--output=x", "accounts"], "names no revision"),
        (["@someday", "accounts"], "someday is not a day"),
        (["@-7d", "@today", "--as-of", "2026-11-01"], "is of 2026-11-16, not of 2026-11-01"),
        (["@-7d", "clientfit.yaml"], "is not a snapshot"),
        (["@-7d", "accounts", "--fail-on", "drop:x"], "neither a band nor drop:N"),
        (["@-7d", "accounts", "--account", "b"], "there is no account `b` on either side"),
        (["@-7d", "accounts", "--owner", "dan"], "leads no account"),
        (["@-7d", "accounts", "--band", "blue"], "there is no band"),
        (["@-7d", "@today", "--book", "gone"], "there is no folder gone"),
    ],
)
def test_what_cannot_be_compared_is_wrong_usage(run, words, said):
    found = run("diff", *words)
    assert (found.code, found.out) == (2, "")
    assert said in found.err


def test_problems_in_a_revision_stop_it_and_name_the_place(run, repository):
    put(repository, {"accounts/b.yaml": "account: b\nname: B\nsince: soon\n"}, day="2026-11-16")
    repository("rm", "-q", "accounts/b.yaml")
    found = run("diff", "git:HEAD~1", "git:HEAD")
    assert found.code == 1
    assert "HEAD:accounts/b.yaml:3" in found.err
    assert run("diff", "git:HEAD~1", "git:HEAD", "--keep-going").code == 0


# -- failing on purpose ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fails", "code"),
    [(["drop:10"], 1), (["drop:90"], 0), (["red"], 0), (["yellow"], 0), (["red", "drop:1"], 1)],
)
def test_a_drop_makes_it_fail(run, write, fails, code):
    ill = {"b.yaml": account("issues: [{what: X, severity: major, opened: @2}]\n", "b")}
    words = [word for one in fails for word in ("--fail-on", one)]
    assert run("diff", "@-7d", write(ill), *words).code == code


def test_coming_into_red_makes_it_fail_and_being_there_does_not(run, write):
    book = write(account("notice: @3\n"))
    assert run("diff", "@-7d", book, "--fail-on", "red").code == 1
    assert run("diff", "@-2d", book, "--fail-on", "red").code == 0


def test_what_is_not_chosen_does_not_make_it_fail(run, write):
    book = write(account("notice: @3\n") + account("", "b"))
    assert run("diff", "@-7d", book, "--fail-on", "red", "--account", "b").code == 0


# -- formats ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_it_fits_the_terminal(run, columns):
    found = run("diff", "@-28d", ACCOUNTS, columns=columns)
    assert (found.code, found.err) == (0, "")
    assert max(map(cell_len, found.out.splitlines())) <= columns


def test_the_table_shows_a_sum_that_adds_up(run):
    lines = run("diff", "@-7d", ACCOUNTS).out.splitlines()
    [total] = [line for line in lines if line.startswith("Sum")]
    assert total == "Sum       time -12.5, facts +13.2: +0.7 points of health in all"
    for line in lines:
        if line.startswith(("    time ", "    facts ")):
            whole, parts = line.split(": ")
            shown = sum(float(part.rsplit(" ", 1)[1]) for part in parts.split(", "))
            assert shown == pytest.approx(float(whole.split()[1])), line


def test_csv_has_a_row_for_each_account_that_changed(run):
    rows = list(csv.DictReader(io.StringIO(run("diff", "@-7d", ACCOUNTS, "-f", "csv").out)))
    one = next(row for row in rows if row["account"] == "calder")
    assert one["status"] == "stayed"
    parts = [float(part.rsplit(":", 1)[1]) for part in one["signals"].split()]
    assert sum(parts) == pytest.approx(float(one["change"]), abs=1e-4)
    whole = float(one["time"]) + float(one["facts"]) + float(one["settings"])
    assert whole == pytest.approx(float(one["change"]), abs=1e-6)


def test_markdown_is_a_table(run):
    out = run("diff", "@-7d", ACCOUNTS, "-f", "markdown").out
    assert out.startswith("# What changed from 2026")
    assert "| Calder Logistics |" in out


def test_names_are_shown_as_they_are(run, write):
    book = write({"a.yaml": account("notice: @3\n").replace("name: A", 'name: "[red]x\\tb"')})
    found = run("diff", "@-7d", book, FORCE_COLOR="1")
    assert "[red]x" in found.out
    assert "\t" not in found.out


def test_who_arrived_was_lost_and_left_is_said(run, write):
    old = account("", "b") + account("", "c") + account("", "a")
    new = account("lost: {date: @2}\n", "c") + account("", "a") + account("", "d", since="@3")
    before = write({"old/book.yaml": old, "new/book.yaml": new})
    found = run("diff", before / "old", before / "new").out
    assert "Arrived   D (unknown" in found
    assert "Lost      C (unknown" in found
    assert "Gone      B (unknown" in found
