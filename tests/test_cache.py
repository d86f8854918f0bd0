"""What is kept for next time: whatever happens to the files, the answer is that of reading them."""

from __future__ import annotations

import datetime as dt
import os
import random
import shutil
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from clientfit_cli.base.errors import UserError
from clientfit_cli.cli import workspace
from clientfit_cli.engine.scoring import scorecard
from clientfit_cli.execution import cache, processes
from clientfit_cli.execution.executors import LocalExecutor
from clientfit_cli.execution.run import run as run_over
from clientfit_cli.outcome.request import Detail, Request
from clientfit_cli.storage.folder import Folder
from tests.conftest import EXAMPLES, TEAM, TODAY, everything

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from clientfit_cli.outcome.book import BookOutcome
    from tests.conftest import Ran

MARCH = dt.date(2026, 3, 2)
ALONE = LocalExecutor(1)


def about(day: dt.date = TODAY, *details: Detail, known_at: dt.date | None = None) -> Request:
    """Ask for some details as of a day, of all unless they are told; nothing of places in files."""
    return Request.weekly(day, *(details or WITHOUT_PLACES), known_at=known_at)


WITHOUT_PLACES = tuple(detail for detail in Detail if detail != Detail.EVIDENCE)


def answers(book: Path, root: Path, day: dt.date = TODAY, now: int | None = None) -> BookOutcome:
    """Score a book with what is kept of it."""
    return ask(book, root, about(day), now=now)[0]


def ask(book: Path, root: Path, *requests: Request, now: int | None = None) -> list[BookOutcome]:
    tree = Folder(book)
    kept = cache.of_book(tree, root, time.time_ns() if now is None else now)
    return run_over(tree, requests, ALONE, cache=kept).outcomes


