"""What a user tells -> a row: names understood, days named, and nothing that a file cannot hold."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clientfit_cli.base import dates
from clientfit_cli.base.errors import UserError
from clientfit_cli.book import resolve, schema
from clientfit_cli.book.directory import Directory
from clientfit_cli.book.sections import SECTIONS
from clientfit_cli.execution.task import read_book
from clientfit_cli.writing import entry as logbook
from clientfit_cli.writing import entry_kinds, ids
from clientfit_cli.writing.entry import Desk, desk, entry, wrong
from clientfit_cli.yamlio import emitter, reader
from clientfit_cli.yamlio.insert import append_rows
from tests.books import Memory, read
from tests.conftest import TODAY

if TYPE_CHECKING:
    from collections.abc import Mapping

BOOK = """\
account: a
name: A
contacts:
  - {id: r.lee, name: Robin Lee, email: r.lee@a.example}
  - {id: k.ito, name: Kai Ito}
  - {id: j.lee, name: Jo Lee}
"""
SETTINGS = """\
team: [{id: dana, name: Dana Whitcomb, email: d@firm.example}, {id: sam, name: Sam}]
services: [{id: permanent, name: Permanent placement}, {id: contract}]
"""


def the_desk(me: str | None = "dana", text: str = BOOK, settings: str = SETTINGS) -> Desk:
    return desk(read(text, settings), "a", lambda day: dates.parse_day(day, TODAY), me)


DESK = the_desk()


def told(kind: str, words: str = "", answers: Mapping[str, Any] | None = None) -> dict[str, Any]:
    return entry(kind, words, answers or {}, DESK).row


# --- laws

NAMES = st.sampled_from([*entry_kinds.KINDS])
LIKELY = st.sampled_from(
    ["r.lee", "Kai", "dana", "2026-11-12", "2026-11-12T09:30", "yesterday", "7", "-1", "2.5",
     "major", "idea", "user", "quality", "permanent", "sale", "r.lee,kai"]
)  # fmt: skip
TEXTS = LIKELY | st.text(max_size=40) | st.text("a \ufeff\ufffe\u2028\x85:#\n", max_size=5)
ANSWERS = TEXTS | st.lists(TEXTS, max_size=3) | st.booleans() | st.none()
OPTIONS = st.sampled_from(
    sorted({one for kind in entry_kinds.KINDS.values() for one in kind.options})
)


@st.composite
def tellings(draw: st.DrawFn) -> tuple[str, str, dict[str, Any]]:
    name = draw(NAMES)
    own = st.sampled_from(sorted(entry_kinds.KINDS[name].options))
    return name, draw(TEXTS), draw(st.dictionaries(own, ANSWERS, max_size=3))


@given(tellings())
@settings(max_examples=400, deadline=None)
def test_whatever_is_told_becomes_a_row_that_a_file_can_hold_or_is_refused_in_words(
    telling: tuple[str, str, dict[str, Any]],
) -> None:
    try:
        made = entry(*telling, DESK)
    except UserError:
        return
    raw = append_rows(b"account: a\nname: A\n", "a", made.kind.section, [made.row])
    documents, problems = reader.parse(raw, "x", "x")
    assert problems == []
    found = schema.AccountDocument.model_validate(documents[0].data)
    assert getattr(found, made.kind.section) == [made.record]


@given(NAMES, OPTIONS, TEXTS)
@settings(max_examples=200, deadline=None)
def test_what_an_answer_is_refused_for_alone_is_refused_in_the_row(
    kind: str, option: str, answer: str
) -> None:
    if option not in entry_kinds.KINDS[kind].options or not answer.strip():
        return
    if wrong(kind, option, answer, DESK):
        answers = {"with": "r.lee", option: answer}
        answers = {
            one: text for one, text in answers.items() if one in entry_kinds.KINDS[kind].options
        }
        with pytest.raises(UserError):
            entry(kind, "permanent", answers, DESK)


@pytest.mark.parametrize("kind", entry_kinds.KINDS)
def test_every_option_of_a_kind_fills_a_key_of_its_record_and_can_be_asked_for(kind: str) -> None:
    about = entry_kinds.KINDS[kind]
    keys = {one.alias or name for name, one in about.model.model_fields.items()}
    assert {about.words, *about.options.values(), about.day or about.words} <= keys
    assert set(about.main) <= set(about.options)
    assert set(about.main) <= set(entry_kinds.QUESTIONS)
    assert about.section in SECTIONS


@pytest.mark.parametrize("kind", entry_kinds.KINDS)
def test_keys_stand_in_the_order_of_the_format_and_none_is_empty(kind: str) -> None:
    row = told(
        kind, "permanent", {"with": "r.lee"} if "with" in entry_kinds.KINDS[kind].options else {}
    )
    order = [one.alias or name for name, one in entry_kinds.KINDS[kind].model.model_fields.items()]
    assert [*row] == sorted(row, key=order.index)
    assert None not in row.values()
    assert "by" not in row or row["by"] == "dana"


# --- what is told, and the row


@pytest.mark.parametrize(
    ("kind", "words", "answers", "row"),
    [
        pytest.param(
            "call", "", {"with": ["r.lee"], "mood": "1", "note": "Wants more"},
            "{date: 2026-11-16, channel: call, ours: [dana], theirs: [r.lee], mood: 1, "
            "note: Wants more}",
            id="a touchpoint of today, and ours is who tells it",
        ),
        pytest.param(
            "meeting", "Plans", {"with": ["kai, R.LEE@a.example", "r.lee"], "ours": "sam,Dana"},
            "{date: 2026-11-16, channel: meeting, ours: [sam, dana], theirs: [k.ito, r.lee], "
            "note: Plans}",
            id="names, addresses and commas; words are the note",
        ),
        pytest.param(
            "visit", "", {"with": "k.ito", "date": "2026-11-12T09:30", "them": True, "gave":
                          ["idea", "thanks"], "minutes": "45", "planned": "30.5"},
            '{date: "2026-11-12T09:30", channel: visit, ours: [dana], theirs: [k.ito], '
            "by: them, gave: [idea, thanks], minutes: 45, planned_minutes: 30.5}",
            id="with a time of day, begun by them",
        ),
        pytest.param("mailing", "", {}, "{date: 2026-11-16, channel: mailing, ours: [dana]}",
                     id="a mailing may be to nobody in particular"),
        pytest.param(
            "issue", "Late time sheets", {"severity": "major", "owned": True},
            "{what: Late time sheets, severity: major, opened: 2026-11-16, owned: true}",
            id="an issue of ours",
        ),
        pytest.param("idea", "Night-shift pool", {},
                     "{what: Night-shift pool, date: 2026-11-16, by: dana}", id="an idea"),
        pytest.param(
            "promise", "Revised SLA draft", {"due": "2026-12-01", "with": "r.lee"},
            "{what: Revised SLA draft, person: dana, to: r.lee, made: 2026-11-16, "
            "due: 2026-12-01}",
            id="a promise of ours",
        ),
        pytest.param(
            "promise", "Forecast", {"them": True, "date": "yesterday"},
            "{what: Forecast, by: them, made: 2026-11-15}", id="a promise of theirs is not ours",
        ),
        pytest.param(
            "result", "Vacancies down", {"with": "k.ito"},
            "{what: Vacancies down, date: 2026-11-16, confirmed_by: k.ito}", id="a result",
        ),
        pytest.param(
            "feedback", "", {"with": "r.lee", "rating": "9", "kind": "quality"},
            "{kind: quality, contact: r.lee, given: 2026-11-16, rating: 9}", id="a rating",
        ),
        pytest.param(
            "feedback", "", {"with": "r.lee", "asked": "today"},
            "{contact: r.lee, asked: 2026-11-16}", id="asked for and not yet given",
        ),
        pytest.param("news", "New rule", {"rival-first": True},
                     "{what: New rule, date: 2026-11-16, rival_first: true}", id="news"),
        pytest.param("goal", "Open a site", {"with": "r.lee"},
                     "{what: Open a site, from: r.lee, confirmed: 2026-11-16}", id="a goal"),
        pytest.param(
            "opportunity", "permanent placement", {"amount": "150000"},
            "{service: permanent, opened: 2026-11-16, amount: 150000}",
            id="a service by its name",
        ),
        pytest.param("opportunity", "contract", {"won": False, "closed": "today"},
                     "{service: contract, opened: 2026-11-16, closed: 2026-11-16, won: false}",
                     id="an opportunity that was lost"),
        pytest.param("referral", "", {"with": "r.lee"}, "{date: 2026-11-16, from: r.lee}",
                     id="a referral"),
        pytest.param("referral", "", {"with": "r.lee", "asked": "-7d"},
                     "{from: r.lee, asked: 2026-11-09}", id="a referral that has not come"),
        pytest.param("rival", "Northstaff", {"where": "permanent"},
                     "{who: Northstaff, seen: 2026-11-16, where: permanent}", id="a rival"),
        pytest.param(
            "contact", "Zoë Łoś", {"role": "decision_maker", "email": "z@a.example"},
            "{id: z.los, name: Zoë Łoś, email: z@a.example, role: decision_maker}",
            id="a contact, since nobody knows when",
        ),
        pytest.param("contact", "Rita Lee", {}, "{id: rita.lee, name: Rita Lee}",
                     id="a contact whose short id is taken"),
        pytest.param("service", "contract", {"date": "2026-01-01", "annual": "900000.5"},
                     "{service: contract, since: 2026-01-01, annual: 900000.5}", id="a service"),
    ],
)  # fmt: skip
def test_the_row(kind: str, words: str, answers: dict[str, Any], row: str) -> None:
    assert emitter.flow(told(kind, words, answers)) == row


@pytest.mark.parametrize(
    ("kind", "words", "answers", "said"),
    [
        pytest.param("call", "", {"with": "lee"},
                     "`lee` may be several: say which: r.lee (Robin Lee), j.lee (Jo Lee)",
                     id="a part of two names"),
        pytest.param("call", "", {"with": "r.leo"},
                     "`a` has no contact `r.leo`: did you mean `r.lee`? "
                     '`clientfit log a contact "Name"` adds one', id="nobody of theirs"),
        pytest.param("call", "", {"with": "r.lee", "ours": "robin"},
                     "`robin` is not on the team: our people are `team` in clientfit.yaml",
                     id="nobody of ours"),
        pytest.param("call", "", {},
                     "who of theirs took part is not told: --with ID tells it: "
                     "r.lee (Robin Lee), k.ito (Kai Ito), j.lee (Jo Lee)", id="with nobody"),
        pytest.param("call", "x", {"with": "r.lee", "note": "y"},
                     "the note is told twice: in words, and with --note", id="two notes"),
        pytest.param("call", "", {"with": "r.lee", "mood": "3"},
                     "--mood: must be at most 2, not 3", id="out of range"),
        pytest.param("call", "", {"with": "r.lee", "topic": "strat"},
                     "--topic: strat is not one of strategic, operational, commercial, social, "
                     "review: did you mean `strategic`?", id="not a choice"),
        pytest.param("call", "", {"with": "r.lee", "minutes": "1e3"},
                     "--minutes: 1e3 is not a number: write digits and a point: 1250000.50",
                     id="not a number"),
        pytest.param("call", "", {"with": "r.lee", "date": "2026-11-12T25:00"},
                     "--date: 2026-11-12T25:00 is not a date (YYYY-MM-DD): write a day of the "
                     "calendar, such as 2026-11-16", id="no time of day"),
        pytest.param("idea", "x", {"date": "2026-11-12T09:00"},
                     "2026-11-12T09:00 is not a day: write 2026-11-16, today, last-monday or -7d",
                     id="a time of day where a day is meant"),
        pytest.param("issue", "", {}, 'an issue needs words: such as: "Late time sheets"',
                     id="without words"),
        pytest.param("issue", "x", {"with": "r.lee"},
                     "--with does not go with an issue: it has --date, --kind, --severity, "
                     "--answered, --closed, --owned", id="an option of another kind"),
        pytest.param("idea", "x", {"ours": "dana,sam"},
                     "--ours is given 2 times: an idea has one", id="two where one is meant"),
        pytest.param("feedback", "", {"with": "r.lee"},
                     "feedback says nothing yet: --rating 0 to 10, some words, or --asked for what "
                     "has not been answered", id="feedback without any"),
        pytest.param("opportunity", "temp", {},
                     "the catalogue has no service `temp`: it has permanent (Permanent placement), "
                     "contract", id="a service that is not sold"),
        pytest.param("contact", "李雷", {}, "no id can be made of `李雷`: give one: --id r.lee",
                     id="a name without a letter that an id may hold"),
        pytest.param("issue", "a\x1b[2Jb", {}, "character U+001B cannot stand in a file: "
                     "leave it out", id="a control character"),
        pytest.param("issue", "a\ufeffb", {}, "character U+FEFF cannot stand in a file: "
                     "leave it out", id="a byte-order mark"),
        pytest.param("issue", "a\udcffb", {}, "character U+DCFF cannot stand in a file: "
                     "leave it out", id="bytes that are no text"),
    ],
)  # fmt: skip
def test_what_is_refused_and_why(
    kind: str, words: str, answers: dict[str, Any], said: str
) -> None:  # fmt: skip
    with pytest.raises(UserError) as error:
        told(kind, words, answers)
    assert ": ".join(part for part in (error.value.message, error.value.hint) if part) == said


def test_a_touchpoint_needs_somebody_of_ours() -> None:
    with pytest.raises(UserError, match="who of ours took part is not told") as error:
        entry("call", "", {"with": "r.lee"}, the_desk(me=None))
    assert error.value.hint == "--ours ID tells it: dana (Dana Whitcomb), sam (Sam)"
    assert "by" not in entry("idea", "x", {}, the_desk(me=None)).row


def test_without_a_team_in_the_settings_the_account_says_who_is_ours() -> None:
    text = BOOK + "owner: priya\nteam: [{person: lee}, {person: priya}]\n"
    here = the_desk(None, text, "currency: USD\n")
    assert entry("call", "", {"with": "r.lee", "ours": "lee"}, here).row["ours"] == ["lee"]
    with pytest.raises(UserError, match="`dana` is not on the team"):
        entry("call", "", {"with": "r.lee", "ours": "dana"}, here)


def test_an_account_whose_contacts_are_not_tracked_needs_none() -> None:
    row = entry("call", "", {}, the_desk(text="account: a\nname: A\n")).row
    assert "theirs" not in row


@pytest.mark.parametrize(
    ("word", "kind"),
    [("Call", "call"), ("commitment", "promise"), ("mail", "email"), (" issue ", "issue")],
)
def test_a_kind_is_known_by_name(word: str, kind: str) -> None:
    assert entry_kinds.kind_named(word) == kind


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(UserError) as error:
        entry_kinds.kind_named("ishue")
    assert error.value.hint == "did you mean `issue`?"


@pytest.mark.parametrize(
    ("name", "taken", "made"),
    [
        pytest.param("Robin Lee", [], "r.lee", id="initial and last name"),
        pytest.param("Robin Lee", ["r.lee"], "robin.lee", id="the whole first name"),
        pytest.param("Robin Lee", ["r.lee", "robin.lee"], "r.lee2", id="a number"),
        pytest.param("Ana María de la Cruz", [], "a.cruz", id="many names"),
        pytest.param("Cher", [], "cher", id="one name"),
        pytest.param("Cher", ["cher"], "cher2", id="one name that is taken"),
        pytest.param("Seán O'Brien", [], "s.obrien", id="an apostrophe"),
        pytest.param("x" * 200 + " " + "y" * 200, [], "x." + "y" * 30, id="very long names"),
    ],
)
def test_the_id_of_a_new_contact(name: str, taken: list[str], made: str) -> None:
    assert ids.person_id(name, taken) == made


# --- what stands there already


@pytest.mark.parametrize(
    ("row", "kind", "words", "answers", "twin"),
    [
        pytest.param("issues: [{what: x, opened: 2026-11-16}]", "issue", "x", {}, True,
                     id="the same row"),
        pytest.param("issues: [{what: x, opened: 2026-11-16, ref: crm.1}]", "issue", "x", {}, True,
                     id="the same row, imported"),
        pytest.param("issues: [{what: x, opened: 2026-11-15}]", "issue", "x", {}, False,
                     id="another day"),
        pytest.param("", "contact", "ROBIN LEE", {}, True, id="a contact of the same name"),
        pytest.param("", "contact", "Bob", {"email": "r.lee@a.example"}, True,
                     id="a contact of the same address"),
        pytest.param("", "contact", "Robin Leech", {}, False, id="a contact of another name"),
    ],
)  # fmt: skip
def test_the_twin_of_a_row(
    row: str, kind: str, words: str, answers: dict[str, Any], twin: bool
) -> None:
    book = read(BOOK + row, SETTINGS)
    made = entry(kind, words, answers, DESK)
    assert (logbook.twin(book.accounts["a"], made) is not None) is twin


def test_what_is_still_to_come_is_known() -> None:
    later = entry("idea", "x", {"date": "2026-11-17"}, DESK)
    assert logbook.to_come(later, TODAY) == dt.date(2026, 11, 17)
    moment = entry("mailing", "", {"date": "2026-11-17T09:30"}, DESK)
    assert logbook.to_come(moment, TODAY) == dt.date(2026, 11, 17)
    assert logbook.to_come(entry("idea", "x", {}, DESK), TODAY) is None
    assert logbook.to_come(entry("contact", "New One", {}, DESK), TODAY) is None


# --- accounts

TWO = """\
account: acme
name: Acme Manufacturing
domains: [acme.example]
contacts: [{id: r, name: R, email: r@mail.acme.example}]
---
account: bolt
name: Acme Bolts
"""


@pytest.mark.parametrize(
    ("word", "account"),
    [
        pytest.param("acme", "acme", id="an id, though a part of two names"),
        pytest.param("acme  bolts", "bolt", id="a name"),
        pytest.param("manufacturing", "acme", id="a part of a name"),
        pytest.param("https://www.acme.example/about", "acme", id="a web address"),
        pytest.param("x@acme.example", "acme", id="an address of its domain"),
        pytest.param("mail.acme.example", "acme", id="the domain of a contact"),
    ],
)
def test_an_account_is_known_by(word: str, account: str) -> None:
    assert resolve.account_named(Directory(read(TWO)), word) == account


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("blot", "did you mean `bolt`?"),
        ("zzz", "accounts: acme, bolt"),
        ("x@zzz.example", "accounts: acme, bolt"),
    ],
)
def test_an_account_that_is_not_there(word: str, hint: str) -> None:
    with pytest.raises(UserError, match="there is no account") as error:
        resolve.account_named(Directory(read(TWO)), word)
    assert error.value.hint == hint


def test_an_account_that_may_be_several() -> None:
    text = TWO.replace("bolt\n", "nut\n")
    with pytest.raises(UserError, match="may be several accounts") as error:
        resolve.account_named(
            Directory(read(text.replace("account: acme", "account: man"))), "Acme"
        )
    assert "man (Acme Manufacturing), nut (Acme Bolts)" in error.value.hint


def test_a_book_in_memory_is_enough() -> None:
    book = read_book(Memory({"x.yaml": TWO}))
    made = logbook.desk(book, "bolt", lambda day: dates.parse_day(day, TODAY))
    assert (made.account, made.me, made.contacts.names) == ("bolt", None, {})
