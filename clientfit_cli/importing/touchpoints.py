"""Touchpoints of an import: who took part, for which accounts, and what answered what."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol
from zoneinfo import ZoneInfo

from clientfit_cli.book.directory import PUBLIC, domain_of
from clientfit_cli.importing import ledger, participants
from clientfit_cli.importing.importer import Firm, Item, ref

if TYPE_CHECKING:
    from clientfit_cli.importing.importer import Person
    from clientfit_cli.importing.ledger import Ledger
    from clientfit_cli.importing.participants import Attendance

ANSWERED_WITHIN = 14  # days in which a message counts as the answer to another
MET = frozenset({"visit", "meeting", "video", "call", "event"})


@dataclass(slots=True)
class _Reply:
    """A message of one side that answers another, seen before or after it."""

    account: str
    ref: str  # of what it answers
    day: dt.date
    side: str
    item: Item
    file: str


class Accounts(Protocol):
    """Who knows which account is meant, and adds contacts to one."""

    ledger: Ledger

    def firm(self, firm: Firm, system: str) -> tuple[str | None, str]: ...
    def new_contact(
        self, account: str, person: Person, item: Item, values: dict[str, Any]
    ) -> str | None: ...


class Meetings:
    """Takes touchpoints one by one; replies are joined when all are known."""

    def __init__(self, merger: Accounts) -> None:
        self.merger = merger
        self.ledger: Ledger = merger.ledger
        self._replies: list[_Reply] = []
        self._known: dict[str, dict[tuple[Any, ...], Counter[str]]] = {}

    def take(self, item: Item) -> None:
        """Take one touchpoint: one row for each account whose people took part."""
        account, why = None, ""
        if item.firm != Firm():
            account, why = self.merger.firm(item.firm, item.system)
        who = participants.attendance(self.ledger.directory, item, account)
        if not who.accounts:
            self._nowhere(item, who, account, why)
            return
        ours = self._ours(item, who)
        if ours is None:
            return
        for name in who.accounts:
            strangers = who.strangers.get(name, [])
            made = [self._stranger(name, person, item) for person in strangers]
            theirs = [*who.contacts.get(name, ()), *(one for one in made if one)]
            if theirs:
                self._meet(name, theirs, ours, item)
            else:
                self.ledger.say("to review", item, name, why="their people are to review")

    def _alike(self, account: str, row: Any) -> Counter[str]:
        """Count, by the system they came from, the touchpoints of an account that are like one.

        Those of the book are counted when the account is first met: most accounts never are.
        """
        if account not in self._known:
            known = self._known[account] = {}
            there = self.ledger.book.accounts.get(account)
            for one in there.rows("touchpoints") if there else ():
                system = (one.ref or "").split(".")[0]
                known.setdefault(likeness(vars(one)), Counter())[system] += 1
        return self._known[account].setdefault(likeness(row), Counter())

    def _nowhere(self, item: Item, who: Attendance, account: str | None, why: str) -> None:
        """Say of an item without anybody of an account what it lacks."""
        told = self.ledger
        if who.doubtful:
            person, candidates = who.doubtful[0]
            why = f"might be {' or '.join(candidates)}"
            told.ask("contact", participants.written(person), "", why, ledger.SAME, item)
        elif account:
            told.say("left out", item, account, why="names nobody of theirs")
            return
        elif item.firm != Firm():
            name = item.firm.name or item.firm.domain or item.firm.id
            remedy = ledger.ALIAS if why else ledger.NEW
            told.ask("account", name, "", why or "no account has this name", remedy, item)
        elif who.outsiders:
            self._outsider(item, who.outsiders[0])
        else:
            ours = who.ours or who.our_strangers
            told.say("left out", item, "", why="only our own people" if ours else "names nobody")
            return
        told.say("to review", item, "", why="no account yet")

    def _outsider(self, item: Item, person: Person) -> None:
        domain = domain_of(person.email)
        shared = not domain or domain in PUBLIC
        alike = "" if shared else self.ledger.alike.account(domain.rsplit(".", 1)[0])
        self.ledger.ask(
            "account", participants.written(person) if shared else domain, "",
            f"looks like {alike}" if alike else "no account of the book knows them",
            ledger.DOMAIN, item,
        )  # fmt: skip

    def _ours(self, item: Item, who: Attendance) -> list[str] | None:
        """Say who of ours took part; None where those named are not on the team."""
        choices, account = self.ledger.choices, who.accounts[0]
        if who.ours:
            return who.ours
        # A calendar does not name whose it is; what names who began it names all who took part.
        if choices.me and (choices.always_me or not (who.our_strangers or item.by)):
            return [choices.me]
        # Whoever met a client and is nobody's contact may be one of ours who is not on the team.
        maybe = who.our_strangers or (who.outsiders if item.by else [])
        for person in maybe:
            why = "not on the team" if who.our_strangers else "met a client, and is not on the team"
            self.ledger.ask("one of ours", participants.written(person), "", why, ledger.TEAM, item)
        if maybe:
            self.ledger.say("to review", item, account, why="who of ours is to review")
        elif item.by:
            self.ledger.say("left out", item, account, why="names nobody of ours")
        else:
            self.ledger.ask("one of ours", "whoever exported it", "", "names nobody of ours",
                            ledger.OURS, item)  # fmt: skip
            self.ledger.say("to review", item, account, why="who of ours is to review")
        return None

    def _stranger(self, account: str, person: Person, item: Item) -> str | None:
        """Somebody at a known account who is not on file: a new contact, if that is wanted."""
        alike = self.ledger.alike.contact(account, person.name) if person.name else ""
        # An address of one's own tells apart two whose names are alike.
        if self.ledger.choices.new_contacts and not (alike and not person.email):
            return self.merger.new_contact(account, person, item, {})
        why = f"looks like {alike}" if alike else "not among the contacts"
        remedy = ledger.SAME if alike else ledger.STRANGER
        self.ledger.ask("contact", participants.written(person), account, why, remedy, item)
        return None

    def _meet(self, account: str, theirs: list[str], ours: list[str], item: Item) -> None:
        """Propose the touchpoint of one account."""
        by = participants.side(self.ledger.directory, item)
        rest = {key: value for key, value in item.row.items() if key not in {"date", "channel"}}
        row: dict[str, Any] = {
            "date": self._moment(item.row.get("date")), "channel": item.row.get("channel"),
            "ours": ours, "theirs": theirs, "by": "them" if by == "them" else None, **rest,
        }  # fmt: skip
        if self.ledger.choices.notes:
            row |= item.private
        row["ref"] = self.ledger.ref(item)
        day = day_of(row["date"])
        if by and item.answers and day:
            answered = ref(item.system, item.section, item.answers)
            self._replies.append(_Reply(account, answered, day, by, item, self.ledger.file))
        known = self._alike(account, row)
        if not self.ledger.knows(account, row["ref"]):
            other = next((one for one in known if one != item.system and known[one]), None)
            if other is not None:
                known[other] -= 1
                self.ledger.say("there", item, account, why="there by hand, or from elsewhere")
                return
        if self.ledger.add(account, row, item):
            known[item.system] += 1

    def _moment(self, when: Any) -> Any:
        """Write a time the way it is read on the book's clock."""
        if not isinstance(when, dt.datetime):
            return when
        if when.tzinfo is not None:
            when = when.astimezone(ZoneInfo(self.ledger.book.settings.timezone))
        return when.replace(tzinfo=None, second=0, microsecond=0)

    def finish(self) -> None:
        """Set `answered` where the other side answered within two weeks; the first one counts."""
        self._replies.sort(key=lambda one: one.day)
        for one in self._replies:
            self.ledger.file = one.file
            pending = self.ledger.pending.get((one.account, one.ref))
            place = self.ledger.place(one.account, one.ref)
            if pending is not None:
                row = pending.row
                if "answered" not in row and one.side != row.get("by", "us") and _soon(row, one):
                    row["answered"] = one.day
            elif place is not None and place[0] == "touchpoints":
                found = self.ledger.book.accounts[one.account].rows("touchpoints")[place[1]]
                if found.by != one.side and _soon(vars(found), one):
                    self.ledger.fill(one.account, "touchpoints", place[1], {"answered": one.day},
                                     one.item)  # fmt: skip


def _soon(row: Any, reply: _Reply) -> bool:
    day = day_of(row.get("date"))
    return day is not None and 0 <= (reply.day - day).days <= ANSWERED_WITHIN


def day_of(when: Any) -> dt.date | None:
    """Take the day of a date or a time."""
    if isinstance(when, dt.datetime):
        return when.date()
    return when if isinstance(when, dt.date) else None


def likeness(row: Any) -> tuple[Any, ...]:
    """Say what two records of one touchpoint have in common."""
    channel = row.get("channel")
    kind = "met" if channel in MET else channel
    return day_of(row.get("date")), kind, frozenset(row.get("theirs") or ())
