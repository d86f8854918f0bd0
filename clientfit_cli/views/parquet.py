"""Parquet: the record tables of a book in a folder, part by part; for books of any size.

`DIR/accounts/part-00000.parquet` and so on, likewise `signals`, `relationships` and `actions`, with
the columns of a workbook; `DIR/book.json`, written last, says that all of it is there.
"""

from __future__ import annotations

import json
import posixpath
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clientfit_cli.base.errors import UserError
from clientfit_cli.storage.remote import EXTRA, is_url
from clientfit_cli.views.data.records import sheets

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from clientfit_cli.execution.partition import Group, Part
    from clientfit_cli.outcome.account import AccountOutcome
    from clientfit_cli.outcome.columns import Context
    from clientfit_cli.rendering.page import Records

NUMBERS = frozenset({
    "health", "change_7d", "change_28d", "known", "risk", "revenue", "revenue_at_risk", "value",
    "fit", "weight", "cost", "strength", "worth",
})  # fmt: skip
COUNTS = frozenset({"strands", "open_days"})
DAYS = frozenset({"as_of", "due"})
TRUTHS = frozenset({"overdue", "taken"})


@dataclass(frozen=True)
class ParquetSink:
    """The folder that the parts are written to, here or at an address."""

    where: str

    def _store(self) -> tuple[Any, str]:
        try:
            import fsspec
            import pyarrow  # noqa: F401, ICN001
        except ImportError:
            raise UserError(f"the format `parquet` {EXTRA}") from None
        name = self.where if is_url(self.where) else str(Path(self.where).absolute())
        try:
            system, root = fsspec.core.url_to_fs(name, auto_mkdir=True)
        except (ImportError, ValueError) as error:
            raise UserError(f"{self.where} cannot be opened", str(error)) from None
        return system, root

    def begin(self) -> None:
        """Make sure that nothing is there yet: what is half old and half new would mislead."""
        system, root = self._store()
        if system.isfile(root):
            raise UserError(f"{self.where} is a file", "name a folder")
        if system.exists(root) and system.ls(root):
            raise UserError(f"{self.where} is not empty", "name a new folder")

    def put(self, name: str, content: bytes) -> None:
        """Write one file."""
        system, root = self._store()
        path = posixpath.join(root, name)
        system.makedirs(posixpath.dirname(path), exist_ok=True)
        with system.open(path, "wb") as file:
            file.write(content)


@dataclass(frozen=True)
class PartitionWriter:
    """Writes the accounts of a part that are chosen; what a worker does once all is decided."""

    sink: ParquetSink
    chosen: Callable[[AccountOutcome], bool]
    shown: Callable[[str], str]

    def __call__(self, part: Part, which: tuple[int, list[Group]], context: Context) -> int:
        """Write a part, without the groups that another part has as a whole; count its accounts."""
        number, gone = which
        outcome = part.without(gone, self.shown).outcomes[0].within(context)
        accounts = [one for one in outcome.accounts if self.chosen(one)]
        if accounts:
            for table, records in sheets(accounts).items():
                self.sink.put(f"{table}/part-{number:05}.parquet", _encoded(records))
        return len(accounts)


def finish(sink: ParquetSink, book: dict[str, Any]) -> None:
    """Say what it all comes to."""
    sink.put(
        "book.json",
        (json.dumps(book, indent=1, ensure_ascii=False) + "\n").encode("utf-8", "replace"),
    )


def _encoded(records: Records) -> bytes:
    import pyarrow as pa
    from pyarrow import parquet

    columns = list(zip(*records.rows, strict=True)) or [()] * len(records.columns)
    kinds = [_kind(name, pa) for name in records.columns]
    arrays = [pa.array(_plain(values), kind) for values, kind in zip(columns, kinds, strict=True)]
    schema = pa.schema(list(zip(records.columns, kinds, strict=True)))
    out = pa.BufferOutputStream()
    parquet.write_table(pa.table(arrays, schema=schema), out)
    content: bytes = out.getvalue().to_pybytes()
    return content


def _kind(name: str, pa: Any) -> Any:
    """Type a column by its name: one that is all unknown in some part has its type, too."""
    if name in NUMBERS:
        return pa.float64()
    if name in COUNTS:
        return pa.int64()
    if name in DAYS:
        return pa.date32()
    return pa.bool_() if name in TRUTHS else pa.string()


def _plain(values: Sequence[Any]) -> list[Any]:
    # What is half a character in a file's name cannot be written as text.
    return [
        one.encode("utf-8", "replace").decode() if isinstance(one, str) else one for one in values
    ]
