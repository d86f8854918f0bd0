"""What an importer is: a foreign file -> items in the words of our format, one at a time.

A member of `importers/` knows one kind of file: tables (whose columns the files of `mappings/`
name), calendars, address books, mailboxes. It says what stands in the file and leaves it to
`merging` to find out whose account that is, who of them are ours, and what is there already.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO

from clientfit_cli.base import plugins
from clientfit_cli.base.errors import UserError
from clientfit_cli.base.problems import did_you_mean

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

HEAD = 64 * 1024  # bytes of a file that tell what it is
ACCOUNTS = "accounts"  # the section of an item that is an account itself


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, as a foreign file names them: an e-mail address, a name, an id of that system."""

    name: str = ""
    email: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Firm:
    """A client, as a foreign file names it: a name, the domain of its mail, its id there."""

    name: str = ""
    domain: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a foreign file says.

    `row` holds keys of the section with dates as dates, numbers as numbers and text as it came;
    people and firms are never in it. `private` is text that is copied only if the user asks.
    `key` is what stays the same when the same thing is exported again; without one, what the item
    says is its key.
    """

    section: str  # `accounts`, `contacts`, `touchpoints`, ...
    place: str  # `line 14`, `UID 4f2a`, `message 7`: for the user to find it again
    system: str  # whose key it is: `hubspot`, `calendar`, `mail`, ...
    key: str = ""
    row: Mapping[str, Any] = field(default_factory=dict)
    private: Mapping[str, str] = field(default_factory=dict)
    firm: Firm = Firm()
    # People whose side the file tells, and people whose side only the book can tell.
    theirs: tuple[Person, ...] = ()
    ours: tuple[Person, ...] = ()
    people: tuple[Person, ...] = ()
    # Who began it: one of the people; None where the file does not say.
    by: Person | None = None
    # The key of the item (of the same system) that this one is the answer to.
    answers: str = ""
    # Whether the file is about clients only, so that a firm that is not in the book is a new one.
    new_account: bool = False


@dataclass(frozen=True, slots=True)
class Left:
    """Something that a file holds and that does not come into the book: what, and why.

    `bad` is for records that cannot be understood, the others are left out on purpose.
    """

    place: str
    what: str
    why: str
    bad: bool = False


@dataclass(frozen=True)
class Wanted:
    """What the user says about an import, and what the book says: never read from a clock."""

    now: dt.datetime  # with its time zone; what lies after it is left out
    timezone: dt.tzinfo  # in which times without a zone are meant
    mapping: str = ""  # a name of `mappings/` or the path of a mapping of the user's
    dates: str = ""  # `dmy` or `mdy`, where a file does not tell 3/4 from 4/3


@dataclass(frozen=True)
class Source:
    """A file (or a Maildir folder) to import, and whom to tell how far reading is (in bytes)."""

    path: Path
    tick: Callable[[int], None] = lambda _: None

    def head(self) -> bytes:
        """Read the beginning of the file; nothing of a folder."""
        if self.path.is_dir():
            return b""
        with self.open() as file:
            return file.read(HEAD)

    def open(self) -> BinaryIO:
        return self.path.open("rb")


@dataclass(frozen=True)
class Importer:
    """A kind of file: how it is recognised, and how it is read.

    `recognises` looks at the beginning of a file (and its name, for formats that only that tells).
    `read` yields what the file holds as it goes, in memory that does not grow with the file; a bad
    record is a `Left`, and never stops the rest. A file that is not what it seemed to be at all is
    a `UserError`.
    """

    name: str
    title: str
    recognises: Callable[[Source], bool]
    read: Callable[[Source, Wanted], Iterator[Item | Left]]
    makes: str = ""  # the section, where all files of this kind make the same


def importers() -> dict[str, Importer]:
    """All kinds of files, by name."""
    return plugins.members("importers", Importer)


def chosen(source: Source, name: str = "") -> Importer:
    """Choose the importer for a file: the one asked for, else the one that recognises it."""
    known = importers()
    if name:
        if name not in known:
            hint = did_you_mean(name, known) or f"kinds: {', '.join(known)}"
            raise UserError(f"there is no importer `{name}`", hint)
        return known[name]
    for one in known.values():
        if one.recognises(source):
            return one
    titles = ", ".join(one.title for one in known.values())
    raise UserError(f"{source.path}: no importer knows this file", f"there are: {titles}")


def turn(one: Importer, source: Source, wanted: Wanted) -> int:
    """Say when what a file holds is to be taken: accounts first, contacts then, the rest last."""
    makes = one.makes
    if not makes:
        found = one.read(source, wanted)
        makes = next((item.section for item in found if isinstance(item, Item)), "")
    return {ACCOUNTS: 0, "contacts": 1}.get(makes, 2)


def contact_ref(system: str, id_: str) -> str:
    """Make the `ref` of a contact, by which activities find whom they name; nothing without id."""
    return ref(system, "contact", id_) if id_ else ""


def ref(system: str, *key: str) -> str:
    """Make the `ref` of a row: the system it came from, and a digest of its key there.

    A digest, because keys of mail and calendars may hold names.
    """
    digest = hashlib.sha256("\0".join((system, *key)).encode("utf-8", "surrogatepass"))
    return f"{system}.{digest.hexdigest()[:16]}"


def missing(package: str) -> UserError:
    """Say that the extra is not installed."""
    return UserError(
        f"{package} is not installed", "pip install 'clientfit[import]' brings what imports need"
    )
