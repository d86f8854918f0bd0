"""Forgetting a person: nothing of them is left in the files, and every count is what it was."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clientfit_cli.base.errors import UserError
from clientfit_cli.base.problems import errors
from clientfit_cli.book.directory import forgotten_ref
from clientfit_cli.execution.task import read_book
from clientfit_cli.storage.folder import Folder
from clientfit_cli.storage.overlay import Excerpt
from clientfit_cli.writing.erase import Forgetting, forgetting
from clientfit_cli.writing.person import person
from clientfit_cli.yamlio import reader, texts
from tests.books import Memory
from tests.conftest import EXAMPLES, TEAM, TODAY, outcome

if TYPE_CHECKING:
    from clientfit_cli.book.model import Book

LEE = "account: a\nname: A\ncontacts:\n  - {id: r.lee, name: Robin Lee, email: r.lee@a.example}\n"
KNOWN = {"known_people", "preferred_channel"}  # they count what the person told us


def memory(files: str | dict[str, str], team: str = TEAM) -> Memory:
    named = {"a.yaml": files} if isinstance(files, str) else files
    return Memory({"clientfit.yaml": team, **named})


def read(files: str | dict[str, str], team: str = TEAM) -> Book:
    found = read_book(memory(files, team))
    assert not errors(found.problems)
    return found


def forgot(files: str | dict[str, str], word: str = "r.lee", account: str = "") -> dict[str, str]:
    """The files after forgetting somebody."""
    named = {"a.yaml": files} if isinstance(files, str) else files
    book = read(files)
    made = forgetting(book, person(book, word, account))
    return {**named, **{one.file: one.after.decode() for one in made.edits}}


def left(files: str, word: str = "r.lee") -> list[tuple[int, str]]:
    """The places that are left to the user."""
    book = read(files)
    made = forgetting(book, person(book, word))
    return [(one.line, one.what) for one in made.traces if one.kind in {"look", "file"}]


# -- laws ----------------------------------------------------------------------------------------

BOOK = read_book(Folder(EXAMPLES / "accounts"))
EVERYBODY = [
    (account.id, contact) for account in BOOK.accounts.values()
    for contact in account.rows("contacts")
]  # fmt: skip


def readings(book: Book) -> dict[str, Any]:
    result = outcome(book, TODAY)
    return {
        one.id: (
            {(read.name, read.value, read.fit) for read in one.readings if read.name not in KNOWN},
            [alarm.name for alarm in one.alarms],
            one.coverage,
        )
        for one in result.accounts
    }


def health(book: Book) -> dict[str, Any]:
    result = outcome(book, TODAY)
    return {one.id: (one.health, one.band, one.risk) for one in result.accounts}


BEFORE, HEALTH = readings(BOOK), health(BOOK)


def after(made: Forgetting) -> Book:
    tree = BOOK.tree
    return read_book(Excerpt(tree, tree.names()[0], {e.file: e.after for e in made.edits}))


@given(st.sampled_from(EVERYBODY))
@settings(max_examples=8, deadline=None)
def test_every_signal_and_alarm_is_what_it_was(who: tuple[str, Any]) -> None:
    account, contact = who
    made = forgetting(BOOK, person(BOOK, contact.id, account))
    again = after(made)
    assert again.problems == BOOK.problems
    assert readings(again) == BEFORE
    if not made.person.known:
        assert health(again) == HEALTH


@given(st.sampled_from(EVERYBODY))
@settings(max_examples=25, deadline=None)
def test_nothing_of_them_is_left_in_a_value_or_a_comment(who: tuple[str, Any]) -> None:
    account, contact = who
    made = forgetting(BOOK, person(BOOK, contact.id, account))
    changed = {one.file: one.after for one in made.edits}
    for file in BOOK.tree.names()[0]:
        for text in texts.texts(changed.get(file) or BOOK.tree.read(file)):
            for gone in (contact.name, contact.email, contact.phone):
                assert not gone or gone.casefold() not in text.said.casefold()
    held = after(made).accounts[account]
    assert contact.id not in {one.id for one in held.rows("contacts")}
    seat = next(one for one in held.rows("contacts") if one.id == made.person.seats[0].pseudonym)
    for key in type(seat).model_fields:
        if key in {"role", "since", "until", "succeeds"}:
            assert getattr(seat, key) == getattr(contact, key)
        elif key == "ref":
            assert seat.ref == forgotten_ref(contact.name, contact.email or "")
        elif key not in {"id", "name"}:
            assert getattr(seat, key) is None


names = st.sampled_from(
    ["Robin Lee", "José Núñez", "[red] Bold", "D'Arcy O'Neil", "רותי לוי", "Ann 🎉 Bee",
     "A. B. Cee", 'Jo "Mo" Ray', "Will Mark", "X Æ-12", "Lee: Robin", "- Dash"]
)  # fmt: skip
styles = st.sampled_from(
    [
        "'{1}'",
        '"{2}"',
        "|\n      {0}\n",
        ">-\n      {0}\n",
        "'so {1}\n      said'",
        '"a \\\n    {2}!"',
    ]
)


@given(names, st.lists(styles, min_size=1, max_size=3), st.booleans())
@settings(max_examples=80, deadline=None)
def test_a_name_is_found_however_it_is_written(name: str, forms: list[str], upper: bool) -> None:
    said = name.upper() if upper else name
    first, _, last = said.rpartition(" ")
    single, double = said.replace("'", "''"), said.replace('"', '\\"')
    quoted = name.replace("'", "''")
    text = f"account: a\nname: A\ncontacts:\n  - id: x.y\n    name: '{quoted}'\n"
    text += "issues:\n" + "".join(
        f"  - opened: 2026-01-01  # {said}\n    what: {form.format(said, single, double)}\n"
        for form in forms
    )
    text += f"note: >-\n  by {first}\n  {last}, they\n"
    made = forgot(text, "x.y")["a.yaml"]
    assert name.casefold() not in made.casefold()
    assert made.count("Forgotten 1") == 2 + 2 * len(forms)
    documents, problems = reader.parse(made.encode(), "", "")
    assert problems == []
    assert documents[0].data["note"] == "by Forgotten 1, they"


# -- what is replaced ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("note: Robin Lee's", "note: Forgotten 1's", id="a possessive"),
        pytest.param("note: ROBIN LEE", "note: Forgotten 1", id="capitals"),
        pytest.param("note: to R.Lee@A.example.", "note: to Forgotten 1.", id="an address"),
        pytest.param("note: Robin Leeds", "note: Robin Leeds", id="no part of a longer name"),
        pytest.param("note: dr.lee@a.example", "note: dr.lee@a.example", id="a longer address"),
        pytest.param("note: x  # Robin Lee", "note: x  # Forgotten 1", id="a comment"),
        pytest.param(
            "rivals: [{who: Robin Lee, seen: 2026-01-01}]",
            "rivals: [{who: Forgotten 1, seen: 2026-01-01}]",
            id="any field of free text",
        ),
        pytest.param(
            "goals: [{what: x, from: r.lee}]", "goals: [{what: x, from: forgotten-1}]",
            id="a reference",
        ),
        pytest.param(
            "feedback: [{contact: r.lee, rating: 9, comment: good}]",
            "feedback: [{contact: forgotten-1, rating: 9}]",
            id="what they said goes, how they rated stays",
        ),
        pytest.param(
            "touchpoints: [{date: 2026-01-01, channel: call, theirs: [r.lee], note: ill, ref: m}]",
            "touchpoints: [{date: 2026-01-01, channel: call, theirs: [forgotten-1], ref: m}]",
            id="a note on a talk with them alone goes, its ref stays",
        ),
        pytest.param(
            "actions: [{what: r.lee, owner: dana}]", "actions: [{what: r.lee, owner: dana}]",
            id="an id in a text stays",
        ),
    ],
)  # fmt: skip
def test_what_becomes_of_a_place(before: str, after: str) -> None:
    assert forgot(LEE + before + "\n")["a.yaml"].splitlines()[4] == after


def test_a_note_on_a_talk_with_others_too_stays() -> None:
    text = "contacts: [{id: r.lee, name: Robin Lee}, {id: kay, name: Kim Kay}]\ntouchpoints:\n"
    text += "  - {date: 2026-01-01, channel: call, theirs: [kay, r.lee], note: both were there}\n"
    made = forgot("account: a\nname: A\n" + text)["a.yaml"]
    assert "theirs: [kay, forgotten-1], note: both were there" in made


def test_a_phone_number_is_found_however_it_is_grouped() -> None:
    text = LEE.replace("email: r.lee@a.example", 'phone: "+1 (555) 010-0199"')
    made = forgot(text + "note: call +1 555.010.0199 or 15550100199, not 15550100198\n")
    assert "note: call Forgotten 1 or Forgotten 1, not 15550100198" in made["a.yaml"]


def test_files_of_others_and_the_settings_are_searched() -> None:
    files = {"a.yaml": LEE, "b.yaml": "account: b\nname: B\nnote: knows Robin Lee\n"}
    book = read(files, TEAM + "# Robin Lee is nice\n")
    made = forgetting(book, person(book, "r.lee"))
    assert {one.file for one in made.edits} == {"a.yaml", "b.yaml", "clientfit.yaml"}
    assert made.edits[-1].after.decode() == "account: b\nname: B\nnote: knows Forgotten 1\n" or any(
        b"# Forgotten 1 is nice" in one.after for one in made.edits
    )


def test_an_account_over_many_documents() -> None:
    files = {
        "a/a.yaml": "# none\n---\n" + LEE,
        "a/t.yaml": "account: b\nname: B\n---\naccount: a\ntouchpoints:\n- date: 2026-01-01\n"
        "  channel: call\n  theirs:\n  - 'r.lee' # he\n---\naccount: a\nnotice:\n",
    }
    made = forgot(files)
    assert "  - forgotten-1 # he\n" in made["a/t.yaml"]
    assert "{id: forgotten-1, name: Forgotten 1, ref: forgotten." in made["a/a.yaml"]


# -- what is left to the user --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("note: Lee called", [(5, "note")], id="the last name"),
        pytest.param("note: x  # robin was ill", [(5, "comment")], id="the first name"),
        pytest.param("note: ask r.lee", [(5, "note")], id="the id, which is no word"),
        pytest.param("note: Leeds, robins", [], id="no longer word"),
        pytest.param("note: Robin Lee", [], id="what is replaced"),
    ],
)
def test_what_may_be_them_is_shown(text: str, expected: list[tuple[int, str]]) -> None:
    assert left(f"{LEE}{text}\n") == expected


def test_last_names_in_files_of_others_are_not_theirs() -> None:
    book = read({"a.yaml": LEE, "b.yaml": "account: b\nname: B\nnote: Lee\n"})
    assert not [one for one in forgetting(book, person(book, "r.lee")).traces if one.kind == "look"]


def test_a_namesake_keeps_their_name() -> None:
    text = LEE + "  - {id: other, name: Robin Lee}\nnote: Robin Lee\n"
    made = forgot(text)["a.yaml"]
    assert "{id: other, name: Robin Lee}\nnote: Robin Lee\n" in made
    assert left(text) == [(5, "contacts[1].name"), (6, "note")]


def test_one_of_ours_with_the_name_keeps_it() -> None:
    book = read(LEE + "note: Robin Lee\n", "team: [{id: rob, name: Robin Lee}]\n")
    made = forgetting(book, person(book, "r.lee"))
    assert [one.file for one in made.edits] == ["a.yaml"]
    assert b"note: Robin Lee" in made.edits[0].after


def test_a_name_of_one_word_is_only_shown() -> None:
    text = "account: a\nname: A\ncontacts: [{id: will, name: Will}]\nnote: Will they?\n"
    assert "note: Will they?" in forgot(text, "will")["a.yaml"]
    assert left(text, "will") == [(4, "note")]


def test_a_file_that_is_called_like_them() -> None:
    book = read({"a/robin-lee.yaml": LEE})
    traces = forgetting(book, person(book, "r.lee")).traces
    assert [(one.file, one.becomes) for one in traces if one.kind == "file"] == [
        ("a/robin-lee.yaml", "rename it")
    ]


# -- who is meant --------------------------------------------------------------------------------

TWO = {"a.yaml": LEE, "b.yaml": LEE.replace("account: a", "account: b").replace("r.lee,", "lee,")}


@pytest.mark.parametrize(
    "word",
    ["r.lee", "R.LEE", "r.lee@a.example", "<R.Lee@a.example>", "robin  LEE", "a/r.lee", "lee"],
)
def test_a_person_with_one_address_is_forgotten_in_all_accounts(word: str) -> None:
    made = forgot(TWO, word)
    seat = "{id: forgotten-1, name: Forgotten 1, ref: forgotten."
    assert all(seat in text for text in made.values())


def test_the_pseudonym_is_the_first_that_is_free() -> None:
    text = LEE + "  - {id: forgotten-1, name: Forgotten 1}\n  - {id: forgotten-3, name: F}\n"
    assert "{id: forgotten-2, name: Forgotten 2, ref: forgotten." in forgot(text)["a.yaml"]


def test_two_seats_in_one_account_stay_two() -> None:
    text = LEE + "  - {id: lee2, name: Robin Lee, email: r.lee@a.example, succeeds: r.lee}\n"
    made = forgot(text)["a.yaml"]
    assert "{id: forgotten-1, name: Forgotten 1, ref: forgotten." in made
    assert (
        "{id: forgotten-2, name: Forgotten 2, succeeds: forgotten-1,\n     ref: forgotten." in made
    )


def test_a_mailbox_that_people_share_names_none_of_them() -> None:
    text = LEE + "  - {id: kay, name: Kim Kay, email: r.lee@a.example}\nnote: r.lee@a.example\n"
    made = forgot(text)["a.yaml"]
    assert "{id: kay, name: Kim Kay, email: r.lee@a.example}\nnote: r.lee@a.example\n" in made
    assert (6, "note") in left(text)
    with pytest.raises(UserError, match="several"):
        forgot(text, "r.lee@a.example")


@pytest.mark.parametrize(
    ("word", "account", "says"),
    [
        pytest.param("r.leee", "", "did you mean `r.lee`", id="a slip"),
        pytest.param("nobody", "", "full name", id="nobody"),
        pytest.param("Robin", "", "no contact", id="a part of a name"),
        pytest.param("kay", "", "`a/kay`, `b/kay`", id="two people with one id"),
        pytest.param("kay", "c", "no account `c`", id="an account that is not there"),
        pytest.param("r.lee", "b", "of `b`", id="a contact of another account"),
        pytest.param("gone", "", "no contact", id="a word"),
        pytest.param("forgotten-7", "", "forgotten already", id="forgotten already"),
        pytest.param("", "", "no contact", id="nothing"),
        pytest.param("a/", "", "no contact", id="an account and nobody"),
    ],
)
def test_who_cannot_be_told_is_refused(word: str, account: str, says: str) -> None:
    more = "  - {id: kay, name: Kim Kay}\n  - {id: forgotten-7, name: Forgotten 7}\n"
    other = "account: b\nname: B\ncontacts: [{id: kay, name: Kit Kay}]\n"
    with pytest.raises(UserError) as raised:
        forgot({"a.yaml": LEE + more, "b.yaml": other}, word, account)
    assert says in f"{raised.value.message} {raised.value.hint}"


def test_an_account_tells_two_people_apart() -> None:
    other = "account: b\nname: B\ncontacts: [{id: r.lee, name: Rae Lee}]\n"
    made = forgot({"a.yaml": LEE, "b.yaml": other}, "r.lee", "b")
    assert made["a.yaml"] == LEE
    assert re.search("id: forgotten-1, name: Forgotten 1", made["b.yaml"])
