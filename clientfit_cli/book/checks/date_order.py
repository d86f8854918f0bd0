"""Check `date_order`."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from clientfit_cli.book.columns import column

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clientfit_cli.book.model import Account
    from clientfit_cli.book.settings import Settings
    from clientfit_cli.book.validate import Finding

# section: pairs of keys of which the second may not come before the first
ORDER: dict[str, list[tuple[str, str]]] = {
    "team": [("since", "until")],
    "contacts": [("since", "until")],
    "services": [("since", "until")],
    "touchpoints": [("date", "answered")],
    "commitments": [("made", "done"), ("made", "due")],
    "issues": [("opened", "closed"), ("opened", "answered")],
    "feedback": [("asked", "given")],
    "news": [("date", "our_word")],
    "goals": [("confirmed", "reached")],
    "opportunities": [("opened", "closed")],
    "referrals": [("asked", "date")],
    "rivals": [("seen", "answered")],
    "actions": [("created", "done"), ("created", "due")],
}


def date_order(account: Account, settings: Settings) -> Iterator[Finding]:
    """Nothing ends before it begins."""
    del settings
    for section, pairs in ORDER.items():
        rows = account.rows(section)
        for first, second in pairs:
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
