"""Executors: the same answer to the last bit, whoever does the parts, however they are cut."""

from __future__ import annotations

import datetime as dt
import functools
import itertools
import os
import re
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import fsspec
import pandas as pd
import pytest

from clientfit_cli.base.errors import UserError
from clientfit_cli.engine.facts.tabulate import tabulated
from clientfit_cli.execution import executors, partition
from clientfit_cli.execution.executors import DaskExecutor, LocalExecutor
from clientfit_cli.execution.run import run as run_over
from clientfit_cli.execution.task import read_book
from clientfit_cli.outcome.build import outcomes
from clientfit_cli.outcome.request import Detail, Request
from clientfit_cli.storage.folder import Folder
from clientfit_cli.storage.remote import Remote
from clientfit_cli.storage.tree import Entry
from clientfit_cli.views.data.account import account_data, record
from clientfit_cli.views.pages.score import score
from tests.conftest import EXAMPLES, TODAY, everything, outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from clientfit_cli.execution.executors import Executor
    from clientfit_cli.outcome.book import BookOutcome
    from clientfit_cli.storage.tree import Listed
    from tests.conftest import Ran

BOOK = EXAMPLES / "accounts"
MARCH = dt.date(2026, 3, 2)
PATIENCE = 100  # seconds: only what hangs takes as long


@pytest.fixture(scope="module")
def cluster() -> Iterator[DaskExecutor]:
    with DaskExecutor(None, 2) as made:
        yield made


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    return lambda files: monkeypatch.setattr(partition, "MOST_FILES", files)


# Of all details, several days and facts, in one going over.
REQUESTS = (
    Request.weekly(TODAY, *Detail),
    Request.on(MARCH, Detail.SUMMARY, Detail.TRAIL, Detail.RELATIONSHIPS, Detail.TAKEN),
    Request.weekly(TODAY, Detail.ACTIONS, Detail.GROWTH, Detail.SIGNALS, weeks=2, known_at=MARCH),
)


def survey(
    tree: Listed, executor: Executor, requests: Sequence[Request] = REQUESTS
) -> list[BookOutcome]:
    return run_over(tree, requests, executor).outcomes


def told(outcomes: Iterable[BookOutcome]) -> list[Any]:
    """All that outcomes hold, wherever the book lies."""
    return [everything(replace(one, root="")) for one in outcomes]


@functools.cache
def expected() -> list[Any]:
    """What the whole book says that is read and scored at once, by itself."""
    book = read_book(Folder(BOOK))
    whole = outcomes(tabulated(book), REQUESTS, book)
    return told(replace(one, problems=book.problems, left_out=book.left_out) for one in whole)


@functools.cache
def records() -> list[Any]:
    """What tables say of the whole book."""
    accounts = outcome(read_book(Folder(BOOK))).accounts
    return [(account_data(one), record(one)) for one in accounts]


@pytest.mark.parametrize("files", [1, 2, 5, 500])
def test_parts_say_what_the_whole_says(small_parts, files):
    small_parts(files)
    assert told(survey(Folder(BOOK), LocalExecutor(1))) == expected()


@pytest.mark.parametrize("jobs", [2, 5])
def test_any_number_of_processes_says_the_same(small_parts, jobs):
    small_parts(2)
    assert told(survey(Folder(BOOK), LocalExecutor(jobs))) == expected()


def test_so_does_a_cluster(small_parts, cluster):
    small_parts(3)
    assert told(survey(Folder(BOOK), cluster)) == expected()


def test_totals_and_problems_are_those_of_the_whole(small_parts, write):
    small_parts(1)
    files = {path.name: path.read_text() for path in BOOK.glob("*.yaml")}
    settings = files.pop("clientfit.yaml")
    book = write(files | {"bad.yaml": "account: bad\nname: B\nsince: soon\n"}, settings)
    whole = survey(Folder(book), LocalExecutor(1))[0]
    found = outcome(read_book(Folder(book)), TODAY)
    assert (whole.problems, whole.left_out) == (found.problems, ["bad"])
    (problem,) = [one for one in whole.problems if one.severity == "error"]
    assert (problem.where.line, problem.code) == (3, "bad-date")
    assert score(whole, whole.accounts).data()["book"]["lost_365d"]["accounts"] == 1


