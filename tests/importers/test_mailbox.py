"""Mailboxes: who wrote to whom and when, however the mails are kept, and never what they wrote."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clientfit_cli.importing.formats.addressbook import addressbook
from clientfit_cli.importing.formats.calendar import calendar
from clientfit_cli.importing.formats.mailbox import mailbox
from clientfit_cli.importing.importer import Item, Left, Person, Source
from clientfit_cli.importing.mail import mailboxes
from tests.importers.rendered import HERE, WANTED, items, left, read, rendered

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

YEAR = HERE / "mailbox" / "year.mbox"
QUICK = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
DATE = "Date: Tue, 3 Nov 2026 09:23:00 +0100"
FROM = "From: Robin Lee <r.lee@acme.example>"
TO = "To: dana@ours.example"


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    def made(text: str | bytes, name: str = "some.mbox") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return made


def mail(*lines: str, body: str = "") -> str:
    return "\n".join((*lines, "", body))


def one(path: Path) -> Item | Left:
    (found,) = read(mailbox, path)
    return found


def test_a_mailbox_says_what_stands_beside_it(golden: Callable[..., None]) -> None:
    golden(rendered(read(mailbox, YEAR)), YEAR.with_suffix(".txt"))


# Laws.

WORDS = st.text("abcdefg øß=?", min_size=1, max_size=20)
BODIES = st.lists(
    st.sampled_from([
        "Hello", "", "From here", "From: there", ">From x Mon Nov  2 08:15:00 2026", " folded",
        "Subject: not a header", "\u00f8" * 90,
    ]),
    max_size=12,
).map("\n".join)  # fmt: skip
MAILS = st.lists(
    st.builds(
        lambda minute, subject, answers, body: mail(
            f"Date: Tue, 3 Nov 2026 09:{minute:02}:00 +0100", FROM, TO, f"Subject: {subject}",
            f"Message-ID: <{minute}.{len(body)}@acme.example>",
            *([f"In-Reply-To: <{answers}@ours.example>"] if answers else []),
            body=body,
        ),
        st.integers(0, 59), WORDS, st.integers(0, 3), BODIES,
    ),
    min_size=1, max_size=8,
)  # fmt: skip


def mboxed(mails: list[str]) -> str:
    return "".join(f"From x@y.example Tue Nov  3 08:00:00 2026\n{text}\n\n" for text in mails)


def said(found: list[Item]) -> list[Item]:
    return sorted((replace(item, place="") for item in found), key=repr)


@QUICK
@given(MAILS, st.sampled_from(["\n", "\r\n"]))
def test_mails_say_the_same_in_an_mbox_a_maildir_and_files(
    tmp_path_factory: pytest.TempPathFactory, mails: list[str], end: str
) -> None:
    folder = tmp_path_factory.mktemp("mails")
    for name in ("box/cur", "box/new", "box/tmp", "files"):
        (folder / name).mkdir(parents=True)
    for number, text in enumerate(mails):
        raw = text.replace("\n", end).encode()
        (folder / "box" / ("cur", "new")[number % 2] / f"{number}.host:2,S").write_bytes(raw)
        (folder / "files" / f"{number}.eml").write_bytes(raw)
    (folder / "box.mbox").write_bytes(mboxed(mails).replace("\n", end).encode())
    found = said(items(mailbox, folder / "box.mbox"))
    assert len(found) == len(mails)
    assert found == said(items(mailbox, folder / "box"))
    assert found == said(items(mailbox, folder / "files"))


@QUICK
@given(MAILS, st.sampled_from([64, 100, 333, 5000]))
def test_where_a_piece_of_the_file_ends_says_nothing(
    written: Callable[..., Path], mails: list[str], chunk: int
) -> None:
    path = written(mboxed(mails))
    expected = read(mailbox, path)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(mailboxes, "CHUNK", chunk)
        assert read(mailbox, path) == expected


@settings(QUICK, max_examples=60)
@given(st.data())
def test_nothing_in_a_mailbox_stops_the_reading(
    written: Callable[..., Path], data: st.DataObject
) -> None:
    raw = bytearray(YEAR.read_bytes())
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(80, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 5))] = data.draw(st.binary(max_size=4))
    for each in read(mailbox, written(bytes(raw))):
        assert each.place


@QUICK
@given(st.binary(max_size=300))
def test_any_headers_can_be_read(written: Callable[..., Path], raw: bytes) -> None:
    for each in read(mailbox, written(f"{FROM}\n{DATE}\nSubject: x\nTo: ".encode() + raw, "m.eml")):
        assert each.place


# What is left out, and why.


@pytest.mark.parametrize(
    ("line", "why"),
    [
        pytest.param("List-Id: <news.acme.example>", "mass mail", id="a list"),
        pytest.param("Precedence: bulk", "mass mail", id="sent in bulk"),
        pytest.param("Feedback-ID: 1:2:3", "mass mail", id="a campaign"),
        pytest.param("Precedence: auto_reply", "automatic", id="an old automatic answer"),
        pytest.param("X-Autoreply: yes", "automatic", id="another automatic answer"),
        pytest.param("Auto-Submitted: auto-generated", "automatic", id="generated"),
        pytest.param("X-Mozilla-Draft-Info: internal/draft", "draft", id="a draft of Thunderbird"),
        pytest.param("X-Mozilla-Status: 0009", "thrown away", id="deleted in Thunderbird"),
        pytest.param("X-Gmail-Labels: Trash,Important", "thrown away", id="in the bin"),
        pytest.param("X-Gmail-Labels: Spam", "spam", id="spam"),
        pytest.param(
            "Content-Class: urn:content-classes:calendarmessage", "invitation", id="an invitation"
        ),
    ],
)
def test_what_no_person_wrote_to_persons_is_left_out(
    written: Callable[..., Path], line: str, why: str
) -> None:
    (found,) = left(mailbox, written(mail(FROM, TO, DATE, line), "m.eml"))
    assert why in found.why
    assert not found.bad


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("Auto-Submitted: no", id="it says that it is no automatic answer"),
        pytest.param("X-Auto-Response-Suppress: All", id="it asks for no automatic answer"),
        pytest.param("Subject: Out of office", id="words in a subject say nothing"),
        pytest.param("X-Gmail-Labels: Inbox,Spamalot", id="a label that only begins like one"),
        pytest.param("X-Mozilla-Status: 0001", id="it was read"),
        pytest.param("Reply-To: noreply@acme.example", id="only who wrote it counts"),
    ],
)
def test_what_a_person_wrote_is_kept(written: Callable[..., Path], line: str) -> None:
    assert isinstance(one(written(mail(FROM, TO, DATE, line), "m.eml")), Item)


@pytest.mark.parametrize(
    ("address", "machine"),
    [
        ("no-reply@acme.example", True), ("noreply+12@acme.example", True),
        ("invoices.do-not-reply@acme.example", True), ("postmaster@acme.example", True),
        ("noreplyson@acme.example", False), ("norman.reply@acme.example", False),
    ],
)  # fmt: skip
def test_a_machine_is_known_by_its_address(
    written: Callable[..., Path], address: str, *, machine: bool
) -> None:
    found = one(written(mail(f"From: {address}", TO, DATE), "m.eml"))
    assert isinstance(found, Left) == machine


def test_a_mail_to_hundreds_is_mass_mail(written: Callable[..., Path]) -> None:
    many = ",\n ".join(f"p{number}@acme.example" for number in range(100))
    (found,) = left(mailbox, written(mail(FROM, f"To: {many}", DATE), "m.eml"))
    assert "more than 100 people" in found.why


def test_flags_of_a_maildir_tell_drafts_and_what_was_thrown_away(
    written: Callable[..., Path], tmp_path: Path
) -> None:
    for name in ("1.host:2,DS", "2.host:2,ST", "3.host:2,RS"):
        written(mail(FROM, TO, DATE), f"box/.Sent/cur/{name}")
    found = read(mailbox, tmp_path / "box")
    assert [each.why for each in found if isinstance(each, Left)] == ["a draft", "thrown away"]
    assert len(found) == 3


# Headers.


@pytest.mark.parametrize(
    ("header", "people"),
    [
        pytest.param('"Lee, Robin" <R@a.example>', [("Lee, Robin", "R@a.example")], id="a comma"),
        pytest.param("<r@a.example>, r@A.example", [("", "r@a.example")], id="twice the same"),
        pytest.param(
            "=?iso-8859-1?q?Ren=E9e?= <r@a.example>", [("Renée", "r@a.example")], id="a coded name"
        ),
        pytest.param(
            "=?utf-8?b?UmVuw6k=?= =?utf-8?b?ZQ==?= <r@a.example>", [("Renée", "r@a.example")],
            id="a coded name in two pieces",
        ),
        pytest.param(
            "=?utf-8?q?Robin_Lee_=3Cr=40a.example=3E?=", [("Robin Lee", "r@a.example")],
            id="name and address in code",
        ),
        pytest.param("=?x-nobody?q?Ren=C3=A9e?= <r@a.example>", [("Renée", "r@a.example")],
                     id="a code that nobody knows"),
        pytest.param("=?utf-8?b?%%%?= <r@a.example>", [("", "r@a.example")],
                     id="a code that is broken says nothing"),
        pytest.param("undisclosed-recipients:;", [], id="an empty group"),
        pytest.param("Team: a@a.example, B <b@a.example>;",
                     [("", "a@a.example"), ("B", "b@a.example")], id="a group"),
        pytest.param("Nobody, <>", [], id="no address"),
        pytest.param("(" * 5000 + " r@a.example", [("", "r@a.example")], id="countless brackets"),
    ],
)  # fmt: skip
def test_people_are_read_as_mail_programs_write_them(
    written: Callable[..., Path], header: str, people: list[tuple[str, str]]
) -> None:
    found = one(written(mail(FROM, DATE, f"To: {header}"), "m.eml"))
    assert isinstance(found, Item)
    assert list(found.people[1:]) == [Person(*each) for each in people]


def test_names_in_bytes_of_an_old_program_are_read(written: Callable[..., Path]) -> None:
    raw = mail("From: Renée <r@a.example>", TO, DATE, "Subject: Smørgård").encode("cp1252")
    found = one(written(raw, "m.eml"))
    assert isinstance(found, Item)
    assert found.by == Person("Renée", "r@a.example")
    assert found.private == {"note": "Smørgård"}


@pytest.mark.parametrize(
    ("lines", "date"),
    [
        pytest.param(["Date: Tue, 3 Nov 2026 09:23:00 +0100"], "2026-11-03 09:23:00+01:00",
                     id="the writer's"),
        pytest.param(["Date: Tue, 3 Nov 2026 09:23:00 -0000"], "2026-11-03 09:23:00+00:00",
                     id="no zone is UTC"),
        pytest.param(["Date: soon", "Received: by x; Tue, 3 Nov 2026 09:23:00 +0100"],
                     "2026-11-03 09:23:00+01:00", id="the first server's"),
        pytest.param(["Subject: none"], "2026-11-04 08:00:00+00:00", id="the mailbox's"),
    ],
)  # fmt: skip
def test_the_date_is_the_first_that_can_be_read(
    written: Callable[..., Path], lines: list[str], date: str
) -> None:
    text = "From x@y.example Wed Nov  4 08:00:00 2026\n" + mail(FROM, TO, *lines)
    found = one(written(text))
    assert isinstance(found, Item)
    assert str(found.row["date"]) == date


@pytest.mark.parametrize(
    "line",
    ["Date: Mon, 16 Nov 2026 12:00:01 +0100", "Date: Mon, 1 Jan 1980 00:00:00 +0000", "X: y"],
)
def test_a_date_that_cannot_be_right_is_told(written: Callable[..., Path], line: str) -> None:
    (found,) = left(mailbox, written(mail(FROM, TO, line), "m.eml"))
    assert found.bad


def test_a_mail_without_an_id_is_known_again_by_what_it_says(written: Callable[..., Path]) -> None:
    keys = {
        one(written(mail(FROM, TO, date, "Subject: x"), "m.eml")).key  # type: ignore[union-attr]
        for date in (DATE, DATE, "Date: Tue, 3 Nov 2026 08:23:00 +0000")
    }
    assert len(keys) == 1
    assert one(written(mail(FROM, TO, DATE, "Subject: y"), "m.eml")).key not in keys  # type: ignore[union-attr]


# Files.


def test_a_length_that_leads_to_the_next_mail_is_believed(written: Callable[..., Path]) -> None:
    inner = "\nFrom x@y.example Tue Nov  3 08:00:00 2026\nFrom: inner@x.example\n\nForwarded\n"
    first = mail(FROM, TO, DATE, f"Content-Length: {len(inner)}", body=inner)
    assert len(items(mailbox, written(mboxed([first, mail(FROM, TO, DATE)])))) == 2
    wrong = first.replace(f"Length: {len(inner)}", "Length: 7")
    assert len(read(mailbox, written(mboxed([wrong, mail(FROM, TO, DATE)])))) == 3


def test_a_mailbox_is_read_in_memory_that_does_not_grow(written: Callable[..., Path]) -> None:
    import tracemalloc

    body = "x" * 76 + "\n"
    path = written(mboxed([mail(FROM, TO, DATE, body=body * 100_000)] * 6))
    source, reached = Source(path), []
    tracemalloc.start()
    try:
        for _ in mailbox.read(replace(source, tick=reached.append), WANTED):
            pass
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert path.stat().st_size > 40_000_000
    assert peak < 12_000_000
    assert reached[-1] == path.stat().st_size
    assert reached == sorted(reached)


@pytest.mark.parametrize("line", [b"\n\n", b"\xef\xbb\xbf", b"\r\n"])
def test_blank_lines_and_marks_before_a_mail_say_nothing(
    written: Callable[..., Path], line: bytes
) -> None:
    text = mail(FROM, TO, DATE)
    assert len(items(mailbox, written(line + text.encode(), "m.eml"))) == 1
    assert len(items(mailbox, written(line + mboxed([text]).encode()))) == 1


def test_links_and_files_that_cannot_be_read_stop_nothing(
    written: Callable[..., Path], tmp_path: Path
) -> None:
    written(mail(FROM, TO, DATE), "files/a.eml")
    (tmp_path / "files" / "b.eml").symlink_to(tmp_path / "files" / "a.eml")
    (tmp_path / "files" / "c.eml").mkdir()
    assert len(read(mailbox, tmp_path / "files")) == 1


KINDS = (calendar, addressbook, mailbox)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (b"BEGIN:VCALENDAR\n", calendar), (b"\xef\xbb\xbf\n begin:vcard\n", addressbook),
        ("BEGIN:VCARD\n".encode("utf-16"), addressbook),
        (mail(FROM, TO, DATE).encode(), mailbox), (mboxed([mail(FROM)]).encode(), mailbox),
        (b"From,To,Date\na,b,c\n", None), (b"From: a\nhello\n", None), (b"", None),
        (b"account: acme\nname: Acme\n", None), (b"PK\x03\x04From ", None),
        (b"From the desk of R. Lee\n\nDear all", None),
    ],
)  # fmt: skip
def test_one_kind_at_most_knows_a_file(
    written: Callable[..., Path], text: bytes, kind: object
) -> None:
    path = written(text)
    known = [each for each in KINDS if each.recognises(Source(path))]
    assert known == ([kind] if kind else [])
