"""Names that are alike: who might be meant, never who is."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from clientfit_cli.book.directory import folded

if TYPE_CHECKING:
    from clientfit_cli.book.directory import Directory


MOST_NEAR = 500  # accounts that share the beginning of a word


ALIKE = 88.0  # of 100: from here on two names are worth a question


# What firms put behind their names, which says nothing about who they are.
_FORMS = re.compile(
    r"[\s,]+(incorporated|inc|llc|llp|ltd|limited|corp|corporation|co|company|plc|gmbh|ag|kg|se|sa|"
    r"sas|sarl|srl|spa|bv|nv|ab|as|oy|aps|pty|group|holdings?)\.?$"
)


def bald(name: str) -> str:
    """Write a name without case and accents, to see whether two are alike."""
    letters = unicodedata.normalize("NFKD", folded(name))
    return "".join(one for one in letters if not unicodedata.combining(one))


def core(name: str) -> str:
    """Write a firm's name without what is not its name: `Acme, Inc.` -> `acme`."""
    text = bald(name)
    while (shorter := _FORMS.sub("", text)) != text:
        text = shorter
    return text


class Alike:
    """Names of a book that are like another one: for people to decide, never a match."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._accounts: dict[str, dict[str, str]] = {}
        self._asked: dict[str, str] = {}
        for id_, name in directory.accounts.names.items():
            self.add(id_, name)

    def add(self, account: str, name: str) -> None:
        """Know one more account."""
        bare = core(name)
        for begun in _beginnings(bare):
            self._accounts.setdefault(begun, {})[account] = bare
        self._asked.clear()

    def account(self, name: str) -> str:
        """Name the account whose name is most like one, or nothing."""
        if name not in self._asked:
            bare = core(name)
            near: dict[str, str] = {}
            for begun in _beginnings(bare):
                there = self._accounts.get(begun, {})
                # Half the book may be called Group: such a word tells nobody from anybody.
                near |= there if len(there) <= MOST_NEAR else {}
            self._asked[name] = _best(bare, near)
        return self._asked[name]

    def contact(self, account: str, name: str) -> str:
        """Name the contact of an account whose name is most like one, or nothing."""
        known = self._directory.contacts[account].names
        return _best(bald(name), {id_: bald(one) for id_, one in known.items()})


def _beginnings(name: str) -> set[str]:
    """The first letters of each word, by which names that may be alike are found."""
    return {word[:3] for word in re.findall(r"\w+", name)}


def _best(name: str, known: dict[str, str]) -> str:
    from rapidfuzz import fuzz, process

    # Two letters are like too much.
    if len(name) < 3 or not known:
        return ""
    found = process.extractOne(name, known, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE)
    return str(found[2]) if found else ""
