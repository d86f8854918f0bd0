"""Who is meant: accounts, contacts and people of ours, by id, e-mail, e-mail domain, exact name.

Nothing is guessed: two that fit are candidates, and none is a match. Names are compared without
case or extra blanks.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clientfit_cli.book.model import Account, Book

# Where people have their private mail: such a domain says nothing about who employs them.
_PUBLIC = """
    126.com 163.com alice.it aol.com arcor.de att.net bellsouth.net bigpond.com bluemail.ch
    bluewin.ch blueyonder.co.uk bol.com.br bredband.net btinternet.com btopenworld.com charter.net
    chello.nl comcast.net cox.net daum.net docomo.ne.jp earthlink.net fastmail.com foxmail.com
    free.fr freenet.de frontier.com gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.net googlemail.com
    hanmail.net hetnet.nl hey.com hispeed.ch home.nl hotmail.co.uk hotmail.com hotmail.de
    hotmail.fr hotmail.it hushmail.com icloud.com ig.com.br iinet.net.au inbox.com juno.com
    kabelmail.de kpnmail.nl laposte.net libero.it live.co.uk live.com live.nl mac.com mail.com
    mail.ru me.com mindspring.com msn.com mweb.co.za naver.com netzero.net ntlworld.com o2.pl
    online.no optonline.net optusnet.com.au orange.fr outlook.com outlook.de outlook.fr planet.nl
    pm.me posteo.de proton.me protonmail.com qq.com rediffmail.com rocketmail.com rogers.com
    sbcglobal.net seznam.cz sfr.fr shaw.ca sina.com sky.com skynet.be sohu.com sunrise.ch
    swissonline.ch sympatico.ca t-online.de talktalk.net tele2.se telefonica.net telenet.be
    telia.com telkomsa.net telus.net terra.com.br tin.it tiscali.it tutanota.com uol.com.br
    verizon.net virgilio.it virginmedia.com vodafone.de wanadoo.fr web.de windstream.net wp.pl
    xs4all.nl xtra.co.nz yahoo.ca yahoo.co.in yahoo.co.jp yahoo.co.uk yahoo.com yahoo.de yahoo.es
    yahoo.fr yahoo.it yandex.ru ymail.com ziggo.nl zoho.com
"""
PUBLIC = frozenset(_PUBLIC.split())
OURS = "\0ours"  # in place of an account: a domain of our own


FORGOTTEN = "forgotten."


def forgotten_ref(name: str, email: str) -> str:
    """Make the `ref` that is left of who was forgotten, so that no import brings them back."""
    said = bare(email) or folded(name)
    return FORGOTTEN + hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16]


class Match(NamedTuple):
    """Who is meant (None: nobody, or that cannot be told), by what, and who else might be."""

    id: str | None
    by: str = ""
    candidates: tuple[str, ...] = ()


def folded(name: str) -> str:
    """Write a name so that two spellings of one are the same."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def bare(email: str) -> str:
    """Write an e-mail address so that two spellings of one are the same."""
    return email.strip().strip("<>").removeprefix("mailto:").casefold()


def domain_of(text: str) -> str:
    """Take the domain out of an e-mail address or a web address; nothing of what is neither."""
    text = re.sub(r"^[a-z][a-z0-9+.-]*://", "", text.strip().casefold())
    text = re.split(r"[/?#:\s]", text.rsplit("@", 1)[-1])[0].removeprefix("www.").strip(".>")
    return text if "." in text else ""


