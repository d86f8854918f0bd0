"""Importer `addressbook`: people of clients, from `.vcf` files.

The cards of telephones and mail programs, versions 2.1 to 4.0. A card of a company or a group, or
one without any name, is no person and stays out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clientfit_cli.book.directory import PUBLIC, domain_of, folded
from clientfit_cli.importing.icalendar_vcard import content_lines
from clientfit_cli.importing.icalendar_vcard.content_lines import plain
from clientfit_cli.importing.importer import Firm, Importer, Item, Left, Person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clientfit_cli.importing.icalendar_vcard.content_lines import Line
    from clientfit_cli.importing.importer import Source, Wanted

    Card = dict[str, list[Line]]

_KEPT = frozenset({
    "FN", "N", "ORG", "TITLE", "ROLE", "EMAIL", "TEL", "URL", "UID", "KIND", "X-ABSHOWAS",
    "X-ADDRESSBOOKSERVER-KIND",
})  # fmt: skip
_MOST = 100  # lines of one name in one card
_NO_VOICE = frozenset({"FAX", "PAGER", "MODEM", "BBS", "TEXTPHONE"})
_NOT_PEOPLE = {
    "GROUP": "a group, not a person",
    "ORG": "a company, not a person",
    "LOCATION": "a place, not a person",
    "APPLICATION": "a program, not a person",
    "DEVICE": "a device, not a person",
}
# Where people have a page of their own: it says nothing about who employs them.
_PAGES = frozenset({
    "facebook.com", "linkedin.com", "twitter.com", "x.com", "instagram.com", "xing.com",
    "google.com", "youtube.com", "github.com",
})  # fmt: skip


def _recognises(source: Source) -> bool:
    return content_lines.begins(source.head(), "VCARD")


def _read(source: Source, wanted: Wanted) -> Iterator[Item | Left]:
    del wanted  # a card says nothing that depends on the day or the place
    card: Card | None = None
    begun = inner = 0
    agent = False  # whether the line above opened a card within the card: somebody's assistant
    for number, text in content_lines.unfolded(source):
        name = content_lines.name_of(text)
        opens = name == "BEGIN" and _said(text) == "VCARD"
        if card is not None and (inner or agent) and opens:
            inner += 1
        elif opens:
            if card is not None:
                yield Left(f"line {begun}", "a card", "it has no end", bad=True)
            card, begun = {}, number
        elif name == "END" and _said(text) == "VCARD":
            if inner:
                inner -= 1
            elif card is not None:
                yield _card(card, f"line {begun}")
                card = None
        elif card is not None and not inner and name in _KEPT:
            lines = card.setdefault(name, [])
            said = content_lines.line(text)
            if said and len(lines) < _MOST:
                lines.append(said)
        agent = name == "AGENT" and _said(text) in {"", "BEGIN:VCARD"}
        inner += agent and _said(text) != ""
    if card is not None:
        yield Left(f"line {begun}", "a card", "the file ends within it", bad=True)


def _said(text: str) -> str:
    return text.partition(":")[2].replace(" ", "").strip().upper()


def _card(card: Card, place: str) -> Item | Left:
    firm = _first(card, "ORG", parts=True)
    email = _email(card)
    name = _first(card, "FN") or _full_name(card)
    kind = _first(card, "KIND") or _first(card, "X-ADDRESSBOOKSERVER-KIND")
    shown_as = _first(card, "X-ABSHOWAS").upper()
    why = _NOT_PEOPLE.get(kind.upper(), "")
    # Telephones write the company as the name of a card that has no other.
    nobody = not _full_name(card) and (not name or folded(name) == folded(firm))
    if shown_as == "COMPANY" or (firm and nobody and (name or not email)):
        why = why or _NOT_PEOPLE["ORG"]
    if why:
        return Left(place, plain(name or firm) or "a card", why)
    name = name or email
    if not name:
        return Left(place, "a card", "it names nobody", bad=True)
    row = {
        "name": name, "title": _first(card, "TITLE") or _first(card, "ROLE"),
        "email": email, "phone": _phone(card),
    }  # fmt: skip
    uid = _first(card, "UID").removeprefix("urn:uuid:")
    return Item(
        section="contacts", place=place, system="vcard", key=uid,
        row={key: value for key, value in row.items() if value},
        firm=Firm(firm, _domain(card, email)), theirs=(Person(name, email),),
    )  # fmt: skip


def _first(card: Card, name: str, *, parts: bool = False) -> str:
    """Take the first line of a name that says something; of several parts, the first."""
    for said in card.get(name, ()):
        value = content_lines.components(said.value)[0] if parts else said.value
        if text := plain(content_lines.unescaped(value) if not parts else value):
            return text
    return ""


def _full_name(card: Card) -> str:
    for said in card.get("N", ()):
        family, given, middle, before, after = (*content_lines.components(said.value), *[""] * 5)[
            :5
        ]
        if name := plain(f"{before} {given} {middle} {family} {after}"):
            return name
    return ""


def _rank(said: Line, order: tuple[str, ...]) -> tuple[bool, int, int]:
    """Say how fit an address is: the one that its owner prefers, then the one at work."""
    types = {one.upper() for one in said.parameters.get("TYPE", ())}
    # `TYPE="work,voice"` is one value between quotes that means two.
    types |= {part.strip() for one in types for part in one.split(",")}
    degree = said.says("PREF")
    preferred = int(degree) if re.fullmatch(r"\d{1,3}", degree, re.ASCII) else 101
    preferred = min(preferred, 50) if "PREF" in types else preferred
    place = next((at for at, one in enumerate(order) if one in types), len(order) - 1)
    return bool(_NO_VOICE & types), preferred, place


def _email(card: Card) -> str:
    order = ("WORK", "OTHER", "HOME", "")
    for said in sorted(card.get("EMAIL", ()), key=lambda one: _rank(one, order)):
        text = content_lines.unescaped(said.value)
        found = re.search(r"[^\s<>:;,\"()]+@[^\s<>:;,\"()]+\.[^\s<>:;,\"()]+", text[:1000])
        if found:
            return plain(found[0])
    return ""


def _phone(card: Card) -> str:
    order = ("WORK", "CELL", "", "HOME")
    for said in sorted(card.get("TEL", ()), key=lambda one: _rank(one, order)):
        text = plain(content_lines.unescaped(said.value)).removeprefix("tel:").partition(";")[0]
        if not _rank(said, order)[0] and re.search(r"\d", text):
            return text
    return ""


def _domain(card: Card, email: str) -> str:
    """Tell the domain of who employs them, by their mail, else by their web page."""
    domain = domain_of(email)
    if domain and domain not in PUBLIC:
        return domain
    for said in card.get("URL", ()):
        if any(one.upper() == "HOME" for one in said.parameters.get("TYPE", ())):
            continue
        page = domain_of(content_lines.unescaped(said.value))
        if page and page not in PUBLIC and ".".join(page.split(".")[-2:]) not in _PAGES:
            return page
    return ""


addressbook = Importer("addressbook", "address books (.vcf)", _recognises, _read, makes="contacts")
