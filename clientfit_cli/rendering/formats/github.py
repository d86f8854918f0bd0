"""Format `github`: problems as annotations of GitHub Actions, on the lines they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.base.errors import UserError
from clientfit_cli.base.text import clean

if TYPE_CHECKING:
    from clientfit_cli.rendering.page import Canvas, Page


def github(page: Page, canvas: Canvas) -> str:
    """Write one workflow command for each problem."""
    del canvas
    data = page.data()
    if set(data) != {"clientfit", "problems"}:
        raise UserError("the format `github` is for `clientfit check`")
    lines = []
    for one in data["problems"]:
        place = f"file={_property(one['file'])}"
        if one["line"]:
            place += f",line={one['line']},col={one['column']}"
        title = _property(f"clientfit {one['code']}")
        said = one["message"] + (f" ({one['hint']})" if one["hint"] else "")
        lines.append(f"::{one['severity']} {place},title={title}::{_message(said)}\n")
    return "".join(lines)


def _message(text: str) -> str:
    return clean(text).replace("%", "%25")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
