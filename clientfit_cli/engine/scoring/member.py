"""Member: a function of the method, with what can be said about it from the outside."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from clientfit_cli.base import plugins
from clientfit_cli.engine.facts.facts import SCORED, SOURCES, facts, inputs_known

if TYPE_CHECKING:
    from collections.abc import Callable

    from clientfit_cli.engine.algebra.grid import Grid


@dataclass(frozen=True)
class Member:
    """A function of a registry folder, with what can be said about it from the outside."""

    read: Callable[..., Grid]
    # What it may ask for besides facts.
    TOLD: ClassVar[frozenset[str]] = SOURCES | SCORED

    @property
    def name(self) -> str:
        return self.read.__name__

    @cached_property
    def inputs(self) -> tuple[str, ...]:
        """The facts it reads."""
        return tuple(name for name, default in self._parameters.items() if default is None)

    @cached_property
    def own_numbers(self) -> dict[str, float]:
        """The numbers in its signature, which the settings can override."""
        return {name: float(one) for name, one in self._parameters.items() if one is not None}

    @property
    def numbers(self) -> dict[str, Any]:
        """Every number of it, with its default."""
        return {**self.own_numbers}

    @cached_property
    def _parameters(self) -> dict[str, float | None]:
        given = inspect.signature(self.read).parameters.values()
        empty = inspect.Parameter.empty
        return {one.name: None if one.default is empty else one.default for one in given}

    @property
    def summary(self) -> str:
        return self.doc.split("\n", 1)[0]

    @cached_property
    def doc(self) -> str:
        """What it means, in full."""
        return inspect.getdoc(self.read) or ""

    def __call__(self, inputs: Any, numbers: dict[str, Any]) -> Grid:
        """Read it for every account and day; `inputs` answers by name."""
        given = {name: getattr(inputs, name) for name in self.inputs}
        return self.read(**given, **{name: numbers[name] for name in self.own_numbers})


Kind = TypeVar("Kind", bound=Member)


def loaded(group: str, kind: type[Kind]) -> list[Kind]:
    """Load all members of a group; UserError where one asks for what nobody can tell it."""
    found: list[Kind] = list(plugins.members(group).values())
    known = kind.TOLD | facts().keys()
    for member in found:
        inputs_known(group[:-1], member.name, member.inputs, known)
    return found
