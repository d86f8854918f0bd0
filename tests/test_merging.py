"""What becomes of foreign items: matched by id, e-mail, domain, exact name, and never guessed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clientfit_cli.base.problems import errors
from clientfit_cli.book.directory import forgotten_ref
from clientfit_cli.execution.task import read_book
from clientfit_cli.importing import changes
from clientfit_cli.importing.importer import Firm, Item, Left, Person
from clientfit_cli.importing.ledger import Choices
from clientfit_cli.importing.merge import Merger
from tests.books import Memory, read

if TYPE_CHECKING:
    from clientfit_cli.book.model import Book
    from clientfit_cli.importing.proposal import Proposal

SETTINGS = """
team:
  - {id: dana, name: Dana Reyes, email: dana@ours.example}
  - {id: sam, name: Sam Oduya, email: sam@ours.example, aliases: [sam.oduya@home.example]}
services: [{id: temp, name: Contract staffing}, {id: perm, name: Permanent placement}]
"""
BOOK = {
    "acme.yaml": """
account: acme
name: Acme Manufacturing
contacts:
  - {id: r.lee, name: Robin Lee, email: r.lee@acme.example}
  - {id: k.ito, name: Kai Ito}
touchpoints:
  - {date: 2026-10-01, channel: visit, ours: [dana], theirs: [r.lee]}
""",
    "globex.yaml": """