def fresh(book: Path, day: dt.date = TODAY) -> BookOutcome:
    """Score a book without it."""
    return run_over(Folder(book), [about(day)], ALONE).outcomes[0]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "clientfit"


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note which files of a book are read, the settings apart."""
    noted: list[str] = []
    read = Folder.read

    def spied(self: Folder, name: str) -> bytes:
        if name != "clientfit.yaml":
            noted.append(name)
        return read(self, name)

    monkeypatch.setattr(Folder, "read", spied)
    return noted


def account(name: str, touchpoints: int = 3, owner: str = "dana", until: int = 28) -> str:
    rows = "".join(
        f"  - {{date: 2026-10-{until - at:02}, channel: call, ours: [{owner}], theirs: [c]}}\n"
        for at in range(touchpoints)
    )
    return (
        f"account: {name}\nname: {name.title()}\nowner: {owner}\nsince: 2025-01-01\n"
        f"contacts: [{{id: c, name: Chris, role: decision_maker}}]\ntouchpoints:\n{rows}"
    )


BOOK = {f"{name}.yaml": account(name) for name in "abcdef"}


def later() -> int:
    """A moment at which nothing has changed lately."""
    return time.time_ns() + 10 * cache.JUST_BEFORE


def test_what_was_read_once_is_not_read_again(write, root, reads):
    book = write(BOOK)
    first = answers(book, root, now=later())
    assert sorted(reads) == sorted(BOOK)
    reads.clear()
    assert everything(answers(book, root, now=later())) == everything(first)
    assert reads == []


def test_another_day_needs_no_file_either(write, root, reads):
    book = write(BOOK)
    answers(book, root, now=later())
    reads.clear()
    march = answers(book, root, MARCH, now=later())
    assert reads == []
    assert everything(march) == everything(fresh(book, MARCH))


def test_one_changed_file_costs_one_file(write, root, reads):
    book = write(BOOK)
    answers(book, root, now=later())
    reads.clear()
    (book / "c.yaml").write_text(account("c", 9))
    for day in (TODAY, MARCH):
        assert everything(answers(book, root, day, now=later())) == everything(fresh(book, day))
    assert set(reads[: reads.index("c.yaml") + 1]) == {"c.yaml"}


def test_changed_settings_begin_anew(write, root):
    book = write(BOOK)
    before = answers(book, root, now=later())
    (book / "clientfit.yaml").write_text(TEAM + "scoring: {budgeted_loss: 0.5}\n")
    after = answers(book, root, now=later())
    assert everything(after) == everything(fresh(book)) != everything(before)


def test_an_account_that_a_new_file_adds_to_is_read_as_a_whole(write, root):
    book = write(BOOK)
    answers(book, root, now=later())
    more = "account: b\nissues:\n- {what: Late, severity: critical, opened: 2026-11-02}\n"
    (book / "later.yaml").write_text(more)
    found = everything(answers(book, root, now=later()))
    assert found == everything(fresh(book))
    assert any("Late" in alarm.why for alarm in fresh(book).account("b").alarms)
    (book / "later.yaml").unlink()
    assert everything(answers(book, root, now=later())) == everything(fresh(book))


def test_problems_are_kept_with_their_places(write, root, reads):
    book = write(BOOK | {"g.yaml": "account: g\nname: G\nsince: soon\n", "h.yaml": "a: [\n"})
    first = answers(book, root, now=later())
    reads.clear()
    again = answers(book, root, now=later())
    assert reads == []
    assert [str(one.where) for one in again.problems] == [str(one.where) for one in first.problems]
    assert (again.problems, again.left_out) == (first.problems, ["g"])


def test_a_file_that_could_not_be_read_is_tried_again(write, root, monkeypatch):
    book = write(BOOK)
    read = Folder.read

    def broken(self: Folder, name: str) -> bytes:
        if name == "a.yaml":
            raise OSError(5, "Input/output error")
        return read(self, name)

    with monkeypatch.context() as broken_disk:
        broken_disk.setattr(Folder, "read", broken)
        assert len(answers(book, root, now=later())) == 5
    assert len(answers(book, root, now=later())) == 6


def test_a_change_within_one_tick_of_the_clock_is_seen(write, root):
    """Same size, same times, same inode: only the content tells."""
    book = write(BOOK)
    path = book / "a.yaml"
    listing = Folder.listing

    def tick(self: Folder) -> Any:
        entries, problems = listing(self)
        return [one._replace(stamp=(now, now, 1), changed=now) for one in entries], problems

    with pytest.MonkeyPatch.context() as clock:
        clock.setattr(Folder, "listing", tick)
        now = time.time_ns()
        before = everything(answers(book, root, now=now))
        path.write_text(path.read_text().replace("2026-10-28", "2026-05-08"))
        assert everything(answers(book, root, now=now)) == everything(fresh(book)) != before


def test_files_beyond_doubt_are_compared_by_content_once(write, root, reads):
    book = write(BOOK)
    answers(book, root)  # just written
    reads.clear()
    answers(book, root, now=later())
    assert sorted(reads) == sorted(BOOK)
    reads.clear()
    answers(book, root, now=later())
    assert reads == []


def operations(book: Path, rng: random.Random) -> None:
    """Do something to the files of a book that people, editors and git do."""
    files = sorted(book.glob("*.yaml"))
    files.remove(book / "clientfit.yaml")
    one = rng.choice(files)
    other = rng.choice(files)
    spare = book.parent / "spare"
    spare.mkdir(exist_ok=True)
    match rng.randrange(11):
        case 0:  # the same size, at once
            text = one.read_text()
            one.write_text(text.replace("10-2", f"{rng.randint(1, 9):02}-2"))
        case 1:
            os.utime(one)
        case 2 if one != other:  # swapped
            one.rename(spare / "x")
            other.rename(one)
            (spare / "x").rename(other)
        case 3:
            one.rename(book / f"{rng.randrange(9)}{one.name[-6:]}")
        case 4:
            shutil.copy2(one, spare / one.name)
        case 5:  # an older state, with its time
            if (old := sorted(spare.iterdir())) and old[0].suffix == ".yaml":
                shutil.copy2(old[0], book / old[0].name)
        case 6 if len(files) > 3:
            one.unlink()
        case 7:
            name = rng.choice("abcdefxyz")
            (book / f"{name}{rng.randrange(3)}.yaml").write_text(
                f"account: {name}\nideas:\n- {{what: Idea, date: 2026-0{rng.randint(1, 9)}-01}}\n"
            )
        case 8:
            name = rng.choice("abcdefxyz")
            one.write_text(account(name, rng.randint(1, 9), rng.choice(["dana", "sam"])))
        case 9:
            one.write_text(one.read_text()[: rng.randint(5, 200)])
        case 10:  # put in its place, as editors do
            (spare / "new").write_text(one.read_text() + "# seen\n")
            (spare / "new").replace(one)


ASKED = [(TODAY, None), (MARCH, None), (TODAY, MARCH), (TODAY - dt.timedelta(days=1), None)]


@pytest.mark.parametrize(
    ("seed", "rounds"),
    [(0, 12), (1, 12), *(pytest.param(seed, 25, marks=pytest.mark.long) for seed in range(2, 12))],
)
def test_whatever_is_done_to_the_files_the_answer_is_that_of_reading_them(
    write, root, seed, rounds
):
    """In random order, as fast as it goes; the clock is the real one."""
    rng = random.Random(seed)
    book = write(BOOK)
    for _ in range(rounds):
        for _ in range(rng.choice([0, 1, 1, 3])):
            operations(book, rng)
        requests = [
            Request.weekly(day, *rng.sample(list(Detail), rng.randint(0, 3)), known_at=known_at)
            for day, known_at in rng.sample(ASKED, rng.choice([1, 1, 2]))
        ]
        found = ask(book, root, *requests)
        expected = run_over(Folder(book), requests, ALONE).outcomes
        assert list(map(everything, found)) == list(map(everything, expected))


def test_settings_that_change_while_a_book_is_read_leave_nothing_wrong_behind(write, root):
    book = write(BOOK)
    settings = book / "clientfit.yaml"
    mine, others = TEAM, TEAM + "scoring: {budgeted_loss: 0.5}\n"
    tree = Folder(book)
    kept = cache.of_book(tree, root, later())
    settings.write_text(others)  # between the look for a cache and the reading
    found = run_over(tree, [about()], ALONE, cache=kept).outcomes[0]
    assert everything(found) == everything(fresh(book))
    settings.write_text(mine)
    assert (
        everything(answers(book, root, now=later())) == everything(fresh(book)) != everything(found)
    )


def test_columns_that_are_lost_are_made_again(write, root, reads):
    book = write(BOOK)
    answers(book, root, now=later())
    for path in root.rglob("*.tables.npz"):
        path.unlink()
    (book / "a.yaml").unlink()
    assert everything(answers(book, root, MARCH, now=later())) == everything(fresh(book, MARCH))
    reads.clear()
    answers(book, root, TODAY - dt.timedelta(days=1), now=later())
    assert reads == []


class TestDamage:
    """A cache that is wrong in any way is as if it were not there."""

    @pytest.fixture
    def kept(self, write, root) -> tuple[Path, list[Path]]:
        book = write(BOOK)
        answers(book, root, now=later())
        return book, sorted(path for path in root.rglob("*") if path.is_file())

    @pytest.mark.parametrize("seed", range(6))
    def test_damaged_files(self, kept, root, seed):
        book, files = kept
        rng = random.Random(seed)
        for path in files:
            raw = bytearray(path.read_bytes())
            for _ in range(rng.choice([0, 1, 1, 30])):
                raw[rng.randrange(len(raw))] ^= 1 << rng.randrange(8)
            path.write_bytes(raw[: rng.choice([len(raw), len(raw), rng.randrange(len(raw))])])
        assert everything(answers(book, root, now=later())) == everything(fresh(book))
        assert everything(answers(book, root, now=later())) == everything(fresh(book))

    @pytest.mark.parametrize("kind", ["manifest", "tables", "summary", "actions", "signals"])
    def test_one_bit_anywhere(self, kept, root, kind):
        """No checksum of a part of a file will do: each bit of all of it counts."""
        _, files = kept
        (path,) = [one for one in files if f".{kind}." in one.name]
        raw = path.read_bytes()
        name, _, ending = path.name.removesuffix(".npz").partition(".")
        made = cache.Cache(root, path.parent, later(), "")
        for at in range(0, len(raw), max(1, len(raw) // 300)):
            damaged = bytearray(raw)
            damaged[at] ^= 1 << at % 8
            path.write_bytes(damaged)
            assert made._read(name, ending) is None

    @pytest.mark.parametrize("kind", ["manifest", "tables", *WITHOUT_PLACES])
    def test_missing_files(self, kept, root, kind):
        book, files = kept
        (path,) = [one for one in files if f".{kind}." in one.name]
        path.unlink()
        for day in (TODAY, MARCH):
            assert everything(answers(book, root, day, now=later())) == everything(fresh(book, day))

    def test_a_full_disk(self, write, root, monkeypatch):
        book = write(BOOK)

        def full(*_: Any, **__: Any) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(np, "savez", full)
        assert everything(answers(book, root)) == everything(fresh(book))
        assert [path for path in root.rglob("*") if path.is_file()] == []

    def test_a_folder_that_cannot_be_made(self, write, root):
        root.parent.mkdir(parents=True)
        root.write_text("in the way")
        book = write(BOOK)
        assert everything(answers(book, root)) == everything(fresh(book))

    @pytest.mark.skipif(not hasattr(os, "getuid"), reason="no owners here")
    def test_a_folder_that_others_could_write_to_is_not_trusted(self, kept, root):
        book, _ = kept
        root.chmod(0o777)
        assert cache.of_book(Folder(book), root, later()) is None

    def test_texts_of_another_kind(self, kept, root, monkeypatch):
        """What has the right checksum may still be from a program that knew other things."""
        book, _ = kept
        with monkeypatch.context() as other:
            other.setattr(cache.json, "loads", lambda _: {"sources": 1})
            found = answers(book, root, now=later())
        assert everything(found) == everything(fresh(book))


def test_only_the_user_can_read_it(write, root):
    book = write(BOOK)
    answers(book, root)
    for path in [root, *root.rglob("*")]:
        assert path.stat().st_mode & 0o077 == 0, path


def test_nothing_is_kept_in_the_book(write, root):
    book = write(BOOK)
    answers(book, root)
    assert {path.name for path in book.iterdir()} == {*BOOK, "clientfit.yaml"}


def test_it_does_not_grow_without_bounds(write, root):
    book = write({name: BOOK[name] for name in ("a.yaml", "b.yaml")})
    details = (Detail.SUMMARY, Detail.FIRST)
    for at in range(40):
        (book / "a.yaml").write_text(account("a", at % 9 + 1))
        request = Request.on(TODAY - dt.timedelta(days=at), *details)
        ask(book, root, request, now=later() + at * 10**10)
    assert len(list(root.rglob("*.manifest.*"))) <= 12
    kept = [path.name for path in root.rglob("*.npz")]
    assert len(kept) <= 12 * (2 + cache.MOST_REQUESTS * len(details))
    of_requests = {tuple(name.split(".")[:2]) for name in kept if name.count(".") > 2}
    assert Counter(name for name, _ in of_requests).most_common(1)[0][1] <= cache.MOST_REQUESTS


def test_settings_that_were_tried_leave_no_trail(write, root):
    book = write(BOOK)
    for at in range(9):
        (book / "clientfit.yaml").write_text(f"{TEAM}scoring: {{budgeted_loss: 0.{at + 1}}}\n")
        ask(book, root, Request.on(TODAY, Detail.SUMMARY))
    (folders,) = root.iterdir()
    assert len(list(folders.iterdir())) <= cache.MOST_FOLDERS


# --- for people


def test_the_command_says_what_there_is_and_throws_it_away(run: Callable[..., Ran], write):
    book = write(BOOK)
    first = run("score", book, "--as-of", str(TODAY))
    assert run("score", book, "--as-of", str(TODAY)).out == first.out
    said = run("cache").out
    assert str(workspace.cache_folder()) in said
    assert "1 book, " in said
    assert "thrown away: 1 book" in run("cache", "--clear").out
    assert "0 books, 0.0 MB" in run("cache").out
    assert run("score", book, "--as-of", str(TODAY)).out == first.out


def test_without_a_cache_nothing_is_kept(run: Callable[..., Ran], write):
    run("score", write(BOOK), "--as-of", str(TODAY), "--no-cache")
    assert not workspace.cache_folder().exists()


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="no owners here")
def test_the_command_says_why_a_folder_is_not_used(run: Callable[..., Ran], write):
    run("score", write(BOOK))
    workspace.cache_folder().chmod(0o777)
    assert "not used, others could write to it" in run("cache").out


def test_books_that_nobody_looks_at_any_more_go(write, root):
    book = write(BOOK)
    answers(book, root, now=later())
    other = root / ("0" * 32) / "key"
    other.mkdir(parents=True)
    os.utime(other, ns=(1, 1))
    (book / "a.yaml").write_text(account("a", 7))
    answers(book, root, now=later())
    assert not other.parent.exists()
    assert len(list(root.iterdir())) == 1


def test_clearing_leaves_what_others_put_there(run: Callable[..., Ran], write):
    run("score", write(BOOK))
    other = workspace.cache_folder() / "notes.txt"
    other.write_text("mine")
    run("cache", "--clear")
    assert other.read_text() == "mine"


def test_who_is_forgotten_is_forgotten_here_too(run: Callable[..., Ran], write):
    book = write(BOOK | {"z.yaml": account("z").replace("Chris", "Zaphod Beeble")})
    run("score", book, "--as-of", str(TODAY))
    found = [path for path in workspace.cache_folder().rglob("*") if path.is_file()]
    assert any(b"Zaphod" in path.read_bytes() for path in found)
    (book / "sub").mkdir()
    shutil.copy(book / "z.yaml", book / "sub")
    run("score", book / "sub")  # a folder of it, as a book of its own
    shutil.rmtree(book / "sub")
    assert run("forget", "Zaphod Beeble", book, "--write").code == 0
    found = [path for path in workspace.cache_folder().rglob("*") if path.is_file()]
    assert not any(b"Zaphod" in path.read_bytes() for path in found)


def test_the_example_book_is_the_same_from_the_cache(root):
    requests = [Request.weekly(TODAY, *Detail), about(MARCH, *Detail), about(known_at=MARCH)]
    read = list(map(everything, run_over(Folder(EXAMPLES / "accounts"), requests, ALONE).outcomes))
    for _ in range(2):
        assert (
            list(map(everything, ask(EXAMPLES / "accounts", root, *requests, now=later()))) == read
        )


# --- several requests, some details


@pytest.mark.parametrize("detail", Detail)
def test_what_is_kept_of_a_request_is_not_computed_again(write, root, reads, monkeypatch, detail):
    book = write(BOOK)
    request = Request.weekly(TODAY, detail)
    first = ask(book, root, request, now=later())
    reads.clear()
    monkeypatch.setattr(scorecard, "scored", None)
    for details in ({detail}, {Detail.SUMMARY}, {detail, Detail.SUMMARY}):
        again = ask(book, root, request.asking(details), now=later())
        assert everything(again[0]) == everything(first[0].just(details))
    assert reads == []


@pytest.mark.parametrize("detail", WITHOUT_PLACES)
def test_a_detail_more_is_computed_from_what_was_read(write, root, reads, detail):
    book = write(BOOK)
    ask(book, root, Request.weekly(TODAY, Detail.SIGNALS), now=later())
    reads.clear()
    request = Request.weekly(TODAY, detail)
    found = ask(book, root, request, now=later())
    assert reads == []
    assert everything(found[0]) == everything(run_over(Folder(book), [request], ALONE).outcomes[0])


def test_several_requests_at_once_are_each_of_them_alone(write, root):
    book = write(BOOK)
    requests = [
        Request.weekly(TODAY, *Detail), Request.on(MARCH, Detail.SUMMARY, Detail.FIRST),
        Request.weekly(TODAY, Detail.TRAIL, weeks=30), about(known_at=MARCH),
    ]  # fmt: skip
    alone = [everything(run_over(Folder(book), [one], ALONE).outcomes[0]) for one in requests]
    ask(book, root, requests[1], now=later())
    for _ in range(2):
        assert list(map(everything, ask(book, root, *requests, now=later()))) == alone
    assert [everything(ask(book, root, one, now=later())[0]) for one in requests] == alone


@pytest.mark.parametrize("change", ["gone", "other"])
def test_places_of_rows_are_those_of_the_files_as_they_are(write, root, change):
    """Also where a part is kept of which some files are gone, or are others."""
    book = write(BOOK)
    answers(book, root, now=later())
    if change == "gone":
        (book / "b.yaml").unlink()
    else:
        (book / "b.yaml").write_text("# a line more\n" + account("b", 9))
    request = Request.weekly(TODAY, *Detail)
    expected = everything(run_over(Folder(book), [request], ALONE).outcomes[0])
    for _ in range(2):
        assert everything(ask(book, root, request, now=later())[0]) == expected


def test_places_that_were_kept_before_a_file_changed_and_changed_back(write, root):
    book = write(BOOK)
    path = book / "b.yaml"
    answers(book, root, now=later())
    before, spare = path.read_bytes(), path.with_name("spare")
    path.rename(spare)
    request = Request.weekly(TODAY, *Detail)
    ask(book, root, request, now=later())
    spare.rename(path)  # the same file, with its old times
    assert path.read_bytes() == before
    expected = everything(run_over(Folder(book), [request], ALONE).outcomes[0])
    assert everything(ask(book, root, request, now=later())[0]) == expected


def test_a_file_that_changes_while_it_is_read_is_read_again(write, root, monkeypatch):
    """It is not kept, and is no second account beside the one that is read the next time."""
    book = write(BOOK | {"b.yaml": account("b") + "isues: []\n"})
    read, reads = Folder.read, []

    def changing(self: Folder, name: str) -> bytes:
        reads.append(name)
        return read(self, name) + b"# again\n" * reads.count("b.yaml") * (name == "b.yaml")

    with monkeypatch.context() as busy:
        busy.setattr(Folder, "read", changing)
        answers(book, root, now=later())
    assert reads.count("b.yaml") > 1
    (book / "b.yaml").write_text(account("b"))
    assert everything(answers(book, root, now=later())) == everything(fresh(book))


def test_a_process_that_dies_is_told_of():
    with pytest.raises(UserError, match="has died"):
        list(processes.mapped(_die, [1, 2, 3], 2))


def _die(_: int) -> None:
    os._exit(9)
