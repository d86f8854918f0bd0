"""Facts: what the columns of a book say, each by the name that others ask for it.

A fact is one function, and its parameters name what it reads: other facts, the `tables` of the
book, the as-of `days`, or `dated`, which makes dated facts of rows. Each is an `Events` or `Spans`
by account unless it says otherwise, over the same as-of days.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Fact:
    """One fact, and what it is made of."""

    read: Callable[..., Any]

    @property
    def name(self) -> str:
        return self.read.__name__

    @cached_property
    def inputs(self) -> tuple[str, ...]:
        """The facts that it reads."""
        code = self.read.__code__
        return code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]


def fact(read: Callable[..., Any]) -> Fact:
    """Make a fact of a function that reads it."""
    return Fact(read)
