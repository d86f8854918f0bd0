"""`report`: one model in every format; HTML that asks nobody for anything."""

from __future__ import annotations

import csv
import io
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from clientfit_cli.rendering.formats.html import LONGEST
from clientfit_cli.storage.folder import Folder
from tests.books import over
from tests.conftest import EXAMPLES, TODAY

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Ran

BOOK = EXAMPLES / "accounts"
NASTY = "<script>alert(1)</script>"
HOSTILE = f"""\
account: x
name: '{NASTY} [red]"quoted"[/red] \\u202Eoof'
owner: dana
since: 2024-01-01
revenue: 100000
notice: 2026-11-10
contacts: [{{id: r, name: '"><img src=x onerror=alert(1)>', role: decision_maker}}]
touchpoints: [{{date: 2026-11-02, channel: call, ours: [dana], theirs: [r]}}]
actions: [{{what: {"y" * 10_000}, owner: dana, created: 2026-11-01, due: 2026-11-09}}]
"""


class Page(HTMLParser):
    """What a browser would make of a page: elements, attributes, tags left open at the end."""

    VOID = frozenset({"meta", "link", "input", "br", "img"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.wrong.append(tag)

    def every(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.elements if name == tag]


@pytest.fixture(scope="module")
def example() -> str:
    from clientfit_cli.analysis.weekly import WeeklyReport
    from clientfit_cli.rendering import page
    from clientfit_cli.views.pages.weekly import weekly

    report = WeeklyReport(over(Folder(BOOK)), TODAY)
    return str(page.render(weekly(report), "html", page.Canvas()))


def test_the_terminal_says_what_moved_who_is_red_and_what_to_do(run: Callable[..., Ran]) -> None:
    found = run("report", BOOK)
    assert found.code == 0
    for said in (
        "Monday report, 2026-11-16", "4 red accounts", "Moved since last week",
        "Moved since four weeks ago", "Dana Whitcomb: ", "Action rate", "Single-threaded",
        "What to win", "many firms budget for",
    ):  # fmt: skip
        assert said in found.out
    assert max(len(line) for line in found.out.splitlines()) <= 80


def test_markdown_has_a_table_for_each_part(run: Callable[..., Ran]) -> None:
    found = run("report", BOOK, "--format", "markdown")
    assert found.out.startswith("# Monday report, 2026\\-11\\-16\n")
    assert found.out.count("| ---") > 5


def test_programs_get_all_of_it(run: Callable[..., Ran]) -> None:
    data = run("report", BOOK, "--format", "json").data
    assert data["clientfit"] == 1
    assert data["as_of"] == "2026-11-16"
    assert [week["day"] for week in data["weeks"]][-1] == "2026-11-16"
    move = data["since_last_month"]["moved"][0]
    assert move["time"] + move["facts"] + move["settings"] == pytest.approx(
        move["change"], abs=0.02
    )
    assert {one["account"] for one in data["red"]} == {
        "dunmore", "tollgrove", "brightwater", "quillworth",
    }  # fmt: skip
    assert any(action["overdue"] for action in data["actions"])


def test_csv_rows_say_which_part_they_are_of(run: Callable[..., Ran]) -> None:
    rows = list(csv.DictReader(io.StringIO(run("report", BOOK, "--format", "csv").out)))
    assert {row["part"] for row in rows} >= {
        "red", "moved_7d", "moved_28d", "this_week", "overdue", "coverage", "expansion", "referral",
    }  # fmt: skip


def test_some_accounts_only(run: Callable[..., Ran]) -> None:
    data = run("report", BOOK, "--owner", "dana", "--format", "json").data
    assert data["book"]["accounts"] == 3
    assert {one["owner"] for one in data["red"]} == {"dana"}


def test_the_ending_of_a_file_says_html(run: Callable[..., Ran], tmp_path: Path) -> None:
    for command in ("report", "score", "coverage"):
        out = tmp_path / f"{command}.html"
        assert run(command, BOOK, "--output", out).code == 0
        assert out.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_html_is_whole_and_asks_nobody_for_anything(example: str) -> None:
    page = Page(example)
    assert page.open == []
    assert page.wrong == []
    for _, attrs in page.elements:
        for name, value in attrs.items():
            assert not name.startswith("on"), attrs
            assert name not in {"src", "style", "action", "srcset", "ping", "background"}, attrs
            if name == "href":
                assert (value or "").startswith("#") or value == "data:,", attrs
    assert not re.search(r"https?:|url\(|@import|//[a-z]", example)
    assert len(page.every("script")) == 1


def test_the_policy_names_the_one_script_and_the_one_style(example: str) -> None:
    policy = next(
        one["content"] for one in Page(example).every("meta")
        if one.get("http-equiv") == "Content-Security-Policy"
    )  # fmt: skip
    assert policy
    assert "default-src 'none'" in policy
    assert policy.count("sha256-") == 2
    assert "unsafe" not in policy


def test_every_table_has_a_caption_and_every_heading_a_scope(example: str) -> None:
    page = Page(example)
    assert len(page.every("table")) == len(page.every("caption")) > 20
    assert all(head.get("scope") for head in page.every("th"))
    assert page.every("html") == [{"lang": "en"}]
    assert any(link.get("href") == "#main" for link in page.every("a"))


def test_anchors_are_unique_and_every_link_has_one(example: str) -> None:
    page = Page(example)
    ids = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    links = {(one["href"] or "")[1:] for one in page.every("a")}
    assert links <= set(ids)


def test_text_of_files_is_text_in_every_html(run: Callable[..., Ran], write: Callable) -> None:
    book = write(HOSTILE)
    for command in (["report", book], ["score", book], ["show", "x", book]):
        found = run(*command, "--format", "html")
        assert found.code == 0
        assert NASTY not in found.out
        assert "<img" not in found.out
        assert "\u202e" not in found.out
        assert "&lt;script&gt;" in found.out
        assert "[red]" in found.out
        assert "y" * (LONGEST + 1) not in found.out
        page = Page(found.out)
        assert (page.open, page.wrong, len(page.every("script"))) == ([], [], 1)


def test_a_book_without_an_account_has_a_page(run: Callable[..., Ran], write: Callable) -> None:
    book = write({"later.yaml": "account: later\nname: Later\nsince: 2027-01-01\n"})
    for form in ("table", "markdown", "json", "csv", "html"):
        assert run("report", book, "--format", form).code == 0
