"""The headers of a mail -> who wrote to whom, when, about what, and what it answers."""

from __future__ import annotations

import binascii
import datetime as dt
import email.errors
import email.header
import email.utils
import hashlib
import re
from typing import TYPE_CHECKING

from clientfit_cli.book.directory import bare
from clientfit_cli.importing.icalendar_vcard.content_lines import decoded, plain
from clientfit_cli.importing.importer import Person

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clientfit_cli.importing.mail.mailboxes import Raw

_FOLD = re.compile(rb"\r?\n(?=[ \t])")
_WORD = re.compile(r"=\?[\w!#$%&'*+/^`{|}~.-]+\?[bBqQ]\?[^?]*\?=", re.ASCII)
_ID = re.compile(r"<([^<>]+)>")
_SIMPLE = re.compile(  # `Robin Lee <r.lee@acme.example>`, as nearly all are
    r"(?:\"([^\"\\<>(),:;@]*)\" ?|([^\"\\<>(),:;@]*))<([^\s<>\"(),:;\\@]+@[^\s<>\"(),:;\\@]+)>"
)
_ADDRESS = re.compile(r"[^\s<>\"(),:;\\@]+@[^\s<>\"(),:;\\@]+")
_ENVELOPE_DATE = re.compile(
    r"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w* +(\d{1,2}) +(\d{1,2}):(\d\d)(?::(\d\d))?"
    r"(?: +([+-]\d{4}|[A-Z]{1,5}))?(?: +([+-]\d{4}))? +(\d{4})"
)
_MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec"
_LONGEST = 64 * 1024  # characters of one header
_LONGEST_CODED = 8_000  # of these, some words are in code: no name or subject comes near
_LENIENT = {"strict": False} if getattr(email.utils, "supports_strict_parsing", False) else {}


class Mail:
    """One mail: its headers by name in small letters, each as often as it stands."""

    def __init__(self, raw: Raw) -> None:
        self.raw = raw
        self.fields: dict[str, list[str]] = {}
        for line in _FOLD.sub(b"", raw.headers).split(b"\n"):
            name, colon, value = line.partition(b":")
            if colon and name and b" " not in name.rstrip():
                text = decoded(value.strip()[:_LONGEST], "utf-8", "cp1252")
                self.fields.setdefault(name.strip().decode("latin-1").lower(), []).append(text)

    def said(self, name: str) -> str:
        """Take the first header of a name."""
        return self.fields.get(name, ("",))[0]

    def date(self) -> dt.datetime | None:
        """Say when it was written; without that, when the mailbox or a server got it."""
        received = self.said("received").rpartition(";")[2]
        for text in (self.said("date"), received):
            if text and (found := _date(text)):
                return found
        return _envelope_date(self.raw.envelope.decode("latin-1"))

    def sender(self) -> Person | None:
        return next(iter(people(self.fields.get("from", ()))), None)

    def people(self) -> tuple[Person, ...]:
        """List who wrote it and who got it, each once."""
        fields = (self.fields.get(name, ()) for name in ("from", "to", "cc", "bcc"))
        return people([text for each in fields for text in each])

    def subject(self) -> str:
        return plain(words(self.said("subject")), 500)

    def key(self) -> str:
        """Take its Message-ID; without one, what it says of itself stands for it."""
        found = _id(self.said("message-id"))
        if found:
            return found
        date = self.date()
        when = date.astimezone(dt.UTC).isoformat() if date else ""
        parts = (when, *(bare(one.email) for one in self.people()), self.subject())
        return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()

    def answers(self) -> str:
        """Take the Message-ID of the mail that it answers."""
        first = _ID.search(self.said("in-reply-to"))
        if first:
            return _squeezed(first[1])
        before = _ID.findall(self.said("references"))
        return _squeezed(before[-1]) if before else ""


def _squeezed(text: str) -> str:
    return "".join(text.split())[:500]


def _id(text: str) -> str:
    found = _ID.search(text)
    return _squeezed(found[1] if found else text)


def words(text: str) -> str:
    """Read the words of a header that are written in code (`=?utf-8?q?...?=`)."""
    text = text[:_LONGEST_CODED]
    if "=?" not in text or not _WORD.search(text):
        return text
    try:
        pieces = email.header.decode_header(text)
    except (email.errors.MessageError, binascii.Error, ValueError):
        return text
    return "".join(
        piece if isinstance(piece, str) else decoded(piece, charset or "utf-8", "utf-8", "cp1252")
        for piece, charset in pieces
    )


def people(texts: Iterable[str]) -> tuple[Person, ...]:
    """Read lists of people; groups are opened, and who has no address is nobody."""
    found: dict[str, Person] = {}
    for text in texts:
        for name, address in _pairs(text):
            email_ = plain(address)
            if _ADDRESS.fullmatch(email_):
                shown = plain(words(name)).strip("'\" ")
                shown = "" if bare(shown) == bare(email_) else shown
                key = bare(email_)
                if key not in found or (shown and not found[key].name):
                    found[key] = Person(shown, email_)
    return tuple(found.values())


def _pairs(text: str) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for part in (" ".join(one.split()) for one in text.split(",")):
        simple = _SIMPLE.fullmatch(part)
        if simple:
            pairs.append((simple[1] or simple[2] or "", simple[3]))
        elif _ADDRESS.fullmatch(part):
            pairs.append(("", part))
        elif part:
            break
    else:
        return pairs
    try:
        pairs = email.utils.getaddresses([text], **_LENIENT)
        if not any("@" in address for _, address in pairs):
            # Some programs write name and address together in code.
            pairs = email.utils.getaddresses([words(text)], **_LENIENT)
    except (RecursionError, ValueError, IndexError, TypeError):
        return [("", one) for one in re.split(r'[\s<>",:;()]+', text) if _ADDRESS.fullmatch(one)]
    return pairs


def _date(text: str) -> dt.datetime | None:
    try:
        found = email.utils.parsedate_to_datetime(text[:200])
        found = found if found.tzinfo else found.replace(tzinfo=dt.UTC)
        found.astimezone(dt.UTC)
    except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
        return None
    return found


def _envelope_date(text: str) -> dt.datetime | None:
    """Read the date of a `From ` line, which is in UTC unless it says otherwise."""
    found = _ENVELOPE_DATE.search(text)
    if not found:
        return None
    month = _MONTHS.index(found[1]) // 3 + 1
    offset = next((one for one in (found[6], found[7]) if one and one[0] in "+-"), "+0000")
    away = dt.timedelta(hours=int(offset[1:3]), minutes=int(offset[3:]))
    try:
        zone = dt.timezone(-away if offset[0] == "-" else away)
        return dt.datetime(
            int(found[8]), month, int(found[2]), int(found[3]), int(found[4]),
            min(int(found[5] or 0), 59), tzinfo=zone,
        )  # fmt: skip
    except ValueError:
        return None
