"""Changing values in files: nothing beside them changes, and the file then says them."""

from __future__ import annotations

import copy
import datetime as dt
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from clientfit_cli.base.errors import UserError
from clientfit_cli.yamlio import emitter, reader
from clientfit_cli.yamlio.patch import Change, amended

DAY = dt.date(2026, 12, 1)
ROW = ("actions", 0)


def changed(text: str, *changes: tuple[Any, ...], document: int = 0) -> str:
    return amended(text.encode(), [Change(document, *one) for one in changes]).decode()


# -- laws ----------------------------------------------------------------------------------------

texts = st.sampled_from(
    ["x", "Call", "no", "null", "1e3", "[red]", '"', "it's", "a: b", "- x", "#", "🎉", "x\ny", "",
     "\u2028", "{", "@x", "trail ", "---", "# no", "a, b", "]", "שלום"]
)  # fmt: skip
scalars = texts | st.just(DAY) | st.booleans() | st.integers(-9, 9)
values = scalars | st.lists(scalars, max_size=3) | st.dictionaries(st.sampled_from("bd"), texts)
names = st.sampled_from(["what", "due", "done", "note", "theirs", "prefers"])
written = st.sampled_from(
    [
        "x", "'it''s'", '"x # y"', "2026-01-01", "", "~", "'a\n{0}  b'", "a\n{0}  b", "[a, 'b', c]",
        "[]", "[a,  # one\n{0}  b  # two\n{0} ]", "{{a: b, c: }}", "{{}}", "[a, {{b: [c]}}, ]",
    ]
)  # fmt: skip
blocks = st.sampled_from(
    [
        "|\n{0}  lines\n{0}  # no comment", "> # why\n{0}  folded\n\n{0}  text\n",
        "|+\n{0}  kept\n\n",
        "\n{0}  - a  # one\n{0}  # own\n{0}  - b\n{0}  -\n{0}    c", "\n{0}- a\n{0}-\n{0}- 'b'",
        "\n{0}  b: c # one\n{0}  'd': |-\n{0}    text\n{0}  e:",
        "\n{0}  # own\n{0}  far\n{0}    off",
    ]
)  # fmt: skip
comments = st.sampled_from(["", "", "  # why", " #"])


@st.composite
def block_rows(draw: st.DrawFn) -> str:
    lines, indent = [], "    "
    for key in draw(st.lists(names, min_size=1, max_size=4, unique=True)):
        text = draw(written.map(lambda one: " " + one) | blocks)
        text = (text if text[0] == "\n" else " " + text.lstrip(" ")).format(indent).rstrip(" ")
        own = draw(st.sampled_from(["", "", f"{indent}# own\n", f"{indent}  # deeper\n", "\n"]))
        plain = "\n" not in text
        shown = draw(st.sampled_from([key, f'"{key}"', f"'{key}'"]))
        lines.append(f"{indent}{shown}:{text}{draw(comments) if plain else ''}\n{own}")
    return "  - " + "".join(lines)[4:]


@st.composite
def flow_rows(draw: st.DrawFn) -> str:
    keys = draw(st.lists(names, max_size=4, unique=True))
    pairs = [f"{key}: {draw(written)}".format("     ") for key in keys]
    apart = draw(st.sampled_from([", ", " , ", ",\n     ", ",  # why\n     # own\n     "]))
    end = draw(st.sampled_from(["", " ", "\n    ", " # end\n    "]))
    trail = draw(st.sampled_from(["", ","])) if pairs and end else ""
    return f"  - {{{apart.join(pairs)}{trail}{end}}}{draw(comments)}\n"


@st.composite
def files(draw: st.DrawFn) -> tuple[str, int]:
    rows = draw(st.lists(block_rows() | flow_rows(), min_size=1, max_size=3))
    before = draw(st.sampled_from(["", "---\n# nothing\n---\n", "account: b\n---\n"]))
    after = draw(st.sampled_from(["", "# end\n", "issues: []\n...\n---\naccount: c\n"]))
    text = f"{before}account: a\nactions:\n{''.join(rows)}{after}"
    if draw(st.booleans()) and text.endswith("\n"):
        text = text[:-1]
    newline = draw(st.sampled_from(["\n", "\n", "\r\n"]))
    bom = draw(st.sampled_from(["", "", "\ufeff"]))
    return bom + text.replace("\n", newline), {"": 0, "a": 1, "-": 1}[before[:1]]


def expected(data: Any, changes: list[Change]) -> Any:
    """What the changes mean, said without a file."""
    made = copy.deepcopy(data)
    for _, (*route, step), value in sorted(changes, key=lambda one: str(one.route), reverse=True):
        inner = made
        for one in route:
            inner = inner[one]
        if value is not None:
            inner[step] = emitter.plain(value)
        elif isinstance(inner, list):
            del inner[step]
        else:
            inner.pop(step, None)
    return made


