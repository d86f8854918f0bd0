"""What was read of a book: accounts, their records, and where each of them stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, overload

from clientfit_cli.base.problems import Problem, Route, Where
from clientfit_cli.book.validate import Finding
from clientfit_cli.yamlio import reader

if TYPE_CHECKING:
    from clientfit_cli.book.settings import Settings
    from clientfit_cli.storage.tree import Tree
    from clientfit_cli.yamlio.documents import Document


class Origin(NamedTuple):
    """Where a value was read: a file of the tree, a document of it, a route in that."""

    file: str
    document: int
    route: Route


class Origins(Sequence[Origin]):
    """Where the rows of a section were read: those of one document after those of another."""

    def __init__(self, section: str) -> None:
        self.section = section
        self.ends: list[int] = []
        self.documents: list[Document] = []

    def add(self, document: Document, number: int) -> None:
        """Add the rows of a document."""
        self.ends.append(len(self) + number)
        self.documents.append(document)

    def __len__(self) -> int:
        return self.ends[-1] if self.ends else 0

    @overload
    def __getitem__(self, at: int) -> Origin: ...
    @overload
    def __getitem__(self, at: slice) -> list[Origin]: ...
    def __getitem__(self, at: int | slice) -> Any:
        places = range(len(self))[at]
        if isinstance(places, range):
            return [self[place] for place in places]
        which = bisect_right(self.ends, places)
        before = self.ends[which - 1] if which else 0
        document = self.documents[which]
        return Origin(document.file, document.index, (self.section, places - before))


@dataclass
class Account:
    """One account: what its documents say together.

    A section that no document has is absent from `sections`: it is not tracked.
    """

    id: str
    scalars: dict[str, Any] = field(default_factory=dict)
    sections: dict[str, Sequence[Any]] = field(default_factory=dict)
    origins: dict[str, Sequence[Origin]] = field(default_factory=dict)
    places: dict[str, Origin] = field(default_factory=dict)
    documents: list[tuple[str, int]] = field(default_factory=list)  # each a file and its number

    def get(self, name: str) -> Any:
        """Look up one value (`revenue`), None where it was not given."""
        return self.scalars.get(name)

    def rows(self, section: str) -> Sequence[Any]:
        return self.sections.get(section, [])

    def finding(
        self, route: Route, code: str, message: str, hint: str = "", severity: str = "error"
    ) -> Finding:
        """Report something at `(section, row, key)` or `(value,)` of this account."""
        if not route or route[0] not in self.origins:
            origin = self.places[str(route[0]) if route else "account"]
            rest: Route = tuple(route[1:])
        else:
            origin = self.origins[str(route[0])][int(route[1])]
            rest = tuple(route[2:])
        return Finding(
            origin.file, origin.document, (*origin.route, *rest), code, message, hint, severity,
            self.id,
        )  # fmt: skip


@dataclass(frozen=True)
class Book:
    """All sound accounts of a folder, by id, and what had to be left out."""

    tree: Tree
    settings: Settings
    accounts: dict[str, Account]
    problems: list[Problem]
    left_out: list[str]
    claims: dict[str, list[str]] = field(default_factory=dict)  # the accounts that each file names

    @property
    def ids(self) -> list[str]:
        return list(self.accounts)

    def where(self, origins: list[Origin]) -> list[Where]:
        """Name the file and line of rows, in the order asked."""
        files = {origin.file for origin in origins}
        places = {}
        for file in files:
            wanted = [(one.document, one.route) for one in origins if one.file == file]
            try:
                places[file] = reader.locate(self.tree.read(file), wanted)
            except OSError:  # gone since it was read
                places[file] = {}
        found = []
        for file, document, route in origins:
            place = places[file].get((document, route))
            shown = self.tree.shown(file)
            found.append(Where(shown, place.line, place.column) if place else Where(shown))
        return found
