"""The record tables of a book, by name: what a workbook holds, as `library.Scores` does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.rendering.page import Records
from clientfit_cli.views.data import account, actions
from clientfit_cli.views.data.relationships import relationships

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from clientfit_cli.outcome.account import AccountOutcome

DIGITS = 9  # what spreadsheets keep exactly
SIGNALS = ("account", "signal", "dimension", "value", "unit", "fit", "weight", "cost")
RELATIONSHIPS = ("account", "person", "contact", "strength", "level", "direction")


def sheets(accounts: Sequence[AccountOutcome]) -> dict[str, Records]:
    """Every account, signal, relationship and action, each row with its as-of day.

    The day makes rows of several weeks fit under one another in one sheet, for a pivot table.
    """

    def table(
        columns: Sequence[str], rows: Callable[[AccountOutcome], Sequence[Sequence[object]]]
    ) -> Records:
        found = [[one.day, *row] for one in accounts for row in rows(one)]
        return Records(("as_of", *columns), found)

    return {
        "accounts": table(account.COLUMNS, lambda one: [account.record(one)]),
        "signals": table(SIGNALS, _signals),
        "relationships": table(
            RELATIONSHIPS, lambda one: [[one.id, *tie] for tie in relationships(one)]
        ),
        "actions": table(actions.COLUMNS, _actions),
    }


def _signals(one: AccountOutcome) -> list[list[object]]:
    return [
        [
            one.id, two.name, two.dimension, account.rounded(two.value, DIGITS), two.unit,
            account.rounded(two.fit, DIGITS), account.rounded(two.weight, DIGITS),
            account.rounded(two.cost, DIGITS),
        ]
        for two in one.readings
    ]  # fmt: skip


def _actions(one: AccountOutcome) -> list[list[object]]:
    found = [actions.action_data(one, step) | {"due": step.due} for step in one.steps]
    return [[data[column] for column in actions.COLUMNS] for data in found]
