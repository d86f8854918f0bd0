"""Files of the usual style are read without a YAML parser, and say exactly what they say with one.

Whatever the fast path reads, the careful path reads too, without a problem, and to the same
documents. What is not of the usual style is left to the careful path.
"""

from __future__ import annotations

import inspect
import random
import re
import subprocess
import sys
import time
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.generate import accounts, generate
from clientfit_cli.yamlio import emitter, reader, strict
from clientfit_cli.yamlio import fast as plain
from clientfit_cli.yamlio.documents import Document
from tests import test_sources
from tests.conftest import EXAMPLES

TESTS = Path(__file__).parent
MAPPINGS = Path(reader.__file__).parent.parent / "importing" / "mappings"
SLOW = 5  # seconds: far more than it takes, far less than a hang


def agreed(raw: bytes, *, helped: bool = False) -> bool:
    """Hold what the fast path reads, if it reads it, against what the careful path reads.

    Say whether it reads it: all by itself, or `helped` by a parser with what is odd in it.
    """
    alone, with_help = plain.read(raw), plain.read(raw, strict=reader._strict)
    for read in (alone, with_help):
        if read is None:
            continue
        mine = [Document("a", at, one) for at, one in enumerate(read) if one is not None]
        documents, problems = strict.parse(raw, "a", "a")
        # As text: 1, "1" and the order of keys are told apart.
        assert repr(mine) == repr(documents)
        assert {one.code for one in problems} <= (set() if documents else {"nothing-said"})
    return (with_help if helped else alone) is not None


def data(text: str) -> Any:
    """What the fast path reads from the value of a key, once it is known to agree."""
    raw = f"key: {text}\nnext: b\n".encode()
    assert agreed(raw), "left to the careful path"
    assert agreed(raw.partition(b"next")[0]), "left to the careful path at the end of a file"
    return reader.parse(raw, "a", "a")[0][0].data["key"]


# --- files as they are


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    folder = tmp_path_factory.mktemp("generated")
    generate(folder, 60, 12)
    return [path.read_bytes() for path in sorted(folder.rglob("*.yaml"))]


def test_a_generated_book_is_read_fast_and_the_same(generated: list[bytes]) -> None:
    assert [agreed(raw) for raw in generated].count(True) > 0.95 * len(generated)
    assert [agreed(raw, helped=True) for raw in generated].count(True) > 0.98 * len(generated)


@pytest.mark.parametrize(
    "path",
    sorted(EXAMPLES.rglob("*.y*ml")),
    ids=lambda path: str(path.relative_to(EXAMPLES)),
)
def test_every_file_of_the_example_book_is_read_fast_and_the_same(path: Path) -> None:
    raw = path.read_bytes()
    assert agreed(raw)
    assert agreed(raw.replace(b"\n", b"\r\n"))
    assert agreed(b"\xef\xbb\xbf" + raw)


def test_the_account_of_the_readme_is_read_fast_and_the_same() -> None:
    readme = (TESTS.parent / "README.md").read_text(encoding="utf-8")
    shown = re.findall(r"^```yaml\n(.*?)^```", readme, re.MULTILINE | re.DOTALL)
    assert [agreed(text.encode()) for text in shown] == [True] * len(shown)
    assert len(shown) >= 2


def hostile() -> list[bytes]:
    """Every file and every text that the tests of the careful path are about."""
    found = [path.read_bytes() for path in TESTS.rglob("*.y*ml")]
    found += [path.read_bytes() for path in MAPPINGS.glob("*.yaml")]
    for member in vars(test_sources).values():
        for mark in getattr(member, "pytestmark", []):
            for row in mark.args[1] if mark.name == "parametrize" else ():
                for value in getattr(row, "values", row if isinstance(row, tuple) else (row,)):
                    if isinstance(value, str | bytes):
                        raw = value.encode() if isinstance(value, str) else value
                        found += [raw, b"note: " + raw, b"account: a\nnotes:\n  - " + raw]
    return found


def test_hostile_files_are_left_to_the_careful_path_or_read_the_same() -> None:
    outcomes = [agreed(raw) for raw in hostile()]
    assert outcomes.count(False) > 200
    assert outcomes.count(True) > 50