def test_which_of_two_documents_is_the_second_does_not_depend_on_the_parts(write, small_parts):
    book = Folder(write({
        "a/zacme.yaml": "account: acme\nname: Acme\nowner: dana\n",
        "b/acme.yaml": "account: acme\nowner: sam\n",
    }))  # fmt: skip
    whole = read_book(book).problems
    for files in (1, 500):
        small_parts(files)
        assert survey(book, LocalExecutor(1))[0].problems == whole


def test_accounts_may_be_named_as_people_call_them(run):
    found = run("score", BOOK, "--as-of", TODAY, "--account", "Dunmore & Vale Stores")
    assert "1 account as of" in found.out


def test_settings_above_where_a_link_leads_govern_the_book(run, write, tmp_path):
    book = write({"in/a.yaml": "account: a\nname: A\nowner: zed\n"}, "team: [{id: zed}]\n")
    (tmp_path / "link").symlink_to(book / "in")
    assert run("check", tmp_path / "link").code == 0


def test_names_of_files_that_are_no_text_do_not_spoil_what_was_written(run, write, tmp_path):
    book = write({"a.yaml": "account: a\nname: A\n"})
    try:
        (Path(os.fsdecode(os.fsencode(book) + b"/b\xff.yaml"))).write_text("account: b\nx: 1\n")
    except OSError:
        pytest.skip("no such names here")
    assert run("score", book, "--keep-going", "-o", f"{tmp_path}/out/").code == 0
    assert (tmp_path / "out" / "book.json").exists()


def test_check_finds_the_same_in_parts(write, small_parts):
    files = {path.name: path.read_text() for path in BOOK.glob("*.yaml")}
    settings = files.pop("clientfit.yaml").replace("timezone:", "timezon:")
    bad = {"bad.yaml": "account: bad\nsince: soon\n", "x/clientfit.yaml": "", "no.yaml": "a: 1\n",
           "odd.yaml": "account: odd\nname: [\n"}  # fmt: skip
    book = Folder(write(files | bad, settings))
    whole = read_book(book)
    small_parts(2)
    for jobs in (1, 2):
        found = run_over(book, [], LocalExecutor(jobs))
        assert found.problems == whole.problems
        assert found.accounts == len(whole.accounts) + len(whole.left_out)


class TestTorn:
    """Accounts whose files lie in several parts."""

    FILES = {
        "2024/acme.yaml": "account: acme\nname: Acme\nowner: dana\nsince: 2024-01-01\n"
        "contacts: [{id: r, name: Robin, role: decision_maker}]\n",
        "2025/acme.yaml": "account: acme\ntouchpoints:\n"
        "- {date: 2026-11-02, channel: call, ours: [dana], theirs: [r]}\n",
        "2026/acme-late.yaml": "account: acme\nissues: []\n",
        "z.yaml": "account: z\nname: Z\nowner: sam\nsince: 2025-01-01\n",
    }

    @pytest.mark.parametrize("files", [1, 2, 3])
    def test_they_are_read_together(self, write, small_parts, files):
        book = write(self.FILES)
        result = outcome(read_book(Folder(book)), TODAY)
        small_parts(files)
        (found,) = survey(Folder(book), LocalExecutor(1), REQUESTS[:1])
        assert everything(found) == everything(result)
        assert found.problems == []

    def test_what_is_wrong_in_one_file_leaves_the_whole_account_out(self, write, small_parts):
        book = write(self.FILES | {"2026/acme-late.yaml": "account: acme\nissues: [{what: 1}]\n"})
        small_parts(1)
        found = survey(Folder(book), LocalExecutor(1))[0]
        assert [one.id for one in found.accounts] == ["z"]
        assert found.left_out == ["acme"]
        expected = read_book(Folder(book)).problems
        assert found.problems == expected

    def test_files_of_one_name_lie_side_by_side(self):
        listed = Folder(BOOK).listing()[0]
        twice = [one._replace(name=f"{year}/{one.name}") for year in (25, 26) for one in listed]
        for part in partition.cut(twice):
            names = [one.name.rpartition("/")[2] for one in part]
            assert names == sorted(names)

    @pytest.mark.parametrize(
        "files",
        [
            pytest.param(
                ("{}/account.yaml", "{}/mails/2025.yaml", "{}/mails/2026.yaml"),
                id="in a folder of its own",
            ),
            pytest.param(("{}.yaml", "{}/touchpoints/2026.yaml"), id="in a file and a folder"),
            pytest.param(("{}.yaml", "mails/{}.yaml"), id="in files of one name"),
            pytest.param(("north/{}/account.yaml", "north/{}/mails.yaml"), id="below a region"),
        ],
    )  # fmt: skip
    def test_the_files_of_an_account_lie_side_by_side(self, files):
        names = [file.format(f"a{at}") for at in range(20) for file in files]
        (cut,) = partition.cut([Entry(name, 1) for name in sorted(names)])
        which = [re.findall(r"a\d+", one.name)[0] for one in cut]
        assert len([one for one, _ in itertools.groupby(which)]) == 20


