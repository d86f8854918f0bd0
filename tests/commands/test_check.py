"""`clientfit check`: are the files sound?"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from tests.conftest import EXAMPLES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Ran

ACCOUNTS = EXAMPLES / "accounts"
SOUND = "account: a\nname: A\n"
WRONG = "account: b\nname: B\nowner: nobody\nsince: soon\nideas:\n"


def test_a_sound_book_is_said_to_be_sound(run: Callable[..., Ran]) -> None:
    found = run("check", ACCOUNTS)
    assert (found.code, found.out, found.err) == (0, "14 accounts: no problems\n", "")


def test_a_sound_book_is_silent_when_asked(run: Callable[..., Ran]) -> None:
    found = run("check", ACCOUNTS, "--quiet")
    assert (found.code, found.out, found.err) == (0, "", "")


def test_a_file_that_is_asked_for_is_written_even_when_quiet(
    run: Callable[..., Ran], tmp_path: Path
) -> None:
    assert run("check", ACCOUNTS, "--quiet", "--output", tmp_path / "out.json").code == 0
    assert (tmp_path / "out.json").read_text() == '{\n  "clientfit": 1,\n  "problems": []\n}\n'


def test_problems_are_the_answer_and_go_to_stdout(
    run: Callable[..., Ran], write: Callable[..., Path]
) -> None:
    found = run("check", write({"a.yaml": SOUND, "b.yaml": WRONG}), "--format", "text")
    assert (found.code, found.err) == (1, "")
    assert found.out.endswith("2 accounts: 1 error, 0 warnings\n")


def test_warnings_alone_are_no_failure(run: Callable[..., Ran], write: Callable[..., Path]) -> None:
    found = run("check", write(SOUND + "ideas:\n"))
    assert found.code == 0
    assert found.out.endswith("1 account: 0 errors, 1 warning\n")


def test_one_bad_file_hides_no_other(run: Callable[..., Ran], write: Callable[..., Path]) -> None:
    book = write({
        "1.yaml": "[", "2.yaml": "a: b: c", "3.yaml": "account: [", "4.yaml": WRONG,
        "5.yaml": "\0", "6.yaml": "", "clientfit.yaml": "currncy: EUR",
    })  # fmt: skip
    found = run("check", book, "--format", "json").data["problems"]
    assert [(one["file"].rsplit("/", 1)[1], one["code"]) for one in found] == [
        ("1.yaml", "syntax"), ("2.yaml", "syntax"), ("3.yaml", "syntax"), ("4.yaml", "bad-date"),
        ("5.yaml", "bad-character"), ("6.yaml", "nothing-said"), ("clientfit.yaml", "unknown-key"),
    ]  # fmt: skip


@pytest.mark.parametrize("form", ["json", "csv"])
def test_programs_get_every_part_of_a_problem(
    run: Callable[..., Ran], write: Callable[..., Path], form: str
) -> None:
    found = run("check", write(WRONG), "--format", form)
    expected = {
        "code": "bad-date", "severity": "error", "line": 4, "column": 8, "route": "since",
        "message": "soon is not a date (YYYY-MM-DD)",
        "hint": "write a day of the calendar, such as 2026-11-16",
    }  # fmt: skip
    assert found.code == 1
    if form == "json":
        (one,) = found.data["problems"]
    else:
        (one,) = csv.DictReader(io.StringIO(found.out))
        expected = {key: str(value) for key, value in expected.items()}
    assert one.pop("file").endswith("book.yaml")
    assert one == expected


def test_github_gets_annotations_on_the_lines(
    run: Callable[..., Ran], write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    book = write({"a,b%.yaml": WRONG, "c.yaml": SOUND + "ideas:\n", "clientfit.yaml": "currncy: x"})
    monkeypatch.chdir(book.parent)
    found = run("check", "book", "--format", "github")
    assert found.code == 1
    one, two, three = found.out.splitlines()
    assert one.startswith("::error file=book/a%2Cb%25.yaml,line=4,col=8,title=clientfit bad-date::")
    assert one.endswith("soon is not a date (YYYY-MM-DD) (write a day of the calendar, such as "
                        "2026-11-16)")  # fmt: skip
    assert two.startswith("::warning file=book/c.yaml,line=3,col=1,title=clientfit nothing-said::")
    assert three.startswith("::error file=book/clientfit.yaml,line=1,col=1,")


def test_the_format_of_annotations_is_for_problems_only(run: Callable[..., Ran]) -> None:
    found = run("score", ACCOUNTS, "--format", "github")
    assert (found.code, found.out) == (2, "")
    assert "for `clientfit check`" in found.err


def test_thousands_of_problems_are_listed_in_bounded_time(
    run: Callable[..., Ran], write: Callable[..., Path]
) -> None:
    rows = "".join("  - {date: 2026-01-01, channel: call, theirs: [x]}\n" for _ in range(3_000))
    found = run("check", write(SOUND + "touchpoints:\n" + rows))
    assert found.code == 1
    assert found.out.endswith("1 account: 3,000 errors, 0 warnings\n")