# --- what is read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *((text, text) for text in (
            "acme", "010", "1_0", "1.50", "1e3", "0x1F", "yes", "true", "Null", "2026-11-16",
            "09:30", "2026-11-12T09:30:00-05:00", "-2", "-.5", ".5", "+1", "a b  c", "it's",
            'so "called"', "a, b [c] {d}", "50% & more", "https://a.example/?b=c#d", "C#", "x#1",
            "a:b", "who?", "~a", "$5", "(x)", "=", "é", "日本", "\u00a0x", "😀",
        )),
        ("", None), ("~", None), ("null", None), ("# only a remark", None), ("a # remark", "a"),
        ('""', ""), ("''", ""), ('"~"', "~"), ("'null'", "null"), ('"a: b # c"', "a: b # c"),
        ("'it''s'", "it's"), (r'"a \"b\" \\ \u00e9\n"', 'a "b" \\ é\n'), ('"a"   # remark', "a"),
        ("[]", []), ("[ a , b ]", ["a", "b"]),
        ("[a, \"b, c\", 'd, e', 1]", ["a", "b, c", "d, e", "1"]),
        ("[~, null, '~']", [None, None, "~"]), ("[09:30, C#]  # remark", ["09:30", "C#"]),
        ("{}", {}), ("{a: b, c: }", {"a": "b", "c": None}),
        ("{a: , b: ~, c: null}", dict.fromkeys("abc")),
        ("{a: [b], c: {d: [e], f: g}, h: i}", {"a": ["b"], "c": {"d": ["e"], "f": "g"}, "h": "i"}),
        ("{a: \"x, y: z\", b: 'p, q: r', c: it's}", {"a": "x, y: z", "b": "p, q: r", "c": "it's"}),
        ("{a: b,c: d}  # }", {"a": "b", "c": "d"}),
        ('{a: b,\n c: [d,\n  e], f: "g,\n   h"}', {"a": "b", "c": ["d", "e"], "f": "g, h"}),
        ("|\n  b\n   c \n\n  # d", "b\n c \n\n# d\n"), ("|-\n  b\n  c\n\n", "b\nc"),
        ("|+ # d\n  b\n\n # e\n\n# f", "b\n\n"), ("|2-\n   b\n  c", " b\nc"), ("|-1\n  b", " b"),
        ("|\n\n  b", "\nb\n"), ("| # d\n   b\n\n", "b\n"), ("|\n  b: c\n  - d", "b: c\n- d\n"),
        (">\n  b\n  c\n\n  d\n   e\n  f\n  g\n", "b c\nd\n e\nf g\n"),
        (">-\n  b\n\n\n  c", "b\n\nc"),
        (">+\n  b\n  c\n\n", "b c\n\n\n"), (">\n  b \n  c", "b  c\n"),
        ("b\n c\n\n    - d, [e] 'f'\n\n# g", "b c\n- d, [e] 'f'"),
        ('"b \n\n   c\n  d\\n"  # e', "b\nc d\n"), ('"\n  b: c # d\n  "', " b: c # d "),
        ("'b\n  it''s\n\n '", "b it's\n"),
        ("\n- b\n-   c:\n    # d\n    - e\n# f\n    g: h", ["b", {"c": ["e"], "g": "h"}]),
        ("\n- |\n  b\n- >-\n c\n d\n- e\n  f\n- 'g\n\n  h'", ["b\n", "c d", "e f", "g\nh"]),
        ("\n  'b': c\n  \"d\": {'e': f, \"g\": h}", {"b": "c", "d": {"e": "f", "g": "h"}}),
        ("{b: c,  # d, e\n  # f\n\n  g: [h, # i\n  j] # k\n  }", {"b": "c", "g": ["h", "j"]}),
        ('[b,\n  "c # d",\n  e\n  f\n  ]  # g', ["b", "c # d", "e f"]),
        ("\n  a: b\n  c:\n  - d\n  - e: f\n    g:\n  # remark\n  h: i", {
            "a": "b", "c": ["d", {"e": "f", "g": None}], "h": "i"}),
    ],
)  # fmt: skip
def test_the_usual_style_is_read_to_the_very_text(text: str, expected: Any) -> None:
    assert data(text) == expected


