"""An oracle: the book as it was known on a day, by taking what came later out of its records."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from clientfit_cli.book.sections import SECTIONS as _SECTIONS
from clientfit_cli.engine.facts.cutoff import TO_COME

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clientfit_cli.book.model import Account, Book
    from clientfit_cli.book.schema import Record
    from clientfit_cli.book.settings import Settings


# As they are: a test may leave something out of them for the product.
SECTIONS = dict(_SECTIONS)


def until(book: Book, day: dt.date) -> Book:
    """The book as it was known on `day`: no later row, no later answer, end or loss.

    Scored as of `day` it says what the whole book says as of that day.
    """
    cut = _Cut(day.toordinal(), ZoneInfo(book.settings.timezone))
    known = {name: cut.account(account) for name, account in book.accounts.items()}
    accounts = {name: account for name, account in known.items() if account is not None}
    return replace(book, settings=cut.settings(book.settings), accounts=accounts)


@dataclass(frozen=True)
class _Cut:
    """Takes away what lies after a day, given as its ordinal."""

    day: int
    zone: ZoneInfo

    def later(self, moment: dt.date | dt.datetime | None) -> bool:
        if moment is None:
            return False
        if isinstance(moment, dt.datetime) and moment.tzinfo is not None:
            moment = moment.astimezone(self.zone)
        return moment.toordinal() > self.day

    def settings(self, settings: Settings) -> Settings:
        """The firm's people come and go too; its numbers carry no dates."""
        if settings.team is None:
            return settings
        return settings.model_copy(update={"team": [self.person(one) for one in settings.team]})

    def account(self, account: Account) -> Account | None:
        """What was known of an account; None when it had not begun."""
        if self.later(account.get("since")):
            return None
        sections: dict[str, Sequence[Any]] = {}
        origins = dict(account.origins)
        for section, rows in account.sections.items():
            known = [self.row(section, row) for row in rows]
            if any(row is None for row in known):
                places = account.origins[section]
                origins[section] = [
                    place for place, row in zip(places, known, strict=True) if row is not None
                ]
            sections[section] = [row for row in known if row is not None]
        return replace(account, scalars=self.scalars(account), sections=sections, origins=origins)

    def scalars(self, account: Account) -> dict[str, Any]:
        scalars = dict(account.scalars)
        if self.later(scalars.get("notice")):
            del scalars["notice"]
        lost = scalars.get("lost")
        if lost is not None and self.later(lost.date):
            del scalars["lost"]
        return scalars

    def row(self, section: str, row: Any) -> Any:
        """What was known of one row; None when it was not there yet."""
        about = SECTIONS[section]
        if about.people:
            return self.person(row)
        first = [day for key in about.first if (day := getattr(row, key)) is not None]
        if first and all(self.later(day) for day in first):
            return None
        gone = [
            key
            for day, along in about.later.items()
            if self.later(getattr(row, day))
            for key in (day, *along)
        ]
        return row.model_copy(update=dict.fromkeys(gone)) if gone else row

    def person(self, row: Record) -> Record:
        """What was known of one of ours, or of theirs."""
        changes: dict[str, Any] = {}
        if self.later(getattr(row, "since", None)):
            changes = {"since": TO_COME, "until": None}
        elif self.later(getattr(row, "until", None)):
            changes["until"] = None
        prefers = getattr(row, "prefers", None)
        if prefers is not None and self.later(prefers.asked):
            changes["prefers"] = prefers.model_copy(update={"asked": None})
        return row.model_copy(update=changes) if changes else row
