"""The touchpoints of a generated book in other forms, for the programs it is measured against.

A touchpoint becomes a row of Parquet, or a dated entry of plain-text accounting: one unit of
contact moves from one of ours to one of theirs.

    python benchmarks/forms.py parquet|journal|beancount FILE ACCOUNTS TOUCHPOINTS
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from generate import accounts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generate import Touchpoint

OPENED = "2000-01-01"  # before all touchpoints


def parquet(path: Path, count: int, touchpoints: int) -> None:
    """Write all touchpoints as one Parquet file, a row each, one group of rows a thousand accounts.

    Several people on one side are one text: a list would be slower to read.
    """
    import pyarrow as pa  # type: ignore[import-not-found,import-untyped,unused-ignore]
    from pyarrow.parquet import (  # type: ignore[import-not-found,import-untyped,unused-ignore]
        ParquetWriter,
    )

    text = ("account", "channel", "ours", "theirs", "by", "topic", "gave", "note")
    columns = [(name, pa.string()) for name in text]
    schema = pa.schema([*columns, ("date", pa.date32()), ("mood", pa.int8())])
    with ParquetWriter(path, schema) as file:
        for rows in _thousands(accounts(count, touchpoints)):
            flat = [
                {**one._asdict(), "ours": " ".join(one.ours), "theirs": " ".join(one.theirs)}
                for one in rows
            ]
            file.write_table(pa.Table.from_pylist(flat, schema))


def journal(path: Path, count: int, touchpoints: int) -> None:
    """Write all touchpoints as entries that both ledger and hledger read."""
    with path.open("w", encoding="utf-8") as file:
        for _, met in accounts(count, touchpoints):
            file.writelines(
                f"{one.date} {_said(one)}\n"
                f"    Contact:{one.account}:{one.theirs[0]}  1 T\n"
                f"    Team:{one.ours[0]}  -1 T\n\n"
                for one in met
            )


def beancount(path: Path, count: int, touchpoints: int) -> None:
    """Write all touchpoints as entries of beancount, which wants each of its accounts opened."""
    opened: set[str] = set()
    with path.open("w", encoding="utf-8") as file:
        for _, met in accounts(count, touchpoints):
            for one in met:
                sides = (
                    f"Assets:{one.account.upper()}:{one.theirs[0].upper()}",
                    f"Equity:{one.ours[0].upper()}",
                )
                for side in sides:
                    if side not in opened:
                        opened.add(side)
                        file.write(f"{OPENED} open {side}\n")
                file.write(
                    f'{one.date} * "{_said(one)}"\n  {sides[0]}  1 TIME\n  {sides[1]}  -1 TIME\n\n'
                )


def _said(one: Touchpoint) -> str:
    return one.note.replace('"', "'") or one.topic


def _thousands(made: Iterable[tuple[str, list[Touchpoint]]]) -> Iterator[list[Touchpoint]]:
    rows: list[Touchpoint] = []
    for number, (_, met) in enumerate(made, 1):
        rows += met
        if number % 1000 == 0:
            yield rows
            rows = []
    if rows:
        yield rows


FORMS = {one.__name__: one for one in (parquet, journal, beancount)}

if __name__ == "__main__":
    FORMS[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
