"""Book -> Tables: every section as columns, with days as numbers and names as positions.

The only place where columns are named and typed. Nothing here depends on an as-of day. Accounts,
contacts and people stand in the order of their ids and rows in the order of their accounts, so
that the order of files cannot matter.
"""

from __future__ import annotations

import datetime as dt
from operator import attrgetter
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import numpy as np

from clientfit_cli.base.vocabulary import EPOCH, NONE
from clientfit_cli.book.columns import LONG, column
from clientfit_cli.book.sections import SECTIONS, Section
from clientfit_cli.engine.algebra.grid import ALWAYS, NEVER, Bools, Floats, Ints
from clientfit_cli.engine.facts.columns import (
    CHANNELS,
    DEFAULT_CADENCE,
    GIFTS,
    Alone,
    Meetings,
    Pairs,
    Table,
    Tables,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from clientfit_cli.book.model import Book


def tabulated(book: Book) -> Tables:
    """Turn a book into columns."""
    return _Tabulation(book).tables()


class _Tabulation:
    def __init__(self, book: Book) -> None:
        self.settings = book.settings
        self.accounts = list(book.accounts.values())
        self.zone = ZoneInfo(book.settings.timezone)
        self.firm = {person.id: person for person in book.settings.team or []}
        named = {member.person for account in self.accounts for member in account.rows("team")}
        named |= {account.get("owner") for account in self.accounts if account.get("owner")}
        self.people = sorted(set(self.firm) | named)
        self.person = {name: at for at, name in enumerate(self.people)}
        catalogue = [service.id for service in book.settings.services]
        bought = {
            service
            for account in self.accounts
            for section in SECTIONS.values()
            for attribute in section.services
            for service in column(account.rows(section.name), attribute)
        }
        self.services = catalogue + sorted(bought - set(catalogue))
        self.service = {name: at for at, name in enumerate(self.services)}
        self.contact: dict[tuple[int, str], int] = {}

    def tables(self) -> Tables:
        # Contacts first: other rows point at them.
        contacts = self._contacts()
        sections = {"contacts": contacts}
        sections |= {name: self._table(name) for name in SECTIONS if name != "contacts"}
        pairs, meetings, alone = self._pairs(sections["touchpoints"], contacts)
        firm = [self.firm.get(name) for name in self.people]
        return Tables(
            settings=self.settings,
            ids=[account.id for account in self.accounts],
            people=self.people,
            names={
                name: (self.firm[name].name if name in self.firm else None) or name
                for name in self.people
            },
            columns=self._accounts(sections),
            kept={
                name: np.array([name in account.sections for account in self.accounts], dtype=bool)
                for name in SECTIONS
            },
            sections=sections,
            person_since=_days([one.since if one else None for one in firm], ALWAYS),
            person_until=_days([one.until if one else None for one in firm], NEVER),
            pairs=pairs,
            meetings=meetings,
            alone=alone,
            services=self.services,
            fits=self._fits(),
        )

    def _accounts(self, sections: dict[str, Table]) -> dict[str, Any]:
        accounts, cadence = self.accounts, self.settings.cadence
        usual = cadence.get("default", DEFAULT_CADENCE)
        lost = [account.get("lost") for account in accounts]
        renewal = [account.get("renewal") for account in accounts]
        since = _days([account.get("since") for account in accounts], NEVER)
        return {
            "name": [account.get("name") or account.id for account in accounts],
            "owner": [account.get("owner") for account in accounts],
            "tier": [account.get("tier") for account in accounts],
            "industry": [account.get("industry") for account in accounts],
            "renewal": [day and day.isoformat() for day in renewal],
            "lost_cause": [one and one.cause for one in lost],
            "since": since,
            "start": np.where(since < NEVER, since, first_days(len(accounts), sections)),
            "notice": _days([account.get("notice") for account in accounts], NEVER),
            "lost": _days([one and one.date for one in lost], NEVER),
            "revenue": _numbers([account.get("revenue") for account in accounts]),
            "cadence": np.array(
                [
                    account.get("cadence") or cadence.get(account.get("tier") or "", usual)
                    for account in accounts
                ],
                dtype=np.float64,
            ),
        }

    def _fits(self) -> Bools:
        fits = np.zeros((len(self.accounts), len(self.services)), dtype=bool)
        for at, service in enumerate(self.settings.services):
            industry, tier = service.fits.industry, service.fits.tier
            fits[:, at] = [
                (industry is None or account.get("industry") in industry)
                and (tier is None or account.get("tier") in tier)
                for account in self.accounts
            ]
        return fits

    def _day(self, moment: dt.date | dt.datetime) -> int:
        """Number the day of a moment in the book's time zone."""
        if isinstance(moment, dt.datetime) and moment.tzinfo is not None:
            moment = moment.astimezone(self.zone)
        return moment.toordinal() - EPOCH

    def _contacts(self) -> Table:
        rows: list[Any] = []
        places: list[int] = []
        counts: list[int] = []
        for at, account in enumerate(self.accounts):
            mine = account.rows("contacts")
            counts.append(len(mine))
            for place in sorted(range(len(mine)), key=lambda place: mine[place].id):
                self.contact[at, mine[place].id] = len(rows)
                rows.append(mine[place])
                places.append(place)
        prefers = [row.prefers for row in rows]
        extra = {
            "id": [row.id for row in rows],
            "succeeds": np.array([row.succeeds is not None for row in rows], dtype=bool),
            "prefers": _codes([one and one.channel for one in prefers], CHANNELS),
            "asked": _days([one and one.asked for one in prefers], NEVER),
            "personal": np.array([bool(row.personal) for row in rows], dtype=bool),
        }
        return self._built("contacts", rows, places, counts, extra)

    def _table(self, section: str) -> Table:
        if section in LONG:
            return self._long(section)
        rows: list[Any] = []
        places: list[int] = []
        counts: list[int] = []
        for account in self.accounts:
            mine = account.rows(section)
            order: Sequence[int] = range(len(mine))
            counts.append(len(mine))
            if len(mine) > 1:
                # Where two rows tie (two issues of one day), what they say decides, and not the
                # file that they stand in.
                order = sorted(order, key=lambda at: str(vars(mine[at])))
                mine = [mine[at] for at in order]
            rows += mine
            places += order
        return self._built(section, rows, places, counts, {})

    def _long(self, section: str) -> Table:
        """Make the table of a long section; nothing asks which of a tie comes first."""
        mine = [account.rows(section) for account in self.accounts]
        counts = list(map(len, mine))
        account = np.repeat(np.arange(len(mine), dtype=np.int64), counts)
        about = SECTIONS[section]
        values = {
            name: [value for rows in mine for value in column(rows, name)]
            for name in (*about.columns, "by", "gave", "ours", "theirs")
        }
        columns = {name: self._cells(about, name, values[name], account) for name in about.columns}
        place = np.arange(len(account)) - np.repeat(np.cumsum(counts) - counts, counts)
        for name, (key, holds) in about.flags.items():
            columns[name] = np.array([value == holds for value in values[key]], dtype=bool)
        columns["has_gave"] = np.array([one is not None for one in values["gave"]], dtype=bool)
        bit = {gift: 1 << at for at, gift in enumerate(GIFTS)}
        columns["gave"] = np.array(
            [sum(bit[gift] for gift in set(one)) if one else 0 for one in values["gave"]], np.int64
        )
        self.ours = list(map(_each, values["ours"]))
        self.theirs = list(map(_each, values["theirs"]))
        return Table(account, place, columns, [])

    def _built(
        self,
        section: str,
        rows: list[Any],
        places: list[int],
        counts: list[int],
        columns: dict[str, Any],
    ) -> Table:
        account = np.repeat(np.arange(len(self.accounts), dtype=np.int64), counts)
        about = SECTIONS[section]
        names = tuple(about.columns)
        # All values of a row at once: one by one they take longer than what is made of them.
        values = zip(*map(_taker(names), rows), strict=True) if rows else [()] * len(names)
        for name, found in zip(names, values, strict=True):
            columns[name] = self._cells(about, name, found, account)
        for name, (key, holds) in about.flags.items():
            columns[name] = np.array([getattr(row, key) == holds for row in rows], dtype=bool)
        named = about.label
        labels = [text or "" for text in map(attrgetter(named), rows)] if named else []
        return Table(account, np.array(places, np.int64), columns, labels)

    def _cells(self, section: Section, name: str, values: Sequence[Any], account: Ints) -> Any:
        kind = section.columns[name]
        if kind in {"day", "since"}:
            missing = NEVER if kind == "day" else ALWAYS
            day, date = self._day, dt.date
            return np.array(
                [
                    missing if one is None
                    else one.toordinal() - EPOCH if type(one) is date
                    else day(one)
                    for one in values
                ],
                np.int64,
            )  # fmt: skip
        if kind == "number":
            return _numbers(values)
        if kind == "text":
            return list(values)
        if kind == "contact":
            known = self.contact
            pairs = zip(account.tolist(), values, strict=True)
            return np.array([known.get((at, one), NONE) for at, one in pairs], np.int64)
        if kind in {"person", "service"}:
            places = self.person if kind == "person" else self.service
            return np.array([places.get(one, NONE) for one in values], np.int64)
        return _codes(values, section.choices(name))

    def _pairs(self, touchpoints: Table, contacts: Table) -> tuple[Pairs, Meetings, Alone]:
        """Take every touchpoint apart into the pairs that met in it."""
        ours, theirs = self.ours, self.theirs
        n_ours = np.array([len(one) for one in ours], np.int64)
        n_theirs = np.array([len(one) for one in theirs], np.int64)
        person = np.array([self.person[name] for one in ours for name in one], np.int64)
        contact = np.array(
            [
                self.contact[at, name]
                for at, one in zip(touchpoints.account.tolist(), theirs, strict=True)
                for name in one
            ],
            np.int64,
        )
        of_contact = np.repeat(np.arange(len(theirs)), n_theirs)
        lone = n_ours[of_contact] == 0
        alone = Alone(contact[lone], of_contact[lone])
        size = n_ours * n_theirs
        row = np.repeat(np.arange(len(size)), size)
        # The k-th pair of a touchpoint is its (k // n_theirs)-th of ours, (k % n_theirs)-th of
        # theirs.
        nth = np.arange(size.sum()) - np.repeat(np.cumsum(size) - size, size)
        person = person[(np.cumsum(n_ours) - n_ours)[row] + nth // n_theirs[row]]
        contact = contact[(np.cumsum(n_theirs) - n_theirs)[row] + nth % n_theirs[row]]
        key = contact * max(1, len(self.people)) + person
        keys, pair = np.unique(key, return_inverse=True)
        order = np.argsort(pair, kind="stable")
        pair, row = pair[order], row[order]
        of = keys // max(1, len(self.people))
        pairs = Pairs(contacts.account[of], of, keys % max(1, len(self.people)))
        return pairs, Meetings(pair, row, 1 / np.sqrt(size[row].astype(np.float64))), alone


def first_days(size: int, sections: dict[str, Table]) -> Ints:
    """The first day on which something happened, of each account; NEVER where nothing did."""
    first = np.full(size, NEVER, dtype=np.int64)
    for name, section in SECTIONS.items():
        table = sections[name]
        for key in section.first if section.starts is None else section.starts:
            days = np.where(table[key] == ALWAYS, NEVER, table[key])
            np.minimum.at(first, table.account, days)
    return first


def _taker(names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    """Make what takes some values out of a record, always as a tuple."""
    take = attrgetter(*names)
    return take if len(names) > 1 else lambda row: (take(row),)


def _each(names: list[str]) -> list[str]:
    return names if len(names) < 2 else sorted(set(names))


def _days(values: Sequence[dt.date | None], missing: int) -> Ints:
    return np.array(
        [missing if one is None else one.toordinal() - EPOCH for one in values], dtype=np.int64
    )


def _numbers(values: Iterable[float | None]) -> Floats:
    return np.array([np.nan if one is None else one for one in values], dtype=np.float64)


def _codes(values: Iterable[str | None], choices: tuple[str, ...]) -> Ints:
    code = {choice: at for at, choice in enumerate(choices)}
    return np.array([NONE if one is None else code[one] for one in values], dtype=np.int64)
