"""What is kept for next time: whatever happens to the files, the answer is that of reading them."""

from __future__ import annotations

import datetime as dt
import os
import random
import shutil
import time
from typing import TYPE_CHECKING, Any

import pytest

from clientfit_cli.base.errors import UserError
from clientfit_cli.cli import workspace
from clientfit_cli.execution import cache, processes
from clientfit_cli.execution.executors import Cores
from clientfit_cli.execution.run import survey
from clientfit_cli.storage.folder import Folder
from clientfit_cli.views.data.account import account_data
from clientfit_cli.views.pages.score import score
from tests.conftest import EXAMPLES, TEAM, TODAY

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from clientfit_cli.outcome.book import Standings
    from tests.conftest import Ran

MARCH = dt.date(2026, 3, 2)
ALONE = Cores(1)


def told(found: Standings) -> Any:
    """Everything that standings say."""
    return score(found, found.accounts).data()


def answers(book: Path, root: Path, day: dt.date = TODAY, now: int | None = None) -> Standings:
    """Score a book with what is kept of it."""
    tree = Folder(book)
    kept = cache.of_book(tree, root, time.time_ns() if now is None else now)
    return survey(tree, day, ALONE, full=True, shelf=kept)


def fresh(book: Path, day: dt.date = TODAY) -> Standings:
    """Score a book without it."""
    return survey(Folder(book), day, ALONE, full=True)


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
    assert told(answers(book, root, now=later())) == told(first)
    assert reads == []


def test_another_day_needs_no_file_either(write, root, reads):
    book = write(BOOK)
    answers(book, root, now=later())
    reads.clear()
    march = answers(book, root, MARCH, now=later())
    assert reads == []
    assert told(march) == told(fresh(book, MARCH))


def test_one_changed_file_costs_one_file(write, root, reads):
    book = write(BOOK)
    answers(book, root, now=later())
    reads.clear()
    (book / "c.yaml").write_text(account("c", 9))
    for day in (TODAY, MARCH):
        assert told(answers(book, root, day, now=later())) == told(fresh(book, day))
    assert set(reads[: reads.index("c.yaml") + 1]) == {"c.yaml"}


def test_changed_settings_begin_anew(write, root):
    book = write(BOOK)
    before = answers(book, root, now=later())
    (book / "clientfit.yaml").write_text(TEAM + "scoring: {budgeted_loss: 0.5}\n")
    after = answers(book, root, now=later())
    assert told(after) == told(fresh(book)) != told(before)


def test_an_account_that_a_new_file_adds_to_is_read_as_a_whole(write, root):
    book = write(BOOK)
    answers(book, root, now=later())
    more = "account: b\nissues:\n- {what: Late, severity: critical, opened: 2026-11-02}\n"
    (book / "later.yaml").write_text(more)
    found = told(answers(book, root, now=later()))
    assert found == told(fresh(book))
    (one,) = (one for one in found["accounts"] if one["account"] == "b")
    assert any("Late" in alarm["why"] for alarm in one["alarms"])
    (book / "later.yaml").unlink()
    assert told(answers(book, root, now=later())) == told(fresh(book))


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
        before = told(answers(book, root, now=now))
        path.write_text(path.read_text().replace("2026-10-28", "2026-05-08"))
        assert told(answers(book, root, now=now)) == told(fresh(book)) != before


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


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_done_to_the_files_the_answer_is_that_of_reading_them(write, root, seed):
    """In random order, as fast as it goes; the clock is the real one."""
    rng = random.Random(seed)
    book = write(BOOK)
    for _ in range(25):
        for _ in range(rng.choice([0, 1, 1, 3])):
            operations(book, rng)
        day = rng.choice([TODAY, TODAY, MARCH])
        found, expected = answers(book, root, day), fresh(book, day)
        assert told(found) == told(expected)


def test_settings_that_change_while_a_book_is_read_leave_nothing_wrong_behind(write, root):
    book = write(BOOK)
    settings = book / "clientfit.yaml"
    mine, others = TEAM, TEAM + "scoring: {budgeted_loss: 0.5}\n"
    tree = Folder(book)
    kept = cache.of_book(tree, root, later())
    settings.write_text(others)  # between the look for a shelf and the reading
    found = survey(tree, TODAY, Cores(1), full=True, shelf=kept)
    assert told(found) == told(fresh(book))
    settings.write_text(mine)
    assert told(answers(book, root, now=later())) == told(fresh(book)) != told(found)