account: globex
name: Globex
aliases: [Globex Worldwide]
domains: [globex.example]
contacts: []
""",
}
ROBIN = Person("Robin Lee", "r.lee@acme.example")
DANA = Person("Dana Reyes", "dana@ours.example")
NONE = Firm()


def book(files: dict[str, str] | None = None) -> Book:
    return read({**BOOK, **(files or {})}, SETTINGS)


def merged(*items: Item | Left, into: Book | None = None, **choices: Any) -> Proposal:
    merger = Merger(into or book(), Choices(**choices))
    merger.take(items, "x.csv")
    return merger.finish()


def written(proposal: Proposal, into: Book | None = None) -> Book:
    """Write a proposal into a book, and read that."""
    there = into or book()
    tree = there.tree
    assert isinstance(tree, Memory)
    changed = {one.file: one.after.decode() for one in changes.changes(there, proposal, "# top\n")}
    after = read_book(Memory({**tree.files, **changed}))
    assert errors(after.problems) == []
    return after


def mail(key: str, by: Person, *people: Person, day: int = 1, answers: str = "") -> Item:
    when = dt.datetime(2026, 11, day, 9, 30, 12, tzinfo=dt.UTC)
    return Item("touchpoints", f"message {key}", "mail", key,
                {"date": when, "channel": "email"}, {"note": "Secret subject"},
                people=(by, *people), by=by, answers=answers)  # fmt: skip


def contact(name: str, email: str = "", firm: Firm = NONE, **options: Any) -> Item:
    person = Person(name, email, options.pop("id", ""))
    return Item("contacts", "line 2", "hubspot", row={"name": name, **options}, firm=firm,
                theirs=(person,), new_account=True)  # fmt: skip


def verdicts(proposal: Proposal) -> list[tuple[str, str, str]]:
    return [(one.verdict, one.account, one.why) for one in proposal.lines]


def asked(proposal: Proposal) -> list[tuple[str, str, str]]:
    return [(one.kind, one.who, one.why) for one in proposal.review.values()]


class TestTouchpoints:
    def test_a_mail_between_ours_and_a_contact_is_a_touchpoint_of_the_account(self) -> None:
        (row,) = merged(mail("1", ROBIN, DANA)).rows
        assert row.account == "acme"
        assert row.row.pop("ref").startswith("mail.")
        assert row.row == {
            "date": dt.datetime(2026, 11, 1, 9, 30), "channel": "email",  # noqa: DTZ001
            "ours": ["dana"], "theirs": ["r.lee"], "by": "them",
        }  # fmt: skip

    def test_no_subject_is_copied_unless_asked(self) -> None:
        assert "note" not in merged(mail("1", ROBIN, DANA)).rows[0].row
        assert merged(mail("1", ROBIN, DANA), notes=True).rows[0].row["note"] == "Secret subject"

    def test_one_of_ours_is_known_by_another_address(self) -> None:
        found = merged(mail("1", ROBIN, Person("", "SAM.ODUYA@home.example")))
        assert found.rows[0].row["ours"] == ["sam"]

    @pytest.mark.parametrize(
        ("reply_day", "answered"),
        [pytest.param(3, dt.date(2026, 11, 3), id="within two weeks it is the answer"),
         pytest.param(15, dt.date(2026, 11, 15), id="on the fourteenth day it still is"),
         pytest.param(16, None, id="later it is not")],
    )  # fmt: skip
    def test_a_reply_of_the_other_side_answers(
        self, reply_day: int, answered: dt.date | None
    ) -> None:
        first, reply = mail("1", DANA, ROBIN), mail("2", ROBIN, DANA, day=reply_day, answers="1")
        for items in ((first, reply), (reply, first)):
            rows = {one.row["ref"]: one.row for one in merged(*items).rows}
            assert len(rows) == 2
            assert {row.get("answered") for row in rows.values()} == {answered, None}

    def test_a_word_behind_our_own_message_is_no_answer(self) -> None:
        found = merged(mail("1", DANA, ROBIN), mail("2", DANA, ROBIN, day=2, answers="1"))
        assert [one.row.get("answered") for one in found.rows] == [None, None]

    def test_an_answer_in_a_later_export_fills_in_the_blank(self) -> None:
        once = written(merged(mail("1", DANA, ROBIN)))
        later = merged(mail("1", DANA, ROBIN), mail("2", ROBIN, DANA, day=4, answers="1"),
                       into=once)  # fmt: skip
        assert later.total("added") == 1
        assert [(one.key, one.value) for one in later.fills] == [("answered", dt.date(2026, 11, 4))]
        rows = written(later, once).accounts["acme"].rows("touchpoints")
        assert [row.answered for row in rows] == [None, dt.date(2026, 11, 4), None]

    def test_one_meeting_with_two_clients_counts_for_each(self) -> None:
        hank = Person("Hank", "hank@globex.example")
        found = merged(mail("1", DANA, ROBIN, hank), new_contacts=True)
        rows = [(one.account, one.row["theirs"]) for one in found.rows if "theirs" in one.row]
        assert rows == [("acme", ["r.lee"]), ("globex", ["hank"])]

    def test_mail_of_others_among_themselves_is_no_contact_with_us(self) -> None:
        found = merged(mail("1", ROBIN, Person("Kai Ito")), me="dana")
        assert verdicts(found) == [("left out", "acme", "names nobody of ours")]

    def test_whoever_wrote_to_a_client_may_be_one_of_ours(self) -> None:
        vendor = Person("Vendor", "v@third.example")
        found = merged(mail("1", vendor, ROBIN), me="dana")
        assert verdicts(found) == [("to review", "acme", "who of ours is to review")]
        assert asked(found) == [
            ("one of ours", "Vendor <v@third.example>", "met a client, and is not on the team")
        ]  # fmt: skip

    def test_a_calendar_need_not_name_whose_it_is(self) -> None:
        item = Item(
            "touchpoints",
            "UID 1",
            "calendar",
            "1",
            {"date": dt.date(2026, 11, 1), "channel": "meeting"},
            people=(ROBIN,),
        )
        assert merged(item, me="dana").rows[0].row["ours"] == ["dana"]
        assert asked(merged(item)) == [
            ("one of ours", "whoever exported it", "names nobody of ours")
        ]

    def test_a_firm_that_is_named_outweighs_a_name_that_fits_elsewhere(self) -> None:
        item = Item("touchpoints", "line 2", "visits", "", {"date": dt.date(2026, 11, 1),
                    "channel": "visit"}, firm=Firm("Zeta GmbH"), theirs=(Person("Robin Lee"),),
                    ours=(DANA,))  # fmt: skip
        assert asked(merged(item)) == [("account", "Zeta GmbH", "no account has this name")]

    def test_of_a_shared_mailbox_the_name_tells_who_wrote(self) -> None:
        files = {"b.yaml": "account: b\nname: B\ncontacts:\n"
                 "  - {id: a, name: Ann A, email: info@b.example}\n"
                 "  - {id: b, name: Bob B, email: info@b.example}\n"}  # fmt: skip
        found = merged(mail("1", Person("Bob B", "info@b.example"), DANA), into=book(files))
        assert found.rows[0].row["theirs"] == ["b"]

    def test_one_meeting_in_two_files_counts_once(self) -> None:
        row = {"date": dt.date(2026, 11, 1), "channel": "meeting"}
        items = [Item("touchpoints", "1", system, "1", row, people=(DANA, ROBIN))
                 for system in ("calendar", "outlook")]  # fmt: skip
        assert len(merged(*items).rows) == 1

    def test_two_visits_of_one_day_with_different_remarks_are_two(self) -> None:
        row = {"date": dt.date(2026, 11, 1), "channel": "visit"}
        items = [Item("touchpoints", f"line {at}", "visits", "", row, {"note": f"Site {at}"},
                      people=(DANA, ROBIN)) for at in (1, 2)]  # fmt: skip
        assert len(merged(*items).rows) == 2

    def test_a_stranger_at_a_known_account_is_asked_about(self) -> None:
        found = merged(mail("1", Person("Jo Park", "jo@acme.example"), DANA))
        assert found.rows == []
        assert asked(found) == [
            ("contact", "Jo Park <jo@acme.example>", "not among the contacts")
        ]  # fmt: skip
        assert verdicts(found) == [("to review", "acme", "their people are to review")]

    def test_a_stranger_becomes_a_contact_if_that_is_wanted(self) -> None:
        jo = Person("Jo Park", "jo@acme.example")
        found = merged(mail("1", jo, DANA), mail("2", DANA, jo, day=2), new_contacts=True)
        assert [one.section for one in found.rows] == ["contacts", "touchpoints", "touchpoints"]
        assert found.rows[0].row == {"id": "j.park", "name": "Jo Park", "email": "jo@acme.example"}

    def test_a_domain_that_nobody_knows_waits_once_for_a_decision(self) -> None:
        items = [mail(str(at), Person("", f"p{at}@initech.example"), DANA) for at in range(5)]
        found = merged(*items)
        assert asked(found) == [
            ("account", "initech.example", "no account of the book knows them")
        ]  # fmt: skip
        assert next(iter(found.review.values())).times == 5

    def test_a_private_mail_address_never_stands_for_a_firm(self) -> None:
        files = {"b.yaml": "account: b\nname: B\ncontacts:\n"
                 "  - {id: z, name: Zed, email: zed-x@gmail.com}\n"}  # fmt: skip
        found = merged(mail("1", Person("", "other-x@gmail.com"), DANA), into=book(files))
        assert [one[1] for one in asked(found)] == ["other-x@gmail.com"]

    def test_a_domain_of_two_accounts_tells_neither(self) -> None:
        files = {"b.yaml": "account: b\nname: B\ndomains: [acme.example]\n"}
        found = merged(mail("1", Person("", "new@acme.example"), DANA), into=book(files))
        assert found.rows == []

    def test_what_names_only_our_own_people_is_left_out(self) -> None:
        found = merged(mail("1", DANA, Person("", "sam@ours.example")))
        assert verdicts(found) == [("left out", "", "only our own people")]

    def test_one_of_ours_who_is_not_on_the_team_is_asked_about(self) -> None:
        found = merged(mail("1", ROBIN, Person("", "info@ours.example")))
        assert asked(found) == [("one of ours", "info@ours.example", "not on the team")]
        chosen = merged(mail("1", ROBIN, Person("", "info@ours.example")), me="sam", always_me=True)
        assert chosen.rows[0].row["ours"] == ["sam"]

    def test_somebody_known_by_name_alone_must_have_it_alone(self) -> None:
        two = {"b.yaml": "account: b\nname: B\ncontacts: [{id: x, name: Robin Lee}]\n"}
        item = mail("1", DANA, Person("Robin  LEE"))
        assert merged(item).rows[0].row["theirs"] == ["r.lee"]
        found = merged(item, into=book(two))
        assert asked(found) == [("contact", "Robin LEE", "might be acme/r.lee or b/x")]

    def test_a_meeting_logged_by_hand_is_there_already(self) -> None:
        item = Item(
            "touchpoints",
            "UID 1",
            "calendar",
            "1",
            {"date": dt.date(2026, 10, 1), "channel": "meeting"},
            people=(DANA, ROBIN),
        )
        found = merged(item)
        assert verdicts(found) == [("there", "acme", "there by hand, or from elsewhere")]


class TestContacts:
    def test_a_contact_is_known_by_its_address_and_blanks_are_filled_in(self) -> None:
        found = merged(contact("Robin Lee", "R.Lee@Acme.example", title="VP Operations"))
        assert [(one.key, one.value) for one in found.fills] == [("title", "VP Operations")]
        row = written(found).accounts["acme"].rows("contacts")[0]
        assert (row.name, row.title) == ("Robin Lee", "VP Operations")

    def test_what_stands_in_the_book_is_never_overwritten(self) -> None:
        found = merged(contact("Bob Lee", "r.lee@acme.example"))
        assert found.fills == []
        assert verdicts(found) == [("there", "acme", "matched with r.lee")]

    def test_a_firm_that_is_not_in_the_book_becomes_an_account(self) -> None:
        found = merged(contact("Ana Diaz", "ana@initech.example", Firm("Initech, Inc.")))
        # Where somebody has their mail does not tell the domain of their firm.
        assert found.accounts == {"initech-inc": {"name": "Initech, Inc."}}
        after = written(found).accounts["initech-inc"]
        assert [row.id for row in after.rows("contacts")] == ["a.diaz"]

    def test_or_waits_for_a_decision(self) -> None:
        found = merged(contact("Ana Diaz", "ana@initech.example", Firm("Initech")),
                       new_accounts=False)  # fmt: skip
        assert asked(found) == [("account", "Initech", "no account has this name")]

    @pytest.mark.parametrize(
        "name", ["Acme Manufacturing Inc.", "acme manufacturng", "ACME-Manufacturing"]
    )
    def test_a_name_that_is_only_alike_is_proposed(self, name: str) -> None:
        found = merged(contact("Ana Diaz", "ana@initech.example", Firm(name)))
        assert asked(found) == [("account", name, "looks like acme")]
        assert found.rows == []

    def test_an_alias_is_a_name(self) -> None:
        found = merged(contact("Ana Diaz", firm=Firm("GLOBEX worldwide")))
        assert [one.account for one in found.rows] == ["globex"]

    def test_an_address_at_another_firm_is_asked_about(self) -> None:
        found = merged(contact("Robin Lee", "r.lee@acme.example", Firm("Globex")))
        assert asked(found)[0][2] == "has the e-mail address of acme/r.lee"

    def test_one_of_ours_is_no_contact(self) -> None:
        found = merged(contact("Dana Reyes", "dana@ours.example", Firm("Ours")))
        assert verdicts(found) == [("left out", "", "one of ours")]

    def test_somebody_without_a_firm_is_known_by_the_domain_or_left_out(self) -> None:
        assert merged(contact("Hank", "hank@globex.example")).rows[0].account == "globex"
        assert merged(contact("Z", "z-x@gmail.com")).total("left out") == 1

    def test_ids_are_never_taken_twice_and_never_empty(self) -> None:
        names = ["José Núñez", "Jose Nunez", "山田太郎", "🦊"]
        found = merged(*(contact(name, firm=Firm("Globex")) for name in names))
        assert [one.row["id"] for one in found.rows] == [
            "j.nunez", "contact", "contact2"
        ]  # fmt: skip
        assert asked(found) == [("contact", "Jose Nunez", "looks like j.nunez")]

    def test_two_of_one_name_with_addresses_of_their_own_are_two(self) -> None:
        other = contact("Robin Lee", "lee2@acme.example", Firm("Acme Manufacturing"))
        assert asked(merged(other))[0][2] == "might be r.lee: the same name, and another address"

    def test_two_ids_of_one_system_are_two_people(self) -> None:
        firm = Firm("Globex")
        found = merged(contact("No Mail", firm=firm, id="1"), contact("No Mail", firm=firm, id="2"))
        assert len(found.rows) == 1
        assert asked(found)[0][2] == "might be n.mail: the same name, and another id"

    def test_two_who_share_a_mailbox_are_two_and_each_is_known_again(self) -> None:
        firm = Firm("Globex")
        two = [contact(name, "info@globex.example", firm, id=str(at), title="Clerk")
               for at, name in enumerate(("Ann A", "Bob B"))]  # fmt: skip
        found = merged(*two)
        assert [one.row["name"] for one in found.rows] == ["Ann A"]
        assert asked(found)[0][2] == "might be a.a: the same e-mail, and another id"
        both = "  - {id: b.b, name: Bob B, email: info@globex.example}\n"
        files = {"globex.yaml": BOOK["globex.yaml"].replace(
            "contacts: []", "contacts:\n  - {id: a.a, name: Ann A, email: info@globex.example}"
        ) + both}  # fmt: skip
        again = merged(*two, into=book(files))
        assert [(one.index, one.key) for one in again.fills] == [
            (0, "title"), (0, "ref"), (1, "title"), (1, "ref")
        ]  # fmt: skip
        assert again.review == {}

    def test_two_ids_of_one_system_are_two_firms(self) -> None:
        firms = [Firm("Summit", id="100"), Firm("SUMMIT", id="300")]
        found = merged(*(contact(f"P {at}", firm=firm) for at, firm in enumerate(firms)))
        assert list(found.accounts) == ["summit"]
        assert asked(found) == [
            ("account", "SUMMIT", "might be summit: the same name, and another id")
        ]  # fmt: skip

    def test_a_firm_that_is_only_alike_is_another_where_its_system_knows_both(self) -> None:
        north, south = Firm("Meridian Health North", id="1"), Firm("Meridian Health South", id="2")
        found = merged(contact("A", firm=north), contact("B", firm=south))
        assert list(found.accounts) == ["meridian-health-north", "meridian-health-south"]

    def test_another_firm_outweighs_the_domain_of_an_address(self) -> None:
        found = merged(contact("Jo", "jo@globex.example", Firm("Totally Different Ltd")))
        assert asked(found) == [
            ("account", "Totally Different Ltd", "has a domain of globex")
        ]  # fmt: skip

    def test_who_moved_to_a_firm_that_is_not_in_the_book_is_asked_about(self) -> None:
        item = contact("Robin Lee", "r.lee@acme.example", Firm("NewCo"), title="CEO")
        for items in ((item,), (contact("Z", firm=Firm("NewCo")), item)):
            found = merged(*items)
            assert found.fills == []
            assert asked(found)[-1][2] == "has the e-mail address of acme/r.lee"

    def test_an_activity_finds_its_contact_by_the_id_of_the_system(self) -> None:
        once = written(merged(contact("Ann Bell", firm=Firm("Globex"), id="77")))
        call = Item("touchpoints", "line 2", "hubspot", "9",
                    {"date": dt.date(2026, 11, 2), "channel": "call"}, firm=Firm("Globex"),
                    theirs=(Person("Ann Married", id="77"),), ours=(DANA,))  # fmt: skip
        assert merged(call, into=once).rows[0].row["theirs"] == ["a.bell"]

    def test_a_contact_with_nothing_but_a_name_is_known_again(self) -> None:
        item = contact("Ann Bell", firm=Firm("Globex"), id="77")
        again = merged(item, into=written(merged(item)))
        assert (again.rows, again.fills) == ([], [])

    def test_who_was_forgotten_stays_so(self) -> None:
        files = {"b.yaml": "account: b\nname: B\ncontacts:\n  - {id: forgotten-1, name: "
                 f"Forgotten 1, ref: {forgotten_ref('Jan Vy', 'jan@b.example')}}}\n"}  # fmt: skip
        found = merged(contact("Jan Vy", "Jan@B.example", Firm("B")), into=book(files))
        assert verdicts(found) == [("left out", "", "asked to be forgotten")]
        mails = merged(mail("1", Person("Jan Vy", "jan@b.example"), DANA, ROBIN), into=book(files))
        assert [one.row["theirs"] for one in mails.rows] == [["r.lee"]]
        assert mails.review == {}


class TestOtherRows:
    def test_a_deal_needs_a_service_of_the_catalogue(self) -> None:
        row = {"service": "permanent PLACEMENT", "opened": dt.date(2026, 10, 1), "amount": 5000.0}
        item = Item("opportunities", "line 2", "crm", "7", row, firm=Firm("Globex"))
        assert merged(item).rows[0].row["service"] == "perm"
        other = Item("opportunities", "line 2", "crm", "7", {**row, "service": "Mars"},
                     firm=Firm("Globex"))  # fmt: skip
        assert asked(merged(other)) == [("service", "Mars", "not in the catalogue of services")]

    def test_a_deal_without_a_product_is_asked_about_or_takes_the_one_that_is_named(self) -> None:
        item = Item("opportunities", "line 2", "crm", "7", {"opened": dt.date(2026, 10, 1)},
                    firm=Firm("Globex"))  # fmt: skip
        assert asked(merged(item)) == [
            ("service", "a deal without a product", "names no product")
        ]  # fmt: skip
        assert merged(item, service="temp").rows[0].row["service"] == "temp"

    def test_a_deal_that_was_won_since_is_filled_in(self) -> None:
        row = {"service": "perm", "opened": dt.date(2026, 10, 1)}
        once = written(
            merged(Item("opportunities", "line 2", "crm", "7", row, firm=Firm("Globex")))
        )
        won = {**row, "closed": dt.date(2026, 11, 1), "won": True}
        later = merged(Item("opportunities", "line 2", "crm", "7", won, firm=Firm("Globex")),
                       into=once)  # fmt: skip
        after = written(later, once).accounts["globex"].rows("opportunities")
        assert [(one.closed, one.won) for one in after] == [(dt.date(2026, 11, 1), True)]

    def test_people_stand_where_the_section_names_them(self) -> None:
        item = Item("commitments", "line 2", "crm", "7", {"what": "Draft"}, firm=Firm("acme"),
                    theirs=(ROBIN,), ours=(Person("sam"),))  # fmt: skip
        row = merged(item).rows[0].row
        assert (row["to"], row["person"]) == ("r.lee", "sam")


class TestSoundness:
    @pytest.mark.parametrize(
        ("row", "why"),
        [pytest.param({"date": dt.date(1492, 1, 1)}, "1492", id="a year out of range"),
         pytest.param({"date": None}, "`date` is missing", id="no date"),
         pytest.param({"channel": "pigeon"}, "pigeon is not one of", id="no such channel")],
    )  # fmt: skip
    def test_a_bad_record_is_said_and_the_rest_goes_on(self, row: dict[str, Any], why: str) -> None:
        day = {"date": dt.date(2026, 11, 2), "channel": "call"}
        bad = Item("touchpoints", "line 2", "crm", "1", {**day, **row}, people=(DANA, ROBIN))
        good = Item("touchpoints", "line 3", "crm", "2", day, people=(DANA, ROBIN))
        found = merged(bad, good)
        assert len(found.rows) == 1
        (line,) = [one for one in found.lines if one.verdict == "bad"]
        assert why in line.why

    def test_a_row_that_the_account_would_not_be_sound_with_is_refused(self) -> None:
        rows = [{"service": "perm", "opened": dt.date(2026, 10, day),
                 "closed": dt.date(2026, 10, 9), "won": True} for day in (1, 30, 2)]  # fmt: skip
        items = [Item("opportunities", f"line {at}", "crm", str(at), row, firm=Firm("Globex"))
                 for at, row in enumerate(rows)]  # fmt: skip
        found = merged(*items)
        after = written(found).accounts["globex"].rows("opportunities")
        assert [one.opened.day for one in after] == [1, 2]
        (line,) = [one for one in found.lines if one.verdict == "bad"]
        assert line.place == "line 1"
        assert found.total("added") == 2

    def test_only_the_row_that_is_wrong_is_refused_and_not_those_that_hang_by_sound_ones(
        self,
    ) -> None:
        deal = {"service": "perm", "opened": dt.date(2026, 10, 30),
                "closed": dt.date(2026, 10, 9), "won": True}  # fmt: skip
        day = {"date": dt.date(2026, 11, 2), "channel": "call"}
        items = [
            contact("Ann Bell", "ann@globex.example", Firm("Globex")),
            *(Item("touchpoints", f"UID {at}", "calendar", str(at), day | {"minutes": at},
                   people=(DANA, Person("", "ann@globex.example"))) for at in range(3)),
            Item("opportunities", "line 9", "crm", "7", deal, firm=Firm("Globex")),
        ]  # fmt: skip
        found = merged(*items)
        after = written(found).accounts["globex"]
        assert (len(after.rows("contacts")), len(after.rows("touchpoints"))) == (1, 3)
        assert [one.place for one in found.lines if one.verdict == "bad"] == ["line 9"]

    def test_a_blank_that_would_make_the_book_unsound_is_not_filled_in(self) -> None:
        row = {"service": "perm", "opened": dt.date(2026, 10, 20)}
        once = written(
            merged(Item("opportunities", "line 2", "crm", "7", row, firm=Firm("Globex")))
        )
        wrong = {**row, "closed": dt.date(2026, 10, 1), "won": True}
        later = merged(
            Item("opportunities", "line 2", "crm", "7", wrong, firm=Firm("Globex")),
            contact("Ann", firm=Firm("Globex")), into=once,
        )  # fmt: skip
        after = written(later, once).accounts["globex"]
        assert after.rows("opportunities")[0].closed is None
        assert len(after.rows("contacts")) == 1
        assert later.total("bad") == 1

    def test_texts_are_made_safe(self) -> None:
        name = "Al\x1b[31m \u202eevil\u0000\ud800 [red]=1+1"
        found = merged(contact(name, "al@globex.example", title="a\x07b\n c"))
        row = written(found).accounts["globex"].rows("contacts")[0]
        assert (row.name, row.title) == ("Al[31m evil [red]=1+1", "ab c")


PEOPLE = [ROBIN, DANA, Person("Kai Ito"), Person("Jo", "jo@acme.example"),
          Person("", "x@nowhere.example"), Person("Hank", "hank@globex.example")]  # fmt: skip
MAILS = st.lists(
    st.builds(
        lambda key, day, who, answers: mail(str(key), who[0], *who[1:], day=day,
                                            answers=str(answers) if answers else ""),
        st.integers(1, 12), st.integers(1, 20),
        st.lists(st.sampled_from(PEOPLE), min_size=2, max_size=4, unique=True),
        st.none() | st.integers(1, 12),
    ),
    max_size=12, unique_by=lambda one: one.key,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(MAILS, st.booleans())
def test_importing_the_same_again_adds_nothing(items: list[Item], new_contacts: bool) -> None:
    found = merged(*items, new_contacts=new_contacts)
    once = written(found)
    again = merged(*items, into=once, new_contacts=new_contacts)
    assert (again.rows, again.fills, again.accounts) == ([], [], {})


@settings(max_examples=60, deadline=None)
@given(MAILS, st.data())
def test_importing_a_longer_export_adds_the_difference(items: list[Item], data: Any) -> None:
    shorter = items[: data.draw(st.integers(0, len(items)))]
    once = written(merged(*shorter))
    both = written(merged(*items, into=once), once)
    at_once = written(merged(*items))

    def rows(book: Book) -> dict[str, list[str]]:
        return {name: sorted(str(row) for row in account.rows("touchpoints"))
                for name, account in book.accounts.items()}  # fmt: skip

    assert rows(both) == rows(at_once)