def test_documents_are_counted_as_a_parser_counts_them() -> None:
    raw = b"# about\n---\na: b\n---\n# nothing\n--- # more\nc: d\n---\n"
    assert agreed(raw)
    assert plain.read(raw) == [{"a": "b"}, None, {"c": "d"}, None]
    assert [(one.index, one.data) for one in reader.parse(raw, "a", "a")[0]] == [
        (0, {"a": "b"}), (2, {"c": "d"}),
    ]  # fmt: skip


# --- what is left to the careful path


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param("a: 1\na: 2", id="a key twice"),
        pytest.param("a: {b: 1, b: 2}", id="a key twice in braces"),
        pytest.param('a: {b: 1, c: "x, y: z", b: 2}', id="a key twice in an odd row"),
        pytest.param("- a: 1\n  a: 2", id="a key twice in a row"),
        pytest.param("a: &x b", id="an anchor"),
        pytest.param("a: *x", id="an alias"),
        pytest.param("a: !x b", id="a tag"),
        pytest.param("<<: {a: b}", id="a merge key"),
        pytest.param("null: a", id="nothing as a key"),
        pytest.param("a: {null: b}", id="nothing as a key in braces"),
        pytest.param("? a\n: b", id="a key by question mark"),
        pytest.param("%YAML 1.2\n---\na: b", id="a directive"),
        pytest.param("a: b\n...\nc: d", id="an end of a document"),
        pytest.param("a: |\n  b", id="a block of text at the end, without a break"),
        pytest.param("a: |\n   b\n  c\n", id="a block that goes on at the left"),
        pytest.param("a: |\n\n", id="a block of nothing"),
        pytest.param("a: |\n    \n  b\n", id="a block that begins with spaces alone"),
        pytest.param("a: |0\n  b\n", id="no column"),
        pytest.param("a: |++\n  b\n", id="two signs of a block"),
        pytest.param("a: | b\n  c\n", id="text behind the sign of a block"),
        pytest.param("a: |\n  b\n # c\n  d\n", id="a remark within a block"),
        pytest.param("a:\n  b: |\n  c\n", id="a block in the column of its key"),
        pytest.param("a: b\n  # c\n  d", id="a remark within text"),
        pytest.param("a: b # c\n  d", id="text behind a remark"),
        pytest.param("a: b\n  c: d", id="a key within text"),
        pytest.param("a: b\n  c:\n  d", id="a colon at the end of a line of text"),
        pytest.param("a:\n  b: c\n  - d", id="a dash in the column of text"),
        pytest.param('a: "b\nc"', id="quotes that go on at the left"),
        pytest.param('a: "b\n---\n  c"', id="quotes over two documents"),
        pytest.param('a: "b\\\n  c"', id="an escaped break"),
        pytest.param('a: {b: "c",\n # d\n e: f}', id="a remark in braces with quotes"),
        pytest.param("a: {b: c # d\n  e}", id="a remark within text in braces"),
        pytest.param("a: b\t", id="a tab at the end"),
        pytest.param("a:\tb", id="a tab behind a key"),
        pytest.param('a: "b\t\n  c"', id="a tab at the end of a line in quotes"),
        pytest.param("a: >\n  b\n  \tc\n", id="a tab that begins a line of a block"),
        pytest.param('a: "b', id="quotes that are not closed"),
        pytest.param('a: "b" c', id="text behind quotes"),
        pytest.param('a: "b"# c', id="a remark right behind quotes"),
        pytest.param('a: "\\x41"', id="an escape that JSON has not"),
        pytest.param('a: "\\u0007"', id="an escaped control character"),
        pytest.param('a: "\\ud83d\\ude00"', id="an emoji in two halves"),
        pytest.param("a: b: c", id="two colons"),
        pytest.param("a: b:", id="a colon at the end"),
        pytest.param("a:b", id="a colon without a space"),
        pytest.param("a: [b: c]", id="a pair in a list"),
        pytest.param("a: {b}", id="a key in braces without value"),
        pytest.param("a: {b:, c: d}", id="a colon before a comma"),
        pytest.param("a: {b: c?}", id="a question mark in braces: not every parser takes it"),
        pytest.param("a: {b: c #d}", id="a remark in braces"),
        pytest.param("a: {b: c} # d,\n  e: f", id="more behind a row with a remark"),
        pytest.param("a: {b: c,\nd: e}", id="a row that goes on at the left"),
        pytest.param("a: {b: c,", id="a row that does not end"),
        pytest.param("a: {b: c}}", id="a brace too many"),
        pytest.param("a: [b]]", id="a bracket too many"),
        pytest.param("a: [[b]", id="a bracket that is not closed"),
        pytest.param("a: [b, [c]", id="a bracket within that is not closed"),
        pytest.param("a: {b: [c}", id="a bracket that is closed by a brace"),
        pytest.param("a: {b: c:,d: e}", id="a colon before a comma, behind text"),
        pytest.param("a: {b: c:-d}", id="a colon before a dash in braces"),
        pytest.param("a: {b: c}# d # e", id="a remark right behind a brace"),
        pytest.param("---# a\nb: c", id="a remark right behind three dashes"),
        pytest.param("--- a\nb: c", id="text behind three dashes"),
        pytest.param("a: @b", id="a reserved character"),
        pytest.param("a: - b", id="a dash in a value"),
        pytest.param("a:\n\tb: c", id="a tab"),
        pytest.param("a: b\rc: d", id="a CR alone"),
        pytest.param("a: b\u2028c: d", id="a line separator"),
        pytest.param("a: b\u0085c: d", id="NEL"),
        pytest.param("a: b\0", id="NUL"),
        pytest.param("a: \ufeffb", id="a BOM in the middle"),
        pytest.param(b"a: \xff", id="no UTF-8"),
        pytest.param("a: b".encode("utf-16"), id="UTF-16"),
        pytest.param(b"a: \xed\xa0\x80", id="half an emoji as bytes"),
        pytest.param("- a\n- b", id="a list as a document"),
        pytest.param("a", id="a word as a document"),
        pytest.param("  a: b\nc: d", id="a key left of the first"),
        pytest.param("a:\n  b: c\n d: e", id="a key between two columns"),
        pytest.param("a:\n  - b\n - c", id="a dash between two columns"),
        pytest.param("a: b\n- c", id="a dash beneath a key that has its value"),
        pytest.param("a:\n  - b\n  c: d", id="a key beneath a dash"),
        pytest.param("-", id="a dash alone"),
        pytest.param("a:\n- - b", id="two dashes"),
        pytest.param("k" * 101 + ": b", id="a long key"),
        pytest.param("\n".join(" " * n + "a:" for n in range(14)), id="deep mappings"),
        pytest.param(
            "a:\n" + "\n".join("  " * n + "- a:" for n in range(12)), id="deep lists"
        ),
    ],
)  # fmt: skip
def test_what_needs_a_parser_is_left_to_it(raw: str | bytes) -> None:
    assert plain.read(raw.encode() if isinstance(raw, str) else raw) is None


