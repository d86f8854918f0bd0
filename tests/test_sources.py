"""Any bytes become documents or problems with a place, in bounded time; never an exception."""

from __future__ import annotations

import datetime as dt
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clientfit_cli.base.problems import CODES
from clientfit_cli.execution.task import read_book
from clientfit_cli.storage import folder as trees
from clientfit_cli.storage.folder import Folder
from clientfit_cli.yamlio import messages, reader, strict
from clientfit_cli.yamlio.documents import BREAK, KEY, MOST_PROBLEMS
from tests.conftest import EXAMPLES

if TYPE_CHECKING:
    from collections.abc import Callable

    from clientfit_cli.base.problems import Problem
    from clientfit_cli.book.model import Book

MANY = 100_000
SLOW = 10  # seconds: far more than it takes, far less than a hang
NAMED = b"account: acme\nname: Acme\n"


@dataclass(frozen=True)
class Bytes:
    """A book of files of bytes that is not on disk."""

    files: dict[str, bytes]

    def names(self) -> tuple[list[str], list[Problem]]:
        return sorted(self.files), []

    def read(self, name: str) -> bytes:
        return self.files[name]

    def shown(self, name: str) -> str:
        return name

    def settings(self) -> str | None:
        return "clientfit.yaml" if "clientfit.yaml" in self.files else None


def read(raw: bytes | str, name: str = "a.yaml") -> Book:
    return read_book(Bytes({name: raw.encode() if isinstance(raw, str) else raw}))


def seen(raw: bytes | str) -> list[tuple[str, int, int]]:
    """Read a book of one file and say what is wrong: code, line, column."""
    return [(one.code, one.where.line, one.where.column) for one in read(raw).problems]


def value(text: str, key: str = "note") -> Any:
    """The value that a file gives to one key of its only document."""
    documents, problems = reader.parse(f"{key}: {text}".encode(), "a.yaml", "a.yaml")
    assert problems == []
    return documents[0].data[key]


# --- any parser

KINDS = {"libyaml": strict._Parser, "in Python": strict.InPython}


class Shallow(strict.InPython):
    """A parser with a limit that is just above ours, told in words that nobody knows."""

    def fetch_flow_collection_start(self, kind: Any) -> None:
        if self.flow_level > strict.DEEPEST:
            raise yaml.scanner.ScannerError(None, None, "Schluss!", self.get_mark())
        super().fetch_flow_collection_start(kind)


def reworded(kind: Any) -> Any:
    """Make a parser of a kind, which says what it says in words that nobody knows."""

    class Reworded:
        def __init__(self, text: str) -> None:
            self.parser = kind(text)

        def get_event(self) -> Any:
            try:
                return self.parser.get_event()
            except yaml.MarkedYAMLError as error:
                error.problem, error.context = "Schluss!", error.context and "beim Lesen"
                raise

    return Reworded


PARSERS = pytest.mark.parametrize(
    "parser",
    [
        *(pytest.param(kind, id=name) for name, kind in KINDS.items()),
        *(pytest.param(reworded(kind), id=f"{name}, reworded") for name, kind in KINDS.items()),
        pytest.param(Shallow, id="a shallow one"),
    ],
)


# --- hostile structure


