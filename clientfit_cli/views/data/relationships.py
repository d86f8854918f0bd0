"""Relationships of an account: who knows whom how well, and whom to introduce to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clientfit_cli.outcome.account import AccountOutcome, ContactOutcome, Relationship

MOST_CONTACTS = 25
ROLE_WORDS = {
    "decision_maker": "decides", "sponsor": "sponsor", "champion": "champion",
    "influencer": "influences", "user": "uses", "blocker": "blocks",
}  # fmt: skip


class Matrix(NamedTuple):
    """Ours (by id) x theirs, those with the best relationships first; how many more there are."""

    people: list[str]
    contacts: list[ContactOutcome]
    ties: dict[tuple[str, str], Relationship]
    more_people: int
    more_contacts: int


def matrix(account: AccountOutcome, ties: Sequence[Relationship], most_people: int) -> Matrix:
    """Lay relationships of an account out."""
    best: dict[str, float] = {}
    reach: dict[str, float] = {}
    for tie in ties:
        best[tie.contact] = max(best.get(tie.contact, 0.0), tie.strength)
        reach[tie.person] = reach.get(tie.person, 0.0) + tie.strength
    people = sorted(reach, key=lambda person: (-reach[person], person))
    contacts = sorted(
        account.contacts, key=lambda contact: (-best.get(contact.id, 0.0), contact.id)
    )
    return Matrix(
        people[:most_people], contacts[:MOST_CONTACTS],
        {(tie.person, tie.contact): tie for tie in ties},
        max(0, len(people) - most_people), max(0, len(contacts) - MOST_CONTACTS),
    )  # fmt: skip


def relationships(account: AccountOutcome) -> list[Relationship]:
    """List every pair that has met and is there; strengths with two digits."""
    return [tie._replace(strength=round(tie.strength, 2)) for tie in account.relationships]


def introductions(account: AccountOutcome) -> str:
    """Name the relationships to build."""
    return ", ".join(f"{new.person_name} with {new.contact_name}" for new in account.introductions)