MANY = 200_000


@pytest.mark.parametrize(
    "text",
    [
        *(sign * MANY for sign in (
            "[", "{", "{a: ", "- ", "? ", "'", '"', ",", " ", "a", "a: ", "#", ":", "a: [", "a, ",
            "'a", '"a', "\\", "} #", "---", "a:\n", "- a\n", "] ",
        )),
        "{a: b" + " " * MANY + "!}", "{a:" + " " * MANY + "!}", "{" + " " * MANY + "!}",
        "[a" + " " * MANY + "!]]", "{a: [" + "a " * MANY + "}", "{" + 'a: "b" ' * MANY + "}",
        "{" + "a: {b: [c " * MANY + "}", "{a: b," + " " * MANY + "c}",
        "{x: '" + "a, b: " * MANY + "}",
        "{a: b, \n" + "  a: b,\n" * MANY, '"' + '\\"' * MANY, "---" + " " * MANY + "x",
        "[" + '"a" ' * MANY, "[" + '"a", ' * MANY, "'" * (2 * MANY + 1) + "x",
        "\n".join(" " * depth + "a:" for depth in range(600)),
        "a" + " " * MANY + "b\n          c", "a" + " " * MANY + "\n          c",
        "{" + " \n" * MANY + "}",
        "|\n" + "        \n" * MANY, "|\n        a\n" + "        " * MANY, ">\n" + "\n" * MANY,
        "a\n" + " " * MANY + "\n" * MANY, '"a\n' + " \n" * MANY, "a:\n" + "# b\n" * MANY + "  c: d",
        "- a\n" + "\n" * MANY, "? a\n" * MANY, "- ? a\n" * MANY, "a:\tb\n" * MANY,
        "|\n   a\n  # b" * MANY,
    ],
)  # fmt: skip
@pytest.mark.parametrize("before", ["", "key: ", "key:\n  - "])
def test_no_file_takes_long(before: str, text: str) -> None:
    raw = (before + text).encode()
    begun = time.process_time()
    plain.read(raw)
    assert time.process_time() - begun < SLOW