@PARSERS
@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param("[" * MANY, ("too-deep", 1, 21), id="lists in one line"),
        pytest.param("[" * MANY + "]" * MANY, ("too-deep", 1, 21), id="lists, all closed"),
        pytest.param("{a: " * MANY, ("too-deep", 1, 81), id="mappings in one line"),
        pytest.param("{" * MANY, ("bad-key", 1, 2), id="mappings as keys of mappings"),
        pytest.param("[" * 30 + "@", ("too-deep", 1, 21), id="lists, and a slip in the deepest"),
        pytest.param("- " * MANY, ("too-deep", 1, 41), id="lists by dashes"),
        pytest.param("? " * MANY, ("bad-key", 1, 3), id="keys of keys"),
        pytest.param("[{a: " * MANY, ("too-deep", 1, 51), id="lists and mappings by turns"),
        pytest.param(
            "a:\n" + "".join(" " * depth + "- \n" for depth in range(300)),
            ("too-deep", 21, 20), id="lists by lines",
        ),
        pytest.param(
            "\n".join(" " * depth + "a:" for depth in range(300)),
            ("too-deep", 21, 21), id="mappings by lines",
        ),
        pytest.param("account: acme\n? [tier]\n: x\n", ("bad-key", 2, 3), id="a list as a key"),
        pytest.param("account: acme\n? {a: b}\n: x\n", ("bad-key", 2, 3), id="a mapping as a key"),
        pytest.param("account: acme\n? *x\n: x\n", ("alias", 2, 3), id="an alias as a key"),
        pytest.param("account: acme\n~: x\n", ("bad-key", 2, 1), id="nothing as a key"),
        pytest.param("account: acme\nnull: x\n", ("bad-key", 2, 1), id="null as a key"),
        pytest.param("account: acme\n? \n: x\n", ("bad-key", 2, 2), id="an empty key"),
        pytest.param('account: acme\n"": x\n', ("bad-key", 2, 1), id="an empty text as a key"),
        pytest.param("{account: acme, : x}", ("syntax", 1, 17), id="an empty key in braces"),
        pytest.param(
            'account: acme\nname: A\n"name": A\n', ("duplicate-key", 3, 1), id="a key with and"
            " without quotes",
        ),
        pytest.param("account: acme\n<<: {a: b}\n", ("merge-key", 2, 1), id="a merge key"),
        pytest.param("account: acme\n<<: [*x, *y]\n", ("merge-key", 2, 1), id="merged aliases"),
        pytest.param(
            'account: acme\nname: A\n"<<": x\n', ("unknown-key", 3, 1), id="a quoted merge key is"
            " a key like any other",
        ),
        pytest.param("account: acme\nname: &x A\n", ("anchor", 2, 7), id="an anchor"),
        pytest.param("account: acme\nname: *x\n", ("alias", 2, 7), id="an alias to nowhere"),
        pytest.param("account: acme\nname: !!str A\n", ("tag", 2, 7), id="a tag of YAML"),
        pytest.param("account: !!python/object:os.system x\n", ("tag", 1, 10), id="a tag of Py"),
        pytest.param("account: !k A\n", ("tag", 1, 10), id="a tag of one's own"),
        pytest.param("!!map {account: a, name: A}\n", ("tag", 1, 1), id="a tag on the document"),
        pytest.param(
            "%TAG ! tag:x,2000:\n---\naccount: !y a\n", ("tag", 3, 10), id="a tag by directive"
        ),
        pytest.param("%YAML 3.0\n---\naccount: a\n", ("syntax", 1, 1), id="a YAML to come"),
        pytest.param("- account: acme\n", ("not-a-mapping", 1, 1), id="a list of accounts"),
        pytest.param("acme\n", ("not-a-mapping", 1, 1), id="a word"),
    ],
)  # fmt: skip
def test_what_is_no_plain_data_is_a_problem_with_a_place(
    raw: str, expected: tuple[str, int, int], parser: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(strict, "_Parser", parser)
    begun = time.process_time()
    assert seen(raw)[0] == expected
    assert time.process_time() - begun < SLOW


@PARSERS
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: b: c\n", (1, 5, "a second `:` on one line")),
        ("a: b\n c: d\n", (2, 3, "`key: value` cannot stand under a text")),
        ("a: 'x\nb: y\n", (1, 4, "this quote is never closed")),
        ('a: "x\n---\nb: y\n', (1, 4, "this quote is never closed")),
        ('a: "x\ny\\z"', (2, 2, "this `\\` begins no escape that there is")),
        ('a: "\\xzz"', (1, 5, "this `\\` begins no escape that there is")),
        ('a: "\\ud800"', (1, 5, "this `\\` begins no escape that there is")),
        ('a: "\\UFFFFFFFF"', (1, 5, "this `\\` begins no escape that there is")),
        ("a: [x\nb: y\n", (1, 4, "a list in `[...]` lacks a `,` or its `]`")),
        ("a: [x: y z: q]\n", (1, 11, "a list in `[...]` lacks a `,` or its `]`")),
        ("a: {x\nb: y\n", (1, 4, "a mapping in `{...}` lacks a `,` or its `}`")),
        ("a: [", (1, 5, "the file ends too soon")),
        ("a:\n\t- x\n", (2, 1, "a tab stands where the line is indented")),
        ("a: @x\n", (1, 4, "text cannot begin with `@`")),
        ("a: %x\n", (1, 4, "text cannot begin with `%`")),
        ("a: * x\n", (1, 4, "text cannot begin with `*`")),
        ("a: & x\n", (1, 4, "text cannot begin with `&`")),
        ("a: !<x\n", (1, 4, "text cannot begin with `!`")),
        ("a: !x!y z\n", (1, 4, "text cannot begin with `!`")),
        ("a: [b, , c]\n", (1, 8, "text cannot begin with `,`")),
        ("%x y\na: b\n", (1, 1, "a line cannot begin with `%`")),
        ("%YAML 3.0\n---\na: b\n", (1, 1, "only YAML 1.1 and 1.2 are known")),
        ("%YAML 99999999999999.1\n---\na: b\n", (1, 1, "only YAML 1.1 and 1.2 are known")),
        ("a: - b\n", (1, 4, "a list cannot begin on the line of its key")),
        ("- a\nb: c\n", (2, 1, "a line that is no `- ...` of the list around it")),
        ("a:\n  b: c\n d: e\n", (3, 2, "this line begins in a column of its own")),
        ("a: b\nc\nd: e\n", (2, 1, "a line without `:`")),
        ("a: b\nc", (2, 1, "a line without `:`")),
        ("a: | x\n y\n", (1, 6, "text cannot stand beside its `|` or `>`")),
        ("a: it's\nb: 'it's'\n", (2, 8, "something follows a value that is complete")),
        ("{a: b}\nc: d\n", (2, 1, "something stands after the end of the document")),
    ],
)  # fmt: skip
def test_a_slip_is_told_in_our_words_whatever_the_parser_says(
    text: str, expected: tuple[int, int, str], parser: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(strict, "_Parser", parser)
    _, (found,) = reader.parse(text.encode(), "a.yaml", "a.yaml")
    assert found.code == "syntax"
    assert (found.where.line, found.where.column, found.message) == expected


@pytest.mark.parametrize(
    "error",
    [
        yaml.YAMLError("Schluss!"),
        ValueError("Schluss!"),
        yaml.scanner.ScannerError(None, None, "Schluss!", yaml.Mark("", 0, 1, 2, None, None)),
    ],
)
def test_a_limit_that_nobody_knows_is_told_in_our_words(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Limited(strict.InPython):
        def get_event(self) -> Any:
            raise error

    monkeypatch.setattr(strict, "_Parser", Limited)
    _, (found,) = reader.parse(b"a: b\nccc\n", "a.yaml", "a.yaml")
    assert (found.code, found.message, found.hint) == ("syntax", *messages.UNKNOWN)


@pytest.mark.parametrize("parser", [pytest.param(kind, id=name) for name, kind in KINDS.items()])
def test_lists_of_lists_are_no_key(parser: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strict, "_Parser", parser)
    _, (found,) = reader.parse(b"a: 1\n" + b"[" * MANY, "a.yaml", "a.yaml")
    assert (found.where.line, found.where.column) == (2, 1)
    assert found.message == "a line without `:`"


def test_a_billion_laughs_cost_no_memory() -> None:
    lines = ["a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    found = read("\n".join(lines)).problems
    assert {one.code for one in found} == {"anchor", "alias"}
    assert len(found) <= MOST_PROBLEMS


@pytest.mark.parametrize(
    "row", ["- &x a\n", "- *x\n", "- !x a\n", "- &x []\n", "- {&x a: b}\n", "- {a: 1, a: 2}\n"]
)
def test_a_file_full_of_slips_does_not_fill_the_screen(row: str) -> None:
    found = read("account: acme\nnotes:\n" + row * 1_000).problems
    assert MOST_PROBLEMS <= len(found) <= MOST_PROBLEMS + 2


def test_a_hundred_thousand_unknown_keys_are_told_in_bounded_time() -> None:
    begun = time.process_time()
    found = read(NAMED + b"".join(b"k%d: 1\n" % n for n in range(MANY))).problems
    assert {one.code for one in found} == {"unknown-key"}
    assert len(found) == MOST_PROBLEMS
    assert time.process_time() - begun < SLOW


def test_long_keys_anchors_and_tags_are_shortened_in_messages() -> None:
    long = "k" * 500_000
    for text in (f"? {long}\n: x", f"note: &{long} x", f"note: *{long}", f"note: !{long} x"):
        (found,) = read(NAMED + text.encode()).problems
        assert len(found.message) + len(found.hint) + len(found.where.route) < 400


# --- hostile bytes


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param(b"account: a\0b", ("bad-character", 1, 11), id="NUL"),
        pytest.param(b"\0" * 100, ("bad-character", 1, 1), id="nothing but NUL"),
        pytest.param(b"a: b\nname: \x1b[31mx", ("bad-character", 2, 7), id="an ESC sequence"),
        pytest.param(b"a: \x7f", ("bad-character", 1, 4), id="DEL"),
        pytest.param("a: \x9b31m".encode(), ("bad-character", 1, 4), id="a C1 control"),
        pytest.param("a: \ufeffb".encode(), ("bad-character", 1, 4), id="a BOM in the middle"),
        pytest.param("a: \uffff".encode(), ("bad-character", 1, 4), id="no character at all"),
        pytest.param(b"a: b\nname: Caf\xe9\n", ("bad-encoding", 2, 10), id="Latin-1"),
        pytest.param(b"a: \xe2\x82", ("bad-encoding", 1, 4), id="half a character at the end"),
        pytest.param(b"a: \xe2\x82x\n", ("bad-encoding", 1, 4), id="half a character"),
        pytest.param(b"a: \xc0\xaf", ("bad-encoding", 1, 4), id="an overlong form"),
        pytest.param(b"a: \xed\xa0\x80", ("bad-encoding", 1, 4), id="a surrogate as UTF-8"),
        pytest.param(b"a: \xf5\x80\x80\x80", ("bad-encoding", 1, 4), id="beyond Unicode"),
        pytest.param("é: \n".encode() + b"\xff", ("bad-encoding", 2, 1), id="after a wide one"),
        pytest.param("account: a".encode("utf-16"), ("bad-encoding", 1, 1), id="UTF-16, a BOM"),
        pytest.param(
            b"\xfe\xff" + "account: a".encode("utf-16-be"), ("bad-encoding", 1, 1), id="UTF-16 BE"
        ),
        pytest.param("account: a".encode("utf-16-le"), ("bad-character", 1, 2), id="no BOM"),
        pytest.param("account: a".encode("utf-32"), ("bad-encoding", 1, 1), id="UTF-32"),
        pytest.param(b'name: "a\\0b"', ("bad-character", 1, 7), id="an escaped NUL"),
        pytest.param(b'name: "\\e[31mred"', ("bad-character", 1, 7), id="an escaped ESC"),
        pytest.param(b'name: "\\x9b"', ("bad-character", 1, 7), id="an escaped C1 control"),
        pytest.param(b'name: "\\u200e\\uFEFF"', ("bad-character", 1, 7), id="an escaped BOM"),
        pytest.param(b'"na\\bme": x', ("bad-character", 1, 1), id="an escaped control in a key"),
        pytest.param(b'a: b\nname: "\\ud800"', ("syntax", 2, 8), id="an escaped surrogate"),
        pytest.param(b'name: "\\ud83d\\ude00"', ("syntax", 1, 8), id="an emoji in two halves"),
        pytest.param(b'name: "\\UFFFFFFFF"', ("syntax", 1, 8), id="an escape beyond Unicode"),
        pytest.param(b'name: "C:\\dir"', ("syntax", 1, 10), id="a path of Windows"),
    ],
)
def test_bytes_that_are_no_text_are_a_problem_with_a_place(
    raw: bytes, expected: tuple[str, int, int]
) -> None:
    found = seen(raw)
    assert expected in found
    assert {code for code, _, _ in found} <= {expected[0], "missing-key"}


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"\xef\xbb\xbf" + NAMED, id="a BOM of UTF-8"),
        pytest.param(NAMED.replace(b"\n", b"\r\n"), id="CRLF"),
        pytest.param(NAMED.replace(b"\n", b"\r"), id="CR"),
        pytest.param(NAMED.rstrip(), id="no end of the last line"),
        pytest.param(b"--- # begun\n" + NAMED + b"...\n", id="explicit begin and end"),
        pytest.param(b"{account: acme, name: Acme}", id="one line in braces"),
        pytest.param(b'{"account": "acme", "name": "Acme"}', id="JSON"),
        pytest.param(b"\n\n# about\n" + NAMED + b"# end\n", id="comments"),
        pytest.param(b"account: acme\n---\n---\n# no\n---\n" + NAMED, id="some documents empty"),
    ],
)  # fmt: skip
def test_every_way_to_write_the_same_reads_the_same(raw: bytes) -> None:
    book = read(raw)
    assert book.problems == []
    assert {name: one.scalars for name, one in book.accounts.items()} == {"acme": {"name": "Acme"}}


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\xef\xbb\xbf", id="only a BOM"),
        pytest.param(b"\n\n", id="only line ends"),
        pytest.param(b"# to do\n", id="only a comment"),
        pytest.param(b"---\n", id="only a document mark"),
        pytest.param(b"---\n---\n...\n", id="only document marks"),
        pytest.param(b"null", id="null"),
        pytest.param(b"~", id="a tilde"),
    ],
)
def test_a_file_that_says_nothing_is_a_warning(raw: bytes) -> None:
    found = read(raw).problems
    assert [(one.code, one.severity) for one in found if one.where.file] == [
        ("nothing-said", "warning")
    ]
    assert "no-accounts" in {one.code for one in found}


