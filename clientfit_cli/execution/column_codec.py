"""Packing: the columns of a book as plain arrays and texts, to keep them and to have them back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from clientfit_cli.engine.facts.columns import Alone, Meetings, Pairs, Table, Tables

if TYPE_CHECKING:
    from clientfit_cli.book.settings import Settings

Arrays = dict[str, Any]  # by name
Texts = dict[str, Any]  # by name: lists and mappings of text, as JSON has them

OF_BOOK = ("person_since", "person_until", "fits")
OF_PARTS: dict[str, tuple[type, tuple[str, ...]]] = {
    "pairs": (Pairs, ("account", "contact", "person")),
    "meetings": (Meetings, ("pair", "touchpoint", "share")),
    "alone": (Alone, ("contact", "touchpoint")),
}


def packed(tables: Tables) -> tuple[Arrays, Texts]:
    """Take tables apart; integers take as few bytes as they need."""
    arrays: Arrays = {name: getattr(tables, name) for name in OF_BOOK}
    texts: Texts = {
        "ids": tables.ids, "people": tables.people, "names": tables.names,
        "services": tables.services,
    }  # fmt: skip
    for part, (_, names) in OF_PARTS.items():
        arrays |= {f"{part}.{name}": getattr(getattr(tables, part), name) for name in names}
    arrays |= {f"kept.{name}": column for name, column in tables.kept.items()}
    found = {f"columns.{name}": column for name, column in tables.columns.items()}
    for section, table in tables.sections.items():
        found |= {
            f"{section}.account": table.account,
            f"{section}.place": table.place,
            f"{section}.labels": table.labels,
            **{f"{section}:{name}": column for name, column in table.columns.items()},
        }
    for name, column in found.items():
        (texts if isinstance(column, list) else arrays)[name] = column
    return {name: _narrow(column) for name, column in arrays.items()}, texts


def unpacked(arrays: Arrays, texts: Texts, settings: Settings) -> Tables:
    """Put tables together again; KeyError where something is missing."""
    every = {**texts, **{name: _wide(column) for name, column in arrays.items()}}
    parts = {
        part: kind(*(every[f"{part}.{name}"] for name in names))
        for part, (kind, names) in OF_PARTS.items()
    }
    kept = {name[5:]: column for name, column in every.items() if name.startswith("kept.")}
    sections = {
        section: Table(
            every[f"{section}.account"],
            every[f"{section}.place"],
            {
                name.split(":", 1)[1]: column
                for name, column in every.items()
                if name.startswith(f"{section}:")
            },
            every[f"{section}.labels"],
        )
        for section in kept
    }
    return Tables(
        settings=settings,
        ids=every["ids"],
        people=every["people"],
        names=every["names"],
        columns={name[8:]: column for name, column in every.items() if name[:8] == "columns."},
        kept=kept,
        sections=sections,
        services=every["services"],
        **{name: every[name] for name in OF_BOOK},
        **parts,
    )


def _narrow(column: Any) -> Any:
    if column.dtype.kind != "i" or not column.size:
        return column
    least, most = int(column.min()), int(column.max())
    for kind in (np.int8, np.int16, np.int32):
        info = np.iinfo(kind)
        if info.min <= least and most <= info.max:
            return column.astype(kind)
    return column


def _wide(column: Any) -> Any:
    return column.astype(np.int64) if column.dtype.kind == "i" else column
