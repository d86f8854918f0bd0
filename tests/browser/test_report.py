"""The HTML report in a real browser: it asks nobody, runs nothing of the data, and can be read.

Needs playwright and the system's Chromium; without them the tests are skipped, but not in CI.
"""

from __future__ import annotations

import os
import shutil
import time
from typing import TYPE_CHECKING, Any

import pytest

from clientfit_cli.analysis.weekly import WeeklyReport
from clientfit_cli.base.problems import errors
from clientfit_cli.outcome.request import Request
from clientfit_cli.rendering import page as pages
from clientfit_cli.storage.folder import Folder
from clientfit_cli.views.pages.score import score
from clientfit_cli.views.pages.weekly import weekly
from tests.books import Memory, over
from tests.conftest import EXAMPLES, TEAM, TODAY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from clientfit_cli.storage.tree import Listed

try:
    from playwright.sync_api import Browser, Page, sync_playwright
except ImportError:
    if os.environ.get("CI") == "true":
        raise
    pytest.skip("playwright is not installed", allow_module_level=True)

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
if CHROMIUM is None and os.environ.get("CI") != "true":
    pytest.skip("there is no Chromium", allow_module_level=True)

ARGUMENTS = (
    "--no-sandbox", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--disable-quic",
)  # fmt: skip
WIDTHS = (360, 1280)
THEMES = ("light", "dark")

NAMES = [
    "<script>window.hacked = 1; alert(1)</script>",
    '"><img src="http://evil.example/x.png" onerror="window.hacked = 2">',
    "[red]bold[/red] 'quoted' \"twice\" & <b>",
    "\u202eright to left\u202c \u0645\u062b\u0627\u0644 \u05e9\u05dc\u05d5\u05dd",
    "javascript:window.hacked=3",
    "W" * 200,
    "{{ 7 * 7 }} {% raw %} ${hacked}",
]


def hostile() -> Listed:
    """A book whose every text wants to be something else."""
    files = {"clientfit.yaml": TEAM + "services: [{id: s, name: '<u onclick=alert(1)>'}]\n"}
    for at, name in enumerate(NAMES):
        quoted = name.replace("'", "''")
        note = ("no-break-" * 1_200 + name).replace("'", "''")[:10_000]
        files[f"a{at}.yaml"] = f"""\
account: a{at}.-_x
name: '{quoted}'
owner: dana
industry: '{quoted[:60]}'
tier: '{quoted[:60]}'
since: 2024-0{at + 1}-01
revenue: {10 ** (at + 2)}
note: '{note}'
{"notice: 2026-11-12" if at < 4 else ""}
contacts:
  - {{id: r, name: '{quoted}', role: decision_maker, since: 2026-09-01}}
  - {{id: s, name: '{quoted[:50]} again', role: sponsor}}
touchpoints:
  - {{date: 2026-11-0{at + 1}, channel: visit, ours: [dana], theirs: [r], topic: strategic}}
  - {{date: 2026-11-0{at + 1}, channel: visit, ours: [sam], theirs: [r, s], gave: [idea]}}
  - {{date: 2026-10-0{at + 1}, channel: visit, ours: [sam], theirs: [s], note: '{note}'}}
issues: [{{what: '{note}', severity: critical, opened: 2026-10-01}}]
commitments: [{{what: '{note}', made: 2026-06-01, due: 2026-07-01}}]
rivals: [{{who: '{quoted}', seen: 2026-11-01}}]
actions: [{{what: '{note}', owner: dana, created: 2026-11-01, due: 2026-11-09}}]
"""
    return Memory(files)


def built(tree: Listed, folder: Path, name: str) -> Path:
    report = WeeklyReport(over(tree), TODAY)
    assert errors(report.book.problems) == []
    path = folder / f"{name}.html"
    path.write_text(str(pages.render(weekly(report), "html", pages.Canvas())), encoding="utf-8")
    plain = pages.render(score(report.book, report.accounts), "html", pages.Canvas())
    (folder / f"{name}-score.html").write_text(str(plain), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made: Path = tmp_path_factory.mktemp("reports")
    built(Folder(EXAMPLES / "accounts"), made, "example")
    built(hostile(), made, "hostile")
    return made


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield found
        found.close()


PAGES = ("example", "example-score", "hostile", "hostile-score")


class Visit:
    """A page that was opened, and everything that happened to it."""

    def __init__(self, browser: Browser, path: Path, width: int, theme: str, **more: Any) -> None:
        self.context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=theme, **more
        )
        self.requests: list[str] = []
        self.errors: list[str] = []
        self.page: Page = self.context.new_page()
        self.context.route("**/*", self._route)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda said: self.errors.append(said.text))
        self.page.on("dialog", lambda said: self.errors.append(said.message))
        self.page.goto(path.as_uri())

    def _route(self, route: Any) -> None:
        self.requests.append(route.request.url)
        if route.request.url.startswith("file:"):
            route.continue_()
        else:
            route.abort()

    def open_all(self) -> None:
        self.page.evaluate("document.querySelectorAll('details').forEach((e) => (e.open = true))")


