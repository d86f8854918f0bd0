"""Matching: strands, what is left when somebody leaves, and the way to full coverage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable


# One of ours (a position or an id, whatever sorts like ids) and one of theirs.
Edge = tuple[Any, int]


def matching(edges: Iterable[Edge]) -> int:
    """Count the most edges of a bipartite graph that share no end (augmenting paths)."""
    theirs_of: dict[Any, list[int]] = {}
    for person, contact in edges:
        theirs_of.setdefault(person, []).append(contact)
    partner: dict[int, Any] = {}  # contact -> person

    def augment(start: Any) -> bool:
        # Breadth first, so that a long chain of partners cannot exhaust the stack.
        reached_from: dict[int, Any] = {}
        queue = [start]
        for person in queue:
            for contact in theirs_of[person]:
                if contact in reached_from:
                    continue
                reached_from[contact] = person
                if contact in partner:
                    queue.append(partner[contact])
                    continue
                free = {partner[one]: one for one in reached_from if one in partner}
                end: int | None = contact
                while end is not None:
                    giver = reached_from[end]
                    partner[end], end = giver, free.get(giver)
                return True
        return False

    return sum(augment(person) for person in theirs_of)


@dataclass(frozen=True)
class Departure:
    """What is left of an account's coverage when one person leaves."""

    person: Any  # one of ours (None: nobody),
    contact: int | None  # or one of theirs
    ours: int
    theirs: int
    strands: int


def worst_departure(edges: list[Edge]) -> Departure | None:
    """Say whose leaving would cost most; None when there is nothing to lose."""
    departures = []
    for side in (0, 1):
        for who in sorted({edge[side] for edge in edges}):
            left = [edge for edge in edges if edge[side] != who]
            departures.append(
                Departure(
                    who if side == 0 else None,
                    who if side == 1 else None,
                    len({person for person, _ in left}),
                    len({contact for _, contact in left}),
                    matching(left),
                )
            )
    return min(
        departures,
        key=lambda one: (one.strands, min(one.ours, one.theirs), one.ours + one.theirs),
        default=None,
    )


NEWCOMER = -2  # one of ours who has no part in an account yet


MOST_WANTED = 30  # contacts to choose from: nobody builds more at once


ROLE_ORDER = ("decision_maker", "sponsor", "champion", "influencer", "user")


def path_to_goal(
    edges: list[Edge],
    strengths: dict[Edge, float],
    contacts: list[tuple[int, str | None]],
    people: list[tuple[Any, int]],
    goal: int = 3,
) -> list[Edge]:
    """List the fewest relationships to build for `goal` strands, best first.

    `contacts` are those who are there, with their roles; `people` those of ours who could meet
    them, with the number of accounts they carry already. Contacts are taken by role, then by the
    strength already there; our people by strength already there, then by the lightest load.
    """
    wanted = _wanted(strengths, contacts)
    path: list[Edge] = []
    built = list(edges)
    strands = matching(built)
    while strands < goal:
        step = _next_step(built, strands, wanted, people, strengths)
        if step is None:
            break
        path.append(step)
        built.append(step)
        strands += 1
    return path


Strand = tuple[int, list[tuple[int, float]], bool]


def first_strands(
    edges: list[Edge],
    strengths: dict[Edge, float],
    contacts: list[tuple[int, str | None]],
    people: list[int],
    goal: int = 3,
) -> list[Strand]:
    """List where the path to `goal` strands can begin, without knowing who is free elsewhere.

    Each is a contact, those of `people` who would make one strand more (with the strength there
    is), and whether anybody would who has no part in the account yet. The list ends with the first
    contact for whom there is somebody.
    """
    strands = matching(edges)
    if strands >= goal:
        return []
    found: list[Strand] = []
    for contact, _ in _wanted(strengths, contacts):
        fitting = [
            (person, strengths.get((person, contact), 0.0))
            for person in people
            if (person, contact) not in edges and matching([*edges, (person, contact)]) > strands
        ]
        anyone = matching([*edges, (NEWCOMER, contact)]) > strands
        if fitting or anyone:
            found.append((contact, fitting, anyone))
        if fitting:
            break
    return found


def _wanted(
    strengths: dict[Edge, float], contacts: list[tuple[int, str | None]]
) -> list[tuple[int, str | None]]:
    """Put contacts in the order in which to build relationships with them."""
    best = dict.fromkeys((contact for contact, _ in contacts), 0.0)
    for (_, contact), strength in strengths.items():
        best[contact] = max(best.get(contact, 0.0), strength)
    rank = {role: at for at, role in enumerate(ROLE_ORDER)}
    wanted = sorted(
        (one for one in contacts if one[1] != "blocker"),
        key=lambda one: (rank.get(one[1] or "", len(rank)), -best[one[0]], one[0]),
    )
    return wanted[:MOST_WANTED]


def _next_step(
    built: list[Edge],
    strands: int,
    wanted: list[tuple[int, str | None]],
    people: list[tuple[Any, int]],
    strengths: dict[Edge, float],
) -> Edge | None:
    for contact, _ in wanted:
        order = sorted(
            people, key=lambda one: (-strengths.get((one[0], contact), 0.0), one[1], one[0])
        )
        for person, _ in order:
            edge = (person, contact)
            if edge not in built and matching([*built, edge]) > strands:
                return edge
    return None
