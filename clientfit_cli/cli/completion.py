"""What the shell offers at the Tab key: ids of accounts, of their contacts and of our people.

Answers come from the files as they are, sound or not, and from as few of them as possible. Only ids
are offered: shells give meaning to what stands in other texts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer  # noqa: TC002  # typer reads annotations as the program runs

from clientfit_cli.base.errors import UserError
from clientfit_cli.cli.locate import book_path, name_and_book

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from clientfit_cli.storage.tree import Tree

ALL = 1024 * 1024  # bytes of files that are read where no account is named: a moment's worth


def account_ids(incomplete: str) -> list[str]:
    """Complete an account's id, from the book that a command would open by itself."""
    try:
        found = accounts_in(book_path(None))
    except (UserError, OSError):
        return []
    return [one for one in found if one.startswith(incomplete)]


def accounts_in(folder: Path) -> list[str]:
    """List the ids of the accounts of a book, sound or not."""
    from clientfit_cli.storage.folder import Folder
    from clientfit_cli.yamlio.reader import account_named

    tree = Folder(folder)
    return sorted({one for name in tree.names()[0] for one in account_named(tree.read(name))})


def contact_ids(ctx: typer.Context, incomplete: str) -> list[str]:
    """Complete the id of a contact: of the account on the line, of all where none belongs there."""
    account, tree = _meant(ctx)
    if tree is None:
        return []
    needs = any(one.name == "account" and _is_argument(one) for one in ctx.command.params)
    if needs and not account:
        return []
    rows = (row for data in _documents(tree, account) for row in _rows(data, "contacts"))
    return _fitting((row.get("id") for row in rows), incomplete)


def team_ids(ctx: typer.Context, incomplete: str) -> list[str]:
    """Complete the id of one of ours, from the settings, else from the account on the line."""
    account, tree = _meant(ctx)
    if tree is None:
        return []
    settings = tree.settings()
    said = _read(_raw(tree, settings)) if settings else []
    team = [row.get("id") for data in said for row in _rows(data, "team")]
    if not team and account:
        documents = _documents(tree, account)
        team = [row.get("person") for data in documents for row in _rows(data, "team")]
    return _fitting(team, incomplete)


def _meant(ctx: typer.Context) -> tuple[str, Tree | None]:
    """Say which account and which book the words typed so far name."""
    from clientfit_cli.storage.folder import Folder

    names = [one.name for one in ctx.command.params if _is_argument(one)]
    # An option that waits for its value keeps the arguments before it from their names.
    told = dict(zip(names, ctx.args, strict=False))
    told |= {name: value for name, value in ctx.params.items() if value}
    account, given = name_and_book(str(told.get("account") or ""), told.get("book"))
    try:
        return account, Folder(book_path(given))
    except (UserError, OSError):
        return account, None


def _is_argument(parameter: Any) -> bool:
    return bool(parameter.param_type_name == "argument")


def _documents(tree: Tree, account: str) -> Iterator[dict[str, Any]]:
    """Read the documents about an account; of all accounts as far as nobody has to wait for it."""
    room = ALL
    for name in tree.names()[0]:
        raw = _raw(tree, name)
        if account.encode("utf-8", "replace") in raw:
            room -= 0 if account else len(raw)
            if room < 0:
                return
            yield from (
                data for data in _read(raw) if not account or data.get("account") == account
            )


def _raw(tree: Tree, name: str) -> bytes:
    try:
        return tree.read(name)
    except OSError:
        return b""


def _read(raw: bytes) -> list[dict[str, Any]]:
    from clientfit_cli.yamlio.reader import parse

    return [one.data for one in parse(raw, "", "")[0]]


def _rows(data: dict[str, Any], section: str) -> list[dict[str, Any]]:
    rows = data.get(section)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _fitting(ids: Iterable[object], incomplete: str) -> list[str]:
    """Choose the ids that go on as typed; those before a comma stand already."""
    before, comma, begun = incomplete.rpartition(",")
    there = set(before.split(","))
    return sorted(
        before + comma + one
        for one in {str(id_) for id_ in ids if _is_id(id_)}
        if one.startswith(begun) and one not in there
    )


def _is_id(text: object) -> bool:
    """Whether a text of a file is an id, in which a shell sees nothing but letters."""
    allowed = set("abcdefghijklmnopqrstuvwxyz0123456789._-")
    return isinstance(text, str) and 0 < len(text) <= 64 and allowed.issuperset(text)