@pytest.fixture
def visit(browser: Browser, folder: Path) -> Iterator[Any]:
    made: list[Visit] = []

    def visited(name: str, width: int = 1280, theme: str = "light", **more: Any) -> Visit:
        made.append(Visit(browser, folder / f"{name}.html", width, theme, **more))
        return made[-1]

    yield visited
    for one in made:
        one.context.close()


@pytest.mark.parametrize("name", PAGES)
def test_no_request_leaves_and_nothing_of_the_data_runs(visit: Any, name: str) -> None:
    found = visit(name)
    found.open_all()
    page = found.page
    page.wait_for_timeout(100)
    assert found.requests == [page.url]
    assert found.errors == []
    assert page.evaluate("window.hacked") is None
    assert page.locator("script").count() == 1
    assert page.locator("img, iframe, object, embed, form, base").count() == 0
    assert page.evaluate(
        "[...document.querySelectorAll('*')].every((e) =>"
        " [...e.attributes].every((a) => !a.name.startsWith('on')))"
    )
    assert page.evaluate("[...document.links].every((a) => a.getAttribute('href').startsWith('#'))")


def test_the_policy_stops_a_script_that_is_put_in(visit: Any) -> None:
    found = visit("hostile")
    found.page.evaluate(
        "() => { const s = document.createElement('script');"
        " s.textContent = 'window.hacked = 9'; document.body.append(s); }"
    )
    assert found.page.evaluate("window.hacked") is None


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_nothing_overflows(visit: Any, name: str, width: int) -> None:
    found = visit(name, width)
    for opened in (False, True):
        if opened:
            found.open_all()
        wide, room = found.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert wide <= room
    # Nor does a text run out of a box that cannot be scrolled.
    beyond = found.page.evaluate(
        """() => [...document.querySelectorAll('main *')].filter((e) => {
          if (e.closest('.scroll') || e.closest('.sr') || e.closest('svg')) return false;
          const box = e.getBoundingClientRect();
          return box.width && (box.right > innerWidth + 0.5 || box.left < -0.5);
        }).map((e) => e.outerHTML.slice(0, 200))"""
    )
    assert beyond == []


# Walks every text, finds what it is drawn on, and answers what falls short of WCAG AA.
CONTRAST = """() => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (top, under) =>
    [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3])).concat(1);
  const light = (c) => {
    const [r, g, b] = c.slice(0, 3).map((v) => {
      v /= 255;
      return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    const stack = [];
    for (let e = element; e; e = e.parentElement) stack.push(e);
    let colour = [255, 255, 255, 1];
    for (const e of stack.reverse()) {
      colour = over(rgba(getComputedStyle(e).backgroundColor), colour);
    }
    return colour;
  };
  const poor = [];
  let seen = 0;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.textContent.trim() || element.closest('script, style, .sr, .skip, title')) continue;
    const style = getComputedStyle(element);
    if (!element.getClientRects().length || style.visibility !== 'visible') continue;
    let dim = 1;
    for (let e = element; e; e = e.parentElement) dim *= Number(getComputedStyle(e).opacity);
    const under = ground(element);
    const ink = rgba(element.namespaceURI.endsWith('svg') ? style.fill : style.color);
    ink[3] *= dim;
    const [one, two] = [light(over(ink, under)), light(under)];
    const contrast = (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
    seen += 1;
    if (contrast < 4.5) {
      poor.push([node.textContent.trim().slice(0, 40), element.className, contrast.toFixed(2)]);
    }
  }
  return [seen, poor];
}"""


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", ["example", "example-score"])
def test_every_text_can_be_read_in_both_themes(visit: Any, name: str, theme: str) -> None:
    found = visit(name, theme=theme)
    found.open_all()
    seen, poor = found.page.evaluate(CONTRAST)
    assert seen > 100
    assert poor == []


@pytest.mark.parametrize("theme", THEMES)
def test_pressed_hovered_and_placeholder_texts_too(visit: Any, theme: str) -> None:
    page = visit("example", theme=theme).page
    page.locator("button[data-band]").first.click()
    page.locator("#t-accounts thead button").first.click()
    page.locator("#t-accounts tbody tr:visible").first.hover()
    assert page.evaluate(CONTRAST)[1] == []


