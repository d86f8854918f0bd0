"""A proposal -> the files of the book with it in them: every other byte as it was, all checked."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from clientfit_cli.base.errors import UserError
from clientfit_cli.importing.importer import ACCOUNTS
from clientfit_cli.importing.proposal import Fill, NewRow
from clientfit_cli.writing import placement
from clientfit_cli.yamlio import emitter, insert, patch
from clientfit_cli.yamlio.patch import Change

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from clientfit_cli.base.problems import Route
    from clientfit_cli.book.model import Book
    from clientfit_cli.importing.proposal import Proposal

Entry = NewRow | Fill
FIRST = ("name", "industry", "tier", "owner", "revenue", "since", "renewal", "domains", "ref")


class FileChange(NamedTuple):
    """A file of a book before (None: there is none yet) and after."""

    file: str
    before: bytes | None
    after: bytes


def changes(book: Book, proposal: Proposal, heading: str) -> list[FileChange]:
    """Put a proposal into files; what the book would not be sound with is refused, and said.

    `heading` begins the files of new accounts.
    """
    writer = _Writer(book, proposal.accounts, heading)
    entries: list[Entry] = [*proposal.rows, *proposal.fills]
    suspects = writer.suspects(entries, proposal.accounts)
    if suspects:
        by_account: dict[str, list[Entry]] = {account: [] for account in suspects}
        for one in entries:
            if one.account in by_account:
                by_account[one.account].append(one)
        for account, mine in by_account.items():
            # Contacts first: other rows name them.
            mine.sort(key=lambda one: one.section not in {ACCOUNTS, "contacts"})
            sound: list[Entry] = []
            for entry, why in writer.unsound(account, mine, sound):
                proposal.refused(entry, why)
    after = writer.changed([*proposal.rows, *proposal.fills], proposal.accounts)
    if suspects:
        placement.approve(book, after)
    new = set(writer.files.values())
    return [
        FileChange(file, None if file in new else book.tree.read(file), text)
        for file, text in after.items()
    ]


class _Writer:
    """Writes rows and filled-in blanks into copies of the files of a book."""

    def __init__(self, book: Book, accounts: dict[str, dict[str, object]], heading: str) -> None:
        self.book, self.accounts, self.heading = book, accounts, heading
        taken = {name.lower() for name in book.tree.names()[0]}
        self.files: dict[str, str] = {}
        for account in accounts:
            name, number = f"{account}.yaml", 1
            while name.lower() in taken or self._exists(name):
                number += 1
                name = f"{account}-{number}.yaml"
            taken.add(name.lower())
            self.files[account] = name

    def _exists(self, name: str) -> bool:
        try:
            self.book.tree.read(name)
        except FileNotFoundError:
            return False
        except OSError:
            pass
        return True

    def suspects(self, entries: Sequence[Entry], new: Iterable[str]) -> list[str]:
        """Name the accounts that would not be sound; all of them where that cannot be told."""
        every = list(dict.fromkeys(one.account for one in entries))
        try:
            wrong = placement.new_errors(self.book, self.changed(entries, new))
        except UserError:
            return every
        found = {one.account for one in wrong}
        return every if found - set(every) else [one for one in every if one in found]

    def changed(self, entries: Sequence[Entry], new: Iterable[str]) -> dict[str, bytes]:
        """Write rows, blanks and new accounts into the files that they belong in."""
        after: dict[str, bytes] = {
            self.files[account]: self._begun(account).encode() for account in new
        }
        by_file: dict[str, list[Change]] = defaultdict(list)
        sections: dict[tuple[str, str], list[insert.Row]] = defaultdict(list)
        for one in entries:
            if isinstance(one, Fill):
                file, change = self._change(one)
                by_file[file].append(change)
            else:
                sections[one.account, one.section].append(_ordered(one))
        for file, wanted in by_file.items():
            after[file] = patch.amended(self.book.tree.read(file), wanted)
        for (account, section), rows in sections.items():
            file = self.files.get(account) or placement.home(self.book, account, section)
            raw = after[file] if file in after else self.book.tree.read(file)
            after[file] = insert.append_rows(raw, account, section, _by_date(rows))
        return after

    def unsound(
        self, account: str, entries: Sequence[Entry], sound: list[Entry]
    ) -> list[tuple[Entry, str]]:
        """Find what the files of an account would not be sound with; the rest joins `sound`."""
        new = [account] if account in self.files else []
        why = ""
        try:
            wrong = placement.new_errors(self.book, self.changed([*sound, *entries], new))
            why = wrong[0].message if wrong else ""
        except UserError as error:
            why = error.message
        if not why:
            sound += entries
            return []
        if len(entries) == 1:
            return [(entries[0], why)]
        half = len(entries) // 2
        first = self.unsound(account, entries[:half], sound)
        return [*first, *self.unsound(account, entries[half:], sound)]

    def _begun(self, account: str) -> str:
        """Begin the file of a new account."""
        said = self.accounts[account]
        keys = [key for key in FIRST if key in said] + sorted(said.keys() - {*FIRST})
        values = {"account": account, **{key: said[key] for key in keys}}
        lines = [f"{key}: {emitter.flow(value)}" for key, value in values.items()]
        return self.heading + "\n".join(lines) + "\n"

    def _change(self, fill: Fill) -> tuple[str, Change]:
        account = self.book.accounts[fill.account]
        if fill.section == ACCOUNTS:
            place = account.places["name"]
            route: Route = (fill.key,)
        else:
            place = account.origins[fill.section][fill.index]
            route = (*place.route, fill.key)
        return place.file, Change(place.document, route, fill.value)


def _ordered(pending: NewRow) -> insert.Row:
    """Write a row with `ref` last, where it disturbs least."""
    row = dict(pending.row)
    if "ref" in row:
        row["ref"] = row.pop("ref")
    return row


def _by_date(rows: list[insert.Row]) -> list[insert.Row]:
    """Put dated rows in the order in which they happened, as people write them."""
    return sorted(rows, key=lambda row: str(row.get("date") or ""))
