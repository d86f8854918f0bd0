"""A person whom a book knows as a contact, of one account or several, and how texts name them."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple

from clientfit_cli.base.errors import UserError
from clientfit_cli.base.problems import did_you_mean
from clientfit_cli.book.directory import Directory, bare, folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from clientfit_cli.book.model import Book

MOST_NAMED = 12  # candidates in a message
_FORGOTTEN = re.compile(r"forgotten-\d+")
_NEVER = "(?!)"
# A letter with its accent as a character of its own goes on after it.
_BEGIN, _END = r"(?<![\w.+@-])", r"(?![\w\u0300-\u036f@])(?!-\w)"
_BETWEEN = r"[\s().\-/]*"  # what people put between the digits of a phone number


class Seat(NamedTuple):
    """A contact of an account, and who it will be once it is forgotten."""

    account: str
    contact: str
    number: int

    @property
    def pseudonym(self) -> str:
        return f"forgotten-{self.number}"

    @property
    def label(self) -> str:
        return f"Forgotten {self.number}"


@dataclass(frozen=True)
class Person:
    """Somebody in their seats, and all that names them: names, addresses, phone numbers."""

    seats: tuple[Seat, ...]
    names: tuple[str, ...]
    emails: tuple[str, ...]
    phones: tuple[str, ...]
    # Addresses that others have, too, and where others have the same name (None: everywhere).
    shared: tuple[str, ...] = ()
    namesakes: frozenset[str] | None = frozenset()
    # Whether how they like to work, or something personal, is on file: signals count that.
    known: bool = False

    @property
    def label(self) -> str:
        """Say who they will be."""
        return self.seats[0].label

    def swapped(self, text: str) -> tuple[str, int]:
        """Put the label in place of their full name, address or number; count how often."""
        return self._sure.subn(self.label, text)

    def found(self, text: str) -> str:
        """Say by which word a text may mean them: first or last name, or their id; else nothing."""
        match = self._sure.search(text) or self._hints.search(text)
        return match.group() if match else ""

    def shares_name(self, accounts: Iterable[str]) -> bool:
        """Whether somebody else has their name in one of some accounts."""
        return self.namesakes is None or not self.namesakes.isdisjoint(accounts)

    def may_be_in(self, raw: bytes) -> bool:
        """Whether a file is worth a closer look."""
        text = raw.decode("utf-8", "replace")
        return "\\" in text or bool(self._hints.search(text) or self._sure.search(text))

    def in_path(self, file: str, *, own: bool) -> bool:
        """Whether the name of a file names them; last names only among the files of their own."""
        words = f" {_words(file)} "
        wanted = [*(_words(name) for name in self.names if " " in name), *map(_words, self.emails)]
        wanted += [_words(seat.contact) for seat in self.seats if own]
        wanted += [_words(name.split()[-1]) for name in self.names if own]
        return any(f" {one} " in words for one in wanted if len(one) > 2)

    @cached_property
    def _sure(self) -> re.Pattern[str]:
        emails = [one for one in self.emails if one not in self.shared]
        found = [_spelt(one) for one in (*(n for n in self.names if " " in n), *emails)]
        found += [_dialled(one) for one in self.phones if _long(one)]
        return _any(sorted(found, key=len, reverse=True))

    @cached_property
    def _hints(self) -> re.Pattern[str]:
        ends = [end for name in self.names for end in (name.split()[0], name.split()[-1])]
        words = [one for one in ends if sum(map(str.isalpha, one)) > 2 or not one.isascii()]
        # An id that is a word of the language says nothing.
        words += [one.contact for one in self.seats if not one.contact.isalpha()]
        words += [*self.shared, *(one for one in self.phones if not _long(one))]
        return _any(sorted({_spelt(one) for one in words if len(one) > 1}, key=len, reverse=True))


def _any(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile(
        f"{_BEGIN}(?:{'|'.join(patterns)}){_END}" if patterns else _NEVER, re.IGNORECASE
    )


def _spelt(text: str) -> str:
    """Match a text however it is broken into lines, and however its accents are written."""
    forms = {text, *(unicodedata.normalize(form, text) for form in ("NFC", "NFD"))}
    return "|".join(sorted(r"\s+".join(map(re.escape, one.split())) for one in forms))


def _long(phone: str) -> bool:
    return len(re.findall(r"\d", phone)) > 5


def _dialled(phone: str) -> str:
    """Match a phone number however it is grouped."""
    lead = re.match(r"[^\d]*", phone)
    before = f"(?:{re.escape(lead.group().strip())})?" if lead and lead.group().strip() else ""
    return rf"{before}\+?" + _BETWEEN.join(re.findall(r"\d", phone))


def _words(text: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", folded(text)).split())


# -- whom the user means -------------------------------------------------------------------------


def person(book: Book, word: str, account: str = "") -> Person:
    """Find the person whom a user names: an id, an e-mail address or an exact name."""
    if account and account not in book.accounts:
        hint = did_you_mean(account, book.accounts)
        raise UserError(f"there is no account `{account}`", hint)
    first, slash, rest = word.partition("/")
    if slash and first in book.accounts and account in {"", first}:
        account, word = first, rest
    directory = Directory(book)
    among = [account] if account else [*book.accounts]
    found = _named(directory, word, among)
    if not found:
        raise UserError(
            f"there is no contact `{word}`" + (f" of `{account}`" if account else ""),
            _hint(book, word, among),
        )
    if all(_FORGOTTEN.fullmatch(id_) for _, id_ in found):
        raise UserError(f"`{word}` is forgotten already")
    rows = {
        (name, one.id): one for name, held in book.accounts.items() for one in held.rows("contacts")
    }
    same = _same(rows, found[0])
    if not {*found} <= same:
        listed = ", ".join(f"`{name}/{id_}`" for name, id_ in found[:MOST_NAMED])
        more = f" and {len(found) - MOST_NAMED} more" if len(found) > MOST_NAMED else ""
        raise UserError(f"`{word}` may be several people", f"name one of them: {listed}{more}")
    return _made(book, rows, [found[0], *sorted(same - {found[0]})])


def _named(directory: Directory, word: str, among: Sequence[str]) -> list[tuple[str, str]]:
    """Match by id first, then by address, then by name, over all accounts."""
    by_id = [(one, word.casefold()) for one in among
             if word.casefold() in directory.contacts[one].names]  # fmt: skip
    found = by_id or directory.by_email(word) or directory.by_name(word)
    return [one for one in found if one[0] in among]


def _hint(book: Book, word: str, among: Sequence[str]) -> str:
    known = {
        text
        for name in among
        for one in book.accounts[name].rows("contacts")
        for text in (one.id, one.name, one.email)
        if text
    }
    return did_you_mean(word, sorted(known)) or "give an id, an e-mail address or a full name"


def _addresses(row: Any) -> set[str]:
    return {bare(one) for one in (row.email or "", *(row.aliases or ())) if "@" in one}


def _titles(row: Any) -> set[str]:
    return {folded(one) for one in (row.name, *(row.aliases or ())) if "@" not in one}


def _same(rows: dict[tuple[str, str], Any], start: tuple[str, str]) -> set[tuple[str, str]]:
    """Gather the contacts with the same address: in one account, only with the same name, too.

    There, several people with one address share a mailbox.
    """
    having: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for one, row in rows.items():
        for address in _addresses(row):
            having[address].append(one)
    same, ahead = {start}, [start]
    while ahead:
        one = ahead.pop()
        for other in {two for address in _addresses(rows[one]) for two in having[address]} - same:
            beside = [two for two in same if two[0] == other[0]]
            if all(_titles(rows[two]) & _titles(rows[other]) for two in beside):
                same.add(other)
                ahead.append(other)
    return same


def _made(book: Book, rows: dict[tuple[str, str], Any], found: list[tuple[str, str]]) -> Person:
    """Give each seat its number (the first that is free in all their accounts), gather names."""
    taken = {id_ for name, id_ in rows if name in {account for account, _ in found}}
    free = (number for number in count(1) if f"forgotten-{number}" not in taken)
    numbers: list[int] = []
    seats: list[Seat] = []
    for account, id_ in found:
        rank = sum(one.account == account for one in seats)
        while len(numbers) <= rank:
            numbers.append(next(free))
        seats.append(Seat(account, id_, numbers[rank]))
    mine = [rows[one] for one in found]
    others = {one: row for one, row in rows.items() if one not in {*found}}
    titles, addresses = ({*()}.union(*map(of, mine)) for of in (_titles, _addresses))
    team = book.settings.team or []
    ours = any(
        folded(name) in titles for one in team for name in (one.name or "", *(one.aliases or ()))
    )
    return Person(
        tuple(seats),
        _each(one for row in mine for one in (row.name, *(row.aliases or ())) if "@" not in one),
        _each(
            bare(one)
            for row in mine
            for one in (row.email or "", *(row.aliases or ()))
            if "@" in one
        ),
        _each(row.phone or "" for row in mine),
        tuple(sorted(addresses & {*()}.union(*map(_addresses, others.values())))),
        None if ours else frozenset(one[0] for one, row in others.items() if _titles(row) & titles),
        any(row.prefers is not None or row.personal is not None for row in mine),
    )


def _each(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(" ".join(one.split()) for one in texts if one.strip()))
