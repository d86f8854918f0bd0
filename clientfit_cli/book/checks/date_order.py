"""Check `date_order`."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from clientfit_cli.book.columns import column
from clientfit_cli.book.sections import SECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clientfit_cli.book.model import Account
    from clientfit_cli.book.settings import Settings
    from clientfit_cli.book.validate import Finding


def date_order(account: Account, settings: Settings) -> Iterator[Finding]:
    """Nothing ends before it begins."""
    del settings
    for section, about in SECTIONS.items():
        rows = account.rows(section)
        for first, second in about.order:
            for row, late in enumerate(column(rows, second)):
                if late is None:
                    continue
                early = _day(column(rows, first)[row])
                if early is not None and late < early:
                    yield account.finding(
                        (section, row, second), "date-order",
                        f"{second} {late} is before {first} {early}", "correct one of the two",
                    )  # fmt: skip
    since, lost = account.get("since"), account.get("lost")
    if since and lost and lost.date and lost.date < since:
        yield account.finding(
            ("lost", "date"), "date-order", f"lost {lost.date} is before since {since}",
            "correct one of the two",
        )  # fmt: skip


def _day(value: Any) -> dt.date | None:
    # A moment's day may be another one in the book's time zone: allow for it.
    if isinstance(value, dt.datetime):
        return value.date() - dt.timedelta(days=1)
    return value
