"""Monday: what a team looks at when the week begins, taken together from one scored book.

Who moved and why, who is red and what keeps them there, what to do this week and who does it, what
hangs by one thread, and what there is to win. Every number is one of the `Result`'s; nothing is
scored here. All formats of the report read this model.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from clientfit_cli.analysis import agenda
from clientfit_cli.base.vocabulary import BANDS, NONE, date_of
from clientfit_cli.outcome.movement import Cause, Lost, Move, Movement, movement, rung

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clientfit_cli.analysis.agenda import Todo
    from clientfit_cli.outcome.book import Ringing
    from clientfit_cli.outcome.result import AccountResult, Result

WEEK, MONTH = 1, 4  # weeks back
THIS_WEEK = 7  # days that an action of this week is due within
YEAR = 365


@dataclass(frozen=True)
class Rung:
    """An alarm that holds now and did not hold a week ago."""

    account: AccountResult
    alarm: Ringing


@dataclass(frozen=True)
class Agenda:
    """What one of ours is to do: what is due within seven days, and what is overdue.

    Alarms that cap at red first, then what gains most; `owner` is None for what nobody has yet.
    """

    owner: str | None
    name: str
    due: tuple[Todo, ...]
    overdue: tuple[Todo, ...]

    @property
    def accounts(self) -> int:
        """How many accounts it is about."""
        return len({one.id for one, _ in self.due + self.overdue})


@dataclass(frozen=True)
class Path:
    """The best path to expansion of an account: the service, and whom to talk to by whom of ours.

    `likelihood` (0-1) is how often clients with the same services hold this one, too.
    """

    account: AccountResult
    service: str
    contact: str
    person: str | None
    likelihood: float


@dataclass(frozen=True)
class Ask:
    """A client who would recommend us, and who of ours should ask them."""

    account: AccountResult
    contact: str
    person: str | None


@dataclass(frozen=True)
class Week:
    """How many accounts, and how much revenue, were in each band on a day."""

    day: dt.date
    accounts: dict[str, int]
    revenue: dict[str, float]


class Monday:
    """The Monday report of a book (or of some of its accounts)."""

    def __init__(self, result: Result, accounts: Sequence[AccountResult] | None = None) -> None:
        from clientfit_cli.outcome.book import Totals

        self.result = result
        self.day: dt.date = result.day
        # Worst first: red, unknown, yellow, green; in each the most revenue at risk first.
        self.accounts: list[AccountResult] = (
            list(result.accounts) if accounts is None else list(accounts)
        )
        self.whole = accounts is None
        self.totals: Totals = Totals(result, self.accounts)
        self.currency: str = result.book.settings.currency
        self.budgeted_loss: float = result.book.settings.scoring.budgeted_loss

    @property
    def title(self) -> str:
        return f"Monday report, {self.day}"

    # -- the book ----------------------------------------------------------------------------------

    @property
    def week_ago(self) -> dt.date:
        return self.day - dt.timedelta(weeks=WEEK)

    @property
    def month_ago(self) -> dt.date:
        return self.day - dt.timedelta(weeks=MONTH)

    @cached_property
    def revenue_at_risk(self) -> float:
        """Revenue weighed by the risk of leaving: a weighting, not a forecast."""
        return sum(self.totals.at_risk.values())

    @cached_property
    def lost(self) -> tuple[Lost, ...]:
        """The accounts that left in the last 365 days, the latest first (of the whole book)."""
        today = self._days[-1]
        gone = self.result.tables.columns["lost"]
        found = [
            self._lost(int(at)) for at in np.flatnonzero((gone <= today) & (gone > today - YEAR))
        ]
        return tuple(sorted(found, key=lambda one: (-one.day.toordinal(), one.id)))

    def _lost(self, at: int) -> Lost:
        account = self.result.records(at)
        record = account.get("lost")
        return Lost(
            account.id,
            account.get("name") or account.id,
            date_of(int(self.result.tables.columns["lost"][at])),
            account.get("revenue"),
            record.cause if record else None,
        )

    @cached_property
    def weeks(self) -> tuple[Week, ...]:
        """Accounts and revenue by band, weekly, twelve weeks ago first and this day last."""
        card = self.result.card
        rows = self._every if self.whole else [one.at for one in self.accounts]
        revenue = np.nan_to_num(self.result.tables.columns["revenue"])[rows]
        found = []
        for column in self.result.trail:
            bands = card.bands[rows, column]
            mine = {name: bands == at for at, name in enumerate(BANDS)}
            found.append(
                Week(
                    date_of(int(card.days[column])),
                    {name: int(some.sum()) for name, some in mine.items()},
                    {name: float(revenue[some].sum()) for name, some in mine.items()},
                )
            )
        return tuple(found)

    @property
    def _every(self) -> list[int]:
        return list(range(self.result.tables.size))

    @property
    def _days(self) -> list[int]:
        return [int(day) for day in self.result.card.days[self.result.trail]]

    # -- what moved --------------------------------------------------------------------------------

    @cached_property
    def since_last_week(self) -> Movement:
        return self._movement(WEEK)

    @cached_property
    def since_last_month(self) -> Movement:
        """Since four weeks ago."""
        return self._movement(MONTH)

    def _movement(self, weeks: int) -> Movement:
        return movement(self.result, self.accounts, weeks, self.lost if self.whole else ())

    @cached_property
    def new_alarms(self) -> tuple[Rung, ...]:
        """Alarms that hold and did not a week ago; those that cap at red first."""
        before = int(self.result.trail[-1 - WEEK])
        found = [Rung(one, alarm) for one in self.accounts for alarm in rung(one, before)]
        return tuple(sorted(found, key=lambda one: one.alarm.caps != "red"))

    # -- who is in trouble -------------------------------------------------------------------------

    @cached_property
    def reds(self) -> tuple[AccountResult, ...]:
        """Accounts near exit, most revenue at risk first; each knows its blockers and cause."""
        return tuple(one for one in self.accounts if one.band == "red")

    def _covered(self, verdict: str) -> tuple[AccountResult, ...]:
        return tuple(
            one for one in self.accounts if one.coverage and one.coverage.verdict == verdict
        )

    @cached_property
    def uncovered(self) -> tuple[AccountResult, ...]:
        """No real relationship holds the account."""
        return self._covered("uncovered")

    @cached_property
    def single_threaded(self) -> tuple[AccountResult, ...]:
        """The account hangs by one relationship."""
        return self._covered("single-threaded")

    @cached_property
    def hollow(self) -> tuple[AccountResult, ...]:
        """Three on each side, but one person carries it all."""
        return self._covered("hollow")

    # -- what to do --------------------------------------------------------------------------------

    @cached_property
    def todos(self) -> tuple[Todo, ...]:
        """Everything that is due within seven days or overdue, the most pressing first."""
        due_by = self.day + dt.timedelta(days=THIS_WEEK)
        return tuple(agenda.chosen(self.accounts, due_by=due_by))

    @cached_property
    def this_week(self) -> tuple[Todo, ...]:
        """What is due within seven days and not yet overdue."""
        return tuple(todo for todo in self.todos if todo[1].due >= self.day)

    @cached_property
    def overdue(self) -> tuple[Todo, ...]:
        """What somebody took on and was due before today."""
        return tuple(todo for todo in self.todos if todo[1].due < self.day)

    @cached_property
    def agendas(self) -> tuple[Agenda, ...]:
        """This week's and the overdue actions by owner: who has most at stake comes first."""
        found: dict[str | None, list[Todo]] = {}
        for one, step in self.todos:
            found.setdefault(step.owner, []).append((one, step))
        names = self.result.tables.names
        return tuple(
            Agenda(
                owner,
                "Nobody yet" if owner is None else names.get(owner, owner),
                tuple(todo for todo in todos if todo[1].due >= self.day),
                tuple(todo for todo in todos if todo[1].due < self.day),
            )
            for owner, todos in sorted(found.items(), key=lambda item: item[0] is None)
        )

    @cached_property
    def action_rate(self) -> dict[str, Any]:
        """How much of what was taken on was done by its day: `book`, `judged`, `people` (0-1)."""
        return agenda.action_rate(self.result)

    # -- what to win -------------------------------------------------------------------------------

    @cached_property
    def expansion(self) -> tuple[Path, ...]:
        """What to offer to whom, likeliest first; only where nothing needs repair."""
        growth, whom, advice = self.result.growth, self.result.whom, self.result.advice
        found = []
        for one in self.accounts:
            service = growth.best_service(one.at)
            if service == NONE:
                continue
            contact = int(whom.contact("buyer")[one.at])
            likelihood = growth.white_space(one.at)[0].likelihood
            found.append(
                Path(
                    one, advice.service_name(service), self._contact(contact),
                    self._closest(one, contact), likelihood,
                )
            )  # fmt: skip
        return tuple(sorted(found, key=lambda path: (-path.likelihood, path.account.id)))

    @cached_property
    def referrals(self) -> tuple[Ask, ...]:
        """Whom to ask who else should know us."""
        referrers = self.result.growth.referrers
        return tuple(
            Ask(
                one,
                self._contact(int(referrers[one.at])),
                self._closest(one, int(referrers[one.at])),
            )
            for one in self.accounts
            if referrers[one.at] != NONE
        )

    def _contact(self, contact: int) -> str:
        return self.result.tables["contacts"].label(contact) if contact != NONE else "the client"

    def _closest(self, one: AccountResult, contact: int) -> str | None:
        person = self.result.whom.owner(one.at, contact, "closest")
        return self.result.tables.person(person) if person != NONE else None

    @cached_property
    def headline(self) -> str:
        """The week in one sentence."""
        fell, rose = len(self.since_last_week.fell), len(self.since_last_week.rose)
        late = _counted(len(self.overdue), "action")
        red = _counted(len(self.reds), "account")
        return f"{red} red; {fell} fell and {rose} rose since last week; {late} overdue"


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}" + ("" if number == 1 else "s")


__all__ = [
    "Agenda", "Ask", "Cause", "Lost", "Monday", "Move", "Movement", "Path", "Rung",
    "Week",
]  # fmt: skip
