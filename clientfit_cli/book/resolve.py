"""Who is meant by a word that a user typed, or who may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.base.errors import UserError
from clientfit_cli.base.problems import did_you_mean, said

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clientfit_cli.book.directory import Directory, People


def who(people: People, word: str, nobody: str, hint: str) -> str:
    """Find who is meant; `nobody` is what to say, with the word in it, if nobody is."""
    found = people.named(word)
    if found.id:
        return found.id
    if found.candidates:
        names = listed(people, found.candidates)
        raise UserError(f"`{said(word)}` may be several", f"say which: {names}")
    known = {name.casefold(): id_ for id_, name in people.names.items()}
    near = did_you_mean(word, [*people.names, *known])
    raise UserError(nobody.replace("*", f"`{said(word)}`"), f"{near} {hint}".strip())


def account_named(directory: Directory, word: str) -> str:
    """Say which account is meant: by its id, its name, a part of it, or a domain of its mail."""
    found = directory.accounts.named(word)
    if not found.id and not found.candidates:
        found = directory.account_of_domain(word)
    if found.id:
        return found.id
    if found.candidates:
        names = listed(directory.accounts, found.candidates)
        raise UserError(f"`{said(word)}` may be several accounts", f"say which: {names}")
    ids = list(directory.accounts.names)
    more = f" and {len(ids) - 12} more" if len(ids) > 12 else ""
    hint = did_you_mean(word, [*ids, *map(str.casefold, directory.accounts.names.values())])
    raise UserError(
        f"there is no account `{said(word)}`", hint or f"accounts: {', '.join(ids[:12])}{more}"
    )


def listed(people: People, ids: Iterable[str]) -> str:
    """Write ids with the names behind them: `r.lee (Robin Lee), k.ito`."""
    return ", ".join(
        f"{one} ({name})" if (name := people.names.get(one, one)) != one else one for one in ids
    )
