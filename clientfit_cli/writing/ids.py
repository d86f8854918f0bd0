"""Names out of foreign files: made safe to write, made into ids, and compared when only alike."""

from __future__ import annotations

import re
import unicodedata
from itertools import chain, count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection


LONGEST_NAME, LONGEST_ID = 200, 40

# Control characters, halves of surrogate pairs, and marks that turn a line around.
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069"
                  "\ud800-\udfff\ufeff\ufffe\uffff]")  # fmt: skip


def safe(text: str) -> str:
    """Take out of a text what no file of a book may hold."""
    return _ODD.sub("", text)


def line(text: object) -> str:
    """Write a text on one line, no longer than a name may be."""
    one = " ".join(safe(str(text or "")).split())
    return one if len(one) <= LONGEST_NAME else one[: LONGEST_NAME - 1] + "…"


# Letters that are no other letter with an accent.
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"})


def _words(name: str) -> list[str]:
    """Take the words of a name in letters that an id may hold; other scripts have none."""
    bare = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    bare = bare.encode("ascii", "ignore").decode().replace("'", "")
    return re.findall(r"[a-z0-9]+", bare)


def firm_id(name: str, taken: Collection[str]) -> str:
    """Make an id of a firm's name: `acme-manufacturing`, else `acme-manufacturing-2`."""
    wanted = "-".join(_words(name))[:LONGEST_ID].strip("-") or "account"
    more = (f"{wanted}-{number}" for number in count(2))
    return next(one for one in chain([wanted], more) if one not in taken)


def person_id(name: str, taken: Collection[str]) -> str:
    """Make an id of a person's name: `r.lee`, else `robin.lee`, else `r.lee2`; or nothing."""
    parts = _words(name)
    if not parts:
        return ""
    first, last = parts[0][:30], parts[-1][:30]
    wanted = [first] if len(parts) == 1 else [f"{first[0]}.{last}", f"{first}.{last}"]
    more = (f"{wanted[0]}{number}" for number in count(2))
    return next(one for one in chain(wanted, more) if one not in taken)
