"""What is open in an account and ours to close: actions taken on, our promises, issues."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clientfit_cli.book.directory import folded
from clientfit_cli.book.sections import SECTIONS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from clientfit_cli.book.model import Account, Origin


@dataclass(frozen=True)
class Pending:
    """Something open: what it is, since when, and the key of its row that would close it."""

    kind: str
    what: str
    begun: dt.date | None
    due: dt.date | None
    key: str
    origin: Origin
    signal: str = ""

    def __str__(self) -> str:
        begun = f", since {self.begun}" if self.begun else ""
        due = f", due {self.due}" if self.due else ""
        return f"{self.kind}: {self.what}{begun}{due}"


def pending(account: Account) -> list[Pending]:
    """List what is open in an account: what was taken on, then our promises, then issues."""
    # What somebody took on stands before what is only open.
    closable = [section for section in SECTIONS.values() if section.closable]
    closable.sort(key=lambda section: section.name != "actions")
    return [
        Pending(
            section.closable, row.what, getattr(row, section.first[0]), getattr(row, "due", None),
            section.ends, origin, getattr(row, "signal", None) or "",
        )
        for section in closable
        for row, origin in zip(
            account.rows(section.name), account.origins.get(section.name, ()), strict=True
        )
        if getattr(row, section.ends) is None and getattr(row, "by", "us") == "us"
    ]  # fmt: skip


def fitting(word: str, names: Sequence[Iterable[str]], texts: Sequence[str]) -> list[int]:
    """Say which of several things a word means: by number from 1, a name, or a part of a text.

    A part of a text begins where one of its words does, so that `x` does not mean `six`.
    """
    word = word.strip()
    if word.isascii() and word.isdigit() and 0 < int(word[:9]) <= len(texts):
        return [int(word) - 1]
    named = [at for at, known in enumerate(names) if word.lower() in known]
    part = folded(word)
    begins = re.compile(rf"(?<!\w){re.escape(part)}")
    return named or [at for at, text in enumerate(texts) if part and begins.search(folded(text))]
