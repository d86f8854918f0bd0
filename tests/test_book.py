"""A folder of documents becomes a book: they add up, and what contradicts is named."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import pytest

from clientfit_cli.execution.task import read_book
from clientfit_cli.storage.folder import Folder
from tests.books import Memory
from tests.conftest import TEAM

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from clientfit_cli.book.model import Book

ACCOUNT = "account: acme\nname: Acme\n"
CONTACTS = "contacts:\n  - {id: r.lee, name: Robin Lee}\n  - {id: k.ito, name: Kai Ito}\n"


def read(files: str | dict[str, str], settings: str | None = TEAM) -> Book:
    """Read a book from texts, sound or not."""
    named = {"a.yaml": files} if isinstance(files, str) else files
    return read_book(Memory(named | ({"clientfit.yaml": settings} if settings else {})))


def said(book: Book) -> list[tuple[str, str, int]]:
    """What is wrong: code, route, line."""
    return [(one.code, one.where.route, one.where.line) for one in book.problems]


def wrong(rows: str, settings: str = TEAM) -> list[tuple[str, str, int]]:
    """What is wrong with rows of one account, whose own lines come first."""
    return said(read(ACCOUNT + CONTACTS + rows, settings))


# --- documents add up

PARTS = [
    "account: acme\nname: Acme\nrevenue: 5\n",
    "account: acme\ncontacts: [{id: a, name: A}]\n",
    "account: acme\ncontacts: [{id: b, name: B}]\ntouchpoints: []\n",
    "account: acme\ntouchpoints: [{date: 2026-01-01, channel: call, theirs: [a, b]}]\n",
]


def counted(book: Book) -> tuple[dict[str, Any], dict[str, list[str]]]:
    assert book.problems == []
    account = book.accounts["acme"]
    return account.scalars, {
        name: sorted(str(row) for row in rows) for name, rows in account.sections.items()
    }


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_an_account_is_the_same_however_it_is_split(order: tuple[int, ...]) -> None:
    parts = [PARTS[at] for at in order]
    whole = counted(read("---\n".join(PARTS)))
    assert counted(read("---\n".join(parts))) == whole
    assert counted(read({f"{at}.yaml": part for at, part in enumerate(parts)})) == whole
    assert counted(read({f"x/{at}/y.yml": part for at, part in enumerate(parts)})) == whole


def test_rows_remember_the_file_and_line_they_stand_on() -> None:
    book = read({"x/1.yaml": PARTS[0] + "---\n" + PARTS[1], "2.yaml": PARTS[2], "3.yaml": PARTS[3]})
    where = book.where(book.accounts["acme"].origins["contacts"])
    assert [str(one) for one in where] == ["2.yaml:2:12", "x/1.yaml:6:12"]


def test_an_absent_section_is_not_tracked_and_an_empty_list_means_none() -> None:
    account = read(ACCOUNT + "issues: []\n").accounts["acme"]
    assert account.sections == {"issues": []}


def test_a_section_with_nothing_under_it_is_a_warning_and_not_tracked() -> None:
    book = read(ACCOUNT + "issues:\nideas: ~\n")
    assert said(book) == [("nothing-said", "issues", 3), ("nothing-said", "ideas", 4)]
    assert book.accounts["acme"].sections == {}


def test_a_value_given_twice_names_both_places() -> None:
    book = read({"one.yaml": ACCOUNT + "tier: gold\n", "two.yaml": "account: acme\n\ntier: gold\n"})
    (found,) = book.problems
    assert str(found.where) == "two.yaml:3:1"
    assert found.message == "`tier` of `acme` is given twice, first in one.yaml:3"
    assert book.left_out == ["acme"]


def test_a_value_given_once_and_left_empty_elsewhere_is_given_once() -> None:
    book = read({"one.yaml": ACCOUNT + "tier: gold\n", "two.yaml": "account: acme\ntier:\n"})
    assert book.problems == []
    assert book.accounts["acme"].get("tier") == "gold"


def test_an_account_without_a_name_is_told_once() -> None:
    book = read({"one.yaml": "account: acme\n", "two.yaml": "account: acme\ntier: gold\n"})
    assert said(book) == [("missing-name", "account", 1)]


def test_a_document_without_an_account_hides_no_other() -> None:
    book = read({"one.yaml": "name: Nobody\n", "two.yaml": ACCOUNT})
    assert said(book) == [("missing-key", "account", 1)]
    assert sorted(book.accounts) == ["acme"]
    assert book.left_out == []


def test_an_account_with_an_error_anywhere_is_left_out_and_the_others_stay() -> None:
    book = read({
        "a.yaml": "account: a\nname: A\n", "a2.yaml": "account: a\nsince: soon\n",
        "b.yaml": "account: b\nname: B\n", "c.yaml": "account: c\nname: C\nowner: nobody\n",
        "d.yaml": "account: d\nname: [\n",
    })  # fmt: skip
    assert sorted(book.accounts) == ["b"]
    assert book.left_out == ["a", "c", "d"]


def test_warnings_leave_nothing_out() -> None:
    book = read(ACCOUNT + "owner: sam\nteam: [{person: dana, role: lead}]\nnews:\n")
    assert {one.severity for one in book.problems} == {"warning"}
    assert sorted(book.accounts) == ["acme"]
    assert book.left_out == []


def test_an_id_that_is_none_is_short_where_it_is_named() -> None:
    book = read("account: " + "A" * 100_000)
    assert len(book.left_out[0]) < 50


def test_a_book_without_accounts_says_so() -> None:
    assert said(read({})) == [("no-accounts", "", 0)]


def test_problems_stand_in_the_order_of_their_places_each_once() -> None:
    text = ACCOUNT + "teir: x\nsince: soon\ncontacts: [{id: A, nme: x}]\nsince: soon\n"
    found = read({"b.yaml": text, "a.yaml": text}).problems
    places = [one.place for one in found]
    assert places == sorted(set(places))


# --- keys and rows


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("touchpionts: []", "did you mean `touchpoints`?"),
        ("Tier: x", "did you mean `tier`?"),
        ("contacts: [{id: a, name: A, titel: x}]", "did you mean `title`?"),
        ("contacts: [{id: a, name: A, prefers: {chanel: call}}]", "did you mean `channel`?"),
        ("goals: [{what: x, form: a}]", "did you mean `from`?"),
        ("lost: {cuase: x}", "did you mean `cause`?"),
        ("qwertyuiop: x", ""),
    ],
)
def test_an_unknown_key_has_the_nearest_known_one_as_a_hint(text: str, hint: str) -> None:
    (found,) = read(ACCOUNT + text).problems
    assert (found.code, found.hint) == ("unknown-key", hint)
    assert found.text == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("contacts: [~]", "contacts[0]: nothing stands where `key: value` is expected",
                     id="a row that is nothing"),
        pytest.param("contacts: [[a]]", "contacts[0]: a list stands where `key: value` is expected",
                     id="a list as a row"),
        pytest.param("contacts: [{id: a, name: }]", "contacts[0].name: `name` is missing",
                     id="a required value that is empty"),
        pytest.param("contacts: [{id: a, name: ''}]", "contacts[0].name: `name` is empty",
                     id="a required text that is empty"),
        pytest.param("contacts: [{id: a, name: A, role: boss}]", "contacts[0].role: boss is not one"
                     " of decision_maker, sponsor, champion, influencer, user, blocker",
                     id="a word that is not one of the words"),
        pytest.param("touchpoints: [{date: 2026-01-01, channel: call, theirs: [~]}]",
                     "touchpoints[0].theirs[0]: nothing is not an id (lower-case letters, digits,"
                     " `.`, `_`, `-`)", id="an id in a list that is nothing"),
        pytest.param("lost: yes", "lost: yes stands where `key: value` is expected", id="no rows"),
        pytest.param("cadence: 0", "cadence: must be more than 0, not 0", id="below the bound"),
        pytest.param("since: 2200-01-01", "since: 2200-01-01 is not between the years 1900 and 2199"
                     "", id="a day of another age"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_in_words(text: str, expected: str) -> None:
    (found,) = read(ACCOUNT + text).problems
    assert f"{found.where.route}: {found.message}" == expected
    assert found.where.line == 3


@pytest.mark.parametrize(
    ("written", "proposed"),
    [("R. Lee", "r.lee"), ("Acme GmbH & Co", "acme-gmbh-co"), ("&!", ""), ("ACME", "acme")],
)
def test_an_id_that_is_none_has_one_proposed(written: str, proposed: str) -> None:
    found = read(f"account: {written!r}\nname: A\n").problems[0]
    hint = f"write `{proposed}`" if proposed else ""
    assert (found.code, found.hint) == ("bad-id", hint)


def test_a_key_with_nothing_after_it_is_a_key_that_was_not_given() -> None:
    text = ACCOUNT + "tier:\nrevenue: ~\nlost: {date: , cause: null}\n"
    rows = "issues: [{what: x, opened: 2026-01-01, closed: , severity: , owned: }]\n"
    book = read(text + rows)
    assert book.problems == []
    assert book.accounts["acme"].rows("issues")[0].severity == "minor"


# --- what must agree across records


@pytest.mark.parametrize(
    ("section", "row", "route"),
    [
        ("touchpoints", "{date: 2026-01-01, channel: call, theirs: [r.lee, x]}", "theirs[1]"),
        ("commitments", "{what: x, to: x}", "to"),
        ("results", "{what: x, date: 2026-01-01, confirmed_by: x}", "confirmed_by"),
        ("feedback", "{contact: x}", "contact"),
        ("goals", "{what: x, from: x}", "from"),
        ("referrals", "{from: x}", "from"),
        ("actions", "{what: x, owner: dana, contact: x}", "contact"),
    ],
)
def test_every_contact_that_is_named_is_a_contact_of_the_account(
    section: str, row: str, route: str
) -> None:
    expected = [("unknown-contact", f"{section}[1].{route}", 8)]
    known = row.replace("x]", "k.ito]").replace(": x}", ": r.lee}").replace(": x,", ": r.lee,")
    assert wrong(f"{section}:\n  - {known}\n  - {row}\n") == expected


def test_the_contact_whose_seat_it_was_is_a_contact_of_the_account() -> None:
    rows = "---\naccount: acme\ncontacts: [{id: n, name: N, succeeds: r.lee},"
    assert wrong(rows + " {id: m, name: M, succeeds: x}]\n") == [
        ("unknown-contact", "contacts[1].succeeds", 8)
    ]


@pytest.mark.parametrize(
    ("text", "route"),
    [
        ("owner: x", "owner"),
        ("team: [{person: dana}, {person: x}]", "team[1].person"),
        (
            "touchpoints: [{date: 2026-01-01, channel: call, ours: [dana, x]}]",
            "touchpoints[0].ours[1]",
        ),
        ("commitments: [{what: x, person: x}]", "commitments[0].person"),
        ("ideas: [{what: x, date: 2026-01-01, by: x}]", "ideas[0].by"),
        ("actions: [{what: x, owner: x}]", "actions[0].owner"),
    ],
)
def test_everyone_of_ours_who_is_named_is_on_the_team(text: str, route: str) -> None:
    assert wrong(text) == [("unknown-person", route, 6)]


def test_without_a_team_in_the_settings_the_team_of_the_account_counts() -> None:
    text = ACCOUNT + "owner: dana\nteam: [{person: sam}]\nideas: [{what: x, date: 2026-01-01, by: "
    assert read(text + "sam}]\n", None).problems == []
    assert read(text + "dana}]\n", None).problems == []
    assert said(read(text + "priya}]\n", None)) == [("unknown-person", "ideas[0].by", 5)]


def test_a_service_is_one_of_the_catalogue_where_there_is_one() -> None:
    rows = "services: [{service: perm}]\nopportunities: [{service: prem, opened: 2026-01-01}]\n"
    assert wrong(rows) == []
    (found,) = read(ACCOUNT + rows, "services: [{id: perm}]").problems
    assert (found.code, found.where.route) == ("unknown-service", "opportunities[0].service")
    assert found.hint == "did you mean `perm`?"


@pytest.mark.parametrize(
    ("section", "row", "key"),
    [
        ("team", "{person: dana, since: 2026-02-02, until: 2026-02-01}", "until"),
        ("contacts", "{id: x, name: X, since: 2026-02-02, until: 2026-02-01}", "until"),
        ("services", "{service: x, since: 2026-02-02, until: 2026-02-01}", "until"),
        ("touchpoints", "{date: 2026-02-02, channel: call, answered: 2026-02-01}", "answered"),
        ("commitments", "{what: x, made: 2026-02-02, done: 2026-02-01}", "done"),
        ("commitments", "{what: x, made: 2026-02-02, due: 2026-02-01}", "due"),
        ("issues", "{what: x, opened: 2026-02-02, closed: 2026-02-01}", "closed"),
        ("issues", "{what: x, opened: 2026-02-02, answered: 2026-02-01}", "answered"),
        ("feedback", "{asked: 2026-02-02, given: 2026-02-01}", "given"),
        ("news", "{what: x, date: 2026-02-02, our_word: 2026-02-01}", "our_word"),
        ("goals", "{what: x, confirmed: 2026-02-02, reached: 2026-02-01}", "reached"),
        ("opportunities", "{service: x, opened: 2026-02-02, closed: 2026-02-01}", "closed"),
        ("referrals", "{asked: 2026-02-02, date: 2026-02-01}", "date"),
        ("rivals", "{who: x, seen: 2026-02-02, answered: 2026-02-01}", "answered"),
        ("actions", "{what: x, owner: dana, created: 2026-02-02, done: 2026-02-01}", "done"),
        ("actions", "{what: x, owner: dana, created: 2026-02-02, due: 2026-02-01}", "due"),
    ],
)
def test_nothing_ends_before_it_begins(section: str, row: str, key: str) -> None:
    text = "account: acme\nname: Acme\n" + f"{section}: [{row}]\n"
    assert said(read(text)) == [("date-order", f"{section}[0].{key}", 3)]
    assert said(read(text.replace("2026-02-02", "2026-02-01"))) == []


def test_an_account_does_not_end_before_it_begins() -> None:
    text = ACCOUNT + "since: 2026-02-02\nlost: {cause: x, date: 2026-02-01}\n"
    (found,) = read(text).problems
    assert (found.code, found.where.line, found.where.column) == ("date-order", 4, 24)


def test_an_answer_on_the_day_of_the_book_may_come_before_the_day_of_the_moment() -> None:
    row = "touchpoints: [{date: 2026-02-02T23:30:00-08:00, channel: email, answered: 2026-02-0"
    assert said(read(ACCOUNT + row + "2}]\n")) == []
    assert [code for code, *_ in said(read(ACCOUNT + row.replace("02-02", "02-05") + "2}]\n"))] == [
        "date-order"
    ]


def test_two_contacts_with_one_id_are_told_even_in_two_files() -> None:
    book = read({"a.yaml": ACCOUNT + CONTACTS, "b.yaml": "account: acme\n" + CONTACTS})
    assert [(one.code, str(one.where)) for one in book.problems] == [
        ("duplicate-id", "b.yaml:3:10"), ("duplicate-id", "b.yaml:4:10"),
    ]  # fmt: skip


def test_the_same_contact_id_in_two_accounts_is_fine() -> None:
    other = ACCOUNT.replace("acme", "bolt")
    assert read({"a.yaml": ACCOUNT + CONTACTS, "b.yaml": other + CONTACTS}).problems == []


@pytest.mark.parametrize(
    ("team", "codes"),
    [
        ("[{person: dana, role: lead}]", ["lead-gap"]),
        ("[{person: sam, role: lead}]", []),
        ("[{person: dana, role: lead}, {person: sam, role: lead}]", []),
        ("[{person: dana}]", []),
        ("[]", []),
    ],
)
def test_the_owner_is_the_lead_where_the_team_names_one(team: str, codes: list[str]) -> None:
    found = wrong(f"owner: sam\nteam: {team}\n")
    assert [code for code, *_ in found] == codes


# --- settings


def test_the_nearest_settings_above_the_book_hold(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b" / "book"
    folder.mkdir(parents=True)
    (folder / "acme.yaml").write_text(ACCOUNT)
    assert read_book(Folder(folder)).settings.currency == "USD"
    for where, currency in ((tmp_path, "AAA"), (tmp_path / "a", "BBB"), (folder, "CCC")):
        (where / "clientfit.yaml").write_text(f"currency: {currency}\n")
        book = read_book(Folder(folder))
        assert book.settings.currency == currency
        assert book.problems == []


def test_a_problem_in_settings_above_names_their_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "acme.yaml").write_text(ACCOUNT)
    (tmp_path / "clientfit.yaml").write_text("currncy: EUR\n")
    monkeypatch.chdir(tmp_path)
    (found,) = read_book(Folder(tmp_path / "book")).problems
    assert str(found.where).endswith("clientfit.yaml:1:1")
    assert (tmp_path / "book" / found.where.file).exists()


def test_settings_below_the_top_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "acme.yaml").write_text(ACCOUNT)
    (tmp_path / "sub" / "clientfit.yaml").write_text("currency: EUR\n")
    book = read_book(Folder(tmp_path))
    (found,) = book.problems
    assert (found.code, found.severity) == ("misplaced-settings", "warning")
    assert book.settings.currency == "USD"


@pytest.mark.parametrize(
    ("settings", "code", "route", "column"),
    [
        ("timezone: Mars/Olympus", "bad-time-zone", "timezone", 11),
        ("timezone: ../../etc/passwd", "bad-time-zone", "timezone", 11),
        ("timezone: ''", "bad-time-zone", "timezone", 11),
        ("timezone: [UTC]", "bad-time-zone", "timezone", 11),
        ("currncy: EUR", "unknown-key", "currncy", 1),
        ("team: [{id: a}, {id: a}]", "duplicate-id", "team[1].id", 22),
        ("services: [{id: a}, {id: a}]", "duplicate-id", "services[1].id", 26),
        ("team: [{id: a, since: 2026-02-02, until: 2026-02-01}]", "date-order", "team[0].until",
         42),
        ("holidays: [2026-02-30]", "bad-date", "holidays[0]", 12),
        ("cadence: {gold: soon}", "bad-number", "cadence.gold", 17),
        ("cadence: {gold: 0}", "out-of-range", "cadence.gold", 17),
        ("cadence: {'': 3}", "bad-key", "cadence", 11),
        ("scoring: {bands: {red: 80}}", "out-of-range", "scoring.bands.red", 24),
        ("scoring: {bands: {green: 101}}", "out-of-range", "scoring.bands.green", 26),
        ("scoring: {signals: {silense: {best: 3}}}", "unknown-key", "scoring.signals.silense", 21),
        ("scoring: {signals: {silence: {bst: 3}}}", "unknown-key",
         "scoring.signals.silence.bst", 31),
        ("scoring: {signals: {silence: {best: x}}}", "bad-number",
         "scoring.signals.silence.best", 37),
        ("scoring: {signals: {silence: {best: on}}}", "bad-number", "scoring.signals.silence.best",
         37),
        ("scoring: {signals: {silence: {weight: -1}}}", "out-of-range",
         "scoring.signals.silence.weight", 39),
        ("scoring: {alarms: {thin: purple}}", "bad-boolean", "scoring.alarms.thin.on", 26),
        ("scoring: {alarms: {thin: 5}}", "bad-boolean", "scoring.alarms.thin.on", 26),
        ("scoring: {alarms: {thin: [off]}}", "not-a-mapping", "scoring.alarms.thin", 26),
        ("scoring: {alarms: {thin: {caps: green}}}", "bad-choice", "scoring.alarms.thin.caps", 33),
        ("scoring: {alarms: {thin: {caps: [red]}}}", "bad-number", "scoring.alarms.thin.caps", 33),
        ("scoring: {actions: {say_thank: off}}", "unknown-key", "scoring.actions.say_thank", 21),
        ("scoring: {strength: {depth: {phone: 3}}}", "bad-choice",
         "scoring.strength.depth.phone", 30),
        ("scoring: [a]", "not-a-mapping", "scoring", 10),
        ("[a]", "not-a-mapping", "", 1),
        ("currency: 'x", "syntax", "", 11),
        ("currency: EUR\n---\ncurrency: USD", "duplicate-key", "currency", 1),
    ],
)  # fmt: skip
def test_a_slip_in_the_settings_is_a_problem_with_a_place(
    settings: str, code: str, route: str, column: int
) -> None:
    (found,) = read(ACCOUNT, settings).problems
    assert (found.code, found.where.route, found.where.column) == (code, route, column)
    assert found.where.file == "clientfit.yaml"


@pytest.mark.parametrize(
    "settings",
    ["scoring: {alarms: {thin: }}", "scoring: {alarms: {thin: {least: }}}", "scoring:", "team:",
     "scoring: {strength: {depth: {call: }}}", "cadence: {gold: }", "services: [{id: a, fits: }]",
     "scoring: {alarms: {thin: off}, actions: {say_thanks: no}}", "# nothing yet", "",
     "scoring: {alarms: {thin: {on: no, caps: red}}}", "timezone: Europe/Berlin"],
)  # fmt: skip
def test_settings_that_are_sound(settings: str) -> None:
    found = read(ACCOUNT, settings).problems
    assert [one for one in found if one.severity == "error"] == []


def test_settings_may_be_spread_over_documents() -> None:
    book = read(ACCOUNT, "currency: EUR\n---\ncadence: {gold: 7}\n---\ntimezone: Mars\n")
    assert (book.settings.currency, book.settings.cadence) == ("EUR", {"gold": 7})
    assert said(book) == [("bad-time-zone", "timezone", 5)]


@pytest.mark.parametrize("slip", ["currncy: EUR", "scoring: {bands: {red: x}}", "cadence: soon"])
def test_a_slip_in_the_settings_makes_no_strangers_of_the_team(slip: str) -> None:
    book = read(ACCOUNT + "owner: dana\n", TEAM + slip)
    assert len(book.problems) == 1
    assert sorted(book.accounts) == ["acme"]


@pytest.mark.parametrize("slip", ["team: {id: dana}", "team: [{id: DANA}]", "team: ["])
def test_while_the_team_is_wrong_nobody_is_told_that_he_is_not_on_it(slip: str) -> None:
    book = read({"a.yaml": ACCOUNT + "owner: dana\nideas: [{what: x, date: 2026-01-01, by: sam}]",
                 "b.yaml": "account: b\nname: B\n"}, slip)  # fmt: skip
    assert {one.where.file for one in book.problems} == {"clientfit.yaml"}
    assert sorted(book.accounts) == ["b"]
    assert book.left_out == ["acme"]


def test_a_book_on_disk_is_the_same_as_in_memory(write: Callable[..., Path]) -> None:
    files = {f"{at}.yaml": part for at, part in enumerate(PARTS)}
    assert counted(read_book(Folder(write(files)))) == counted(read(files))
