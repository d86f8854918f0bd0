"""Forgetting a person: what a book holds about a contact goes, what it counts stays.

The contact gets a pseudonym in the same seat, so that coverage, strength and health are what they
were. Names in texts are replaced where they are certain, and shown where they are not.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

from pydantic import BaseModel, StringConstraints

from clientfit_cli.base.errors import UserError
from clientfit_cli.base.problems import Route, written
from clientfit_cli.book.directory import forgotten_ref
from clientfit_cli.book.schema import AccountDocument
from clientfit_cli.book.sections import SECTIONS, names
from clientfit_cli.storage.tree import SETTINGS
from clientfit_cli.writing import placement
from clientfit_cli.yamlio.patch import Change, amended
from clientfit_cli.yamlio.texts import Text, reworded, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clientfit_cli.book.model import Account, Book, Origin
    from clientfit_cli.writing.person import Person, Seat

# About the seat, and not about the person in it.
STAYS = frozenset({"id", "name", "role", "since", "until", "succeeds"})
BY_HAND = "look at it"
GOES = "goes"
# The fields by which others than the contact are known.
_OTHERS = {("contacts", "name"), ("contacts", "email"), ("contacts", "phone"),
           ("contacts", "aliases")}  # fmt: skip


class Trace(NamedTuple):
    """A place that speaks of the person: what stands there, and what becomes of it.

    `kind`: contact (their own row), reference, text, comment, look (left to the user), file.
    """

    kind: str
    file: str
    line: int
    what: str
    becomes: str
    says: str = ""  # what is left to the user


@dataclass
class Forgetting:
    """All that forgetting a person comes to: new bytes of files, and each place in them."""

    person: Person
    edits: list[placement.Edit] = field(default_factory=list)
    traces: list[Trace] = field(default_factory=list)


def forgetting(book: Book, person: Person) -> Forgetting:
    """Work out what forgetting a person changes; the book would be as sound as it is."""
    made = Forgetting(person)
    changes: dict[str, list[Change]] = {}
    noted: list[tuple[str, Origin, str]] = []
    for account in dict.fromkeys(seat.account for seat in person.seats):
        seats = [seat for seat in person.seats if seat.account == account]
        for kind, origin, value in _about(book.accounts[account], seats):
            changes.setdefault(origin.file, []).append(Change(origin.document, origin.route, value))
            noted.append((kind, origin, GOES if value is None else value))
    for (kind, origin, becomes), where in zip(
        noted, book.where([origin for _, origin, _ in noted]), strict=True
    ):
        made.traces.append(Trace(kind, where.file, where.line, written(origin.route), becomes))
    for file in _files(book):
        _file(book, file, changes.get(file, []), made)
    made.traces.sort(key=lambda one: (one.kind in {"look", "file"}, one.file, one.line, one.what))
    placement.approve(book, {one.file: one.after for one in made.edits})
    return made


def _about(account: Account, seats: list[Seat]) -> Iterator[tuple[str, Origin, Any]]:
    """List the values of an account that are the person's: (kind, place, new value or None)."""
    new = {seat.contact: seat for seat in seats}

    def at(section: str, row: int, *keys: str | int) -> Origin:
        origin = account.origins[section][row]
        return origin._replace(route=(*origin.route, *keys))

    for row, contact in enumerate(account.rows("contacts")):
        if contact.id not in new:
            continue
        yield "contact", at("contacts", row, "id"), new[contact.id].pseudonym
        yield "contact", at("contacts", row, "name"), new[contact.id].label
        # What stays is a digest, by which imports know not to bring them back.
        digest = forgotten_ref(contact.name, contact.email or "")
        yield "contact", at("contacts", row, "ref"), digest
        for key in type(contact).model_fields:
            if key not in {*STAYS, "ref"} and getattr(contact, key) is not None:
                yield "contact", at("contacts", row, key), None
    for name, section, row, keys in names(account, "contacts"):
        if name in new:
            yield "reference", at(section, row, *keys), new[name].pseudonym
            private = SECTIONS[section].private
            if private and getattr(account.rows(section)[row], private) is not None:
                yield "text", at(section, row, private), None
    for row, touchpoint in enumerate(account.rows("touchpoints")):
        if touchpoint.note is not None and touchpoint.theirs and new.keys() >= {*touchpoint.theirs}:
            yield "text", at("touchpoints", row, "note"), None