class People:
    """Some people, each with an id, found by id, ref, e-mail or exact name."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self._emails: dict[str, set[str]] = defaultdict(set)
        self._refs: dict[str, str] = {}
        self._found: dict[tuple[str, str], set[str]] = defaultdict(set)

    def add(
        self,
        id_: str,
        name: str = "",
        email: str = "",
        ref: str = "",
        aliases: Iterable[str] = (),
    ) -> None:
        self.names[id_] = name or id_
        self._found["id", id_].add(id_)
        names = [name, *(one for one in aliases if "@" not in one)]
        emails = [email, *(one for one in aliases if "@" in one)]
        self._emails[id_] |= {bare(one) for one in emails if one}
        self._refs[id_] = ref or self._refs.get(id_, "")
        keys = [("ref", ref), *(("e-mail", bare(one)) for one in emails)]
        for kind, key in (*keys, *(("name", folded(one)) for one in names)):
            if key:
                self._found[kind, key].add(id_)

    def match(self, name: str = "", email: str = "", ref: str = "") -> Match:
        """Match somebody whose e-mail address, name (or id, in its place) or ref a file tells.

        Who is known by another address, or another id of the same system, is only a candidate.
        """
        found = self._first(
            ("ref", ref), ("e-mail", bare(email)), ("id", name.strip()), ("name", folded(name))
        )
        if found.by == "e-mail" and found.candidates:  # a shared mailbox: the name may tell
            mine = self._found.get(("name", folded(name)), set()) & set(found.candidates)
            found = Match(next(iter(mine)), "e-mail") if len(mine) == 1 else found
        if found.id and found.by == "name" and email and self._emails[found.id]:
            return Match(None, "name, and another address", (found.id,))
        # One system that gives two ids means two people (or firms).
        system, known = ref.partition(".")[0], self._refs.get(found.id or "", "")
        if found.id and system and known != ref and known.startswith(f"{system}."):
            return Match(None, f"{found.by}, and another id", (found.id,))
        return found

    def named(self, word: str) -> Match:
        """Match what a user typed: an id, an e-mail address, a name, or one part of a name."""
        found = self._first(("id", word.casefold()), ("e-mail", bare(word)), ("name", folded(word)))
        if found.id or found.candidates:
            return found
        part = folded(word)
        fits = [id_ for id_, name in self.names.items() if part in folded(name).split()]
        return Match(fits[0], "name") if len(fits) == 1 else Match(None, "name", tuple(fits))

    def _first(self, *keys: tuple[str, str]) -> Match:
        for kind, key in keys:
            fits = self._found.get((kind, key)) if key else None
            if fits:
                one = next(iter(fits)) if len(fits) == 1 else None
                return Match(one, kind, () if one else tuple(sorted(fits)))
        return Match(None)


class KnownBy(NamedTuple):
    """What an account is known by, besides its id."""

    name: str
    aliases: list[str]
    domains: list[str]  # its own, and those that its people write from


def known_by(account: Account) -> KnownBy:
    """Say what people may call an account."""
    mail = [
        text
        for contact in account.rows("contacts")
        for text in (contact.name, contact.email or "", *(contact.aliases or ()))
        if "@" in text
    ]
    domains = dict.fromkeys(map(domain_of, (*(account.get("domains") or ()), *mail)))
    return KnownBy(account.get("name"), account.get("aliases") or [], [*filter(None, domains)])


class Directory:
    """Everybody in a book: its accounts, the contacts of each, and our own people."""

    def __init__(self, book: Book) -> None:
        self.accounts = People()
        self.contacts: dict[str, People] = {}
        self.ours = People()
        self.forgotten: set[str] = set()
        self._domains: dict[str, set[str]] = defaultdict(set)
        self._emails: dict[str, set[tuple[str, str]]] = defaultdict(set)
        self._names: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for person in book.settings.team or []:
            aliases = person.aliases or []
            self.ours.add(person.id, person.name or "", person.email or "", "", aliases)
            for address in (person.email or "", *aliases):
                self._domain(OURS, address if "@" in address else "")
        for account in book.accounts.values():
            get = account.get
            self.add_account(
                account.id, get("name"), get("ref") or "", get("domains") or (),
                get("aliases") or (),
            )  # fmt: skip
            for one in account.rows("contacts"):
                self.add_contact(
                    account.id, one.id, one.name, one.email or "", one.ref or "", one.aliases or ()
                )

    def add_account(
        self,
        id_: str,
        name: str,
        ref: str = "",
        domains: Iterable[str] = (),
        aliases: Iterable[str] = (),
    ) -> None:
        """Know one more account, or more of one that is known."""
        self.accounts.add(id_, name, "", ref, aliases)
        self.contacts.setdefault(id_, People())
        for domain in domains:
            self._domain(id_, domain)

    def add_contact(
        self,
        account: str,
        id_: str,
        name: str = "",
        email: str = "",
        ref: str = "",
        aliases: Iterable[str] = (),
    ) -> None:
        """Know one more contact, or more of one who is known."""
        if ref.startswith(FORGOTTEN):
            self.forgotten.add(ref)
        self.contacts[account].add(id_, name, email, ref, aliases)
        for one in (name, email, *aliases):
            if "@" in one:
                self._emails[bare(one)].add((account, id_))
                self._domain(account, one)
            elif one:
                self._names[folded(one)].add((account, id_))

    def _domain(self, owner: str, text: str) -> None:
        domain = domain_of(text)
        if domain and domain not in PUBLIC:
            self._domains[domain].add(owner)

    def account_of_domain(self, text: str) -> Match:
        """Match an account by a domain that its people write from, or that it says is its own.

        A domain of ours, or of two accounts, tells nothing.
        """
        fits = self._domains.get(domain_of(text), set())
        if OURS in fits or not fits:
            return Match(None)
        one = next(iter(fits)) if len(fits) == 1 else None
        return Match(one, "e-mail domain", () if one else tuple(sorted(fits)))

    def was_forgotten(self, name: str, email: str) -> bool:
        """Whether somebody asked to be forgotten: all that is kept of them is a digest."""
        return forgotten_ref(name, email) in self.forgotten

    def is_ours(self, email: str) -> bool:
        """Whether an address has a domain that our own people write from."""
        return OURS in self._domains.get(domain_of(email), ())

    def by_email(self, email: str) -> list[tuple[str, str]]:
        """List the contacts, as (account, contact), who have an e-mail address."""
        return sorted(self._emails.get(bare(email), ()))

    def by_name(self, name: str) -> list[tuple[str, str]]:
        """List the contacts, as (account, contact), who have exactly that name."""
        return sorted(self._names.get(folded(name), ()))
