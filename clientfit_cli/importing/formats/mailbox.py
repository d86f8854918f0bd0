"""Importer `mailbox`: who wrote to whom and when, from mbox files, Maildir folders and `.eml`.

Only headers are read. What no person wrote to persons is left out: mass mail, automatic answers,
reports of delivery, invitations, drafts and spam. Nothing of that is guessed from words in the
subject.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from clientfit_cli.importing.icalendar_vcard.content_lines import plain
from clientfit_cli.importing.importer import Importer, Item, Left
from clientfit_cli.importing.mail import mailboxes
from clientfit_cli.importing.mail.headers import Mail, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clientfit_cli.importing.importer import Source, Wanted

MOST_PEOPLE = 100
_FIRST_YEAR = 1990
_MASS = (
    "list-id", "list-unsubscribe", "list-post", "feedback-id", "x-campaign", "x-campaignid",
    "x-campaign-id", "x-mailchimp-campaign", "x-mc-user", "x-sg-eid", "x-mailgun-batch-check",
)  # fmt: skip
_AUTOMATIC = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-failed-recipients")
_MACHINE = re.compile(
    r"(?:^|.*[._+-])(?:no|do[._-]?not|never)[._-]?reply(?:$|[._+-].*)|mailer-daemon|postmaster|"
    r"calendar-notification",
    re.IGNORECASE,
)
_UNSEEN = {
    "draft": "a draft", "drafts": "a draft", "spam": "spam", "junk": "spam", "trash": "thrown away",
    "bin": "thrown away", "chat": "a chat, not a mail", "chats": "a chat, not a mail",
}  # fmt: skip
_DELETED = 0x0008  # of X-Mozilla-Status: deleted, and not yet taken out of the file


def _recognises(source: Source) -> bool:
    if source.path.is_dir():
        return mailboxes.is_folder(source.path)
    head = source.head()
    return mailboxes.is_mbox(head) or mailboxes.is_mail(head)


def _read(source: Source, wanted: Wanted) -> Iterator[Item | Left]:
    for found in mailboxes.mails(source):
        if isinstance(found, mailboxes.Raw):
            yield _mail(Mail(found), wanted)
        else:
            place, why = found
            yield Left(plain(place), "a mail", why, bad=True)


def _mail(mail: Mail, wanted: Wanted) -> Item | Left:
    place = plain(mail.raw.place)
    sender, date = mail.sender(), mail.date()
    what = f"a mail of {date:%Y-%m-%d}" if date else "a mail"
    why = _stored(mail) or _machine(mail, sender.email if sender else "") or _invitation(mail)
    if why:
        return Left(place, what, why)
    if sender is None:
        return Left(place, what, "it does not say who wrote it", bad=True)
    if date is None:
        return Left(place, what, "it has no date that can be read", bad=True)
    if date > wanted.now or date.year < _FIRST_YEAR:
        return Left(place, what, "its date cannot be right", bad=True)
    people = mail.people()
    if len(people) > MOST_PEOPLE:
        return Left(place, what, f"mass mail: more than {MOST_PEOPLE} people")
    subject = mail.subject()
    return Item(
        section="touchpoints", place=place, system="mail", key=mail.key(),
        row={"date": date.replace(tzinfo=dt.timezone(date.utcoffset() or dt.timedelta(0))),
             "channel": "email"},
        private={"note": subject} if subject else {},
        people=people, by=sender, answers=mail.answers(),
    )  # fmt: skip


def _stored(mail: Mail) -> str:
    """Say where a mailbox keeps a mail that nobody sent or wants: drafts, spam, the bin."""
    labels = words(mail.said("x-gmail-labels")).lower()
    for label in re.split(r'[,"]', labels):
        if label.strip() in _UNSEEN:
            return _UNSEEN[label.strip()]
    if "D" in mail.raw.flags or mail.said("x-mozilla-draft-info") or mail.said("x-unsent") == "1":
        return "a draft"
    status = mail.said("x-mozilla-status")
    if re.fullmatch(r"[0-9a-fA-F]{1,8}", status) and int(status, 16) & _DELETED:
        return "thrown away"
    if "T" in mail.raw.flags:
        return "thrown away"
    return "spam" if mail.said("x-spam-flag").upper() == "YES" else ""


def _machine(mail: Mail, address: str) -> str:
    """Say why a mail is not from a person to persons, by its headers and who sent it."""
    kind = mail.said("content-type").partition(";")[0].strip().lower()
    precedence = mail.said("precedence").strip().lower()
    submitted = mail.said("auto-submitted").partition(";")[0].strip().lower()
    if kind == "multipart/report":
        return "a report of delivery"
    if (
        submitted not in {"", "no"}
        or precedence in {"auto_reply", "auto-reply"}
        or any(name in mail.fields for name in _AUTOMATIC)
    ):
        return "an automatic answer"
    if precedence in {"bulk", "list", "junk"} or any(name in mail.fields for name in _MASS):
        return "mass mail"
    if _MACHINE.fullmatch(address.partition("@")[0][:100]):
        return "from a machine"
    return ""


def _invitation(mail: Mail) -> str:
    kind = mail.said("content-type").partition(";")[0].strip().lower()
    content = mail.said("content-class").strip().lower()
    if kind == "text/calendar" or content == "urn:content-classes:calendarmessage":
        return "an invitation: import the calendar instead"
    return ""


mailbox = Importer(
    "mailbox", "mailboxes (mbox, Maildir, .eml)", _recognises, _read, makes="touchpoints"
)
