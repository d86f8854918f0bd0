"""Mappings: what the columns of a format mean, shipped or the user's own."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import pytest

from clientfit_cli.base.errors import UserError
from clientfit_cli.importing import mapping
from clientfit_cli.importing.formats.table import table
from clientfit_cli.importing.importer import Item, Left, Person, Source, Wanted
from clientfit_cli.importing.mapping import Known, Unsound
from clientfit_cli.importing.tabular import cells, targets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

SHIPPED = mapping.shipped()
WANTED = Wanted(dt.datetime(2026, 11, 16, 12, tzinfo=dt.UTC), dt.UTC)

every = pytest.mark.parametrize("known", SHIPPED, ids=[one.name for one in SHIPPED])


def read_columns(known: Known) -> Iterator[list[str]]:
    """The columns whose cells come into the book as the client's, or a contact's."""
    made = known.mapping
    yield from (made.firm.name, made.firm.domain, made.firm.id)
    for who in (*made.theirs, *made.people):
        yield from (who.name, who.first, who.last, who.email, who.id)
    yield from made.key
    for rules in made.values.values():
        yield from (rule.column for rule in rules)
    for columns in made.private.values():
        yield from columns


OTHERS = (
    "owner", "assistant", "reportsto", "reportingto", "manager", "parentaccount", "createdby",
    "modifiedby", "creator", "referredby", "spouse",
)  # fmt: skip


@every
def test_no_shipped_mapping_takes_somebody_else_for_the_client(known: Known) -> None:
    for names in read_columns(known):
        for name in names:
            folded = cells.column(name)
            assert not any(word in folded for word in OTHERS), name


@every
def test_only_activities_name_people_of_ours(known: Known) -> None:
    if known.mapping.ours:
        assert known.mapping.makes == "touchpoints"


@every
def test_exports_of_a_crm_make_new_accounts_and_address_books_do_not(known: Known) -> None:
    crm = known.mapping.system in {"hubspot", "salesforce", "pipedrive", "zoho", "dynamics"}
    about_clients = known.mapping.makes in {"accounts", "contacts"}
    assert known.mapping.new_accounts is (crm and about_clients)


@every
def test_a_mapping_of_a_crm_knows_the_record_by_its_id(known: Known) -> None:
    crm = known.mapping.system in {"hubspot", "salesforce", "pipedrive", "zoho", "dynamics"}
    if crm and not known.mapping.leaves:
        assert known.mapping.key


@every
def test_texts_about_people_are_private(known: Known) -> None:
    free = {name for name, key in targets.keys(known.mapping.makes).items() if key.longest > 200}
    assert not free & known.mapping.values.keys()


@every
def test_no_word_of_theirs_has_two_meanings(known: Known) -> None:
    for rules in known.mapping.values.values():
        for rule in rules:
            found: dict[str, str] = {}
            for theirs, ours in (rule.values or {}).items():
                assert found.setdefault(cells.column(theirs), ours) == ours


def test_mappings_are_listed_by_name() -> None:
    assert list(mapping.names()) == sorted(mapping.names())
    assert {"hubspot-contacts", "linkedin-messages", "outlook-calendar"} <= {*mapping.names()}


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(UserError) as caught:
        mapping.chosen("hubspot-contact")
    assert caught.value.hint == "did you mean `hubspot-contacts`?"


def test_a_name_like_no_other_is_answered_with_all() -> None:
    with pytest.raises(UserError) as caught:
        mapping.chosen("xyz")
    assert "salesforce-tasks" in caught.value.hint


def test_a_path_that_is_not_there_is_named() -> None:
    with pytest.raises(UserError, match=re.escape("there is no file ./mine.yaml")):
        mapping.chosen("./mine.yaml")


# A mapping of the user's own

MINE = """\
title: our old CRM
system: old
makes: touchpoints
needs: [When, [Kind, Type]]
key: No
firm: {name: Client}
theirs:
  - {name: With, apart: ";"}
ours:
  - {name: By}
values:
  date: When
  channel:
    column: [Kind, Type]
    values: {Telephone: call, At theirs*: visit}
  minutes: {column: Length, unit: hours}
private:
  note: [About, Remarks]
only:
  - {column: State, among: [held], why: was not held}
