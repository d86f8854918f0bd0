"""What a line of a table says for the keys of a row: dates, numbers, words of ours."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from clientfit_cli.base.problems import said
from clientfit_cli.importing.tabular import cells, targets
from clientfit_cli.importing.tabular.cells import NoValueError
from clientfit_cli.importing.tabular.dates import NoMomentError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clientfit_cli.importing.tabular.cells import Cell
    from clientfit_cli.importing.tabular.columns import Columns
    from clientfit_cli.importing.tabular.dates import Clock
    from clientfit_cli.importing.tabular.mapping_schema import Mapping, Value
    from clientfit_cli.importing.tabular.targets import Key

LONGEST = 200  # of a name
MINUTES_A_DAY = 24 * 60
YES = frozenset({"yes", "true", "1"})
# What exports write where nothing is known.
_NOTHING = frozenset(
    {"-", "--", "\u2013", "\u2014", "n/a", "(no value)", "(none)", "null", "[null]"}
)


class LeaveError(Exception):
    """A line that does not come into the book: why, and whether it cannot be understood."""

    def __init__(self, why: str, *, bad: bool = False) -> None:
        super().__init__(why)
        self.why, self.bad = why, bad


class Valuer:
    """Reads the values of the lines of one table, by the rules of a mapping."""

    def __init__(self, mapping: Mapping, columns: Columns, clock: Clock, now: dt.datetime) -> None:
        self.rules, self.columns, self.clock = mapping.values, columns, clock
        self.keys = targets.keys(mapping.makes)
        self.now = now.astimezone(clock.zone)

    def dated(self) -> tuple[int, ...]:
        """List the columns that hold days or times."""
        found: dict[int, None] = {}
        for name, rules in self.rules.items():
            for rule in rules:
                if self.keys[name].kind in {"day", "moment"}:
                    found |= dict.fromkeys(self.columns.places(rule.column))
                found |= dict.fromkeys(self.columns.places(rule.until))
        return tuple(found)

    def values(self, row: Sequence[Cell]) -> dict[str, Any]:
        """Read all values of a line, or say why it is left."""
        made: dict[str, Any] = {}
        for name, rules in self.rules.items():
            for rule in rules:
                value = self._value(name, rule, row, made)
                if value is not None:
                    made[name] = value
                    break
        for name, rules in self.rules.items():
            needed = [rule.with_ for rule in rules if rule.with_]
            if name in made and needed and not any(one in made for one in needed):
                del made[name]
        for name, key in self.keys.items():
            if key.needed and name not in made:
                raise LeaveError(f"says no {name}", bad=True)
        for name in targets.PAST & made.keys():
            if self._ahead(made[name]):
                raise LeaveError("what lies ahead is left out")
        return made

    def _ahead(self, moment: dt.date | dt.datetime) -> bool:
        if isinstance(moment, dt.datetime):
            return moment > self.now
        return moment > self.now.date()

    def _value(self, name: str, rule: Value, row: Sequence[Cell], made: dict[str, Any]) -> Any:
        key = self.keys[name]
        if rule.fixed is not None:
            return _word(rule.fixed, key)
        try:
            if rule.until:
                return self._minutes_until(rule, row, made)
            cell = self.columns.cell(row, rule.column)
            written = cells.line(cell)
            if not written or (written.casefold() in _NOTHING and key.kind != "text"):
                return None
            if rule.values is None:
                return self._typed(name, cell, rule, row)
        except (NoValueError, NoMomentError) as error:
            raise LeaveError(f"{name}: {error}", bad=True) from None
        ours = self.columns.ours(written, rule.values)
        if ours is None and rule.others == "leave":
            raise LeaveError(f"{name}: `{said(written)}` is not in the mapping")
        return None if ours is None else _word(ours, key)

    def _typed(self, name: str, cell: Cell, rule: Value, row: Sequence[Cell]) -> Any:
        """Give a cell the type of its key."""
        key = self.keys[name]
        if key.kind == "number":
            return _number(cells.minutes(cell, rule.unit) if "minutes" in name
                           else cells.number(cell), name, key)  # fmt: skip
        if key.kind == "boolean":
            return cells.yes_or_no(cell)
        if key.kind in {"day", "moment"}:
            moment = self._moment(cell, rule, row)
            if key.kind == "day" and isinstance(moment, dt.datetime):
                moment = moment.date()
            return moment
        if key.kind == "choice":
            word = cells.line(cell).casefold().replace(" ", "_")
            if word not in key.choices:
                raise LeaveError(f"{name}: `{said(cells.line(cell))}` is not a word of ours")
            return word
        # Address books join what they have several of.
        text = cells.text(cell) if key.longest > LONGEST else cells.line(cell).split(" ::: ")[0]
        if len(text) > key.longest:
            raise NoValueError(f"longer than {key.longest:,} characters")
        return text

    def _moment(self, cell: Cell, rule: Value, row: Sequence[Cell]) -> dt.date | dt.datetime:
        day, time = (cells.line(one) if isinstance(one, str) else one
                     for one in (cell, self.columns.cell(row, rule.time)))  # fmt: skip
        moment = self.clock.moment(day, time)
        if isinstance(moment, dt.datetime):
            whole = cells.line(self.columns.cell(row, rule.whole_day)).casefold()
            # Far back, clocks stood minutes and seconds apart from any zone that can be written.
            odd = (moment.utcoffset() or dt.timedelta()).total_seconds() % 60
            if odd or whole in YES:
                return moment.date()
        return moment

    def _minutes_until(
        self, rule: Value, row: Sequence[Cell], made: dict[str, Any]
    ) -> float | None:
        """Count the minutes from the date of the line to its end, where both have a time."""
        cell = self.columns.cell(row, rule.until)
        start = made.get("date")
        if not cells.line(cell) or not isinstance(start, dt.datetime):
            return None
        end = self._moment(cell, rule, row)
        return _length((end - start).total_seconds() / 60) if isinstance(end, dt.datetime) else None


def _number(number: float, name: str, key: Key) -> float | None:
    if key.positive and number < 0:
        raise NoValueError(f"{number:g} is less than 0")
    return _length(number) if "minutes" in name else number


def _length(minutes: float) -> float | None:
    """A whole day is how calendars write that they know no length."""
    return round(minutes, 2) if 0 <= minutes < MINUTES_A_DAY else None


def _word(word: str, key: Key) -> Any:
    return {"yes": True, "no": False}[word] if key.kind == "boolean" else word
