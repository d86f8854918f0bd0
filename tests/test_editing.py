"""Adding rows to files: nothing but the new lines changes, and the file then says them."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from clientfit_cli.base.errors import UserError
from clientfit_cli.execution.task import read_book
from clientfit_cli.storage.folder import Folder
from clientfit_cli.writing import placement
from clientfit_cli.yamlio import emitter, reader
from clientfit_cli.yamlio.insert import append_rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ROW = {"what": "Call", "owner": "dana", "due": dt.date(2026, 12, 1), "contact": None}
LINE = "- {what: Call, owner: dana, due: 2026-12-01}"


def added(text: str, rows: list[dict[str, Any]] | None = None, section: str = "actions") -> str:
    return append_rows(text.encode(), "a", section, rows or [ROW]).decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            "account: a\nactions:\n  - {what: x, owner: d}  # why\n\nissues: []\n",
            f"account: a\nactions:\n  - {{what: x, owner: d}}  # why\n  {LINE}\n\nissues: []\n",
            id="beneath the last row, in its manner",
        ),
        pytest.param(
            "account: a\nactions:\n- what: x\n  owner: d\n# end\n",
            "account: a\nactions:\n- what: x\n  owner: d\n"
            "- what: Call\n  owner: dana\n  due: 2026-12-01\n# end\n",
            id="a list in its key's column, a line for each key",
        ),
        pytest.param(
            "account: a\nactions:\n    -   what: x\n        owner: d\n        # more of it\n",
            "account: a\nactions:\n    -   what: x\n        owner: d\n        # more of it\n"
            "    -   what: Call\n        owner: dana\n        due: 2026-12-01\n",
            id="a comment that is deeper belongs to the row above",
        ),
        pytest.param(
            "account: a\nactions: []   # none yet\nissues: []\n",
            f"account: a\nactions:   # none yet\n  {LINE}\nissues: []\n",
            id="an empty list becomes lines",
        ),
        pytest.param(
            "account: a\nactions:\nissues: []\n",
            f"account: a\nactions:\n  {LINE}\nissues: []\n",
            id="nothing after the key",
        ),
        pytest.param(
            "account: a\nactions: ~\n", f"account: a\nactions:\n  {LINE}\n", id="a written nothing"
        ),
        pytest.param(
            "account: a\nname: A", f"account: a\nname: A\nactions:\n  {LINE}\n",
            id="a missing section, no final line end",
        ),
        pytest.param(
            "account: a\n\nissues: []\n# the end\n",
            f"account: a\n\nissues: []\n\nactions:\n  {LINE}\n# the end\n",
            id="a new section stands apart where others do",
        ),
        pytest.param(
            "account: a\nnote: |\n  text\n\n\nactions:\n  - {what: x, owner: d}",
            "account: a\nnote: |\n  text\n\n\nactions:\n  - {what: x, owner: d}\n  " + LINE + "\n",
            id="the last line lacks its end",
        ),
        pytest.param(
            "account: a\nnote: |\n  text", f"account: a\nnote: |\n  text\nactions:\n  {LINE}\n",
            id="after a block of text without a line end",
        ),
        pytest.param(
            "account: a\r\nactions:\r\n  - {what: x, owner: d}\r\n",
            f"account: a\r\nactions:\r\n  - {{what: x, owner: d}}\r\n  {LINE}\r\n",
            id="CRLF",
        ),
        pytest.param(
            "\ufeffaccount: a\n", f"\ufeffaccount: a\nactions:\n  {LINE}\n", id="a byte-order mark"
        ),
        pytest.param(
            "account: a\nactions: [{what: x, owner: d}]  # why\n",
            f"account: a\nactions: [{{what: x, owner: d}}, {LINE[2:]}]  # why\n",
            id="a list in brackets",
        ),
        pytest.param(
            "account: a\nactions: [\n  {what: x, owner: d},  # why\n]\n",
            f"account: a\nactions: [\n  {{what: x, owner: d}},\n  {LINE[2:]},  # why\n]\n",
            id="a list in brackets over lines",
        ),
        pytest.param(
            "account: a\nactions: [\n]\n", f"account: a\nactions: [{LINE[2:]}]\n",
            id="empty brackets over lines",
        ),
        pytest.param(
            "{account: a, name: A}\n", f"{{account: a, name: A, actions: [{LINE[2:]}]}}\n",
            id="a document in braces",
        ),
        pytest.param(
            '{"account": "a", "actions": []}\n',
            '{"account": "a", "actions": '
            '[{"what": "Call", "owner": "dana", "due": "2026-12-01"}]}\n',
            id="JSON stays JSON",
        ),
        pytest.param(
            "account: b\nactions: []\n---\naccount: a\nactions: []\n...\n---\naccount: c\n",
            "account: b\nactions: []\n---\naccount: a\nactions:\n"
            f"  {LINE}\n...\n---\naccount: c\n",
            id="only the account's document",
        ),
        pytest.param(
            "account: a\nissues: []\n---\n# empty\n---\naccount: a\nname: A\n---\naccount: a\n",
            f"account: a\nissues: []\n---\n# empty\n---\naccount: a\nname: A\nactions:\n  {LINE}\n"
            "---\naccount: a\n",
            id="without the section, the document with the name",
        ),
        pytest.param(
            "account: a\nname: A\nactions: []\n---\naccount: a\nactions:\n"
            "  - {what: x, owner: d}\n",
            "account: a\nname: A\nactions: []\n---\naccount: a\nactions:\n"
            f"  - {{what: x, owner: d}}\n  {LINE}\n",
            id="the document that has rows already",
        ),
    ],
)  # fmt: skip
def test_only_the_new_lines_change(before: str, after: str) -> None:
    assert added(before) == after


def test_a_long_row_is_wrapped_under_its_brace() -> None:
    row = {"what": "x" * 60, "signal": "coverage", "owner": "dana", "due": dt.date(2026, 12, 1)}
    lines = added("account: a\nactions: []\n", [row]).splitlines()[2:]
    assert lines[1].startswith("     ")
    assert all(len(line) <= emitter.WIDTH for line in lines)


def test_no_rows_change_nothing() -> None:
    raw = b"not: [yaml"
    assert append_rows(raw, "a", "actions", []) is raw


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("account: b\n", id="another account's file"),
        pytest.param("account: a\nactions: [\n", id="not YAML"),
        pytest.param("account: a\nname: \xff", id="a text that cannot be taken for a list"),
    ],
)
def test_what_cannot_be_added_to_is_refused(text: str) -> None:
    with pytest.raises(UserError):
        append_rows(text.encode("latin-1"), "a", "actions", [ROW])


def test_a_section_that_is_no_list_is_refused() -> None:
    with pytest.raises(UserError):
        added("account: a\nactions: soon\n")


def test_a_control_character_is_never_written() -> None:
    with pytest.raises(UserError):
        added("account: a\n", [{"what": "bell \x07"}])


texts = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff\ufeff"),
    min_size=1, max_size=40,
)  # fmt: skip
values = texts | st.dates(dt.date(1950, 1, 1), dt.date(2100, 1, 1)) | st.booleans() | st.integers(
    -10**6, 10**6
) | st.lists(texts, max_size=3) | st.none() | st.dictionaries(
    st.sampled_from(["channel", "hours"]), texts, max_size=2
) | st.sampled_from(
    ["no", "null", "~", "", "1e3", "[red]", '"', "'", "a: b", "- x", "#", "🎉", "x\ny", "\u2028",
     "{", "@x", "%", "\x85", " lead", "trail ", "2026-12-01", "---", "..."]
)  # fmt: skip
new_rows = st.lists(
    st.dictionaries(st.sampled_from(["what", "owner", "due", "note"]), values, min_size=1)
    .filter(lambda row: any(value is not None for value in row.values())),
    min_size=1, max_size=3,
)  # fmt: skip


@given(new_rows, st.booleans())
@settings(max_examples=150, deadline=None)
def test_whatever_is_written_is_read_again(rows: list[dict[str, Any]], block: bool) -> None:
    first = "- what: x\n  owner: d" if block else "- {what: x, owner: d}"
    text = f"account: a\nactions:\n{first}\nissues: []\n"
    documents, problems = reader.parse(added(text, rows).encode(), "", "")
    assert problems == []
    assert documents[0].data["actions"][1:] == [emitter.plain(row) for row in rows]


pieces = st.lists(
    st.sampled_from(
        [
            "# a comment", "", "note: |\n  lines\n  # no comment\n", "note: >-\n  folded\n\n  text",
            "issues: []", "issues:\n- what: x\n  opened: 2026-01-01", "team:\n    - person: x\n",
            "ideas:\n  - what: 'it''s'\n    date: 2026-01-01\n    # deeper\n  # even\n",
            "goals: [ {what: x} , ]", "industry: 'a\n\n  b'", 'tier: "x # y"   # z', "revenue:",
            "news:\n  -\n    what: x\n    our_word:\n", "name: A",
            "feedback:\n  - {kind: trust,\n     rating: 8}   # c",
        ]
    ),
    max_size=8, unique_by=lambda piece: piece.split(":")[0] or object(),
)  # fmt: skip
sections = ("actions", "issues", "ideas", "goals", "news", "team", "feedback")


@given(pieces, st.sampled_from(sections), st.sampled_from(["\n", "\r\n"]), st.booleans())
@settings(max_examples=300, deadline=None)
def test_every_line_that_was_there_stays(
    parts: list[str], section: str, newline: str, ended: bool
) -> None:  # fmt: skip
    text = "\n".join(["account: a", *parts]) + ("\n" if ended else "")
    text = text.replace("\n", newline)
    made = added(text, [ROW], section)
    # Taking the new lines away gives the old file back.
    left = re.sub(r"^ *- (\{what: Call.*|what: Call\s+owner: dana\s+due: 2026-12-01)\s*?$\r?\n?",
                  "", made, flags=re.MULTILINE)  # fmt: skip
    left = left.replace(", {what: Call, owner: dana, due: 2026-12-01}", "")
    old, new = ([line for line in part.splitlines() if line.strip() not in {"", f"{section}:"}]
                for part in (text, left))  # fmt: skip
    emptied = f"{section}: []"
    assert new == [line for line in old if line != emptied]
    assert all(line.endswith("\r") for line in made.split("\n")[:-1]) or "\r\n" not in text


def test_pyyaml_reads_the_same_rows() -> None:
    text = added("account: a\n", [{"what": "Say: [red] \"x\" 'y' 🎉", "owner": "no"}])
    assert yaml.safe_load(text)["actions"] == [{"what": "Say: [red] \"x\" 'y' 🎉", "owner": "no"}]


# -- a book --------------------------------------------------------------------------------------

SPREAD = {
    "a/account.yaml": "account: a\nname: A\n",
    "a/2026-10.yaml": "account: a\ntouchpoints:\n  - {date: 2026-10-01, channel: call}\n",
    "a/2026-11.yaml": "account: a\ntouchpoints:\n  - {date: 2026-11-02, channel: call}\n",
    "a/old.yaml": "account: a\ntouchpoints:\n  - {date: 2025-11-02, channel: call}\n",
    "a/todo.yaml": "account: a\nactions: []\n",
    "b.yaml": "account: b\nname: B\nactions: []\n",
}


@pytest.mark.parametrize(
    ("section", "file"),
    [
        pytest.param("touchpoints", "a/2026-11.yaml", id="the file with the newest row"),
        pytest.param("actions", "a/todo.yaml", id="the file where it stands empty"),
        pytest.param("issues", "a/account.yaml", id="else the file with the name"),
    ],
)
def test_the_file_that_rows_belong_in(section: str, file: str, book: Callable[..., Any]) -> None:
    assert placement.home(book(SPREAD), "a", section) == file


def test_a_book_that_would_not_be_sound_is_refused(book: Callable[..., Any]) -> None:
    with pytest.raises(UserError, match="nobody"):
        placement.proposed(book(SPREAD), "a", "actions", [{"what": "Call", "owner": "nobody"}])


def test_what_is_proposed_is_sound_and_not_yet_written(
    write: Callable[..., Path],
) -> None:
    folder = write(SPREAD)
    found = read_book(Folder(folder))
    edit = placement.proposed(found, "a", "actions", [ROW])
    assert (folder / edit.file).read_bytes() == edit.before
    (folder / edit.file).write_bytes(edit.after)
    again = read_book(Folder(folder))
    assert again.problems == []
    assert [row.what for row in again.accounts["a"].rows("actions")] == ["Call"]


def test_what_was_wrong_elsewhere_does_not_stand_in_the_way(write: Callable[..., Path]) -> None:
    folder = write({**SPREAD, "c.yaml": "account: c\nname: a\ntier: [\n"})
    found = read_book(Folder(folder))
    assert placement.proposed(found, "a", "actions", [ROW]).file == "a/todo.yaml"
