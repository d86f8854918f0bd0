"""A line of a table -> an item in the words of our format, by the rules of a mapping."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.base.problems import said
from clientfit_cli.importing.importer import Firm, Item, Left, Person
from clientfit_cli.importing.tabular import cells, targets
from clientfit_cli.importing.tabular.columns import Columns
from clientfit_cli.importing.tabular.values import LONGEST, YES, LeaveError, Valuer

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from clientfit_cli.importing.mapping import Known
    from clientfit_cli.importing.tabular.cells import Cell
    from clientfit_cli.importing.tabular.dates import Clock
    from clientfit_cli.importing.tabular.mapping_schema import Who

LONGEST_NOTE = 20_000
MOST_PEOPLE = 1000  # that one cell names
WRITTEN = frozenset({"email", "message", "mailing"})  # whose bodies are never copied


class Liner:
    """Makes items of the lines of one table."""

    def __init__(
        self, known: Known, header: Sequence[Cell], clock: Clock, now: dt.datetime
    ) -> None:
        self.mapping = known.mapping
        self.columns = Columns(header)
        self.values = Valuer(known.mapping, self.columns, clock, now)
        self._row: Sequence[Cell] = ()

    def item(self, row: Sequence[Cell], place: str) -> Item | Left:
        """Make what a line says, or say why it is left."""
        self._row = row
        try:
            return self._item(place)
        except LeaveError as error:
            return Left(place, self._label(), error.why, error.bad)

    def _item(self, place: str) -> Item:
        mapping = self.mapping
        if mapping.leaves:
            raise LeaveError(mapping.leaves)
        self._only()
        firm = Firm(
            cells.line(self._cell(mapping.firm.name)),
            cells.line(self._cell(mapping.firm.domain)),
            self._key(mapping.firm.id),
        )
        # Of several firms nobody can say whose it is: they are no new account.
        several = len(cells.apart(firm.name, mapping.firm.apart or "")) > 1
        firm = Firm(firm.name) if several else firm
        parts = [self._key(one) for one in mapping.key]
        key = "\0".join(parts) if parts and all(parts) else ""
        by: list[Person] = []
        theirs = self._people(mapping.theirs, by)
        ours = self._people(mapping.ours, by)
        people = self._people(mapping.people, by)
        if mapping.makes == targets.ACCOUNTS:
            firm = Firm(firm.name, firm.domain, firm.id or key)
            if not (firm.name or firm.domain):
                raise LeaveError("names no firm", bad=True)
        if mapping.makes == "contacts":
            if not theirs:
                raise LeaveError("names nobody")
            first = theirs[0]
            theirs = (Person(first.name, first.email, first.id or key),)
        for one in (firm.name, *(who.name for who in (*theirs, *ours, *people))):
            if len(one) > LONGEST:
                raise LeaveError(f"a name is longer than {LONGEST} characters", bad=True)
        made = self.values.values(self._row)
        private = self._private(written=made.get("channel") in WRITTEN)
        began = by or {"theirs": theirs, "ours": ours}.get(self._side(), ())
        return Item(
            mapping.makes, place, mapping.system, key, made, private, firm, theirs, ours, people,
            by=next(iter(began), None), new_account=mapping.new_accounts and not several,
        )  # fmt: skip

    def _cell(self, names: Sequence[str]) -> Cell:
        return self.columns.cell(self._row, names)

    def _key(self, names: Sequence[str]) -> str:
        key = cells.key(self._cell(names))
        return key[: int(self.mapping.id_length)] if self.mapping.id_length else key

    def _label(self) -> str:
        """Name the line for the user: the firm, or the first thing that it says."""
        named = (who.name or who.email for who in (*self.mapping.theirs, *self.mapping.people))
        for names in (self.mapping.firm.name, *named):
            if shown := cells.line(self._cell(names)):
                return said(shown)
        return cells.label(self._row)

    def _only(self) -> None:
        for one in self.mapping.only:
            if not self.columns.places(one.column):
                continue  # this export does not tell
            written = cells.line(self._cell(one.column))
            inside = one.among is None or self.columns.ours(written, one.among)
            if not inside or (one.not_among and self.columns.ours(written, one.not_among)):
                tells = written and written.casefold() not in YES
                raise LeaveError(f"{one.why} ({said(written)})" if tells else one.why)

    def _side(self) -> str:
        by = self.mapping.by
        if by is None:
            return ""
        return self.columns.ours(cells.line(self._cell(by.column)), by.values) or ""

    def _people(self, named: Sequence[Who], by: list[Person]) -> tuple[Person, ...]:
        found: dict[Person, None] = {}
        for who in named:
            made = self._who(who)
            found |= dict.fromkeys(made)
            if who.began:
                by += made[:1]
        return tuple(found)

    def _who(self, who: Who) -> list[Person]:
        name = cells.line(self._cell(who.name))
        if not name:
            parts = (cells.line(self._cell(one)) for one in (who.first, who.last))
            name = " ".join(part for part in parts if part)
        email, key = self._cell(who.email), self._key(who.id)
        if not who.apart:
            made = [cells.person(name, cells.email(email), key)]
        else:
            columns = [cells.apart(one, who.apart) for one in (name, email, key)]
            longest = max(map(len, columns))
            # Columns that do not name the same number of people cannot be laid side by side.
            beside = [one if len(one) == longest else [""] * longest for one in columns]
            made = [cells.person(*each) for each in zip(*beside, strict=True)][:MOST_PEOPLE]
        return [one for one in made if one != Person()]

    def _private(self, *, written: bool) -> dict[str, str]:
        """Take the free texts; of what was written to somebody, only the first one: its subject."""
        found: dict[str, str] = {}
        for name, columns in self.mapping.private.items():
            texts = dict.fromkeys(
                cells.text(self._cell(one)) for one in columns[: 1 if written else None]
            )
            text = "\n".join(one for one in texts if one)
            if len(text) > LONGEST_NOTE:
                text = text[: LONGEST_NOTE - 1] + "\u2026"
            if text:
                found[name] = text
        return found