# --- size


def test_a_text_of_five_megabytes_is_too_long_and_its_excerpt_is_short(
    run: Callable[..., Any], write: Callable[..., Path]
) -> None:
    begun = time.process_time()
    found = run("check", write(NAMED.decode() + "tier: " + "x" * 5_000_000))
    assert "error[too-long] tier: longer than 200 characters" in found.out
    assert len(found.out) < 1_000
    assert time.process_time() - begun < SLOW


def shown(out: str) -> tuple[str, str]:
    """The user's line and the caret below it."""
    lines = out.splitlines()
    at = next(number for number, line in enumerate(lines) if " | " in line)
    return lines[at], lines[at + 1]


def test_a_slip_far_to_the_right_is_shown_where_it_is(
    run: Callable[..., Any], write: Callable[..., Path]
) -> None:
    rows = ", ".join("{date: 2026-11-01, channel: call}" for _ in range(500))
    text = NAMED.decode() + f"touchpoints: [{rows}, {{date: 2026-11-01, channel: cal}}]"
    line, caret = shown(run("check", write(text)).out)
    assert caret.index("^") == line.index("cal}")


def test_a_slip_after_wide_characters_has_its_caret_below_it(
    run: Callable[..., Any], write: Callable[..., Path]
) -> None:
    text = "account: acme\nname: Acme\ncontacts: [{name: 日本, id: X}]\n"
    line, caret = shown(run("check", write(text)).out)
    # Each of the two characters takes two columns of the terminal.
    assert caret.index("^") == line.index("X}") + 2


