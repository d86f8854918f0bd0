"""Which book a command means: the one named, else the one that lies where people keep it."""

from __future__ import annotations

import os
from pathlib import Path

from clientfit_cli.base.errors import UserError
from clientfit_cli.base.problems import did_you_mean


def book_path(given: str | None) -> Path:
    """Find the book: what was given, else $CLIENTFIT_BOOK, else accounts/, else here."""
    name = (
        given
        or os.environ.get("CLIENTFIT_BOOK")
        or ("accounts" if Path("accounts").is_dir() else ".")
    )
    path = Path(name)
    if path.is_dir():
        return path
    if path.exists():
        raise UserError(f"{name} is a file, not a folder", f"try the folder: {path.parent}")
    hint = did_you_mean(name, [one.name for one in Path().iterdir() if one.is_dir()])
    raise UserError(f"there is no folder {name}", hint or "`clientfit init DIR` makes a book")


def name_and_book(first: str, second: str | None) -> tuple[str, str | None]:
    """Take a name and a book in either order: `show acme accounts/` or `show accounts/ acme`."""
    if second is not None and Path(first).is_dir() and not Path(second).is_dir():
        return second, first
    return first, second