@given(st.data(), files())
@settings(max_examples=300, deadline=None)
def test_a_file_says_what_it_said_and_the_changes(
    data: st.DataObject, made: tuple[str, int]
) -> None:
    text, document = made
    documents, problems = reader.parse(text.encode(), "", "")
    if problems:  # libyaml takes no empty value before a bracket
        return
    before = {one.index: one.data for one in documents}
    rows = before[document]["actions"]
    changes = []
    for at, row in enumerate(rows):
        for key in data.draw(st.lists(names, max_size=3, unique=True)):
            inner = row.get(key)
            if isinstance(inner, list) and inner and data.draw(st.booleans()):
                entry = data.draw(st.integers(0, len(inner) - 1))
                route: tuple[Any, ...] = ("actions", at, key, entry)
            elif isinstance(inner, dict) and data.draw(st.booleans()):
                route = ("actions", at, key, data.draw(st.sampled_from(["b", "d", "e", "new"])))
            else:
                route = ("actions", at, key)
            changes.append(Change(document, route, data.draw(values | st.none())))
    try:
        after = amended(text.encode(), changes).decode()
    except UserError as error:
        event("refused")
        assert "without disturbing" in error.message  # noqa: PT017  # refused, and nothing is lost
        assert len(changes) > 1 or "|+" in text
        return
    found, problems = reader.parse(after.encode(), "", "")
    assert problems == []
    # A line that is added gives the one before it an end, which a block of text then has, too.
    ended = reader.parse((text + "\n").encode(), "", "")[0]
    meant = [
        {one.index: expected(one.data, changes if one.index == document else []) for one in file}
        for file in (documents, ended)
    ]
    assert {one.index: one.data for one in found} in meant
    # A row without a change is there byte for byte.
    touched = {one.route[1] for one in changes}
    parts = text.split("  - ")
    for at, part in enumerate(parts[1:] if len(parts) == len(rows) + 1 else []):
        last = at == len(rows) - 1
        assert at in touched or last or part in after
    assert after.startswith(parts[0])


@given(files())
@settings(max_examples=50, deadline=None)
def test_saying_what_stands_there_changes_nothing(made: tuple[str, int]) -> None:
    text, _ = made
    documents, _ = reader.parse(text.encode(), "", "")
    changes = [
        Change(one.index, (key,), value)
        for one in documents
        for key, value in one.data.items()
        if value is not None
    ]
    assert amended(text.encode(), changes) == text.encode()


LINES = "account: a\nactions:\n" + "".join(
    f"  - {{what: w{at}, due: 2026-01-01}}  # c{at}\n" for at in range(6)
)


@given(st.dictionaries(st.integers(0, 5), st.sampled_from([None, "y", DAY]), max_size=6))
@settings(max_examples=30, deadline=None)
def test_every_line_without_a_change_is_the_same(wanted: dict[int, Any]) -> None:
    after = changed(LINES, *((("actions", at, "due"), value) for at, value in wanted.items()))
    for at, (old, new) in enumerate(zip(LINES.splitlines(), after.splitlines(), strict=True)):
        assert (old == new) == (at - 2 not in wanted)