class TestCluster:
    """On real processes of Dask."""

    def test_a_bad_file_on_a_worker_is_a_problem_with_its_place(self, write, small_parts, cluster):
        files = {f"{name}.yaml": f"account: {name}\nname: {name}\n" for name in "abcd"}
        book = write(files | {"c.yaml": "account: c\nname: c\nsince: [\n"})
        small_parts(1)
        found = survey(Folder(book), cluster)[0]
        assert found.problems == read_book(Folder(book)).problems
        assert found.left_out == ["c"]
        assert len(found.accounts) == 3

    def test_a_worker_that_dies_midway_loses_nothing(self, tmp_path, small_parts, cluster):
        small_parts(2)
        died = tmp_path / "died"

        class Deadly:
            """The cluster, with one death on the way."""

            def each(self, work: Any, items: Any) -> Any:
                return cluster.each(functools.partial(_dying_once, str(died), work), items)

        found = survey(Folder(BOOK), Deadly())  # type: ignore[arg-type]
        assert died.exists()
        assert told(found) == expected()

    def test_a_part_that_kills_every_worker_is_told_of(self, monkeypatch):
        # A cluster of its own: one that dies as it begins is not begun anew.
        with DaskExecutor(None, 2) as cluster:
            monkeypatch.setattr(executors, "PATIENCE", 20)
            with pytest.raises(UserError, match="died over and over"):
                list(cluster.each(_die, [1]))

    def test_parquet_is_what_the_whole_book_says(self, run: Callable[..., Ran], tmp_path, cluster):
        address = cluster._client.scheduler_info()["address"]
        words = ("score", BOOK, "--as-of", TODAY, "--engine", "dask", "--scheduler", address)
        assert run(*words, "-o", f"{tmp_path}/out/").code == 0
        assert_tables(tmp_path / "out")


