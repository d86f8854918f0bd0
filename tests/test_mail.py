"""The Monday report as a mail: a sound letter, HTML that mail clients show, harmless names."""

from __future__ import annotations

import datetime as dt
import email
import re
from email import policy
from html.parser import HTMLParser

import pytest

from clientfit_cli.analysis.weekly import WeeklyReport
from clientfit_cli.base.errors import UserError
from clientfit_cli.rendering import email as mail
from clientfit_cli.rendering.email import Letter, addresses
from clientfit_cli.rendering.formats.html import rendered
from clientfit_cli.storage.folder import Folder
from clientfit_cli.views.html import email as view
from tests.books import RICH, account, dated, over, workspace
from tests.conftest import EXAMPLES, TEAM, TODAY

MOMENT = dt.datetime(2026, 11, 16, 6, 30, tzinfo=dt.timezone(dt.timedelta(hours=1)))
GMAIL_CUTS = 102_000  # bytes


def letter(**more: object) -> email.message.EmailMessage:
    content = bytes(
        Letter(
            **{"subject": "Hello", "text": "hi\n", "html": "<p>hi</p>", "written": MOMENT} | more
        )
    )
    assert all(len(line) <= 998 for line in content.splitlines())
    assert content.isascii()
    return email.message_from_bytes(content, policy=policy.default)


