"""Pieces: the details of an outcome as arrays and texts, to keep, send and put together.

A detail of an outcome is arrays with a row for each account, and a JSON value for each account.
The values stay text until somebody asks for one: of a large book, few are looked at.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from clientfit_cli.engine.algebra.grid import Bools, Ints


@dataclass(frozen=True, eq=False)
class Values:
    """A JSON value for each account, each read when it is asked for."""

    text: str  # of all of them, only ASCII
    starts: Ints
    ends: Ints

    @classmethod
    def of(cls, values: Iterable[Any]) -> Values:
        texts = [json.dumps(value, separators=(",", ":")) for value in values]
        ends = np.cumsum([len(text) + 1 for text in texts], dtype=np.int64)
        sizes = np.array([len(text) for text in texts], dtype=np.int64)
        return cls(",".join(texts), ends - 1 - sizes, ends - 1)

    def __len__(self) -> int:
        return len(self.starts)

    def __getitem__(self, at: int) -> Any:
        return json.loads(self.text[self.starts[at] : self.ends[at]])

    @cached_property
    def every(self) -> list[Any]:
        """Read all of them at once."""
        return [
            json.loads(self.text[a:b])
            for a, b in zip(self.starts.tolist(), self.ends.tolist(), strict=True)
        ]

    def only(self, keep: Bools | Ints) -> Values:
        return Values(self.text, self.starts[keep], self.ends[keep])

    @classmethod
    def joined(cls, several: Sequence[Values]) -> Values:
        offsets = np.cumsum([0, *(len(one.text) for one in several)])[:-1].tolist()
        return cls(
            "".join(one.text for one in several),
            np.concatenate([one.starts + at for one, at in zip(several, offsets, strict=True)]),
            np.concatenate([one.ends + at for one, at in zip(several, offsets, strict=True)]),
        )


@dataclass(frozen=True, eq=False)
class Piece:
    """One detail of an outcome: arrays with a row for each account, and a value for each."""

    arrays: dict[str, Any]
    values: Values | None = None

    def only(self, keep: Bools | Ints) -> Piece:
        """Take some of the accounts, or put them in another order."""
        return Piece(
            {name: array[keep] for name, array in self.arrays.items()},
            self.values and self.values.only(keep),
        )

    @classmethod
    def joined(cls, pieces: Sequence[Piece]) -> Piece:
        values = [piece.values for piece in pieces if piece.values is not None]
        return cls(
            {
                name: np.concatenate([piece.arrays[name] for piece in pieces])
                for name in pieces[0].arrays
            },
            Values.joined(values) if values else None,
        )

    def packed(self) -> dict[str, Any]:
        """Write it as arrays alone."""
        arrays = {f"a.{name}": array for name, array in self.arrays.items()}
        if self.values is not None:
            text = np.frombuffer(self.values.text.encode("ascii"), np.uint8)
            arrays |= {"text": text, "starts": self.values.starts, "ends": self.values.ends}
        return arrays

    @classmethod
    def unpacked(cls, arrays: dict[str, Any]) -> Piece:
        values = None
        if "text" in arrays:
            text = arrays["text"].tobytes().decode("ascii")
            values = Values(text, arrays["starts"], arrays["ends"])
        return cls({name[2:]: array for name, array in arrays.items() if name[:2] == "a."}, values)
