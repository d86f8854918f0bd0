"""`clientfit report --email`: a letter on stdout or in a file, and what it refuses."""

from __future__ import annotations

import datetime as dt
import email
from email import policy

import pytest

from clientfit_cli.cli import workspace
from tests.books import RICH, account
from tests.conftest import EXAMPLES

MOMENT = dt.datetime(2026, 11, 16, 6, 30, tzinfo=dt.UTC)
BOOK = EXAMPLES / "accounts"


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setattr(workspace, "now", lambda: MOMENT)
    monkeypatch.delenv("EMAIL", raising=False)


def parsed(text: str | bytes):
    content = text if isinstance(text, bytes) else text.encode()
    return email.message_from_bytes(content, policy=policy.default)


def test_it_writes_a_letter_that_sendmail_takes(run):
    found = run("report", BOOK, "--email", "--to", "vp@firm.example", "--from", "Me <me@x.example>")
    assert (found.code, found.err) == (0, "")
    made = parsed(found.out)
    assert made["To"] == "vp@firm.example"
    assert made["From"] == "Me <me@x.example>"
    assert made["Subject"].startswith("Monday report, 16 Nov 2026: 4 red")
    assert made["Date"].datetime == MOMENT
    text, html = made.iter_parts()
    assert "Dunmore & Vale Stores" in text.get_content()
    assert "\x1b[" not in text.get_content()
    assert "Dunmore &amp; Vale Stores" in html.get_content()


def test_the_text_is_what_the_terminal_shows(run):
    found = parsed(run("report", BOOK, "--email").out).get_body(("plain",)).get_content()
    assert found == run("report", BOOK, columns=76).out


def test_a_file_that_ends_in_eml_is_a_letter(run, tmp_path):
    target = tmp_path / "monday.eml"
    found = run("report", BOOK, "-o", target, "--subject", "Über alles")
    assert (found.code, found.out) == (0, "")
    assert parsed(target.read_bytes())["Subject"] == "Über alles"
    assert [one.name for one in tmp_path.iterdir()] == ["monday.eml"]


def test_the_sender_may_come_from_the_surroundings(run):
    found = run("report", BOOK, "--email", EMAIL="me@x.example")
    assert parsed(found.out)["From"] == "me@x.example"


def test_it_may_be_about_some_accounts(run):
    found = parsed(run("report", BOOK, "--email", "--account", "calder").out)
    assert found["Subject"].startswith("Monday report, 16 Nov 2026: 0 red")


def test_no_name_in_the_book_reaches_a_header(run, write):
    name = "'x\\r\\nBcc: evil@x.example'"
    folder = write(account(RICH).replace("name: A\n", f"name: {name}\n"))
    found = parsed(run("report", folder, "--email", "--to", "a@x.example").out)
    assert set(found.keys()) == {"Subject", "To", "Date", "Message-ID", "Auto-Submitted",
                                 "MIME-Version", "Content-Type"}  # fmt: skip
    assert [str(one) for one in found["To"].addresses] == ["a@x.example"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--email", "--to", "nobody"], "--to: `nobody` is not a mail address"),
        (["--email", "--from", "a@b@c"], "--from: `a@b@c` is not a mail address"),
        (["--email", "--to", "a@x\nBcc: b@y"], "--to holds a line break"),
        (["--to", "a@x.example"], "--to, --from and --subject go with --email"),
        (["--email", "--format", "json"], "--email is a format of its own"),
    ],
)
def test_what_it_refuses_it_refuses_in_one_line(run, words, said):
    found = run("report", BOOK, *words)
    assert (found.code, found.out) == (2, "")
    assert said in found.err


def test_a_wrong_address_in_the_surroundings_is_told_by_its_name(run):
    found = run("report", BOOK, "--email", EMAIL="nobody")
    assert found.code == 2
    assert "$EMAIL: `nobody` is not a mail address" in found.err


def test_a_subject_adds_no_header(run):
    found = run("report", BOOK, "--email", "--subject", "a\nBcc: evil@x.example")
    assert parsed(found.out)["Bcc"] is None


def test_a_workbook_of_the_report_has_the_tables_of_the_book(run, tmp_path):
    import openpyxl

    assert run("report", BOOK, "-o", tmp_path / "book.xlsx").code == 0
    book = openpyxl.load_workbook(tmp_path / "book.xlsx")
    assert book.sheetnames == ["accounts", "signals", "relationships", "actions"]
