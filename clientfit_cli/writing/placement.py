"""Adding rows to a file of a book without disturbing a comment, an order or a space in it.

The file is never written anew from what it says: the new lines are put between the old ones, in the
style of their neighbours, at a place that the parser's own marks name. What comes out is read again
and has to say what the file said before, and the new rows, before anybody gets it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from clientfit_cli.base.errors import UserError
from clientfit_cli.base.problems import errors
from clientfit_cli.book import load as books
from clientfit_cli.storage.overlay import Excerpt
from clientfit_cli.yamlio import reader
from clientfit_cli.yamlio.insert import Row, append_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clientfit_cli.base.problems import Problem
    from clientfit_cli.book.model import Account, Book
    from clientfit_cli.storage.tree import Tree


class Edit(NamedTuple):
    """A file of a book with rows added: its name in the tree, and its bytes before and after."""

    file: str
    before: bytes
    after: bytes


def proposed(book: Book, account: str, section: str, rows: list[Row]) -> Edit:
    """Add rows to an account of a book, where they belong; the book would still be sound."""
    file = home(book, account, section)
    before = book.tree.read(file)
    after = append_rows(before, account, section, rows)
    approve(book, {file: after})
    return Edit(file, before, after)


def approve(book: Book, changed: dict[str, bytes]) -> None:
    """See that a book is as sound with other bytes in some of its files as it is without them."""
    for new in new_errors(book, changed):
        raise UserError(f"nothing was written: {new.message}", new.hint)


def new_errors(book: Book, changed: dict[str, bytes]) -> list[Problem]:
    """Find what would be wrong in a book with other bytes in some files, and is not now.

    Only the changed files are read, and those that hold more of the same accounts.
    """
    files = set(changed)
    for account in book.accounts.values():
        own = {file for file, _ in account.documents}
        if own & changed.keys():
            files |= own
    there = {name for name in files if name not in changed or _exists(book.tree, name)}
    known = {(one.code, one.message) for one in _errors(Excerpt(book.tree, there, {}))}
    return [
        one
        for one in _errors(Excerpt(book.tree, files, changed))
        if (one.code, one.message) not in known
    ]


def _exists(tree: Tree, name: str) -> bool:
    try:
        tree.read(name)
    except OSError:
        return False
    return True


def home(book: Book, account: str, section: str) -> str:
    """Name the file that new rows of a section belong in.

    The one with the newest row; else one in which the section stands empty; else the one that names
    the account.
    """
    found = book.accounts[account]
    if found.rows(section):
        return _newest(found, section)
    for file, index in found.documents:
        documents, _ = reader.read(book.tree, file)
        if any(one.index == index and section in one.data for one in documents):
            return file
    return found.places["name"].file


def _newest(account: Account, section: str) -> str:
    def last_day(at: int) -> str:
        record = account.sections[section][at]
        days = [str(value) for value in vars(record).values() if hasattr(value, "toordinal")]
        return max(days, default="")

    origins = account.origins[section]
    return origins[max(range(len(origins)), key=lambda at: (last_day(at), at))].file


def _errors(tree: Tree) -> Sequence[Problem]:
    return errors(books.read(tree, None).problems)  # what is said of members stays