# --- whatever is written


PIECES = (
    "a", "b c", "010", "~", "null", "-1", "- a", "it's", "''", "'it''s'", "'", '"', '""',
    '"a, b: c"', '"\\u00e9\\n"', '"\\ud83d"', "09:30", "a:b", "a: b", "x #c", "x#c", "# c", "[]",
    "{}", "[a, b]", "[a,b]", "[a: b]", "[[a]]", "{a: b}", "{a: , b: }", "{a:}",
    "{a: [b, c], d: {e: f}}", "{a: b}  # c", "{a: b, }", "{a: x}y", "{a: b?}", "{a: b:c}",
    "{a: x#y}", "{a: 'c, d: e'}", '{a: "x, y: z", b: c}', "<<", "&a", "*a", "!a", "|", ">", "%",
    "?", "? a", "@a", "---", "...", "é", "\u00a0", "\u2028", "\t", "[~, -1, - 1]", "{~: a}",
    "{a: b", "[a", "{a: b}}", "a,", "{a: b,", "[a, ", "{", "}", "\\", "a:",
    "|-", ">+", "|2", ">2-", "|\n{s}  a\n{s}  b", ">\n{s}  a\n\n{s}  b\n{s}   c",
    "|+\n{s}    a\n{s}  b",
    ">-\n{s}a\n", "a\n{s}  b", "a\n\n{s} b # c", '"a\n{s}  b"', "'a\n\n{s} b '", '"a\\n\n{s}b',
    "\n{s}- a\n{s}- b",
    "\n{s}  - a\n{s}  - b: c", "{{a: b,  # c\n{s}  d: e}}", "[a,\n\n{s}  # b\n{s}  c]",
    "a\tb", "\ta",
)  # fmt: skip
KEYS = ("a", "b", "c", "d.e", "f-1", "2026-01-01", "null", '"q"', "x y", "~", "<<", "-")


@st.composite
def documents(draw: st.DrawFn) -> bytes:
    """Lines of keys and dashes in plausible columns, with values of every kind."""
    lines = []
    column = 0
    for _ in range(draw(st.integers(1, 8))):
        key, value = draw(st.sampled_from(KEYS)), draw(st.sampled_from(PIECES))
        if "{s}" in value:
            value = value.format(s=" " * (column + draw(st.sampled_from((0, 0, 0, 2, -1, 1)))))
        shape = draw(st.sampled_from(
            ("{k}: {v}", "{k}: {v}", "{k}:", "- {v}", "- {k}: {v}", "- {{{k}: {v},\n{s}   z: y}}",
             "{k}: [{v},\n{s} {v}]", "{v}", "# {v}", "---", ""),
        ))  # fmt: skip
        indent = " " * column
        tail = draw(st.sampled_from(("", "", "", "", " ", " # r", " # r,", " # }", " #")))
        lines.append(indent + shape.format(k=key, v=value, s=indent) + tail)
        step = 2 if shape == "{k}:" or shape.startswith("- {k}") else 0
        column = max(0, column + draw(st.sampled_from((step, step, step, 0, -2, -4, 1))))
    return ("\n".join(lines) + draw(st.sampled_from(("\n", "", "\n\n")))).encode()


@given(documents())
@settings(max_examples=800, deadline=None)
def test_lines_of_every_kind_read_the_same_or_are_left(raw: bytes) -> None:
    agreed(raw)


