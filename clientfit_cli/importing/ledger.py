"""What an import has found so far: rows to add, blanks to fill in, and what a person must decide.

Rows of the book and rows on their way into it are known by account and `ref`, so that nothing is
added twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from clientfit_cli.book.directory import Directory
from clientfit_cli.book.schema import AccountDocument
from clientfit_cli.book.validate import validated
from clientfit_cli.importing import participants, similar
from clientfit_cli.importing.importer import ACCOUNTS, Item, ref
from clientfit_cli.importing.proposal import Fill, Line, NewRow, Proposal, Review
from clientfit_cli.writing import ids
from clientfit_cli.yamlio.emitter import plain

if TYPE_CHECKING:
    from clientfit_cli.book.model import Book
    from clientfit_cli.importing.proposal import Verdict

# What is filled in by a later export; everything else that stands in the book stays blank there.
BLANKS: dict[str, frozenset[str]] = {
    ACCOUNTS: frozenset({"domains", "industry", "ref", "renewal", "revenue", "since"}),
    "contacts": frozenset({"email", "phone", "ref", "role", "title"}),
    "touchpoints": frozenset({"answered"}),
    "opportunities": frozenset({"amount", "closed", "won"}),
    "issues": frozenset({"answered", "closed"}),
    "commitments": frozenset({"done"}),
    "feedback": frozenset({"given", "rating"}),
}
# Remedies of the review list.
ALIAS = "if it is the same, add this name to its `aliases`; else make an account of that name"
NEW = "make an account of that name, or import with --new-accounts"
DOMAIN = "add the domain to an account's `domains`, or leave it"
SAME = "if it is the same, add this to the contact's `aliases`; else `clientfit log` adds a contact"
STRANGER = "import with --new-contacts, or add this to a contact's `aliases`"
OURS = "say whose it is with --ours"
TEAM = "if it is, add them to `team` in clientfit.yaml, or the address to their `aliases`"
CATALOGUE = "add it to `services` in clientfit.yaml, or name one with --service"


@dataclass(frozen=True)
class Choices:
    """What the user decided about an import."""

    me: str | None = None  # whose calendar or mailbox it is, for what names nobody of ours
    always_me: bool = False  # also for what names only people of ours who are not on the team
    new_accounts: bool | None = None  # None: as the kind of file says
    new_contacts: bool = False  # strangers at a known account become contacts
    notes: bool = False  # copy subjects and notes too
    service: str | None = None  # what a deal is about that names no product


class Ledger:
    """Keeps what an import has found, against a book."""

    def __init__(self, book: Book, choices: Choices) -> None:
        self.book, self.choices = book, choices
        self.directory = Directory(book)
        self.alike = similar.Alike(self.directory)
        self.proposal = Proposal()
        self.file = ""
        self.pending: dict[tuple[str, str], NewRow] = {}
        self._places: dict[str, dict[str, tuple[str, int]]] = {}
        self._filled: set[tuple[str, str, int, str]] = set()

    def say(
        self, verdict: Verdict, item: Item, account: str, what: str = "", why: str = ""
    ) -> Line:
        """Say what becomes of an item."""
        what = ids.line(what or summary(item))
        return self.proposal.say(
            Line(verdict, self.file, item.place, account, item.section, what, why)
        )

    def ask(self, kind: str, who: str, account: str, why: str, remedy: str, item: Item) -> None:
        """Put a question on the review list."""
        who = ids.line(who) or "(no name)"
        found = self.proposal.review.setdefault(
            (kind, account, who), Review(kind, who, account, why, remedy, self.file, item.place)
        )
        found.times += 1

    def ref(self, item: Item) -> str:
        """Make the `ref` of an item's row: of its key, or of all that it says."""
        if item.key:
            return ref(item.system, item.section, item.key)
        people = [participants.written(one) for one in (*item.theirs, *item.ours, *item.people)]
        said = [f"{key}={value}" for key, value in sorted({**item.row, **item.private}.items())]
        return ref(item.system, item.section, item.firm.name, *said, *people)

    def known(self, account: str) -> dict[str, Any]:
        """Look up the values of an account, of the book or on its way into it."""
        found = self.book.accounts.get(account)
        return found.scalars if found else self.proposal.accounts[account]

    def place(self, account: str, row_ref: str) -> tuple[str, int] | None:
        """Say in which section, and where, an account of the book has the row with a `ref`."""
        if account not in self._places:
            there = self.book.accounts.get(account)
            self._places[account] = {
                row.ref: (section, index)
                for section, rows in (there.sections if there else {}).items()
                for index, row in enumerate(rows)
                if getattr(row, "ref", None)
            }
        return self._places[account].get(row_ref)

    def knows(self, account: str, row_ref: str) -> bool:
        """Whether a row with a `ref` is in the book, or on its way into it."""
        return (account, row_ref) in self.pending or self.place(account, row_ref) is not None

    def add(self, account: str, row: dict[str, Any], item: Item, what: str = "") -> bool:
        """Propose a row, unless it is there already or is not sound."""
        key = (account, row.get("ref") or "")
        section = item.section
        if key[1] and key in self.pending:
            self.say("there", item, account, what, "twice in what is imported")
            return False
        at = self.place(*key)
        if at is not None:
            if at[0] != section or not self.fill(account, section, at[1], row, item, what):
                self.say("there", item, account, what, "imported before")
            return False
        sound, wrong = checked(section, row)
        if wrong:
            self.say("bad", item, account, what, wrong)
            return False
        line = self.say("added", item, account, what)
        pending = NewRow(account, section, sound, line)
        self.proposal.rows.append(pending)
        if key[1]:
            self.pending[key] = pending
        return True

    def fill(
        self,
        account: str,
        section: str,
        index: int,
        values: dict[str, Any],
        item: Item,
        what: str = "",
    ) -> bool:
        """Fill in what is blank in the book; nothing that stands there is ever overwritten."""
        if account not in self.book.accounts:
            return False
        records = self.book.accounts[account]
        row = records.scalars if section == ACCOUNTS else vars(records.rows(section)[index])
        fresh = {
            key: value
            for key, value in values.items()
            if value not in (None, "", [])
            and key in BLANKS.get(section, ())
            and row.get(key) is None
            and (account, section, index, key) not in self._filled
        }
        if not fresh:
            return False
        there = {key.rstrip("_"): value for key, value in row.items() if value is not None}
        sound, wrong = checked(section, {**there, **fresh})
        if wrong:
            return False
        line = self.say("filled in", item, account, what, ", ".join(fresh))
        for key in fresh:
            self._filled.add((account, section, index, key))
            self.proposal.fills.append(Fill(account, section, index, key, sound[key], line))
        return True


