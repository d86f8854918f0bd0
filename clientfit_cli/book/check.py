"""Facts that must agree across the records of an account; the members are in `checks/`.

A check is a function `(account, settings) -> findings`. It sees an account whose rows are all
well-typed, and reports what contradicts something else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import FunctionType
from typing import TYPE_CHECKING

from clientfit_cli.base import plugins
from clientfit_cli.book.validate import Finding

if TYPE_CHECKING:
    from clientfit_cli.book.model import Account
    from clientfit_cli.book.settings import Settings

Check = Callable[["Account", "Settings"], Iterator[Finding]]


def account(records: Account, settings: Settings) -> Iterator[Finding]:
    """Run every check on one account."""
    checks: dict[str, Check] = plugins.members("checks", FunctionType)
    for run in checks.values():
        yield from run(records, settings)