WORDS = st.text(st.sampled_from("ab 1.-:,'\"#é{}[]~\\/&*!|>%@`=?\n\t"), max_size=12) | st.text(
    max_size=12
)
TREES = st.recursive(
    st.none() | WORDS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(
    st.dictionaries(st.sampled_from(KEYS), TREES, min_size=1, max_size=4),
    st.sampled_from((True, False, None)),
    st.sampled_from((20, 80, 10_000)),
    st.booleans(),
)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_yaml_programs_write_reads_the_same_or_is_left(
    tree: dict[str, Any], style: bool | None, width: int, indented: bool
) -> None:
    agreed(
        yaml.dump(
            tree, default_flow_style=style, width=width, indent=4 if indented else 2,
            allow_unicode=indented, sort_keys=False,
        ).encode()
    )  # fmt: skip


# What the tool writes: text in one line, without what the importers drop.
TEXTS = st.text(
    st.characters(exclude_categories=["C", "Z"], include_characters=" \n"), max_size=60
).filter(lambda text: "?" not in text and not re.search(r"[\x80-\x9f\ufeff]", text))


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(("what", "by", "note", "due")),
            TEXTS | st.lists(TEXTS, max_size=3) | st.dates() | st.integers(),
            min_size=1,
        ),
        min_size=1,
        max_size=4,
    ),
    st.booleans(),
)
@settings(max_examples=300, deadline=None)
def test_rows_that_the_tool_writes_are_read_fast_and_the_same(
    rows: list[dict[str, Any]], flow: bool
) -> None:
    lines = [line for row in rows for line in emitter.lines(row, 2, 2, flow=flow)]
    raw = "\n".join(["account: acme", "ideas:", *lines]).encode()
    assert agreed(raw)
    (document,), _ = reader.parse(raw, "a", "a")
    assert document.data["ideas"] == [emitter.plain(row) for row in rows]


# --- damaged files


BITS = (
    *"\"',-:#{}[]&*!|>%@`~?\\= \n\t\r.;<$^+", ": ", " #", "- ", "\n  ", "\n    ", ",\n",
    ",\n      ", "---\n", "...\n", "null", "''", '""', "# c\n", "<<: ", "a: b", "[a]", "{a: b}",
    "|\n", "|\n      ", ">-\n      ", "|2\n", "\n\n", "\n      ", "\n  # c\n",
    "\\u00e9", "\u2028", "\x85", "\ufeff", "é", "\0", "0", "} #", "k:\n", "\n  # c,\n",
)  # fmt: skip


@cache
def whole_files() -> list[bytes]:
    return [path.read_bytes() for path in sorted(EXAMPLES.rglob("*.yaml"))]


@cache
def written_by_many() -> list[bytes]:
    files = [text for made, _ in accounts(60, 12) for _, text in made]
    return [text.encode() for text in files if "\r" not in text]


def damaged(rng: random.Random) -> bytes:
    """A few rows of a file, one to three places of it damaged."""
    lines = rng.choice(rng.choice((whole_files(), written_by_many()))).split(b"\n")
    section = rng.choice([at for at, line in enumerate(lines) if line[-1:] == b":"] or [0])
    at = min(section + 1 + rng.choice((0, 0, rng.randrange(20))), len(lines) - 1)
    while at > section and b"- " not in lines[at]:
        at -= 1
    lines = [b"account: acme", b"rows:", *lines[at : at + rng.randrange(1, 12)]]
    for _ in range(rng.choice((1, 1, 2, 3))):
        one, two = rng.randrange(len(lines)), rng.randrange(len(lines))
        kind = rng.randrange(8)
        line = lines[one]
        spot = rng.randrange(len(line) + 1)
        if kind == 0 and line:
            spot %= len(line)
            flipped = line[spot] ^ 1 << rng.randrange(8)
            lines[one] = line[:spot] + bytes([flipped]) + line[spot + 1 :]
        elif kind == 1:
            lines[one] = line[:spot] + line[spot + rng.choice((1, 2, 5)) :]
        elif kind == 2:
            lines[one], lines[two] = lines[two], line
        elif kind == 3:
            lines.insert(two, line)
        elif kind == 4:
            lines[one] = b" " * rng.choice((1, 2, 3)) + line
        elif kind == 5:
            lines[one] = line.removeprefix(b" " * rng.choice((1, 2, 4)))
        else:
            cut = spot + rng.choice((0, 0, 0, 1, 3))
            lines[one] = line[:spot] + rng.choice(BITS).encode() + line[cut:]
    return b"\n".join(lines)


def test_damaged_files_read_the_same_or_are_left() -> None:
    rng = random.Random(2026)
    outcomes = [agreed(damaged(rng)) for _ in range(6_000)]
    assert outcomes.count(True) > 1_000
    assert outcomes.count(False) > 1_000