def _dying_once(died: str, work: Callable[[Any], Any], item: Any) -> Any:
    try:
        Path(died).touch(exist_ok=False)
    except FileExistsError:
        return work(item)
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def _die(_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def assert_tables(folder: Path) -> None:
    accounts = pd.read_parquet(folder / "accounts")
    rows = {one["account"]: record_ for one, record_ in records()}
    assert set(accounts["account"]) == set(rows)
    for row in accounts.astype(object).where(accounts.notna(), None).itertuples(index=False):
        assert list(row)[1:] == rows[row.account]
    actions = pd.read_parquet(folder / "actions")
    steps = [two["what"] for one, _ in records() for two in one["actions"]]
    assert sorted(actions["what"]) == sorted(steps)
    signals = pd.read_parquet(folder / "signals")
    assert len(signals) == sum(len(one["signals"]) for one, _ in records())


class TestParquet:
    """Results that do not fit a terminal."""

    def test_each_part_is_a_file_of_each_table(self, run, small_parts, tmp_path):
        small_parts(4)
        assert (
            run("score", BOOK, "--as-of", TODAY, "-f", "parquet", "-o", tmp_path / "out").code == 0
        )
        assert_tables(tmp_path / "out")
        assert len(list((tmp_path / "out" / "accounts").iterdir())) >= 4
        kinds = [
            pd.read_parquet(path).dtypes.to_dict()
            for path in (tmp_path / "out" / "accounts").iterdir()
        ]
        assert all(kind == kinds[0] for kind in kinds)

    def test_only_what_was_chosen(self, run, tmp_path):
        words = ("score", BOOK, "--as-of", TODAY, "--band", "red", "-o", f"{tmp_path}/out/")
        assert run(*words, "--fail-on", "red").code == 1
        assert set(pd.read_parquet(tmp_path / "out" / "accounts")["band"]) == {"red"}

    def test_a_folder_with_something_in_it_is_left_alone(self, run, tmp_path):
        (tmp_path / "mine").write_text("x")
        found = run("score", BOOK, "-o", tmp_path)
        assert (found.code, "is not empty" in found.err) == (2, True)
        assert [path.name for path in tmp_path.iterdir()] == ["mine"]

    def test_errors_in_the_book_write_nothing(self, run, write, tmp_path):
        book = write({"a.yaml": "account: a\nname: A\nsince: soon\n"})
        assert run("score", book, "-o", f"{tmp_path}/out/").code == 1
        assert not (tmp_path / "out").exists()

    def test_without_a_folder_there_is_nowhere_to_write(self, run):
        found = run("score", BOOK, "-f", "parquet")
        assert (found.code, "--output DIR" in found.err) == (2, True)


def assert_same_elsewhere(outcomes: list[BookOutcome]) -> None:
    """The same but for the addresses of files."""
    for found, mine in zip(told(outcomes), expected(), strict=True):
        places = [
            {name: (rows, [Path(place[0]).name for place in places])
             for name, (rows, places) in one.items()}
            for one in found.pop(Detail.EVIDENCE, ())
        ]  # fmt: skip
        assert found == {key: value for key, value in mine.items() if key != Detail.EVIDENCE}
        assert places == [
            {name: (rows, [Path(place[0]).name for place in places])
             for name, (rows, places) in one.items()}
            for one in mine.get(Detail.EVIDENCE, ())
        ]  # fmt: skip


class TestAddresses:
    """Books behind fsspec."""

    @pytest.fixture
    def address(self) -> str:
        store = fsspec.filesystem("memory")
        store.store.clear()
        for path in BOOK.rglob("*.yaml"):
            store.pipe(f"/books/{path.relative_to(BOOK)}", path.read_bytes())
        store.pipe("/books/.hidden/x.yaml", b"a: [")
        store.pipe("/books/readme.txt", b"no account")
        return "memory://books"

    def test_the_same_book_says_the_same(self, address, small_parts):
        small_parts(5)
        assert_same_elsewhere(survey(Remote(address), LocalExecutor(1)))

    def test_a_cluster_reads_it_where_it_is(self, cluster, small_parts):
        small_parts(5)
        tree: Listed = Remote(BOOK.resolve().as_uri())
        assert_same_elsewhere(survey(tree, cluster))

    def test_problems_name_the_address(self, address, run):
        fsspec.filesystem("memory").pipe("/books/bad.yaml", b"account: bad\nsince: soon\n")
        found = run("score", address)
        assert found.code == 1
        assert f"{address}/bad.yaml:2:8" in found.err

    def test_results_may_go_to_one(self, run, address):
        assert run("score", address, "--as-of", TODAY, "-o", "memory://results").code == 0
        assert fsspec.filesystem("memory").exists("/results/book.json")

    @pytest.mark.parametrize(
        ("address", "said"),
        [("memory://nowhere", "there is no book"), ("nosuch://x", "cannot be opened")],
    )
    def test_what_is_not_there(self, run, address, said):
        found = run("score", address)
        assert (found.code, said in found.err) == (2, True)

    def test_only_the_content_tells_that_nothing_changed(self, address):
        assert all(one.stamp is None for one in Remote(address).listing()[0])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--engine", "dsak"), "did you mean `dask`?"),
        (("--scheduler", "tcp://x:1"), "--scheduler is for --engine dask"),
        (("--engine", "dask", "--scheduler", "nowhere"), "no Dask scheduler answers at nowhere"),
    ],
)
def test_wrong_usage(run, words, said):
    found = run("score", BOOK, *words)
    assert (found.code, said in found.err) == (2, True)