def body(message: email.message.EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return part.get_content()


# -- the letter ------------------------------------------------------------------------------------


def test_a_letter_has_a_text_and_then_its_html():
    made = letter(text="Grüße\n", html="<p>Grüße</p>")
    assert made.get_content_type() == "multipart/alternative"
    parts = list(made.iter_parts())
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html"]
    assert [part.get_content() for part in parts] == ["Grüße\n", "<p>Grüße</p>\n"]
    assert not made.defects
    assert not [defect for part in parts for defect in part.defects]


def test_the_headers_are_those_of_rfc_5322():
    made = letter(
        to=addresses(["vp@firm.example", '"Vera, P." <vera@firm.example>'], "--to"),
        sender=addresses(["book@firm.example"], "--from")[0],
    )
    assert made["To"].addresses[1].display_name == "Vera, P."
    assert [one.addr_spec for one in made["To"].addresses] == [
        "vp@firm.example", "vera@firm.example",
    ]  # fmt: skip
    assert made["From"] == "book@firm.example"
    assert made["Date"].datetime == MOMENT
    assert re.fullmatch(r"<[0-9a-f]{32}@firm\.example>", made["Message-ID"])
    assert made["MIME-Version"] == "1.0"
    assert made["Auto-Submitted"] == "auto-generated"


def test_without_a_sender_that_line_is_left_to_sendmail():
    made = letter()
    assert made["From"] is None
    assert made["To"] is None


def test_the_same_letter_gives_the_same_bytes_and_another_gives_another_id():
    assert letter().as_bytes() == letter().as_bytes()
    assert letter()["Message-ID"] != letter(text="ho\n")["Message-ID"]


def test_a_subject_in_other_letters_is_encoded_and_comes_back():
    subject = "Montag: 4 rote Konten, Größe 日本語 " + "sehr lang " * 8
    assert letter(subject=subject)["Subject"] == subject.strip()


@pytest.mark.parametrize(
    "subject",
    ["a\r\nBcc: evil@x.example", "a\nBcc: evil@x.example", "a\r\n\r\nbody", "a\0b\x1b[1m"],
)
def test_no_subject_adds_a_header(subject):
    made = letter(subject=subject)
    assert made["Bcc"] is None
    assert made["Subject"].startswith("a")
    assert body(made, "plain") == "hi\n"


def test_a_very_long_subject_is_cut():
    assert len(letter(subject="x" * 5000)["Subject"]) == mail.LONGEST_SUBJECT


@pytest.mark.parametrize(
    "text",
    [
        "no-at", "a@b@c", "a b@c.example", "a@-x", "a@x..y", "", ",", "a@x, b", "a@[127.0.0.1]",
        "a@x\r\nBcc: b@y", "a@x\x00", "ü@x.example", "a@bücher.example",
        '"a"@x.example\n', "-@", "@x",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(text):
    with pytest.raises(UserError, match="--to"):
        addresses([text], "--to")


def test_names_of_recipients_are_quoted_or_encoded():
    made = letter(to=addresses(['"A; B" <a@x.example>', "Jörg <j@x.example>, c@x.example"], "--to"))
    assert [str(one) for one in made["To"].addresses] == [
        '"A; B" <a@x.example>', "Jörg <j@x.example>", "c@x.example",
    ]  # fmt: skip


def test_a_line_of_one_dot_does_not_end_it_and_from_stays():
    made = bytes(Letter("s", "a\n.\nFrom here on\n.\n", "<p>\n.\n</p>", MOMENT))
    assert b"\n.\n" not in made
    assert b"\nFrom " not in made
    found = email.message_from_bytes(made, policy=policy.default)
    assert body(found, "plain") == "a\n.\nFrom here on\n.\n"


def test_half_a_character_becomes_a_question_mark():
    assert body(letter(text="a\udcffb\n", subject="\udcff"), "plain") == "a?b\n"


# -- the report in it ------------------------------------------------------------------------------


class Seen(HTMLParser):
    """Every tag, attribute and style of a page, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.styles: list[str] = []
        self.open: list[str] = []
        self.pieces: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.styles += [value or "" for name, value in attrs if name == "style"]
        if tag not in {"br", "meta"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.pieces.append(data)

    @property
    def text(self) -> str:
        return "".join(self.pieces)


TAGS = {"html", "head", "meta", "title", "body", "div", "table", "tr", "td", "th", "h1", "h2", "p",
        "span", "strong", "br", "bdi", "code"}  # fmt: skip
ATTRIBUTES = {"lang", "charset", "name", "content", "style", "role", "width", "cellpadding",
              "cellspacing", "border", "bgcolor", "align", "valign", "scope",
              "colspan"}  # fmt: skip


def page(book) -> tuple[str, Seen]:
    made = rendered("email.html", **view.context(WeeklyReport(book, TODAY)))
    seen = Seen(made)
    assert seen.open == [], "every tag is closed"
    assert seen.tags <= TAGS
    assert seen.attributes <= ATTRIBUTES
    for style in seen.styles:
        assert not re.search(r"var\(|url\(|@|expression|position|flex|grid|float", style), style
    assert "//" not in made, "no address of anything elsewhere"
    assert len(made.encode()) < GMAIL_CUTS
    return made, seen


@pytest.fixture(scope="module")
def example():
    return over(Folder(EXAMPLES / "accounts"))


def test_the_example_book_has_every_section(example):
    _, seen = page(example)
    for said in ("Monday report", "16 Nov 2026", "Red: near exit", "Moved since last week",
                 "Moved since four weeks ago", "What to do this week", "Coverage that would break",
                 "What there is to win", "Dunmore & Vale Stores"):  # fmt: skip
        assert said in seen.text
    assert not {"None", "nan"} & {piece.strip() for piece in seen.pieces}


def test_a_colour_never_stands_alone(example):
    _, seen = page(example)
    for band in ("red", "yellow", "green", "unknown"):
        assert band in seen.text


def contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    ("letters", "ground"),
    [*(pair[::-1] for pair in view.COLOURS.values()), ("#5b6675", "#ffffff"),
     ("#5b6675", "#f8f9fb"), ("#4d5866", "#eef1f4"), (view.COLOURS["red"][1], "#eef1f4"),
     ("#d5deea", "#1c2b40")],
)  # fmt: skip
def test_letters_stand_out_from_their_ground(letters, ground):
    assert contrast(letters, ground) >= 4.5


def test_the_subject_says_how_the_week_begins(example):
    assert view.subject(WeeklyReport(example, TODAY)) == (
        "Monday report, 16 Nov 2026: 4 red, 3 fell, 3 actions overdue"
    )


HOSTILE = [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7 * 7 }}", "[red]x[/red]",
    "' onmouseover='x", "שלום עולם", "</td></table><h1>x", "http://evil.example/", "a&amp;b",
    "x" * 200,
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_names_are_data(name):
    quoted = "'" + name.replace("'", "''") + "'"
    settings = dated(TEAM.replace("{id: dana}", f"{{id: dana, name: {quoted}}}"))
    text = account(
        RICH.replace("name: Robin", f"name: {quoted}") + "notice: @9\n"
    ).replace("name: A\n", f"name: {quoted}\n")  # fmt: skip
    report = WeeklyReport(workspace(text, settings), TODAY)
    made = rendered("email.html", **view.context(report))
    seen = Seen(made)
    assert seen.open == []
    assert seen.tags <= TAGS
    assert seen.attributes <= ATTRIBUTES
    assert name[:100] in seen.text
    assert len(made) < GMAIL_CUTS
    assert "49" not in seen.text or "{{" not in name


def test_a_book_without_accounts_makes_a_mail():
    _, seen = page(workspace({}))
    assert "There is no account to score" in seen.text


def test_a_book_of_many_accounts_is_not_cut_by_gmail():
    many = "".join(account(RICH + "notice: @3\n", f"a{at}") for at in range(60))
    made, seen = page(workspace(many))
    assert len(made) < GMAIL_CUTS / 2
    assert "and 52 more red accounts in the full report" in seen.text
