"""Rows of long sections: typed value by value, each once, and kept as columns.

Touchpoints are nearly all of a large book, and their values come again and again. The model types
each value the first time; a record is made of them again only where somebody asks for one. A row
that this does not surely understand is left to the model as a whole, which says what is wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, overload

from pydantic import TypeAdapter, ValidationError

from clientfit_cli.book.schema import Touchpoint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from clientfit_cli.book.schema import Record

LONG: dict[str, type[Record]] = {"touchpoints": Touchpoint}
_MOST_KNOWN = 1 << 16
_LONGEST_KNOWN = 64
NO_KEYS: set[str] = set()


class _Column(dict[Any, Any]):
    """What the values of one key are, as the model types them; ValidationError where it does not.

    A value that is missing is the key's default. Lists come as tuples.
    """

    def __init__(self, model: type[Record], key: str) -> None:
        super().__init__()
        self.key = key
        self.field = field = model.model_fields[key]
        if field.is_required():
            self.missing: Any = _REQUIRED
        else:
            self.missing = field.get_default(call_default_factory=True)
            self[_MISSING] = self.missing

    @cached_property
    def _validated(self) -> Callable[[Any], Any]:
        return TypeAdapter(self.field.rebuild_annotation()).validate_python

    def __missing__(self, value: Any) -> Any:
        given = list(value) if type(value) is tuple else value
        if given is None or given is _MISSING:  # a key without a value is for the model to judge
            raise KeyError(self.key)
        typed = self._validated(given)
        if len(value) <= _LONGEST_KNOWN:
            if len(self) >= _MOST_KNOWN:
                self.clear()
                if self.missing is not _REQUIRED:
                    self[_MISSING] = self.missing
            self[value] = typed
        return typed


_MISSING, _REQUIRED = "\0", object()  # no text of a file holds a NUL


@cache
def _columns(section: str) -> dict[str, _Column]:
    model = LONG[section]
    return {key: _Column(model, key) for key in model.model_fields}


def typed(section: str, rows: Any) -> dict[str, list[Any]] | None:
    """Type the rows of a long section, column by column; None if the model must look at them."""
    if type(rows) is not list or not all(type(row) is dict for row in rows):
        return None
    found = {}
    number = sum(map(len, rows))  # of values that no column has taken yet
    try:
        for key, known in _columns(section).items():
            values = [row.get(key, _MISSING) for row in rows]
            number -= len(values) - values.count(_MISSING)
            try:
                found[key] = list(map(known.__getitem__, values))
            except TypeError:  # lists
                found[key] = [known[tuple(value)] if type(value) is list else known[value]
                              for value in values]  # fmt: skip
    except (ValidationError, KeyError, TypeError):
        return None
    return found if not number else None


class Rows(Sequence[Any]):
    """The records of a long section of one account, in the order of its documents."""

    def __init__(self, section: str) -> None:
        self.model = LONG[section]
        self.columns: dict[str, list[Any]] = {name: [] for name in self.model.model_fields}

    def extend(self, columns: dict[str, list[Any]]) -> None:
        """Add rows that `typed` has typed."""
        for name in self.columns:
            self.columns[name] += columns[name]

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))

    def _made(self, values: tuple[Any, ...]) -> Any:
        # As pydantic makes one of values that it has checked.
        record = self.model.__new__(self.model)
        object.__setattr__(record, "__dict__", dict(zip(self.columns, values, strict=True)))
        object.__setattr__(record, "__pydantic_fields_set__", NO_KEYS)
        object.__setattr__(record, "__pydantic_extra__", None)
        object.__setattr__(record, "__pydantic_private__", None)
        return record

    def __iter__(self) -> Iterator[Any]:
        return map(self._made, zip(*self.columns.values(), strict=True))

    @overload
    def __getitem__(self, at: int) -> Any: ...
    @overload
    def __getitem__(self, at: slice) -> list[Any]: ...
    def __getitem__(self, at: int | slice) -> Any:
        if isinstance(at, slice):
            columns = [column[at] for column in self.columns.values()]
            return list(map(self._made, zip(*columns, strict=True)))
        return self._made(tuple(column[at] for column in self.columns.values()))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]  # as a list


def column(rows: Sequence[Any], name: str) -> list[Any]:
    """Take one value of every record."""
    if isinstance(rows, Rows):
        return rows.columns[name]
    return [getattr(row, name) for row in rows]


def columns(section: str, rows: Sequence[Any]) -> dict[str, list[Any]]:
    """Take all values of records that the model made."""
    return {name: column(rows, name) for name in LONG[section].model_fields}
