"""Columns as they were known on a day: what came later is taken out of them.

Scoring a book as of a day overlooks what lies after that day. Here it is gone, so that the same
facts can also be scored as of a later day: what would have become of the account if nothing more
had happened.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import compress
from typing import TYPE_CHECKING, Any

import numpy as np

from clientfit_cli.base.vocabulary import NONE, number_of
from clientfit_cli.book.sections import SECTIONS
from clientfit_cli.engine.algebra.grid import ALWAYS, NEVER
from clientfit_cli.engine.facts.columns import Alone, Meetings, Pairs, Table
from clientfit_cli.engine.facts.tabulate import first_days

if TYPE_CHECKING:
    from clientfit_cli.engine.algebra.grid import Bools, Ints
    from clientfit_cli.engine.facts.columns import Tables

# The day on which people begin who are still to come.
TO_COME = dt.date(2199, 12, 31)
# The day after the last one that a file or a command can name: what begins on it never does.
BEYOND = number_of(TO_COME) + 1
# What stands in a column where a row says nothing, by the column's kind of number.
UNSAID: dict[str, float | bool | int] = {"f": np.nan, "b": False, "i": NONE}


def cut_off(columns: Tables, day: dt.date | int) -> Tables:
    """Take what lies after `day` out of the columns of a book.

    Every account keeps its place, so that what is scored from these columns and from the whole
    ones can be laid side by side. An account that had not begun by then has no rows, and no day
    finds it scored. Rows keep their places in the documents of the whole book.
    """
    number = day if isinstance(day, int) else number_of(day)
    return _ColumnCut(columns, number).tables()


class _ColumnCut:
    """Takes what lies after a day, given as its number, out of columns."""

    def __init__(self, whole: Tables, day: int) -> None:
        self.whole = whole
        self.day = day
        self.begun = ~self.later(whole.columns["since"])
        # Which rows of each section were there, and where those that were stand now.
        self.known = {section: self.rows(section, whole[section]) for section in whole.sections}
        self.contact_places = _places(self.known["contacts"])
        self.touchpoint_places = _places(self.known["touchpoints"])

    def tables(self) -> Tables:
        whole = self.whole
        sections = {section: self.table(section, whole[section]) for section in whole.sections}
        pairs, meetings = self.relationships()
        since, until = self.presence(whole.person_since, whole.person_until)
        return replace(
            whole,
            columns=self.accounts(sections),
            kept={section: kept & self.begun for section, kept in whole.kept.items()},
            sections=sections,
            person_since=np.where(self.named(sections["team"]), since, BEYOND),
            person_until=until,
            pairs=pairs,
            meetings=meetings,
            alone=self.alone(),
        )

    def later(self, days: Ints) -> Bools:
        """Where a day is on file that comes after the cut."""
        return (days > self.day) & (days < NEVER)

    def unless_later(self, days: Ints) -> Ints:
        """Days that had come by then; those that had not are not known to come at all."""
        return np.where(days > self.day, NEVER, days)

    def rows(self, section: str, table: Table) -> Bools:
        """Which rows were there: those with a first day that had come, or without any."""
        there = self.begun[table.account]
        about = SECTIONS[section]
        days = [table[key] for key in about.first]
        if days and not about.people:  # earlier rows may name people who come later: those stay
            come = np.logical_or.reduce([(first > ALWAYS) & (first <= self.day) for first in days])
            to_come = np.logical_or.reduce([self.later(first) for first in days])
            there &= come | ~to_come
        return there

    def table(self, section: str, table: Table) -> Table:
        """What was known of one section."""
        rows = self.known[section]
        columns = {name: _chosen(column, rows) for name, column in table.columns.items()}
        if SECTIONS[section].people:
            columns["since"], columns["until"] = self.presence(columns["since"], columns["until"])
        else:
            columns |= self.blanked(section, columns)
        if section == "contacts":
            columns["asked"] = self.unless_later(columns["asked"])
        for name, kind in SECTIONS[section].columns.items():
            if kind == "contact":
                columns[name] = _moved(columns[name], self.known["contacts"], self.contact_places)
        return Table(
            _chosen(table.account, rows), _chosen(table.place, rows), columns,
            _chosen(table.labels, rows) if table.labels else [],
        )  # fmt: skip

    def blanked(self, section: str, columns: dict[str, Any]) -> dict[str, Any]:
        """The columns of a section that say less: answers and ends had not come yet."""
        cells: dict[str, Any] = {}
        for name, along in SECTIONS[section].later.items():
            if name not in columns:  # nothing is scored by it
                continue
            later = self.later(columns[name])
            cells[name] = self.unless_later(columns[name])
            for known_with_it in along:
                if known_with_it in columns:
                    column = columns[known_with_it]
                    cells[known_with_it] = np.where(later, UNSAID[column.dtype.kind], column)
        return cells

    def presence(self, since: Ints, until: Ints) -> tuple[Ints, Ints]:
        """From when to when people are there: who comes later is still to come, for good."""
        # Nobody leaves before they come: of whom comes later the end is a later day, too.
        return np.where(self.later(since), number_of(TO_COME), since), self.unless_later(until)

    def named(self, team: Table) -> Bools:
        """Which of ours somebody knew of: the firm, or an account that had begun.

        Whom only a later account names cannot be sent anywhere yet.
        """
        whole = self.whole
        if self.begun.all():
            return np.ones(len(whole.people), dtype=bool)
        names = {person.id for person in whole.settings.team or []}
        names |= set(compress(whole.columns["owner"], self.begun.tolist()))
        named = np.array([person in names for person in whole.people], dtype=bool)
        named[team["person"]] = True
        return named

    def accounts(self, sections: dict[str, Table]) -> dict[str, Any]:
        """What was known of the accounts themselves; those that had not begun never do."""
        columns, begun = dict(self.whole.columns), self.begun
        columns["since"] = np.where(begun, columns["since"], BEYOND)
        first = first_days(self.whole.size, sections)
        columns["start"] = np.where(columns["since"] < NEVER, columns["since"], first)
        for ending in ("notice", "lost"):
            columns[ending] = self.unless_later(columns[ending])
        columns["lost_cause"] = [
            cause if gone else None
            for cause, gone in zip(columns["lost_cause"], columns["lost"] < NEVER, strict=True)
        ]
        if not begun.all():
            columns["owner"] = [
                owner if there else None
                for owner, there in zip(columns["owner"], begun.tolist(), strict=True)
            ]
        return columns

    def relationships(self) -> tuple[Pairs, Meetings]:
        """Who had met whom by then, and when; who first met later are no pair yet."""
        pairs, meetings = self.whole.pairs, self.whole.meetings
        held = self.known["touchpoints"][meetings.touchpoint]
        pair = meetings.pair[held]
        met = np.zeros(len(pairs), dtype=bool)
        met[pair] = True
        contact = _moved(pairs.contact[met], self.known["contacts"], self.contact_places)
        return (
            Pairs(pairs.account[met], contact, pairs.person[met]),
            Meetings(
                _places(met)[pair],
                self.touchpoint_places[meetings.touchpoint[held]],
                meetings.share[held],
            ),
        )

    def alone(self) -> Alone:
        """Whom somebody had met by then without one of ours being named."""
        alone = self.whole.alone
        held = self.known["touchpoints"][alone.touchpoint]
        contact = _moved(alone.contact[held], self.known["contacts"], self.contact_places)
        return Alone(contact, self.touchpoint_places[alone.touchpoint[held]])


def _chosen(column: Any, rows: Bools) -> Any:
    """Some rows of a column of numbers or of text."""
    return list(compress(column, rows.tolist())) if isinstance(column, list) else column[rows]


def _places(rows: Bools) -> Ints:
    """Where each row stands once the others are gone."""
    return np.cumsum(rows) - 1


def _moved(names: Ints, rows: Bools, places: Ints) -> Ints:
    """Point at rows where they stand now; nobody stays nobody."""
    if rows.all():
        return names
    return np.where(names == NONE, NONE, places[names])
