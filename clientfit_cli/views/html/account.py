"""The section of one account in an HTML page: what its template reads beside the outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from clientfit_cli.views.data.account import by_dimension, place
from clientfit_cli.views.data.relationships import introductions, matrix, relationships

if TYPE_CHECKING:
    from clientfit_cli.outcome.account import AccountOutcome
    from clientfit_cli.views.data.account import Dimension
    from clientfit_cli.views.data.relationships import Matrix

MOST_PEOPLE = 8


class AccountSection(NamedTuple):
    """One account, with what its section shows."""

    account: AccountOutcome
    matrix: Matrix
    build: str  # the shortest path to the goal of coverage
    dimensions: list[Dimension]
    places: dict[str, str]  # where a signal or `alarm NAME` was read; empty if that was not asked


def section(account: AccountOutcome, *, evidence: bool) -> AccountSection:
    """Gather what the section of an account shows; places in the files only if they were asked."""
    return AccountSection(
        account,
        matrix(account, relationships(account), MOST_PEOPLE),
        introductions(account),
        by_dimension(account),
        {name: place(account, name) for name in account.evidence} if evidence else {},
    )
