"""What is open in an account and ours to close: actions taken on, our promises, issues."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clientfit_cli.book.directory import folded

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


# The section, what its rows are called, when they begin, and what closes them.
_SECTIONS = (
    ("actions", "action", "created", "done"),
    ("commitments", "promise", "made", "done"),
    ("issues", "issue", "opened", "closed"),
)


def pending(account: Account) -> list[Pending]:
    """List what is open in an account, in the order of its files."""
    return [
        Pending(
            kind, row.what, getattr(row, begins), getattr(row, "due", None), ends, origin,
            getattr(row, "signal", None) or "",
        )
        for section, kind, begins, ends in _SECTIONS
        for row, origin in zip(
            account.rows(section), account.origins.get(section, ()), strict=True
        )
        if getattr(row, ends) is None and getattr(row, "by", "us") == "us"
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
