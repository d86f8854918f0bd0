"""Who took part in a meeting, and how they met, as far as the lines of an event say so."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from clientfit_cli.book.directory import bare
from clientfit_cli.importing.icalendar_vcard.content_lines import plain, unescaped
from clientfit_cli.importing.importer import Person

if TYPE_CHECKING:
    from collections.abc import Mapping

    from clientfit_cli.importing.icalendar_vcard.content_lines import Line

    Lines = Mapping[str, list[Line]]

_ONLINE = (
    "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL",
    "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK", "X-MICROSOFT-ONLINEMEETINGCONFLINK",
)  # fmt: skip
LINK = re.compile(
    r"https?://(?:[\w-]+\.)*(?:zoom\.us/[jws]/|zoomgov\.com/j/|meet\.google\.com/|"
    r"teams\.(?:microsoft|live)\.com/(?:l/)?meet|webex\.com/|gotomeet(?:ing)?\.(?:com|me)/|"
    r"meet\.jit\.si/|whereby\.com/|bluejeans\.com/|chime\.aws/|meet\.goto\.com/|join\.skype\.com/)",
    re.IGNORECASE,
)
_ROOM = re.compile(
    r"\b(zoom|(microsoft|ms) teams|teams[- ]meeting|google meet|webex|gotomeeting|skype|"
    r"video ?(call|conference|meeting)|videoconference)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?:mailto:)?\s*([^\s<>:;,\"/]+@[^\s<>:;,\"/]+)", re.IGNORECASE)
# Calendars and rooms that Google invites like people.
_NOBODY = ("resource.calendar.google.com", "group.calendar.google.com", "calendar.google.com")


def organizer(lines: Lines) -> Person | None:
    said = lines.get("ORGANIZER")
    return _person(said[0]) if said else None


def people(lines: Lines) -> tuple[Person, ...]:
    """List who was invited and did not decline, and who invited, each once."""
    invited = lines.get("ATTENDEE", [])
    absent = {
        bare(_email(one))
        for one in invited
        if one.says("PARTSTAT") == "DECLINED" or one.says("ROLE") == "NON-PARTICIPANT"
    }
    found: dict[str, Person] = {}
    for one in (*lines.get("ORGANIZER", ()), *invited):
        person = _person(one)
        if person is None or one.says("CUTYPE") in {"ROOM", "RESOURCE"}:
            continue
        key = bare(person.email) or person.name
        if bare(person.email) not in absent or not person.email:
            found[key] = found[key] if key in found and found[key].name else person
    return tuple(found.values())


def channel(lines: Lines, *, linked: bool) -> str:
    """Say how people met; `linked` if the description holds a link to a room online."""
    conferences = lines.get("CONFERENCE", [])
    location = _text(lines, "LOCATION")
    links = [*(one.value for one in conferences), location, _text(lines, "URL")]
    if (
        linked
        or any(_text(lines, name) for name in _ONLINE)
        or any(LINK.search(one) for one in links)
        or any(one.says("FEATURE") == "VIDEO" for one in conferences)
        or _ROOM.search(location)
    ):
        return "video"
    return "call" if any(one.lower().startswith("tel:") for one in links) else "meeting"


def _text(lines: Lines, name: str) -> str:
    said = lines.get(name)
    return plain(unescaped(said[0].value), 500) if said else ""


def _email(said: Line) -> str:
    """Take the address of somebody; some programs write it beside an id of theirs."""
    for text in (said.value, said.parameters.get("EMAIL", [""])[0]):
        found = _ADDRESS.search(text[:500])
        if found:
            return found[1]
    return ""


def _person(said: Line) -> Person | None:
    return _named(_email(said), " ".join(said.parameters.get("CN", ())))


@lru_cache(maxsize=2_000)
def _named(address: str, said: str) -> Person | None:
    email = plain(address)
    if email.rpartition("@")[2].casefold() in _NOBODY:
        return None
    name = plain(unescaped(said))
    name = "" if bare(name) == bare(email) else name
    return Person(name, email) if name or email else None