def test_a_number_of_five_thousand_digits_is_no_number() -> None:
    (found,) = read(NAMED + b"revenue: " + b"1" * 5_000).problems
    assert (found.code, found.where.line) == ("bad-number", 3)
    assert len(found.message) < 100


def test_a_file_of_ten_megabytes_is_read_in_bounded_time() -> None:
    row = b"  - {date: 2026-11-01, channel: mailing, note: " + b"x" * 19_000 + b"}\n"
    raw = NAMED + b"touchpoints:\n" + row * (10_000_000 // len(row))
    begun = time.process_time()
    book = read(raw)
    assert book.problems == []
    assert len(book.accounts["acme"].rows("touchpoints")) == raw.count(b"date")
    assert time.process_time() - begun < SLOW


def test_a_file_that_is_larger_than_any_book_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trees, "LARGEST", 1024 * 1024)
    with (tmp_path / "acme.yaml").open("wb") as file:
        file.truncate(2 * 1024 * 1024)
    (found,) = read_book(Folder(tmp_path)).problems
    assert (found.code, found.message) == ("too-long", "larger than 1 MB")


# --- what scalars are


@pytest.mark.parametrize(
    "text",
    ["NO", "yes", "010", "0x1F", "1_000", "12:30:45", "1e3", ".inf", "=", "<<", "2026-01-01",
     "2001-12-14t21:59:43.10-05:00", "true", "NULL", "Null", "+.5", "-", "?x", "a#b", "a:b"],
)  # fmt: skip
def test_a_plain_scalar_is_the_text_that_was_written(text: str) -> None:
    if text in {"=", "-"}:
        text += "x"
    assert value(text) == text


