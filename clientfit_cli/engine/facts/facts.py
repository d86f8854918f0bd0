"""Tables -> Facts: every fact by its name, made when it is first asked for."""

from __future__ import annotations

from copy import copy
from functools import cache
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, Any

from clientfit_cli.base.errors import UserError
from clientfit_cli.base.problems import did_you_mean
from clientfit_cli.engine.facts import (
    account,
    dated,
    delivery,
    growth,
    people,
    touchpoints,
    value,
    voice,
)
from clientfit_cli.engine.facts.fact import Fact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clientfit_cli.engine.algebra.grid import Ints
    from clientfit_cli.engine.facts.columns import Tables

THEMES = (account, dated, delivery, growth, people, touchpoints, value, voice)
# What facts are made of, and what scoring adds to them for signals, alarms and actions.
SOURCES = frozenset({"tables", "days"})
SCORED = frozenset({"strength", "coverage"})


@cache
def facts() -> dict[str, Fact]:
    """All facts, by name; UserError where one asks for what is not there, or for itself."""
    every = {
        item.name: item
        for theme in THEMES
        for item in vars(theme).values()
        if isinstance(item, Fact)
    }
    for one in every.values():
        inputs_known("fact", one.name, one.inputs, SOURCES | every.keys())
    try:
        TopologicalSorter({one.name: one.inputs for one in every.values()}).prepare()
    except CycleError as error:
        road = " -> ".join(reversed(error.args[1]))
        raise UserError(f"facts ask for one another in a circle: {road}") from None
    return every


def inputs_known(kind: str, name: str, inputs: Iterable[str], known: Iterable[str]) -> None:
    """Refuse a member that asks for what nobody can tell it."""
    for asked in inputs:
        if asked not in known:
            message = f"{kind} `{name}` asks for `{asked}`, and there is no such fact"
            raise UserError(message, did_you_mean(asked, known))


class Facts:
    """What a book says, as of a list of days: facts by name, each made once."""

    def __init__(self, tables: Tables, days: Ints, **given: Any) -> None:
        self._known: dict[str, Any] = {"tables": tables, "days": days, **given}
        self._more: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return self._more[name] if name in self._more else self._fact(name)

    def _fact(self, name: str) -> Any:
        if name not in self._known:
            every = facts()
            if name not in every:
                raise AttributeError(f"there is no fact `{name}`")
            given = {asked: self._fact(asked) for asked in every[name].inputs}
            self._known[name] = every[name].read(**given)
        return self._known[name]

    def and_(self, **more: Any) -> Facts:
        """Answer to more names; no fact is made of those."""
        wider = copy(self)
        vars(wider)["_more"] = {**self._more, **more}
        return wider
