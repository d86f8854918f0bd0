"""Changing values that stand in a file of a book, without disturbing anything beside them.

The sister of `editing`, which adds rows. Each change becomes a few pieces of text that are cut out
or put in, at places that the parser's own marks name. What comes out is read again and has to say
what the file said before, with the changes, before anybody gets it.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from clientfit_cli.base.errors import UserError
from clientfit_cli.base.problems import Route, errors, written
from clientfit_cli.yamlio import emitter, reader
from clientfit_cli.yamlio.insert import BOM
from clientfit_cli.yamlio.layout import Outline
from clientfit_cli.yamlio.splice import Mending, refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clientfit_cli.yamlio.documents import Document


class Change(NamedTuple):
    """A new value for a place of a document of a file; None: the key, or the entry, goes.

    Keys that are absent are added; a file's documents are counted as in `Origin.document`.
    """

    document: int
    route: Route  # `("actions", 3, "done")`, `("touchpoints", 7, "theirs", 1)`, `("name",)`
    value: Any


def amended(raw: bytes, changes: Sequence[Change]) -> bytes:
    """Change values in the bytes of one file; comments and all that is not changed stay."""
    bom = BOM if raw.startswith(BOM) else b""
    groups = _grouped(_read(raw), changes)
    if not groups:
        return raw
    text = raw[len(bom) :].decode()
    mending = Mending(Outline(text))
    for (document, route), wanted in groups.items():
        mending.change(document, route, wanted)
    after = bom + mending.result().encode()
    expected = _read(raw + mending.ended.encode())
    for (document, route), wanted in groups.items():
        _put(_inner(expected[document].data, route), wanted)
    checked(expected, after)
    return after


def checked(expected: dict[int, Document], after: bytes) -> None:
    """See that the bytes of a file say what they are expected to say."""
    documents, problems = reader.parse(after, "", "the file")
    if errors(problems) or documents != [*expected.values()]:
        raise refusal("the file")


def _read(raw: bytes) -> dict[int, Document]:
    documents, problems = reader.parse(raw, "", "the file")
    for one in errors(problems):
        raise UserError(f"the file cannot be changed: {one.message}", one.hint)
    return {one.index: one for one in documents}


_Groups = dict[tuple[int, Route], dict[str | int, Any]]


def _grouped(documents: dict[int, Document], changes: Sequence[Change]) -> _Groups:
    """Gather the changes of each mapping and list; what stands there already is none."""
    groups: _Groups = defaultdict(dict)
    for document, route, value in changes:
        inner = _inner(documents[document].data, route[:-1]) if document in documents else None
        step = route[-1]
        if isinstance(inner, dict) and isinstance(step, str):
            said = inner.get(step)
            same = step not in inner if value is None else said in (value, emitter.plain(value))
        elif isinstance(inner, list) and isinstance(step, int) and step < len(inner):
            same = value is not None and inner[step] == emitter.plain(value)
        else:
            raise UserError(f"there is no `{written(route)}` in the file")
        if not same:
            groups[document, route[:-1]][step] = value
    return groups


def _inner(data: Any, route: Route) -> Any:
    for step in route:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def _put(inner: Any, wanted: dict[str | int, Any]) -> None:
    """Do to the data what is done to the text; entries go from the last, so that none moves."""
    for step in sorted(wanted, reverse=True) if isinstance(inner, list) else wanted:
        if wanted[step] is None:
            del inner[step]
        else:
            inner[step] = emitter.plain(wanted[step])