@pytest.mark.parametrize("text", ["", "~", "null", "# nothing"])
def test_a_plain_empty_value_is_nothing(text: str) -> None:
    assert value(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [("'null'", "null"), ('"~"', "~"), ("''", ""), ('""', ""), ("|\n  null", "null"),
     ('"a\\tb\\nc"', "a\tb\nc"), (r"'\0'", r"\0"), ("'it''s'", "it's"), (r'"\u263a"', "☺")],
)  # fmt: skip
def test_a_quoted_scalar_is_text(text: str, expected: str) -> None:
    assert value(text) == expected


def at(key: str, text: str) -> Any:
    """What a document makes of a value, or the code of its problem."""
    rows = {"date": "touchpoints: [{{channel: call, date: {}}}]", "owned": "issues: [{{what: x, "
            "opened: 2026-01-01, owned: {}}}]"}  # fmt: skip
    book = read(NAMED + rows.get(key, key + ": {}").format(text).encode())
    if book.problems:
        (found,) = book.problems
        assert found.where.line == 3
        return found.code
    account = book.accounts["acme"]
    sections = {"date": "touchpoints", "owned": "issues"}
    return getattr(account.rows(sections[key])[0], key) if key in sections else account.get(key)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-02-29", dt.date(2024, 2, 29)), ("'2024-02-29'", dt.date(2024, 2, 29)),
        ("2024-02-30", "bad-date"), ("2023-02-29", "bad-date"), ("0000-00-00", "bad-date"),
        ("0001-01-01", "bad-date"), ("9999-12-31", "bad-date"), ("2024-1-5", "bad-date"),
        ("20240105", "bad-date"), ("05.01.2024", "bad-date"), ("2024-01-05T10:00", "bad-date"),
        ("2024-W01-5", "bad-date"), ("yesterday", "bad-date"), ("-2024-01-01", "bad-date"),
        ("٢٠٢٤-٠١-٠٥", "bad-date"), ("[2024-01-05]", "bad-date"), ("{a: b}", "bad-date"),
        ("''", "bad-date"), ("", None), ("~", None),
        ("1900-01-01", dt.date(1900, 1, 1)), ("2199-12-31", dt.date(2199, 12, 31)),
    ],
)  # fmt: skip
def test_a_day_is_a_day_of_the_calendar(text: str, expected: Any) -> None:
    assert at("renewal", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-12", dt.date(2026, 11, 12)),
        ("2026-11-12T09:30", dt.datetime(2026, 11, 12, 9, 30)),  # noqa: DTZ001  # the book's
        ("2026-11-12 09:30:15", dt.datetime(2026, 11, 12, 9, 30, 15)),  # noqa: DTZ001
        ("2026-11-12T09:30:00Z", dt.datetime(2026, 11, 12, 9, 30, tzinfo=dt.UTC)),
        ("2026-11-12t09:30:00z", dt.datetime(2026, 11, 12, 9, 30, tzinfo=dt.UTC)),
        ("2026-11-12T09:30:00.123456Z",
         dt.datetime(2026, 11, 12, 9, 30, 0, 123456, tzinfo=dt.UTC)),
        ("2026-11-12T09:30:00-05:00",
         dt.datetime(2026, 11, 12, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=-5)))),
        ("2026-11-12T24:00", "bad-date"), ("2026-11-12T09:60", "bad-date"),
        ("2026-11-12T09:30:00+25:00", "bad-date"), ("2026-11-12T9:30", "bad-date"),
        ("2026-11-12 09:30 -05:00", "bad-date"), ("9999-12-31T23:59:59-12:00", "bad-date"),
        ("1900-01-01T00:00:00+14:00", "bad-date"), ("2026-02-30T10:00", "bad-date"),
    ],
)  # fmt: skip
def test_a_touchpoint_may_carry_a_time_of_day(text: str, expected: Any) -> None:
    assert at("date", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1250000", 1250000), ("1250000.50", 1250000.5), ("+5", 5), (".5", 0.5), ("'7'", 7),
     ("010", 10), ("1e3", "bad-number"), ("1_000", "bad-number"), ("1,000", "bad-number"),
     ("0x1F", "bad-number"), (".nan", "bad-number"), (".inf", "bad-number"),
     ("1" * 19, "bad-number"), ("-1", "out-of-range"),
     ("12:30:45", "bad-number"), ("١٢", "bad-number"), ("yes", "bad-number"), ("[1]", "bad-number"),
     ("''", "bad-number"), ("$5", "bad-number")],
)  # fmt: skip
def test_a_number_is_digits_and_a_point(text: str, expected: Any) -> None:
    assert at("revenue", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("yes", True), ("TRUE", True), ("on", True), ("no", False), ("NO", False), ("Off", False),
     ("1", "bad-boolean"), ("y", "bad-boolean"), ("''", "bad-boolean"), ("[yes]", "bad-boolean"),
     ("", None)],
)  # fmt: skip
def test_a_boolean_is_yes_or_no(text: str, expected: Any) -> None:
    assert at("owned", text) == expected