def _files(book: Book) -> list[str]:
    """List the files that may speak of somebody: all of the book, and its settings."""
    above = book.tree.settings()
    return [*dict.fromkeys((*book.tree.names()[0], *([above] if above else ())))]


def _file(book: Book, file: str, changes: list[Change], made: Forgetting) -> None:
    """Work out one file: the texts in it that name the person, then the changes of values."""
    person, shown = made.person, book.tree.shown(file)
    try:
        before = book.tree.read(file)
    except OSError as error:
        raise UserError(f"{shown} cannot be read: {error.strerror or error}") from error
    own = {
        document
        for seat in person.seats
        for name, document in book.accounts[seat.account].documents
        if name == file
    }
    if person.in_path(file, own=bool(own)):
        made.traces.append(Trace("file", shown, 0, "the name of the file", "rename it", file))
    if not changes and not person.may_be_in(before):
        return
    taken = {(one.document, one.route) for one in changes}
    wanted: list[Text] = []
    owners = {
        document: account.id
        for account in book.accounts.values()
        for name, document in account.documents
        if name == file
    }
    for one in texts(before):
        if any((one.document, one.route[:size]) in taken for size in range(len(one.route) + 1)):
            continue
        if not one.route or _is_text(file, one.route):
            _text(one, shown, person, owners, own, made, wanted)
    after = amended(reworded(before, wanted, person.swapped), changes)
    if after != before:
        made.edits.append(placement.Edit(file, before, after))


def _text(
    one: Text,
    shown: str,
    person: Person,
    owners: dict[int, str],
    own: set[int],
    made: Forgetting,
    wanted: list[Text],
) -> None:
    """Look at one text: what is certain is replaced, what may be them is shown."""
    what = written(one.route) or "comment"
    others = _keys(one.route) in _OTHERS or _keys(one.route)[0:1] == ("team",)
    accounts = {owners[one.document]} if one.document in owners else {*owners.values()}
    new, times = person.swapped(one.said)
    sure = times and not others and not person.shares_name(accounts)
    if sure:
        wanted.append(one)
        kind = "text" if one.route else "comment"
        made.traces.append(Trace(kind, shown, one.line, what, _around(new, person.label)))
    rest = new if sure else one.said
    mine = one.document in own if one.route else bool(own)
    if (times and not sure) or (mine and not others and person.found(rest)):
        says = _around(rest, person.found(rest))
        made.traces.append(Trace("look", shown, one.line, what, BY_HAND, says))


def _around(text: str, label: str) -> str:
    """Cut a text to what stands around a name in it."""
    text = " ".join(text.split())
    at = max(0, text.find(label) - 20)
    cut = text[at : at + 60]
    return ("…" if at else "") + cut + ("…" if at + len(cut) < len(text) else "")


def _keys(route: Route) -> tuple[str, ...]:
    return tuple(step for step in route if isinstance(step, str))


def _is_text(file: str, route: Route) -> bool:
    """Whether people write at a place what they like; ids, days and choices are no texts."""
    is_settings = file.rsplit("/", 1)[-1] == SETTINGS
    return is_settings or _keys(route) in _free(AccountDocument)


@cache
def _free(model: type[BaseModel]) -> frozenset[tuple[str, ...]]:
    """List the fields of a record that hold free text, and those of the records in it."""
    found: set[tuple[str, ...]] = set()

    def look(keys: tuple[str, ...], kind: Any, about: Any) -> None:
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            found.update((*keys, *inner) for inner in _free(kind))
        elif kind is str and any(isinstance(one, StringConstraints) for one in about):
            found.add(keys)
        for inner in get_args(kind):
            look(keys, inner, getattr(kind, "__metadata__", ()))

    for name, one in model.model_fields.items():
        look((one.alias or name,), one.annotation, one.metadata)
    return frozenset(found)
