"""Items of foreign files -> a proposal for a book: matched, told apart, never guessed.

An account, a contact or one of ours is matched by id, e-mail, e-mail domain or exact name; what is
only alike is proposed in the review list. What was imported before is known by its `ref`, so that
importing it again adds nothing, and a longer export adds the difference.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from clientfit_cli.book.directory import PUBLIC, domain_of
from clientfit_cli.book.sections import SECTIONS
from clientfit_cli.importing import ledger, participants
from clientfit_cli.importing.importer import ACCOUNTS, Firm, Item, Left, Person, contact_ref, ref
from clientfit_cli.importing.ledger import Ledger
from clientfit_cli.importing.proposal import Line
from clientfit_cli.importing.touchpoints import Meetings
from clientfit_cli.writing import ids

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clientfit_cli.book.model import Book
    from clientfit_cli.importing.ledger import Choices
    from clientfit_cli.importing.proposal import Proposal


class Merger:
    """Takes items one by one, and makes a proposal of them."""

    def __init__(self, book: Book, choices: Choices) -> None:
        self.ledger = Ledger(book, choices)
        self._taken = {*book.accounts, *book.left_out}
        self._meetings = Meetings(self)

    def take(self, items: Iterable[Item | Left], file: str) -> None:
        """Take all that a foreign file says."""
        self.ledger.file = file
        for item in items:
            if isinstance(item, Left):
                self._left(item)
            elif item.section == ACCOUNTS:
                self._account(item)
            elif item.section == "contacts":
                self._contact(item)
            elif item.section == "touchpoints":
                self._meetings.take(item)
            elif item.section in SECTIONS:
                self._row(item)
            else:
                self.ledger.say("bad", item, "", why=f"there is no section `{item.section}`")

    def finish(self) -> Proposal:
        """Join what hangs together only when all is known."""
        self._meetings.finish()
        return self.ledger.proposal

    def _left(self, left: Left) -> None:
        what, why = ids.line(left.what), ids.line(left.why)
        verdict: Any = "bad" if left.bad else "left out"
        line = Line(verdict, self.ledger.file, ids.line(left.place), "", "", what, why)
        self.ledger.proposal.say(line)

    def _hold(self, kind: str, who: str, account: str, why: str, remedy: str, item: Item) -> None:
        self.ledger.ask(kind, who, account, why, remedy, item)
        self.ledger.say("to review", item, account, who, why)

    # Accounts

    def firm(self, firm: Firm, system: str) -> tuple[str | None, str]:
        """Match a firm; where it cannot be told, say why (nothing: there is no such account)."""
        directory = self.ledger.directory
        key = ref(system, "account", firm.id) if firm.id else ""
        match = directory.accounts.match(firm.name, "", key)
        if match.id is None and not match.candidates and firm.domain:
            match = directory.account_of_domain(firm.domain)
        if match.id:
            return match.id, ""
        if match.candidates:
            return None, f"might be {' or '.join(match.candidates)}: the same {match.by}"
        alike = self.ledger.alike.account(firm.name)
        if not alike or self._told_apart(alike, firm, system):
            return None, ""
        return None, f"looks like {alike}"

    def _told_apart(self, account: str, firm: Firm, system: str) -> bool:
        """Whether a system knows both by ids of their own, or their domains differ."""
        known = self.ledger.known(account)
        if firm.id and str(known.get("ref") or "").startswith(f"{system}."):
            return True
        domain, domains = domain_of(firm.domain), known.get("domains") or ()
        return bool(domain and domains) and domain not in domains

    def _account(self, item: Item) -> None:
        firm = replace(item.firm, name=item.firm.name or ids.line(item.row.get("name")))
        found, why = self.firm(firm, item.system)
        values = {key: value for key, value in item.row.items() if key != "name"}
        values |= _of_firm(item, firm.domain)
        if found is None:
            self._new_account(firm, item, values, why)
        elif not self.ledger.fill(found, ACCOUNTS, 0, values, item, firm.name):
            self.ledger.say("there", item, found, firm.name, "matched")

    def _new_account(self, firm: Firm, item: Item, values: dict[str, Any], why: str) -> str | None:
        """Make an account of a firm that is not in the book, where that is wanted."""
        name, told = firm.name or domain_of(firm.domain), self.ledger
        if not name:
            told.say("bad", item, "", why="a firm without a name")
            return None
        if why:
            self._hold("account", name, "", why, ledger.ALIAS, item)
            return None
        wanted = told.choices.new_accounts
        if not (item.new_account if wanted is None else wanted):
            self._hold("account", name, "", "no account has this name", ledger.NEW, item)
            return None
        made = replace(item, section=ACCOUNTS)
        sound, wrong = ledger.checked(ACCOUNTS, {"name": name, **values})
        if wrong:
            told.say("bad", made, "", name, wrong)
            return None
        id_ = ids.firm_id(name, self._taken)
        self._taken.add(id_)
        told.proposal.accounts[id_] = sound
        told.directory.add_account(id_, name, sound.get("ref") or "", sound.get("domains") or ())
        told.alike.add(id_, name)
        told.say("added", made, id_, name)
        return id_

    # Contacts

    def _contact(self, item: Item) -> None:
        person = item.theirs[0] if item.theirs else Person(ids.line(item.row.get("name")))
        directory, shown = self.ledger.directory, participants.written(person)
        if directory.is_ours(person.email) or directory.ours.match("", person.email).id:
            self.ledger.say("left out", item, "", shown, "one of ours")
            return
        if directory.was_forgotten(person.name, person.email):
            self.ledger.say("left out", item, "", "somebody", "asked to be forgotten")
            return
        known = directory.by_email(person.email)
        named = bool(item.firm.name or item.firm.id)
        # The firm by what it is called: that somebody has an address there is another matter.
        firm, why = self.firm(replace(item.firm, domain=""), item.system) if named else (None, "")
        alike = why.removeprefix("looks like ")
        fits = [one for one in known if not named or one[0] in {firm, alike}]
        there = {account for account, _ in fits}
        if len(there) == 1 and len(known) == len(fits):
            self._contact_at(there.pop(), item, person)
            return
        at = directory.account_of_domain(item.firm.domain or person.email)
        if known:
            where = " and ".join("/".join(one) for one in known)
            self._hold("contact", shown, firm or "", f"has the e-mail address of {where}",
                       "set `until` there if they left", item)  # fmt: skip
        elif firm is not None or (not named and at.id):
            self._contact_at(firm or at.id or "", item, person)
        elif not named:
            self.ledger.say("left out", item, "", shown, "names no firm of the book")
        elif at.id and not why and not self._told_apart(at.id, item.firm, item.system):
            self._hold(
                "account", item.firm.name, "", f"has a domain of {at.id}", ledger.ALIAS, item
            )
        else:
            made = self._new_account(item.firm, item, _of_firm(item, item.firm.domain), why)
            if made:
                self._contact_at(made, item, person)

    def _contact_at(self, account: str, item: Item, person: Person) -> None:
        """Find a contact at an account, or make a new one."""
        match = self.ledger.directory.contacts[account].match(
            person.name, person.email, _contact_ref(item, person)
        )
        shown = participants.written(person)
        if match.id:
            self._known_contact(account, match.id, item, person)
        elif match.candidates:
            why = f"might be {' or '.join(match.candidates)}: the same {match.by}"
            self._hold("contact", shown, account, why, ledger.SAME, item)
        elif not person.email and (alike := self.ledger.alike.contact(account, person.name)):
            self._hold("contact", shown, account, f"looks like {alike}", ledger.SAME, item)
        else:
            self.new_contact(account, person, item, dict(item.row))

    def _known_contact(self, account: str, contact: str, item: Item, person: Person) -> None:
        """Fill in what is not on file yet of a contact."""
        values = {**item.row, "email": person.email, "ref": _contact_ref(item, person)}
        book = self.ledger.book.accounts
        rows = book[account].rows("contacts") if account in book else []
        at = next((at for at, row in enumerate(rows) if row.id == contact), None)
        shown = participants.written(person)
        if at is None or not self.ledger.fill(account, "contacts", at, values, item, shown):
            self.ledger.say("there", item, account, shown, f"matched with {contact}")

    def new_contact(
        self, account: str, person: Person, item: Item, values: dict[str, Any]
    ) -> str | None:
        """Propose a new contact of an account, under an id made of their address or name."""
        directory, key = self.ledger.directory, _contact_ref(item, person)
        taken = directory.contacts[account].names
        name, address = ids.line(person.name), person.email.split("@")[0]
        made = next(
            one for text in (name, address, "contact") if (one := ids.person_id(text, taken))
        )
        row = {
            "id": made,
            "name": name or address,
            **values,
            "email": person.email,
            "ref": key or None,
        }
        row["name"] = name or address
        added = replace(item, section="contacts")
        if not self.ledger.add(account, row, added, participants.written(person)):
            return None
        directory.add_contact(account, made, name or address, person.email, key)
        return made

    # Other sections

    def _row(self, item: Item) -> None:
        account, why = self.firm(item.firm, item.system)
        who = participants.attendance(self.ledger.directory, item, account)
        if account is None and not why and len(who.accounts) == 1:
            account = who.accounts[0]
        if account is None:
            people = (*item.theirs, *item.people)
            named = participants.written(people[0]) if people else "nobody"
            name = item.firm.name or item.firm.domain or item.firm.id or named
            remedy = ledger.ALIAS if why else ledger.NEW
            self._hold("account", name, "", why or "no account has this name", remedy, item)
            return
        row, section = dict(item.row), SECTIONS[item.section]
        contacts = who.contacts.get(account)
        if section.contacts and contacts:
            row[section.key(section.contacts[0])] = contacts[0]
        if section.ours and who.ours:
            row[section.ours[0]] = who.ours[0]
        for name in section.services:
            row[name] = self._service(row.get(name), item, account)
            if row[name] is None:
                return
        note = item.private.get("note")
        if self.ledger.choices.notes and note and section.private:
            row[section.private] = note
        row["ref"] = self.ledger.ref(item)
        self.ledger.add(account, row, item)

    def _service(self, name: object, item: Item, account: str) -> str | None:
        """Find a service of the catalogue by its id or exact name."""
        said = ids.line(name) or self.ledger.choices.service or ""
        fits = [
            one.id
            for one in self.ledger.book.settings.services
            if said.casefold() in {one.id, (one.name or "").casefold()}
        ]
        if len(fits) == 1:
            return fits[0]
        why = "not in the catalogue of services" if said else "names no product"
        self._hold(
            "service", said or "a deal without a product", account, why, ledger.CATALOGUE, item
        )
        return None


def _of_firm(item: Item, address: str) -> dict[str, Any]:
    """What an item says about its firm that an account keeps: a domain, and whose id it has."""
    domain = domain_of(address)
    return {
        "domains": [domain] if domain and domain not in PUBLIC else None,
        "ref": ref(item.system, "account", item.firm.id) if item.firm.id else None,
    }


def _contact_ref(item: Item, person: Person) -> str:
    return contact_ref(item.system, person.id or item.key if item.section == "contacts" else "")