def test_text_stays_as_it_was_written() -> None:
    for text in ("NO", "010", "1_000", "12:30:45", "1e3", "2024-02-30", "yes"):
        assert at("industry", text) == text


# --- what lies in a folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "book"
    made.mkdir()
    (made / "acme.yaml").write_bytes(NAMED)
    return made


def found_in(folder: Path) -> tuple[list[str], list[tuple[str, str]]]:
    book = read_book(Folder(folder))
    problems = [(one.code, os.path.relpath(one.where.file, folder)) for one in book.problems]
    return sorted(book.accounts), problems


def test_a_folder_with_the_name_of_a_file_is_named_and_read(folder: Path) -> None:
    (folder / "x.yaml").mkdir()
    (folder / "x.yaml" / "b.yml").write_text("account: b\nname: B\n")
    assert found_in(folder) == (["acme", "b"], [("not-a-file", "x.yaml")])


def test_a_pipe_with_the_name_of_a_file_is_not_opened(folder: Path) -> None:
    os.mkfifo(folder / "x.yaml")
    os.mkfifo(folder / "clientfit.yaml")
    expected = [("not-a-file", "clientfit.yaml"), ("not-a-file", "x.yaml")]
    assert found_in(folder) == (["acme"], expected)


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        pytest.param("gone.yaml", [("unreadable", "x.yaml")], id="that leads nowhere"),
        pytest.param("x.yaml", [("unreadable", "x.yaml")], id="to itself"),
        pytest.param("acme.yaml", [], id="to a file of the book"),
        pytest.param("../outside.yaml", [], id="out of the book"),
        pytest.param("/dev/zero", [], id="to a device"),
        pytest.param("../gone.yaml", [], id="out of the book, to nowhere"),
        pytest.param("sub", [("not-a-file", "x.yaml")], id="to a folder"),
    ],
)
def test_a_link(folder: Path, target: str, expected: list[tuple[str, str]]) -> None:
    (folder.parent / "outside.yaml").write_text("account: outside\nname: O\n")
    (folder / "sub").mkdir()
    (folder / "x.yaml").symlink_to(target)
    assert found_in(folder) == (["acme"], expected)


def test_links_that_lead_round_in_a_circle(folder: Path) -> None:
    (folder / "x.yaml").symlink_to("y.yaml")
    (folder / "y.yaml").symlink_to("x.yaml")
    (folder / "up").symlink_to(".")
    assert found_in(folder) == (["acme"], [("unreadable", "x.yaml"), ("unreadable", "y.yaml")])


def test_a_linked_file_is_read_once_under_its_own_name(folder: Path) -> None:
    (folder / "a-link.yaml").symlink_to("acme.yaml")
    assert Folder(folder).names() == (["acme.yaml"], [])


def test_what_is_hidden_is_not_read(folder: Path) -> None:
    (folder / ".git").mkdir()
    (folder / ".git" / "x.yaml").write_text("[")
    (folder / ".x.yaml").write_text("[")
    (folder / "notes.txt").write_text("[")
    (folder / "X.YAML").write_text("[")
    assert found_in(folder) == (["acme"], [])


