"""Bytes -> documents with places: the door to all reading of files.

A document is plain data: mappings, lists, text and None. Scalars stay text, whatever YAML 1.1 or
1.2 would make of them; the model gives each its type. Only a plain empty value, `~` or `null` is
nothing. Sound files of the usual style are read by `plain`; every other one, and every question
where something stands, is for `careful`, which is loaded only then.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from clientfit_cli.storage.tree import Tree, unreadable
from clientfit_cli.yamlio import fast
from clientfit_cli.yamlio.documents import Document, Place

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clientfit_cli.base.problems import Problem, Route


def read(tree: Tree, name: str, *, own: bool = True) -> tuple[list[Document], list[Problem]]:
    """Read one file into its documents; everything wrong becomes a problem with a place.

    Documents that are not the caller's `own` may not be changed.
    """
    try:
        raw = tree.read(name)
    except OSError as error:
        return [], [unreadable(tree.shown(name), error)]
    return parse(raw, name, tree.shown(name), own=own)


def parse(
    raw: bytes, name: str, shown: str, *, own: bool = True
) -> tuple[list[Document], list[Problem]]:
    """Read the bytes of one file; `shown` is its name in problems."""
    sound = fast.read(raw, own=own, strict=_strict) or []
    documents = [Document(name, at, data) for at, data in enumerate(sound) if data is not None]
    if documents:
        return documents, []
    from clientfit_cli.yamlio import strict

    return strict.parse(raw, name, shown)


def _strict(text: str) -> dict[str, Any] | None:
    """Read one piece of a file, for the fast reader."""
    from clientfit_cli.yamlio import strict

    documents, problems = strict.parse(text.encode(), "", "")
    return documents[0].data if len(documents) == 1 and not problems else None


def locate(raw: bytes, wanted: Iterable[tuple[int, Route]]) -> dict[tuple[int, Route], Place]:
    """Say where each route of each document stands, as `careful.locate` does."""
    from clientfit_cli.yamlio import strict

    return strict.locate(raw, wanted)


def account_named(raw: bytes) -> list[str]:
    """Guess the accounts of a file that cannot be parsed, so that none is scored without it."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in raw[:100]:
        raw = raw.replace(b"\0", b"")  # UTF-16: good enough for an id
    found = re.findall(
        rb"""(?:^|[\r\n{,\xbf\xfe\xff])\s*["']?account["']?\s*:\s*["']?([a-z0-9._-]+)""", raw
    )
    return [name.decode("ascii") for name in found]