dates: dmy
"""

TABLE = """\
No;When;Type;Client;With;By;Length;About;Remarks;State
1;3/4/2026 9:30;telephone;Acme;Robin Lee; Dana Brook;0,5;Ohio;;held
2;3/4/2026;At theirs (Columbus);Acme;;Sam Field;;;;held
3;4/4/2026;Fax;Acme;;;;;;held
4;4/4/2026;Telephone;Acme;;;;;;moved
"""


@pytest.fixture
def mine(tmp_path: Path) -> Callable[[str], Path]:
    def made(text: str) -> Path:
        path = tmp_path / "mine.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return made


def read(folder: Path, path: Path, text: str = TABLE) -> list[Item | Left]:
    (folder / "a.csv").write_text(text, encoding="utf-8")
    wanted = Wanted(WANTED.now, WANTED.timezone, mapping=str(path))
    return list(table.read(Source(folder / "a.csv"), wanted))


def test_a_mapping_of_ones_own_reads_what_no_other_knows(
    tmp_path: Path, mine: Callable[[str], Path]
) -> None:
    call, visit, fax, moved = read(tmp_path, mine(MINE))
    assert isinstance(call, Item)
    assert (call.key, call.firm.name, call.private) == ("1", "Acme", {"note": "Ohio"})
    assert call.row == {
        "date": dt.datetime(2026, 4, 3, 9, 30, tzinfo=dt.UTC), "channel": "call", "minutes": 30,
    }  # fmt: skip
    assert call.theirs == (Person("Robin Lee"),)
    assert call.ours == (Person("Dana Brook"),)
    assert isinstance(visit, Item)
    assert visit.row == {"date": dt.date(2026, 4, 3), "channel": "visit"}
    assert fax == Left("line 4", "Acme", "channel: `Fax` is not in the mapping")
    assert moved == Left("line 5", "Acme", "was not held (moved)")


def test_a_mapping_that_does_not_fit_says_what_it_needs(
    tmp_path: Path, mine: Callable[[str], Path]
) -> None:
    with pytest.raises(UserError) as caught:
        read(tmp_path, mine(MINE), "Type;Client\ncall;Acme\n")
    assert "mine.yaml does not fit its columns (line 1): Type, Client" in caught.value.message
    assert "needs: When" in caught.value.hint


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(("values:", "valuse:"), ("11:1", "unknown-key", "did you mean `values`?"),
                     id="a key that there is not"),
        pytest.param(("minutes:", "minuts:"), ("16:3", "unknown-key", "did you mean `minutes`?"),
                     id="a key that the section has not"),
        pytest.param(("Telephone: call", "Telephone: cal"),
                     ("15:25", "bad-choice", "did you mean `call`?"), id="a word that is not ours"),
        pytest.param(("touchpoints", "touchpoint"),
                     ("3:8", "bad-choice", "did you mean `touchpoints`?"), id="no such section"),
        pytest.param(("unit: hours", "unit: hour"),
                     ("16:35", "bad-choice", "did you mean `hours`?"),
                     id="a unit that there is not"),
        pytest.param(("dates: dmy", "dates: ddmmyy"), ("21:8", "bad-choice", ""),
                     id="an order that there is not"),
        pytest.param(("system: old\n", ""), ("1:1", "missing-key", "add `system: ...`"),
                     id="no system"),
        pytest.param(("  date: When\n", ""), ("12:3", "missing-key", "add `date: ...`"),
                     id="nothing says the date"),
        pytest.param(("{column: Length, unit: hours}", "{unit: hours}"),
                     ("16:12", "missing-key", "name a column, or a `fixed` value"),
                     id="a rule without a column"),
        pytest.param(("system: old", "system: Our CRM"), ("2:9", "bad-id", "write `our-crm`"),
                     id="a system that is no id"),
        pytest.param(("title: our", "title: [our"), ("1:8", "syntax", ""), id="no YAML"),
        pytest.param(("needs: [When, [Kind, Type]]", "needs: []"),
                     ("4:8", None, None), id="nothing to know it by"),
    ],
)  # fmt: skip
def test_a_slip_in_a_mapping_is_shown_with_its_place(
    tmp_path: Path,
    mine: Callable[[str], Path],
    change: tuple[str, str],
    expected: tuple[str, str | None, str | None],
) -> None:
    assert change[0] in MINE
    path = mine(MINE.replace(*change, 1))
    with pytest.raises(Unsound) as caught:
        read(tmp_path, path)
    first = caught.value.problems[0]
    place, code, hint = expected
    assert str(first.where) == f"{path}:{place}"
    assert code is None or first.code == code
    assert hint is None or not hint or first.hint == hint
    assert first.text == path.read_text(encoding="utf-8").splitlines()[first.where.line - 1]
    assert str(first.where) in caught.value.message


@pytest.mark.parametrize("text", ["", "- a\n", "a: 1\n---\nb: 2\n", "\x00", "a: &b 1\n", "42"])
def test_what_is_no_mapping_is_said_to_be_none(
    tmp_path: Path, mine: Callable[[str], Path], text: str
) -> None:
    with pytest.raises(Unsound) as caught:
        read(tmp_path, mine(text))
    assert caught.value.problems


def test_of_what_was_written_only_the_subject_is_copied(
    tmp_path: Path, mine: Callable[[str], Path]
) -> None:
    path = mine(MINE.replace("Telephone: call", "Telephone: call, Letter: mailing"))
    letter = "1;2026-11-02;Letter;Acme;;;;Ohio;Dear Robin;held\n"
    call = "2;2026-11-02;Telephone;Acme;;;;Ohio;Dear Robin;held\n"
    found = read(tmp_path, path, TABLE.splitlines()[0] + "\n" + letter + call)
    assert [one.private["note"] for one in found if isinstance(one, Item)] == [
        "Ohio", "Ohio\nDear Robin",
    ]  # fmt: skip


def test_any_section_of_the_book_can_be_mapped(tmp_path: Path, mine: Callable[[str], Path]) -> None:
    text = """\
title: tickets
system: desk
makes: issues
needs: [Ticket, Raised]
key: Ticket
firm: {name: Client, id: Client No}
values:
  what: Subject
  severity: {column: Priority, others: blank, values: {P1: critical, P2: major}}
  opened: Raised
  closed: Solved
  owned: {column: Accepted}
"""
    said = """\
Ticket,Raised,Solved,Subject,Priority,Accepted,Client
7,2026-11-01,2026-11-04 10:00,Late time sheets,P2,Yes,Acme
8,2026-11-02,,No answer,P3,,Acme
9,2026-11-02,,,P3,,Acme
"""
    late, silent, nothing = read(tmp_path, mine(text), said)
    assert isinstance(late, Item)
    assert late.section == "issues"
    assert late.row == {
        "what": "Late time sheets", "severity": "major", "opened": dt.date(2026, 11, 1),
        "closed": dt.date(2026, 11, 4), "owned": True,
    }  # fmt: skip
    assert isinstance(silent, Item)
    assert silent.row == {"what": "No answer", "opened": dt.date(2026, 11, 2)}
    assert nothing == Left("line 4", "Acme", "says no what", bad=True)
