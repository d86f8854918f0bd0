"""Format `html`: one file that asks nobody for anything, to look at, print and pass on.

Text from files is data: everything that a template puts in is cleaned, cut to a bearable length and
escaped; the policy of the page lets no script run but its own, known by its hash.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clientfit_cli.base.text import clean
from clientfit_cli.rendering.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import Environment

    from clientfit_cli.rendering.page import Canvas

LONGEST = 300  # characters of one text: a note is not read in a report
# Styles of a cell -> classes of the page.
STYLES = {"good": "up", "bad": "down", "dim": "dim", "place": "dim", "strong": "strong",
          "title": "title"}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class RichPage(Page):
    """A page with a template of its own; what the template reads is gathered when it is asked."""

    template: str
    context: Callable[[], dict[str, Any]]


def html(page: Page, canvas: Canvas) -> str:
    """Write a page with its own template, or its blocks one after another."""
    del canvas
    if isinstance(page, RichPage):
        return rendered(page.template, **page.context())
    return rendered("page.html", title=page.title, blocks=page.blocks, styles=STYLES)


def rendered(template: str, **names: Any) -> str:
    """Fill in a template of `templates/`."""
    return environment().get_template(template).render(**names)


@cache
def environment() -> Environment:
    """Prepare what all templates share."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    from clientfit_cli import __version__

    folder = Path(__file__).parent.parent / "templates"
    made = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        finalize=_put_in,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["slug"] = slug
    made.filters["plain"] = plain
    for name in ("style.css", "script.js"):
        text = (folder / name).read_text(encoding="utf-8")
        kind = name.partition(".")[0]
        made.globals[kind] = Markup(text)  # noqa: S704  # the program's own
        made.globals[f"{kind}_hash"] = Markup(_hash(text))  # noqa: S704
    made.globals.update(version=__version__, bands=("red", "unknown", "yellow", "green"))
    return made


def _put_in(value: Any) -> Any:
    """Make whatever a template puts in safe and short; what is made of markup already stays."""
    if hasattr(value, "__html__") or not isinstance(value, str):
        return value
    if len(value) > LONGEST:
        value = value[: LONGEST - 1] + "…"
    return clean(value)


def slug(text: str) -> str:
    """Make an anchor of an id."""
    return re.sub(r"[^A-Za-z0-9._-]", "-", text)


def plain(number: float | None) -> str:
    """Write a number for sorting; unknown is nothing."""
    return "" if number is None else f"{number:.6g}"


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
