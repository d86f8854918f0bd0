"""Who took part: the people of a foreign item, as contacts, as ours and as strangers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from clientfit_cli.book.directory import bare, domain_of
from clientfit_cli.importing.importer import Firm, Person, contact_ref

if TYPE_CHECKING:
    from clientfit_cli.book.directory import Directory, Match
    from clientfit_cli.importing.importer import Item


@dataclass
class Attendance:
    """The people of an item: by account the contacts and those who are not on file yet."""

    contacts: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    strangers: dict[str, list[Person]] = field(default_factory=lambda: defaultdict(list))
    ours: list[str] = field(default_factory=list)
    our_strangers: list[Person] = field(default_factory=list)
    outsiders: list[Person] = field(default_factory=list)
    doubtful: list[tuple[Person, tuple[str, ...]]] = field(default_factory=list)

    def add_contact(self, account: str, contact: str) -> None:
        if contact not in self.contacts[account]:
            self.contacts[account].append(contact)

    def add_ours(self, person: str) -> None:
        if person not in self.ours:
            self.ours.append(person)

    @property
    def accounts(self) -> list[str]:
        """The accounts that took part, each once."""
        return list(dict.fromkeys([*self.contacts, *self.strangers]))


def attendance(directory: Directory, item: Item, account: str | None) -> Attendance:
    """Sort the people of an item; `account` is the one that the item itself names, if it does."""
    found = Attendance()
    for person in item.ours:
        _ours(directory, person, found)
    for person in item.people:
        if _match_ours(directory, person).id or directory.is_ours(person.email):
            _ours(directory, person, found)
        else:
            _theirs(directory, item, person, account, found)
    for person in item.theirs:
        _theirs(directory, item, person, account, found)
    return found


def side(directory: Directory, item: Item) -> str | None:
    """Say who began an item: `us`, `them`, or None where that cannot be told."""
    person = item.by
    if person is None:
        return None
    if _match_ours(directory, person).id or directory.is_ours(person.email):
        return "us"
    return "them" if person.email or person.name else None


def written(person: Person) -> str:
    """Write somebody the way that mail does: `Robin Lee <r.lee@acme.example>`."""
    if person.name and person.email and bare(person.name) != bare(person.email):
        return f"{person.name} <{bare(person.email)}>"
    return person.name or bare(person.email) or person.id


def _match_ours(directory: Directory, person: Person) -> Match:
    # An address that is somebody else's outweighs a name that happens to be one of ours.
    if person.email and not directory.is_ours(person.email):
        return directory.ours.match("", person.email)
    return directory.ours.match(person.name, person.email)


def _ours(directory: Directory, person: Person, found: Attendance) -> None:
    match = _match_ours(directory, person)
    if match.id:
        found.add_ours(match.id)
    else:
        found.our_strangers.append(person)


def _theirs(
    directory: Directory, item: Item, person: Person, account: str | None, found: Attendance
) -> None:
    """Find the account and the contact that somebody is, or say who they might be."""
    if directory.was_forgotten(person.name, person.email):
        return
    known = directory.by_email(person.email) if person.email else []
    if len(known) > 1:  # a shared mailbox: the name tells, if it is one of theirs
        known = [one for one in directory.by_name(person.name) if one in known] or known
    if account:
        known = [one for one in known if one[0] == account] or known
    if not known and account:
        key = contact_ref(item.system, person.id)
        match = directory.contacts[account].match(person.name, person.email, key)
        if match.id:
            known = [(account, match.id)]
        elif match.candidates:
            found.doubtful.append((person, tuple(f"{account}/{one}" for one in match.candidates)))
            return
    # The name of a firm that is not in the book outweighs a name that happens to be in it.
    if not known and not account and not person.email and item.firm == Firm():
        known = directory.by_name(person.name)
        if len(known) > 1:
            found.doubtful.append((person, tuple("/".join(one) for one in known)))
            return
    if known:
        # Somebody who is a contact of several accounts took part for each of them.
        for one in known:
            found.add_contact(*one)
        return
    at = account or directory.account_of_domain(domain_of(person.email)).id
    if at and (person.email or person.name):
        found.strangers[at].append(person)
    elif person.email or person.name:
        found.outsiders.append(person)