def test_folders_may_be_deeper_than_the_stack(folder: Path) -> None:
    home = Path.cwd()
    deep = sys.getrecursionlimit() + 100
    try:
        os.chdir(folder)
        for _ in range(deep):
            Path("d").mkdir()
            os.chdir("d")
        assert found_in(folder) == (["acme"], [])
    finally:
        # pytest itself cannot remove folders that are so deep.
        for _ in range(deep):
            os.chdir("..")
            Path("d").rmdir()
        os.chdir(home)


def test_a_file_without_permission_is_a_problem_and_hides_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "b.yaml").write_text("account: b\nname: B\n")
    read_bytes = Path.read_bytes

    def refused(path: Path) -> bytes:
        if path.name == "acme.yaml":
            raise PermissionError(13, "Permission denied", str(path))
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", refused)
    book = read_book(Folder(folder))
    assert sorted(book.accounts) == ["b"]
    (found,) = book.problems
    assert (found.code, found.hint) == ("unreadable", "see its permissions")


def test_a_folder_without_permission_is_a_problem(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "sub").mkdir()
    scandir = os.scandir

    def refused(path: str) -> Any:
        if path.endswith("sub"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refused)
    assert found_in(folder) == (["acme"], [("unreadable", "sub")])


def test_a_file_that_goes_between_listing_and_reading(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = Folder.names

    def listed(tree: Folder) -> Any:
        found = names(tree)
        (folder / "acme.yaml").unlink()
        return found

    monkeypatch.setattr(Folder, "names", listed)
    assert found_in(folder)[1] == [("unreadable", "acme.yaml")]


def test_a_file_that_goes_between_reading_and_placing_its_problems(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "acme.yaml").write_text("account: acme\nname: A\n\n\nteir: x\n")
    reads: list[str] = []
    tree_read = Folder.read

    def once(tree: Folder, name: str) -> bytes:
        if name in reads:
            raise FileNotFoundError(2, "No such file or directory", name)
        reads.append(name)
        return tree_read(tree, name)

    monkeypatch.setattr(Folder, "read", once)
    assert found_in(folder) == ([], [("unknown-key", "acme.yaml")])


def test_a_name_that_is_no_text_can_be_shown_and_written(
    folder: Path, run: Callable[..., Any], tmp_path: Path
) -> None:
    try:
        Path(os.fsdecode(bytes(folder) + b"/caf\xe9.yaml")).write_text("x")
    except OSError:
        pytest.skip("this system has only names that are text")
    assert "caf?.yaml:1:1: error[not-a-mapping]" in run("check", folder, columns=400).out
    assert run("check", folder, "-o", tmp_path / "out.json").code == 1
    assert "caf?.yaml" in (tmp_path / "out.json").read_text()


@pytest.mark.parametrize(
    "text",
    ["account: acme\n\tx", '"account": "acme"\n\tx', "{account: acme, name",
     "x: [\r\naccount: acme", "# note\r\raccount: acme\r\tx", "note: &x y\n--- \naccount: acme\n",
     "account: other\n---\naccount: 'acme'\n\tx"],
)  # fmt: skip
def test_an_account_is_not_scored_without_its_broken_file(text: str) -> None:
    files = {"a.yaml": NAMED, "b.yaml": text.encode(), "c.yaml": b"account: c\nname: C\n"}
    book = read_book(Bytes(files))
    assert sorted(book.accounts) == ["c"]
    assert "acme" in book.left_out


def test_an_account_is_not_scored_without_its_file_of_another_encoding() -> None:
    for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-32"):
        book = read_book(Bytes({"a.yaml": NAMED, "b.yaml": NAMED.decode().encode(encoding)}))
        assert sorted(book.accounts) == []


# --- properties

FILES = {
    path.relative_to(EXAMPLES / "accounts").as_posix(): path.read_bytes()
    for path in sorted((EXAMPLES / "accounts").rglob("*.yaml"))
}
PIECES = [
    b"\0", b"\xff", b"\xef\xbb\xbf", b"\r", b"\r\n", b"\n", b"\t", b":", b": ", b"- ", b"? ", b"[",
    b"]", b"{", b"}", b",", b"&a ", b"*a", b"!t ", b"<<: ", b"'", b'"', b"\\", b"|", b">", b"#",
    b"---\n", b"...\n", b"%YAML 1.2\n", b"~", b"null", b"\xc2\x85", b"\xe2\x80\xa8", b"\xf0\x9f",
    "日".encode(), b"account: x\n", b"  ", b"2026-02-30", b"1e3", b"@", b"`",
]  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn) -> tuple[str, bytes]:
    """One file of the example book, with a few pieces put in, taken out, replaced or moved."""
    name = draw(st.sampled_from(sorted(FILES)))
    raw = FILES[name]
    for _ in range(draw(st.integers(1, 4))):
        first, last = sorted((draw(st.integers(0, len(raw))), draw(st.integers(0, len(raw)))))
        match draw(st.sampled_from(["insert", "replace", "delete", "splice", "cut"])):
            case "insert":
                raw = raw[:first] + draw(st.sampled_from(PIECES)) + raw[first:]
            case "replace":
                raw = raw[:first] + draw(st.binary(min_size=1, max_size=3)) + raw[first + 1 :]
            case "delete":
                raw = raw[:first] + raw[min(last, first + 30) :]
            case "splice":
                other = FILES[draw(st.sampled_from(sorted(FILES)))]
                raw = raw[:first] + other[first : first + 200] + raw[first:]
            case _:
                raw = raw[:last]
    return name, raw


