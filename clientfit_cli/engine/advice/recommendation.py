"""Step: one thing to do in an account, and what about it waits for the whole book."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clientfit_cli.engine.advice.book_context import Load, Together
    from clientfit_cli.engine.algebra.grid import Row

Family = Literal["strengthen", "retain", "expand", "refer"]
FAMILIES: tuple[Family, ...] = ("retain", "strengthen", "expand", "refer")


class Reach(NamedTuple):
    """A contact to build a relationship with: who of ours could (with the strength there is).

    `anyone` says whether somebody who has no part in the account yet would do, too.
    """

    contact: str
    name: str
    people: Sequence[tuple[str, float]]
    anyone: bool


class Open(NamedTuple):
    """What a step still waits for; everything but loads and likelihoods is decided.

    `names` fill the places of `what`; `near` and `inside` are those of ours who are no newcomers
    to the path and to the account; `free` are services (id and name) that could be offered.
    """

    what: str
    otherwise: str
    names: dict[str, str]
    lead: str | None
    path: tuple[Reach, ...] | None = None
    near: Sequence[str] = ()
    inside: Sequence[str] | None = None
    to_newcomer: bool = False
    held: tuple[str, ...] = ()
    free: Sequence[tuple[str, str]] | None = None


class Step(NamedTuple):
    """An action for one account: a recommendation, or what somebody took on.

    `contact` and `owner` are ids; `worth` is in health points; `open_days` counts from the first
    weekly as-of day of the unbroken run of its reason; `taken` is the place in the account's
    `actions`; `open` is what waits for the whole book.
    """

    action: str
    family: Family
    what: str
    contact: str | None
    owner: str | None
    due: dt.date
    why: str
    worth: float
    open_days: int
    urgency: int  # 0: an alarm that caps at red, 1: at yellow, 2: points, 3: nothing any more
    taken: int | None = None
    evidence: tuple[Row, ...] = ()
    open: Open | None = None


def decided(step: Step, load: Load, together: Together, people: dict[str, str]) -> Step:
    """Decide what is open about a step; `people` are the names of ours by id."""
    left = step.open
    if left is None:
        return step
    contact, owner, names = step.contact, step.owner, dict(left.names)
    if left.path is not None:
        contact, names["contact"], owner = _next_strand(left, load)
    if left.inside is not None:
        new = load.newcomer(left.inside)
        names["outsider"] = people.get(new, new) if new else "somebody new of ours"
        if left.to_newcomer:
            owner = new or left.lead
    if left.free is not None:
        names["service"] = _likeliest(left, together)
    what = step.what
    if step.taken is not None:  # whoever took it on said what and who
        owner = step.owner
    else:
        what = left.otherwise if contact is None and left.otherwise else left.what
        what = what.format_map(names)
    return Step(
        step.action, step.family, what, contact, owner, step.due, step.why, step.worth,
        step.open_days, step.urgency, step.taken, step.evidence,
    )  # fmt: skip


def _next_strand(left: Open, load: Load) -> tuple[str | None, str, str | None]:
    """Choose the next relationship to build: by strength already there, then by load."""
    newcomer = load.newcomer(left.near)
    for one in left.path or ():
        people = list(one.people)
        if one.anyone and newcomer:
            people.append((newcomer, 0.0))
        if people:
            person, _ = min(people, key=lambda two: (-two[1], load.weight(two[0])))
            return one.contact, one.name, person
    return None, "the client", left.lead


def _likeliest(left: Open, together: Together) -> str:
    """Name the service that is likeliest to be bought; of equals the first of the catalogue."""
    best = max(left.free or (), key=lambda one: together.likelihood(left.held, one[0]), default="")
    return best[1] if best else "a further service"


def plain(step: Step) -> list[Any]:
    """Write a step as what JSON can hold; its evidence stays behind."""
    left = step.open
    return [
        step.action, step.family, step.what, step.contact, step.owner, step.due.isoformat(),
        step.why, step.worth, step.open_days, step.urgency, step.taken,
        None if left is None else [
            left.what, left.otherwise, left.names, left.lead,
            None if left.path is None else [list(one) for one in left.path],
            left.near, left.inside, left.to_newcomer, left.held, left.free,
        ],
    ]  # fmt: skip


def from_plain(words: Sequence[Any]) -> Step:
    """Read what `plain` wrote."""
    action, family, what, contact, owner, due, why, worth, open_days, urgency, taken, left = words
    if left is not None:
        said, otherwise, names, lead, path, near, inside, to_newcomer, held, free = left
        path = None if path is None else tuple(Reach(*one) for one in path)
        held = tuple(held)
        left = Open(said, otherwise, names, lead, path, near, inside, to_newcomer, held, free)
    day = dt.date.fromisoformat(due)
    return Step(
        action, family, what, contact, owner, day, why, worth, open_days, urgency, taken, (), left
    )
