"""The numbers that signals, alarms and actions have, as the settings may override them.

The members themselves live above the book: whoever reads settings hands in what they have.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from clientfit_cli.base.problems import did_you_mean, said
from clientfit_cli.book.schema import YES_OR_NO
from clientfit_cli.yamlio.documents import KEY

if TYPE_CHECKING:
    from clientfit_cli.base.problems import Route

GROUPS = ("signals", "alarms", "actions")
CAPS = ("red", "yellow")


class HasNumbers(Protocol):
    """A signal, alarm or action, as far as the settings know it."""

    @property
    def numbers(self) -> Mapping[str, float | bool | str]:
        """Every number of it, with its default."""

    @property
    def summary(self) -> str:
        """What it means, in a line."""


NumbersOf = Callable[[str], Mapping[str, HasNumbers]]  # the members of a group, by name


def wrong(
    group: str, given: Mapping[str, Any], known: Mapping[str, HasNumbers]
) -> list[tuple[Route, str, str, str]]:
    """Find what the settings say of members that are not there, or of numbers they do not have."""
    found: list[tuple[Route, str, str, str]] = []
    for name, numbers in given.items():
        route: Route = ("scoring", group, name)
        if name not in known:
            found.append(
                ((*route, KEY), "unknown-key", f"there is no {group[:-1]} `{name[:60]}`",
                 did_you_mean(name, known))
            )  # fmt: skip
            continue
        defaults = known[name].numbers
        for key, value in numbers.items():
            where = (*route, key)
            if key not in defaults:
                found.append(
                    ((*where, KEY), "unknown-key", f"`{name}` has no number `{key[:60]}`",
                     did_you_mean(key, defaults) or f"it has {', '.join(defaults)}")
                )  # fmt: skip
            elif type(value) is not type(defaults[key]):
                kind = type(defaults[key])
                code = {float: "bad-number", bool: "bad-boolean", str: "bad-choice"}[kind]
                needs = {float: "a number", bool: "yes or no", str: "red or yellow"}[kind]
                found.append((where, code, f"`{key}` of `{name}` must be {needs}", ""))
            elif isinstance(value, str) and value not in CAPS:
                found.append((where, "bad-choice", f"{said(value)} is not one of red, yellow", ""))
            elif isinstance(value, float):
                wrong = _out_of_range(key, value)
                if wrong:
                    found.append(
                        (where, "out-of-range", f"`{key}` of `{name}` must be {wrong}", "")
                    )
    return found


# Numbers of members that count days or months: whole, and no window without a day.
COUNTS = {
    "days", "recent", "base", "courtship", "length", "months", "first", "last",
}  # fmt: skip
MOST_MONTHS = 120  # each is counted on its own


def _out_of_range(key: str, value: float) -> str:
    """Say what a number of a signal, alarm or action must be, where it is not."""
    if key in {"best", "worst"}:
        return ""
    if key in COUNTS:
        most = MOST_MONTHS if key == "months" else 10_000
        return "" if value == int(value) and 1 <= value <= most else f"whole, 1 to {most:,}"
    if key in {"half", "half_life"}:
        return "" if 0 < value <= 10_000 else "more than 0, and at most 10,000"
    return "" if 0 <= value <= 1_000_000 else "from 0 to 1,000,000"


def schema(numbers_of: NumbersOf) -> dict[str, Any]:
    """JSON Schema of what the settings may say of every member, by group."""
    kinds: dict[type, dict[str, Any]] = {
        bool: YES_OR_NO, float: {"type": "number"}, str: {"enum": list(CAPS)},
    }  # fmt: skip
    made: dict[str, Any] = {}
    for group in GROUPS:
        members: dict[str, dict[str, Any]] = {}
        for name, member in numbers_of(group).items():
            numbers = {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    key: {**kinds[type(value)], "default": value}
                    for key, value in member.numbers.items()
                },
            }
            choices = [numbers] if group == "signals" else [YES_OR_NO, numbers]
            members[name] = {"description": member.summary, "anyOf": choices}
        made[group] = {"type": "object", "additionalProperties": False, "properties": members}
    return made