def summary(item: Item) -> str:
    """Say in a few words what an item is; nothing private."""
    row = item.row
    what = row.get("what") or row.get("name") or row.get("who") or row.get("service")
    day = row.get("date") or row.get("opened") or row.get("made") or row.get("seen")
    words = [str(row.get("channel") or ""), ids.line(what), str(day)[:10] if day else ""]
    return " ".join(word for word in words if word)


def checked(section: str, row: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """Make a row safe to write, and say what is wrong with it, in the words of `check`."""
    row = {key: _safe(key, value) for key, value in row.items()}
    row = {key: value for key, value in row.items() if value not in (None, "", [])}
    said = plain({key: value for key, value in row.items() if not hasattr(value, "model_fields")})
    data = {**said, "account": "a"} if section == ACCOUNTS else {"account": "a", section: [said]}
    made = validated(AccountDocument, data)
    if isinstance(made, list):
        route, _, message, _ = made[0]
        key = str(route[-1]) if route else ""
        return row, message if f"`{key}`" in message else f"{key}: {message}"
    return row, ""


def _safe(key: str, value: Any) -> Any:
    if isinstance(value, str):
        if key in {"note", "comment", "what"}:
            return "\n".join(ids.safe(one).rstrip() for one in value.splitlines()).strip()
        return ids.line(value)
    return value