class TestNoWorkers:
    """A scheduler whose workers are not there, or are gone."""

    @pytest.fixture
    def empty(self, monkeypatch) -> Iterator[Any]:
        from distributed import LocalCluster

        monkeypatch.setattr(executors, "PATIENCE", 0.5)
        with LocalCluster(n_workers=0, processes=False, dashboard_address=":0") as made:
            yield made

    def test_nobody_waits_for_them_for_ever(self, run, empty):
        found = run("score", BOOK, "--engine", "dask", "--scheduler", empty.scheduler_address)
        assert found.code == 2
        assert f"{empty.scheduler_address} has no workers" in found.err
        assert f"dask worker {empty.scheduler_address}" in found.err

    def test_nor_for_those_that_are_gone(self, empty, monkeypatch):
        monkeypatch.setattr(executors, "PATIENCE", PATIENCE)
        empty.scale(1)
        with DaskExecutor(empty.scheduler_address, 0) as cluster:
            empty.scale(0)
            _until(lambda: not cluster._client.nthreads())
            monkeypatch.setattr(executors, "PATIENCE", 0.5)
            with pytest.raises(UserError, match="has no workers"):
                list(cluster.each(abs, [-1]))

    def test_a_late_one_is_waited_for(self, empty, monkeypatch):
        monkeypatch.setattr(executors, "PATIENCE", PATIENCE)
        threading.Timer(1, lambda: empty.scale(1)).start()
        with DaskExecutor(empty.scheduler_address, 0) as cluster:
            assert list(cluster.each(abs, [-1, -2])) == [1, 2]


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ("dask", ("--engine", "dask")),
        ("fsspec", ("-o", "out/")),
        ("pyarrow", ("-f", "parquet", "-o", "out")),
    ],
)
def test_without_the_extra_a_line_says_what_to_install(run, monkeypatch, tmp_path, missing, words):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, missing, None)
    found = run("score", BOOK, *words)
    assert (found.code, "pip install 'clientfit[dask]'" in found.err) == (2, True)


def test_nothing_of_the_extra_is_loaded_without_being_asked_for():
    code = (
        "import sys\nsys.argv = ['clientfit', 'score', 'examples/accounts']\n"
        "from clientfit_cli.cli.app import run\n"
        "try: run()\nexcept SystemExit: pass\n"
        "assert not {'dask', 'distributed', 'fsspec', 'pyarrow', 'pandas'} & set(sys.modules)\n"
    )
    subprocess.run(
        [sys.executable, "-c", code], check=True, cwd=EXAMPLES.parent, stdout=subprocess.DEVNULL
    )


@pytest.mark.parametrize(
    ("kill", "signals", "said"),
    [(os.killpg, signal.SIGINT, 130), (os.kill, signal.SIGTERM, -signal.SIGTERM)],
    ids=["Ctrl-C", "killed alone"],
)
def test_an_end_ends_all_processes(tmp_path, kill, signals, said):
    """Ctrl-C reaches the whole group, a service manager the parent alone; nothing is left of it."""
    for at in range(60):
        rows = "".join(
            f"- {{date: 2026-10-{day % 28 + 1:02}, channel: call, ours: [d], theirs: [c],"
            f" note: {at}-{day}}}\n"
            for day in range(4000)
        )
        text = f"account: a{at}\nname: A\ncontacts: [{{id: c, name: C}}]\ntouchpoints:\n{rows}"
        (tmp_path / f"a{at}.yaml").write_text(text)
    (tmp_path / "clientfit.yaml").write_text("team: [{id: d}]\n")
    process = subprocess.Popen(
        [sys.executable, "-m", "clientfit_cli", "score", str(tmp_path), "--jobs", "2",
         "--no-cache"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    _until(lambda: len(_children(process.pid)) == 2)
    children = _children(process.pid)
    # They cannot be done before the end comes, however long it takes.
    for child in children:
        os.kill(child, signal.SIGSTOP)
    kill(process.pid, signals)
    for child in children:
        os.kill(child, signal.SIGCONT)
    out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out, err) == (said, b"", b"")
    _until(lambda: not any(map(_alive, children)))


def _until(seen: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not seen():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _children(process: int) -> list[int]:
    found = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True, text=True, check=False
    )
    return [int(word) for word in found.stdout.split()]


def _alive(process: int) -> bool:
    found = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False
    )
    return bool(found.stdout.strip()) and not found.stdout.startswith("Z")