# -- examples ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "change", "after"),
    [
        pytest.param(
            "account: a\nactions:\n  - {what: x, done: }  # why\n",
            ((*ROW, "done"), DAY),
            "account: a\nactions:\n  - {what: x, done: 2026-12-01}  # why\n",
            id="an empty value in braces is filled in",
        ),
        pytest.param(
            "account: a\nactions:\n  - what: x\n    done:   # not yet\n    due: 2026-01-01\n",
            ((*ROW, "done"), DAY),
            "account: a\nactions:\n  - what: x\n    done: 2026-12-01   # not yet\n"
            "    due: 2026-01-01\n",
            id="an empty value of a line is filled in, before its comment",
        ),
        pytest.param(
            "account: a\nactions:\n  - {what: x}  # why\n",
            ((*ROW, "done"), DAY),
            "account: a\nactions:\n  - {what: x, done: 2026-12-01}  # why\n",
            id="an absent key comes before the brace",
        ),
        pytest.param(
            "account: a\nactions:\n- what: x\n  due: 2026-01-01 # c\n    # more\n\n- what: y\n",
            ((*ROW, "done"), DAY),
            "account: a\nactions:\n- what: x\n  due: 2026-01-01 # c\n    # more\n"
            "  done: 2026-12-01\n\n- what: y\n",
            id="an absent key comes beneath the row's last line",
        ),
        pytest.param(
            "account: a\nactions:\n  - {what: x,\n     due: 2026-01-01  # soon\n    }\n",
            ((*ROW, "done"), DAY),
            "account: a\nactions:\n  - {what: x,\n     due: 2026-01-01,  # soon\n"
            "     done: 2026-12-01\n    }\n",
            id="braces over lines get one more",
        ),
        pytest.param(
            '[{"x": 1}]\n'.replace("[", '{"account": "a", "actions": [').replace("]", "]}"),
            ((*ROW, "done"), DAY),
            '{"account": "a", "actions": [{"x": 1, "done": "2026-12-01"}]}\n',
            id="JSON stays JSON",
        ),
        pytest.param(
            "account: a\ntouchpoints:\n  - theirs: [r.lee, 's.kay']\n",
            (("touchpoints", 0, "theirs", 1), "x"),
            "account: a\ntouchpoints:\n  - theirs: [r.lee, x]\n",
            id="an entry of a list",
        ),
        pytest.param(
            "account: a\ntouchpoints:\n  - theirs:\n    - r.lee  # he\n    - s.kay\n",
            (("touchpoints", 0, "theirs", 0), "x"),
            "account: a\ntouchpoints:\n  - theirs:\n    - x  # he\n    - s.kay\n",
            id="an entry that has a line",
        ),
        pytest.param(
            "account: a\nnote: |  # long\n  one\n  two\n\n# end\n",
            (("note",), "short"),
            "account: a\nnote: short  # long\n\n# end\n",
            id="a block of text becomes a line",
        ),
        pytest.param(
            "account: a\nnote: >-\n  one\n\n  two\nname: A\n",
            (("note",), None),
            "account: a\nname: A\n",
            id="a block of text goes",
        ),
        pytest.param(
            "account: a\r\n'name': \"x\r\n  y\"  # c\r\n",
            (("name",), "z"),
            "account: a\r\n'name': z  # c\r\n",
            id="a text in quotes over lines, with CRLF",
        ),
        pytest.param(
            "account: a\ncontacts:\n- id: r  # he\n  name: R\n",
            (("contacts", 0, "id"), None),
            "account: a\ncontacts:\n- name: R\n",
            id="the next key moves up behind the dash",
        ),
        pytest.param(
            "account: a\ncontacts:\n- id: r\n  # own\n  name: R\n",
            (("contacts", 0, "id"), None),
            "account: a\ncontacts:\n-\n  # own\n  name: R\n",
            id="the next key does not move over a comment",
        ),
        pytest.param(
            "account: a\ncontacts:\n- id: r\n  personal:  # hers\n  - x\n  # own\n  - y\n"
            "  name: R\n",
            (("contacts", 0, "personal"), None),
            "account: a\ncontacts:\n- id: r\n  name: R\n",
            id="a list goes with all its lines",
        ),
        pytest.param(
            "account: a\ncontacts: [{id: r, phone: 1, name: R}]\n",
            (("contacts", 0, "phone"), None),
            "account: a\ncontacts: [{id: r, name: R}]\n",
            id="a pair goes with one comma",
        ),
        pytest.param(
            "account: a\ncontacts: [{id: r, phone: 1}]\n",
            (("contacts", 0, "phone"), None),
            "account: a\ncontacts: [{id: r}]\n",
            id="the last pair goes with the comma before it",
        ),
        pytest.param(
            "account: a\nlost:\n  date: 2026-01-01\n",
            (("lost", "date"), None),
            "account: a\nlost: {}\n",
            id="the only key goes",
        ),
        pytest.param(
            "\ufeffaccount: a\nnote: |\n  text",
            (("name",), "A"),
            "\ufeffaccount: a\nnote: |\n  text\nname: A\n",
            id="a byte-order mark, and a last line without its end",
        ),
    ],
)
def test_only_the_change_changes(before: str, change: tuple[Any, ...], after: str) -> None:
    assert changed(before, change) == after


def test_documents_are_counted_with_the_empty_ones() -> None:
    text = "---\n# empty\n---\naccount: a\n--- # c\naccount: b\n"
    assert changed(text, (("name",), "B"), document=2) == text + "name: B\n"


@pytest.mark.parametrize(
    ("text", "change"),
    [
        pytest.param("account: a\n", ((*ROW, "done"), DAY), id="a row that is not there"),
        pytest.param("account: a\nactions: [\n", ((*ROW, "done"), DAY), id="not YAML"),
        pytest.param("account: a\n", (("account",), None), id="all that a document says"),
        pytest.param("? account\n: a\n", (("account",), "b"), id="a key with a question mark"),
        pytest.param("account: a\n", (("name",), "bell \x07"), id="a control character"),
        pytest.param("account: a\nactions: [1]\n", (("actions", 1), "x"), id="past the end"),
    ],
)
def test_what_cannot_be_changed_is_refused(text: str, change: tuple[Any, ...]) -> None:
    with pytest.raises(UserError):
        changed(text, change)


def test_ten_thousand_rows_are_changed_at_once() -> None:
    text = "account: a\nactions:\n" + "- what: x\n  due: 2026-01-01\n" * 10_000
    changes = [(("actions", at, "done"), DAY) for at in range(10_000)]
    assert changed(text, *changes).count("done: 2026-12-01") == 10_000