@settings(
    max_examples=150, deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
@given(mutated())
def test_no_damage_to_a_file_raises_and_every_problem_has_a_place(case: tuple[str, bytes]) -> None:
    name, raw = case
    files = {"clientfit.yaml": FILES["clientfit.yaml"], name: raw}
    lines = {one: text.count(b"\n") + text.count(b"\r") + 10 * text.count(b"\xc2\x85")
             + text.count(b"\xe2\x80") + 1 for one, text in files.items()}  # fmt: skip
    documents, problems = reader.parse(raw, name, name)
    assert not documents or not any(one.severity == "error" for one in problems)
    for found in [*problems, *read_book(Bytes(files)).problems]:
        assert found.code in CODES
        if found.where.file:
            assert 1 <= found.where.line <= lines[found.where.file]
            assert 1 <= found.where.column <= max(1, len(found.text) + 1)
        found.message.encode()


LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
# What YAML gives a meaning to, and a few of the others.
PLAIN = st.text("ab019 .:-#'\"\\{}[],&*!|>%@`?~=<\n\té日🎉\u2028\u00a0", max_size=20)
KEYS = st.text("abnuly019 :-#'\"{}[],&*!|>%@`?~é日", min_size=1, max_size=8).filter(str.strip)
DATA = st.dictionaries(
    KEYS,
    st.recursive(
        PLAIN,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
        max_leaves=12,
    ),
    min_size=1,
    max_size=5,
)


def routes(data: Any, above: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every route of a document, from the outside in."""
    found = [above]
    pairs = data.items() if isinstance(data, dict) else enumerate(data)
    for step, inner in pairs if isinstance(data, (dict, list)) else ():
        found += routes(inner, (*above, step))
    return found


def marked(node: Any, above: tuple[str | int, ...] = ()) -> dict[tuple[str | int, ...], Any]:
    """Where every route stands, by the tree of nodes that PyYAML composes."""
    found = {above: node.start_mark}
    if isinstance(node, yaml.MappingNode):
        for key, inner in node.value:
            found[*above, key.value, KEY] = key.start_mark
            found |= marked(inner, (*above, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for at, inner in enumerate(node.value):
            found |= marked(inner, (*above, at))
    return found


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(
    st.lists(DATA, min_size=1, max_size=3),
    st.sampled_from([None, True, False]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.booleans(),
)
def test_a_sound_document_reads_as_the_texts_that_it_holds(
    documents: list[dict[str, Any]], flow: bool | None, end: str, bom: bool
) -> None:
    text = yaml.dump_all(
        documents, Dumper=DUMPER, allow_unicode=True, default_flow_style=flow,
        explicit_start=True, width=60, sort_keys=False,
    ).replace("\n", end)  # fmt: skip
    raw = b"\xef\xbb\xbf" * bom + text.encode()
    found, problems = reader.parse(raw, "a.yaml", "a.yaml")
    assert problems == []
    known = list(yaml.load_all(text, Loader=LOADER))
    assert [_texts(one.data) for one in found] == known

    nodes = list(yaml.compose_all(text, Loader=LOADER))
    marks = {
        (index, route): mark
        for index, node in enumerate(nodes)
        for route, mark in marked(node).items()
    }
    places = reader.locate(raw, marks)
    lines = BREAK.split(text)
    for target, mark in marks.items():
        place = places[target]
        assert (place.line, place.column) == (mark.line + 1, mark.column + 1)
        assert place.text == lines[mark.line]


def _texts(data: Any) -> Any:
    """A document with nothing written as the empty text, as BaseLoader has it."""
    if isinstance(data, dict):
        return {key: _texts(inner) for key, inner in data.items()}
    if isinstance(data, list):
        return [_texts(inner) for inner in data]
    return "" if data is None else data


def test_a_route_that_is_not_there_has_the_place_of_what_is_around_it() -> None:
    raw = b"account: acme\ncontacts:\n  - {id: a}\n  - {id: b}\n"
    places = reader.locate(
        raw, [(0, ("contacts", 1, "name")), (0, ("contacts", 5)), (0, ("x", "y")), (7, ("x",))]
    )
    assert [(one.line, one.column) for one in places.values()] != []
    assert places[0, ("contacts", 1, "name")].line == 4
    assert places[0, ("contacts", 5)].line == 3
    assert places[0, ("x", "y")].line == 1
    assert places[7, ("x",)].line == 1
