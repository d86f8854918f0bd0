"""The library: the same answers as the command line, as pandas tables."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

import clientfit_cli
from clientfit_cli.base.errors import UserError
from tests.conftest import EXAMPLES, TODAY

COLUMNS = {
    "accounts": "as_of account name owner tier band health change_7d change_28d known risk"
    " main_cause revenue revenue_at_risk coverage strands alarms top_action",
    "signals": "as_of account signal dimension value unit fit weight cost",
    "relationships": "as_of account person contact strength level direction",
    "actions": "as_of account name band action family what contact owner due overdue why worth"
    " open_days taken",
}


@pytest.fixture(scope="module")
def scores():
    return clientfit_cli.open_book(EXAMPLES / "accounts").score(as_of=["2026-10-16", TODAY])


@pytest.mark.parametrize(("name", "columns"), COLUMNS.items())
def test_tables_have_their_columns_and_a_row_for_each_day(scores, name, columns) -> None:
    table = getattr(scores, name)
    assert list(table.columns) == columns.split()
    assert set(table["as_of"]) == {pd.Timestamp("2026-10-16"), pd.Timestamp("2026-11-16")}


def test_two_days_at_once_are_each_day_alone(scores) -> None:
    alone = clientfit_cli.open_book(EXAMPLES / "accounts").score(as_of=TODAY)
    for name in COLUMNS:
        both = getattr(scores, name)
        one = both[both["as_of"] == pd.Timestamp(TODAY)].reset_index(drop=True)
        pd.testing.assert_frame_equal(one, getattr(alone, name), check_dtype=False)


def test_costs_add_up_to_what_health_lacks(scores) -> None:
    lacking = scores.signals.groupby(["as_of", "account"])["cost"].sum()
    health = scores.accounts.set_index(["as_of", "account"])["health"]
    assert ((100 - health) - lacking).abs().max() < 0.01


def test_errors_are_raised_with_the_first_place_and_can_be_left_out(tmp_path) -> None:
    (tmp_path / "a.yaml").write_text("account: a\nname: A\nsince: soon\n")
    (tmp_path / "b.yaml").write_text("account: b\nname: B\n")
    with pytest.raises(UserError, match=r"a\.yaml:3:8"):
        clientfit_cli.open_book(tmp_path)
    book = clientfit_cli.open_book(tmp_path, keep_going=True)
    assert [problem.code for problem in book.problems] == ["bad-date"]
    assert list(book.score(as_of=dt.date(2026, 1, 1)).accounts["account"]) == ["b"]


def test_an_empty_book_gives_empty_tables(tmp_path) -> None:
    found = clientfit_cli.open_book(tmp_path).score(as_of=TODAY)
    assert all(getattr(found, name).empty for name in COLUMNS)


def test_no_folder_says_so(tmp_path) -> None:
    with pytest.raises(UserError, match="there is no folder"):
        clientfit_cli.open_book(tmp_path / "nowhere")