def column(page: Page, at: int) -> list[str]:
    return page.locator(f"#t-accounts tbody tr:visible > :nth-child({at})").all_inner_texts()


def head(page: Page, title: str) -> Any:
    return page.locator("#t-accounts thead button", has_text=title)


def test_tables_sort_by_value_both_ways(visit: Any) -> None:
    page = visit("example").page
    head(page, "Health").click()
    health = [float(text) for text in column(page, 3)]
    assert health == sorted(health, reverse=True)
    heading = page.locator("#t-accounts thead th", has_text="Health")
    assert heading.get_attribute("aria-sort") == "descending"
    head(page, "Health").click()
    assert [float(text) for text in column(page, 3)] == sorted(health)
    head(page, "Account").click()
    names = column(page, 1)
    assert names == sorted(names, key=str.lower)
    assert page.locator("th[aria-sort]").count() == 1


def test_amounts_sort_as_numbers_not_as_texts(visit: Any) -> None:
    page = visit("hostile").page
    head(page, "Revenue").click()
    values = page.locator("#t-accounts tbody tr > :nth-child(9)").evaluate_all(
        "(cells) => cells.map((cell) => Number(cell.dataset.v))"
    )
    assert values == sorted(values, reverse=True)


def test_sorting_and_filtering_need_no_mouse(visit: Any) -> None:
    page = visit("example").page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    head(page, "Account").focus()
    page.keyboard.press("Enter")
    names = column(page, 1)
    assert names == sorted(names, key=str.lower)
    page.locator("button[data-band=red]").focus()
    page.keyboard.press("Space")
    assert len(column(page, 1)) == 4
    ring = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert ring == "solid"


def test_the_filter_finds_words_and_bands_and_says_how_many(visit: Any) -> None:
    page = visit("example").page
    output = page.locator(".tools output")
    assert output.inner_text() == "13 of 13 shown"
    page.locator("input[type=search]").fill("DANA")
    assert set(column(page, 12)) == {"dana"}
    page.locator("button[data-band=green]").click()
    assert column(page, 1) == ["Northgate Regional Health"]
    assert output.inner_text() == "1 of 13 shown"
    page.locator("button[data-band=green]").click()
    page.locator("input[type=search]").fill("<script>")
    assert output.inner_text() == "0 of 13 shown"


def test_a_link_opens_the_section_of_its_account(visit: Any) -> None:
    page = visit("example").page
    page.locator("#t-accounts a", has_text="Kestrel").click()
    section = page.locator("details#a-kestrel")
    assert section.get_attribute("open") is not None
    assert section.locator("table.heat").is_visible()
    page.locator("#open-all").click()
    assert page.locator("details.account:not([open])").count() == 0


def test_without_scripts_it_is_a_static_page(visit: Any) -> None:
    page = visit("example", java_script_enabled=False).page
    assert page.locator("#t-accounts tbody tr").count() == 13
    assert page.locator(".tools:visible").count() == 0
    assert page.locator("th button").count() == 0
    page.locator("details#a-kestrel > summary").click()
    assert page.locator("details#a-kestrel table.heat").is_visible()


def test_it_prints_on_a4(visit: Any, tmp_path: Path) -> None:
    page = visit("example").page
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 688, "height": 1000})  # 182 mm
    wide, room = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide <= room
    assert page.locator("nav:visible, .tools:visible").count() == 0
    made = page.pdf(format="A4", path=tmp_path / "report.pdf")
    assert made.startswith(b"%PDF")


def test_a_book_of_a_thousand_accounts_is_small_and_opens_at_once(
    browser: Browser, tmp_path: Path
) -> None:
    from benchmarks.generate import generate

    generate(tmp_path / "book", 1_000, 30)
    tree = Folder(tmp_path / "book")
    accounts = len(over(tree).ask(Request((TODAY,))).accounts)
    assert accounts > 900  # some were lost, as in any book of that size
    path = built(tree, tmp_path, "big")
    assert path.stat().st_size < 5_000_000
    text = path.read_text(encoding="utf-8")
    assert f"{accounts - 40} more accounts stand in the table above only" in text
    began = time.perf_counter()
    found = Visit(browser, path, 1280, "light")
    assert found.page.locator("#t-accounts tbody tr").count() == accounts
    took = time.perf_counter() - began
    # About a second on an idle machine; the bound leaves room for a busy one.
    assert took < 10
    assert found.errors == []
    wide, room = found.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide <= room
    found.context.close()
