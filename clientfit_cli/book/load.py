"""A folder -> Book: the accounts as their documents add up, where each row stands, and problems."""

from __future__ import annotations

import gc
import re
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from clientfit_cli.base.problems import Problem, Where, errors, in_order, said
from clientfit_cli.book import check, settings
from clientfit_cli.book import columns as rows
from clientfit_cli.book.columns import Rows
from clientfit_cli.book.model import Account, Book, Origin, Origins
from clientfit_cli.book.schema import AccountDocument
from clientfit_cli.book.sections import SCALARS, SECTIONS
from clientfit_cli.book.validate import Finding, placed, validated
from clientfit_cli.storage.tree import SETTINGS, no_accounts
from clientfit_cli.yamlio import reader
from clientfit_cli.yamlio.documents import KEY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from clientfit_cli.book.member_numbers import NumbersOf
    from clientfit_cli.book.settings import Settings
    from clientfit_cli.storage.tree import Tree
    from clientfit_cli.yamlio.documents import Document


def read(
    tree: Tree, numbers_of: NumbersOf | None, tick: Callable[[int, int], None] | None = None
) -> Book:
    """Read a book; whatever is wrong in its files is collected, nothing is raised.

    `numbers_of` tells which numbers signals, alarms and actions have; `tick`
    is told how many files of how many are read.
    """
    with _uncollected():
        return _read(tree, numbers_of, tick)


def _read(
    tree: Tree, numbers_of: NumbersOf | None, tick: Callable[[int, int], None] | None
) -> Book:
    names, obstacles = tree.names()
    numbers, wrong = settings.read(tree, numbers_of)
    book = _part(tree, names, numbers, wrong, tick)
    problems = [*book.problems, *wrong, *obstacles]
    if not book.accounts and not book.left_out and not errors(problems):
        problems.append(no_accounts(tree))
    return replace(book, problems=in_order(problems))


def part(tree: Tree, names: Sequence[str], numbers: Settings, wrong: list[Problem]) -> Book:
    """Read some files of a book, as `read` does, with settings and what was wrong in those.

    Accounts that other files say something of, too, may be found wrong for want of that: whoever
    reads a book in parts puts the files of an account together.
    """
    with _uncollected():
        return _part(tree, names, numbers, wrong)


@contextmanager
def _uncollected() -> Iterator[None]:
    # Reading makes millions of small objects and no cycles: the collector would only look at them
    # again and again.
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _part(
    tree: Tree,
    names: Sequence[str],
    numbers: Settings,
    wrong: list[Problem],
    tick: Callable[[int, int], None] | None = None,
) -> Book:
    doubtful = _doubtful(wrong)
    problems: list[Problem] = []
    accounts: dict[str, Account] = {}
    findings: list[Finding] = []
    suspects: set[str] = set()
    claims: dict[str, list[str]] = {}
    for done, name in enumerate(names):
        if tick:
            tick(done, len(names))
        if name == SETTINGS:
            continue
        if name.rsplit("/", 1)[-1] == SETTINGS:
            claims[name] = []
            shown = tree.shown(name)
            problems.append(
                Problem(
                    "misplaced-settings", Where(shown), "settings below the top are not read",
                    f"move it to {tree.shown(SETTINGS)}", "warning",
                )
            )  # fmt: skip
            continue
        documents, wrong = reader.read(tree, name, own=False)
        problems += wrong
        claims[name] = claimed = _named(tree, name) if errors(wrong) else []
        suspects.update(claimed)
        claimed += [_add(document, accounts, findings, suspects) for document in documents]
    for account in accounts.values():
        if account.id not in suspects and account.get("name") is None:
            findings.append(
                account.finding(
                    (), "missing-name", f"no document gives `{account.id}` a name",
                    "add `name: ...` to one of them",
                )
            )  # fmt: skip
        found = list(check.account(account, numbers))
        suspects.update(finding.account for finding in found if finding.severity == "error")
        findings += [finding for finding in found if finding.code not in doubtful]
    suspects.update(finding.account for finding in findings if finding.severity == "error")
    problems += placed(findings, tree)
    sound = {name: accounts[name] for name in sorted(accounts) if name not in suspects}
    return Book(tree, numbers, sound, in_order(problems), sorted(suspects - {""}), claims)


def _doubtful(problems: list[Problem]) -> set[str]:
    """Name the problems that may only come from what is wrong in the settings."""
    wrong = {re.split(r"[.\[]", problem.where.route)[0] for problem in errors(problems)}
    hangs_by = {"team": "unknown-person", "services": "unknown-service"}
    return {code for section, code in hangs_by.items() if wrong & {section, ""}}


def _add(
    document: Document,
    accounts: dict[str, Account],
    findings: list[Finding],
    suspects: set[str],
) -> str:
    """Add one document to its account, or say what is wrong with it; say whose it is."""
    long: dict[str, Any] = {}
    for name in rows.LONG:
        if (found := rows.typed(name, document.data.get(name))) is not None:
            long[name] = found
    made = validated(AccountDocument, {**document.data, **{name: [] for name in long}})
    if isinstance(made, list) and long:
        long, made = {}, validated(AccountDocument, document.data)
    if isinstance(made, list):
        named = document.data.get("account")
        suspect = said(named) if isinstance(named, str) else ""
        suspects.add(suspect)
        findings += [
            Finding(document.file, document.index, *item, account=suspect) for item in made
        ]
        return suspect
    account = accounts.setdefault(made.account, Account(made.account))
    account.documents.append((document.file, document.index))
    account.places.setdefault("account", Origin(document.file, document.index, ("account",)))
    for name in made.model_fields_set:
        value = getattr(made, name)
        origin = Origin(document.file, document.index, (name,))
        if name in SECTIONS:
            if value is not None:
                new = long.get(name, value)
                _add_rows(account, name, new, document)
        elif name in SCALARS and value is not None:
            if name in account.scalars:
                first = account.places[name]
                findings.append(
                    Finding(
                        origin.file, origin.document, (name, KEY), "given-twice",
                        f"`{name}` of `{account.id}` is given twice, first in",
                        "keep one of the two", "error", account.id, first,
                    )
                )  # fmt: skip
            else:
                account.scalars[name] = value
                account.places[name] = origin
    findings += [
        Finding(
            document.file, document.index, (name, KEY), "nothing-said",
            f"`{name}` has nothing under it, and counts as not tracked",
            "write `[]` if there were none, or delete the line", "warning", account.id,
        )
        for name in SECTIONS
        if name in document.data and document.data[name] is None
    ]  # fmt: skip
    return account.id


def _add_rows(account: Account, name: str, new: Any, document: Document) -> None:
    there: Any
    if name in rows.LONG:
        there = account.sections.setdefault(name, Rows(name))
        before = len(there)
        there.extend(new if isinstance(new, dict) else rows.columns(name, new))
    else:
        for row in new:
            # Which keys a row had is never asked: one empty set for all of them saves a third of
            # what a large book takes.
            object.__setattr__(row, "__pydantic_fields_set__", rows.NO_KEYS)
        there = account.sections.setdefault(name, [])
        before = len(there)
        there.extend(new)
    places = account.origins.setdefault(name, Origins(name))
    assert isinstance(places, Origins)
    places.add(document, len(there) - before)


def _named(tree: Tree, name: str) -> list[str]:
    try:
        return reader.account_named(tree.read(name))
    except OSError:
        return []
