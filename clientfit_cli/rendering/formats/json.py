"""Format `json`: the data of a page for programs."""

from __future__ import annotations

import json as standard
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clientfit_cli.rendering.page import Canvas, Page


def json(page: Page, canvas: Canvas) -> str:
    """Write the data, version 1; unknown is null."""
    del canvas
    return standard.dumps(page.data(), indent=2, ensure_ascii=False, allow_nan=False) + "\n"