def test_parsers_without_libyaml_read_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    class Slow(yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser):
        def __init__(self, text: str) -> None:
            yaml.reader.Reader.__init__(self, text)
            yaml.scanner.Scanner.__init__(self)
            yaml.parser.Parser.__init__(self)

    monkeypatch.setattr(strict, "_Parser", Slow)
    rng = random.Random(11)
    assert sum(agreed(damaged(rng)) for _ in range(300)) > 50


# --- what was read before


def test_what_was_read_before_changes_nothing(
    generated: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plain, "_MOST_KNOWN", 40)  # forgotten again and again
    kept = [*plain._pairs, plain._known_inside]
    for known in kept:
        known.clear()
    rng = random.Random(5)
    raws = [damaged(rng) for _ in range(300)] + whole_files() + generated
    once = [repr(plain.read(raw)) for raw in raws]
    assert max(map(len, kept)) <= 40
    assert once == list(reversed([repr(plain.read(raw)) for raw in reversed(raws)]))


def test_what_becomes_of_the_data_does_not_reach_the_next_reading() -> None:
    row = b"  - {d: [e], f: [], g: {h: i}}\n"
    raw = b"a: [b]\nc:\n" + row + row
    rows = [{"d": ["e"], "f": [], "g": {"h": "i"}} for _ in "ab"]
    said = {"a": ["b"], "c": rows}
    for _ in range(3):
        read = plain.read(raw)
        assert read == [said]
        read[0]["a"].append("x")
        read[0]["c"][0]["d"].append("x")
        read[0]["c"][0]["f"].append("x")
        read[0]["c"][0]["g"]["h"] = "x"
        assert read[0]["c"][1] == rows[1]


@pytest.mark.parametrize("begun", ["[a,", "{a: b,", "[", "- {a: b,", "- [a,", "- a: [b,"])
def test_a_line_that_goes_on_is_not_known_without_what_follows(begun: str) -> None:
    before = f"key:\n  {begun}" if begun[0] == "-" else f"key: {begun}"
    for more in ("c: d}", "c: e}") if "{" in begun else ("c]", "d]"):
        raw = f"{before}\n      {more}\n".encode()
        assert agreed(raw)
        assert more[:-1] in str(plain.read(raw)).replace("'", "")
    assert plain.read(before.encode()) is None


def test_lines_without_end_are_not_kept() -> None:
    plain.read(b"a: " + b"x" * 1_000_000)
    assert max(map(len, plain._pairs[0])) < 100


# --- the two paths


def test_the_careful_path_serves_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    raws = whole_files() + hostile()
    both = [reader.parse(raw, "a", "b") for raw in raws]
    monkeypatch.setattr(plain, "read", lambda _, **__: None)
    assert both == [reader.parse(raw, "a", "b") for raw in raws]
    assert any(problems for _, problems in both)


def test_a_sound_book_is_scored_without_a_parser() -> None:
    code = (
        "import datetime as dt, pathlib, sys\n"
        "from clientfit_cli.execution.executors import LocalExecutor\n"
        "from clientfit_cli.execution.workspace import Workspace\n"
        "from clientfit_cli.outcome.request import Request\n"
        "from clientfit_cli.storage.folder import Folder\n"
        "tree = Folder(pathlib.Path('examples/accounts'))\n"
        "book = Workspace(tree, LocalExecutor(1)).ask(Request.weekly(dt.date(2026, 11, 16)))\n"
        "assert len(book.accounts) == 13\n"
        "assert 'yaml' not in sys.modules\n"
    )
    root = Path(__file__).parent.parent
    subprocess.run([sys.executable, "-c", code], check=True, cwd=root)


def test_no_parser_is_needed() -> None:
    imports = re.findall(r"^(?:from|import) (\S+)", inspect.getsource(plain), re.MULTILINE)
    assert set(imports) == {
        "__future__", "clientfit_cli.yamlio.documents", "json", "re", "typing",
    }  # fmt: skip


def test_what_is_read_is_the_callers_own() -> None:
    raw = b"touchpoints:\n" + b"  - date: 2026-11-02\n    ours: [dana]\n    topic: review\n" * 4
    first = plain.read(raw)
    assert first is not None
    for row in first[0]["touchpoints"]:  # type: ignore[index]
        row["ours"].append("sam")
    assert plain.read(raw) == plain.read(raw, own=False) != first