def test_columns_that_are_lost_are_made_again(write, root, reads):
    book = write(BOOK)
    answers(book, root, now=later())
    for path in root.rglob("*.tables.npz"):
        path.unlink()
    (book / "a.yaml").unlink()
    assert told(answers(book, root, MARCH, now=later())) == told(fresh(book, MARCH))
    reads.clear()
    answers(book, root, TODAY - dt.timedelta(days=1), now=later())
    assert reads == []


class TestDamage:
    """A shelf that is wrong in any way is as if it were not there."""

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
        assert told(answers(book, root, now=later())) == told(fresh(book))
        assert told(answers(book, root, now=later())) == told(fresh(book))

    @pytest.mark.parametrize("kind", ["head", "tables", "full"])
    def test_one_bit_anywhere(self, kept, root, kind):
        """No checksum of a part of a file will do: each bit of all of it counts."""
        _, files = kept
        (path,) = [one for one in files if f".{kind}." in one.name]
        raw = path.read_bytes()
        name, _, ending = path.name.removesuffix(".npz").partition(".")
        made = cache.Shelf(root, path.parent, later(), "")
        for at in range(0, len(raw), max(1, len(raw) // 300)):
            damaged = bytearray(raw)
            damaged[at] ^= 1 << at % 8
            path.write_bytes(damaged)
            assert made._read(name, ending) is None

    @pytest.mark.parametrize("kind", ["head", "tables", "full"])
    def test_missing_files(self, kept, root, kind):
        book, files = kept
        for path in files:
            if f".{kind}." in path.name:
                path.unlink()
        assert told(answers(book, root, MARCH, now=later())) == told(fresh(book, MARCH))

    def test_a_full_disk(self, write, root, monkeypatch):
        book = write(BOOK)

        def full(*_: Any, **__: Any) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(cache.np, "savez", full)
        assert told(answers(book, root)) == told(fresh(book))
        assert [path for path in root.rglob("*") if path.is_file()] == []

    def test_a_folder_that_cannot_be_made(self, write, root):
        root.parent.mkdir(parents=True)
        root.write_text("in the way")
        book = write(BOOK)
        assert told(answers(book, root)) == told(fresh(book))

    @pytest.mark.skipif(not hasattr(os, "getuid"), reason="no owners here")
    def test_a_folder_that_others_could_write_to_is_not_trusted(self, kept, root):
        book, _ = kept
        root.chmod(0o777)
        assert cache.of_book(Folder(book), root, later()) is None

    def test_texts_of_another_kind(self, kept, root, monkeypatch):
        """What has the right checksum may still be from a program that knew other things."""
        book, _ = kept
        monkeypatch.setattr(cache.json, "loads", lambda _: {"sources": 1})
        assert told(answers(book, root, now=later())) == told(fresh(book))


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
    book = write(BOOK)
    for at in range(40):
        (book / "a.yaml").write_text(account("a", at % 9 + 1))
        answers(book, root, TODAY - dt.timedelta(days=at), now=later() + at * 10**10)
    assert len(list(root.rglob("*.head.npz"))) <= 12
    assert len(list(root.rglob("*.npz"))) <= 12 * 6


def test_settings_that_were_tried_leave_no_trail(write, root):
    book = write(BOOK)
    for at in range(9):
        (book / "clientfit.yaml").write_text(f"{TEAM}scoring: {{budgeted_loss: 0.{at + 1}}}\n")
        answers(book, root)
    (shelves,) = root.iterdir()
    assert len(list(shelves.iterdir())) <= cache.MOST_SHELVES


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


def test_the_example_book_is_the_same_from_the_shelf(root):
    book = EXAMPLES / "accounts"
    answers(book, root, now=later())
    kept, read = answers(book, root, now=later()), fresh(book)
    assert [account_data(one) for one in kept.accounts] == [
        account_data(one) for one in read.accounts
    ]
    assert score(kept, kept.accounts).records() == score(read, read.accounts).records()


def test_a_process_that_dies_is_told_of():
    with pytest.raises(UserError, match="has died"):
        list(processes.mapped(_die, [1, 2, 3], 2))


def _die(_: int) -> None:
    os._exit(9)
