"""The weekly report: what a team looks at when the week begins, read from outcomes of one book.

Who moved and why, who is red and what keeps them there, what to do this week and who does it, what
hangs by one thread, and what there is to win. Nothing is scored here. All formats of the report
read this model.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from clientfit_cli.analysis import agenda
from clientfit_cli.base.text import plural
from clientfit_cli.base.vocabulary import BANDS, YEAR
from clientfit_cli.engine.algebra.grid import DIGITS
from clientfit_cli.outcome import compare
from clientfit_cli.outcome.change import Split
from clientfit_cli.outcome.request import Detail, Request
from clientfit_cli.outcome.totals import Totals

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from clientfit_cli.analysis.agenda import Todo
    from clientfit_cli.execution.workspace import Workspace
    from clientfit_cli.outcome.account import AccountOutcome, AlarmHit
    from clientfit_cli.outcome.book import BookOutcome, LostAccount
    from clientfit_cli.outcome.change import AccountChange, SignalChange

WEEK, MONTH = 1, 4  # weeks back
THIS_WEEK = 7  # days that an action of this week is due within
LEAST_MOVE = 1.0  # points of health: less is the noise of passing days
LEAST_CAUSE = 0.05  # points that a signal must have moved to be named
DETAILS = (Detail.FIRST, Detail.ACTIONS, Detail.TAKEN, Detail.SIGNALS, Detail.GROWTH)
UNMOVED = Split(0.0, 0.0, 0.0, 0.0)  # where health is unknown on one side


class NewAlarm(NamedTuple):
    """An alarm that holds now and did not hold a week ago."""

    account: AccountOutcome
    alarm: AlarmHit


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
        return len({account.id for account, _ in self.due + self.overdue})


class Expansion(NamedTuple):
    """The best path to expansion of an account: the service, and whom to talk to by whom of ours.

    `likelihood` (0-1) is how often clients with the same services hold this one, too.
    """

    account: AccountOutcome
    service: str
    contact: str
    person: str | None
    likelihood: float


class Referral(NamedTuple):
    """A client who would recommend us, and who of ours should ask them."""

    account: AccountOutcome
    contact: str
    person: str | None


class Week(NamedTuple):
    """How many accounts, and how much revenue, were in each band on a day."""

    day: dt.date
    accounts: dict[str, int]
    revenue: dict[str, float]


@dataclass(frozen=True)
class Movement:
    """What moved in the book since a day: who fell, who rose, who came, who went.

    An account moved when its health did by a point or more, or when its band changed.
    """

    since: dt.date
    fell: tuple[AccountChange, ...]  # those that changed band first, then the furthest
    rose: tuple[AccountChange, ...]
    arrived: tuple[AccountOutcome, ...]
    lost: tuple[LostAccount, ...]

    @property
    def moves(self) -> tuple[AccountChange, ...]:
        """All that moved: those that fell, then those that rose."""
        return self.fell + self.rose


def split(move: AccountChange) -> Split:
    """Split a move by cause; nothing is split where only the band is known to have changed."""
    return move.split or UNMOVED


def causes(move: AccountChange) -> list[SignalChange]:
    """List the signals that moved an account, but for those too small to name; largest first."""
    named = [signal for signal in move.signals if abs(signal.split.change) >= LEAST_CAUSE]
    # What differs beyond the digits of a health is the same.
    return sorted(named, key=lambda cause: (-round(abs(cause.split.change), DIGITS), cause.signal))


class WeeklyReport:
    """The Monday report of a book, or of the accounts that are chosen.

    `details` are those that a format needs of every account, beside what all of them show.
    """

    def __init__(
        self,
        workspace: Workspace,
        day: dt.date,
        choose: Callable[[BookOutcome], Sequence[AccountOutcome]] | None = None,
        details: Sequence[Detail] = (),
    ) -> None:
        self.day = day
        self.week_ago = day - dt.timedelta(weeks=WEEK)
        self.month_ago = day - dt.timedelta(weeks=MONTH)
        # How it stood then, and what was known then as of today.
        stages = [
            stage
            for then in (self.week_ago, self.month_ago)
            for stage in (compare.aged(then), compare.aged(day, known_at=then))
        ]
        now = Request.weekly(day, *DETAILS, *details)
        self.book, *stages_then = workspace.ask_all([now, *stages])
        self._stages = {self.week_ago: stages_then[:2], self.month_ago: stages_then[2:]}
        self._workspace = workspace
        self.whole = choose is None
        # Worst first: red, unknown, yellow, green; in each the most revenue at risk first.
        self.accounts = list(choose(self.book) if choose else self.book.accounts)
        self.totals = Totals(self.book, self.accounts)

    @property
    def title(self) -> str:
        return f"Monday report, {self.day}"

    def in_full(
        self, accounts: Sequence[AccountOutcome], details: Sequence[Detail]
    ) -> list[AccountOutcome]:
        """Look at some accounts more closely: with details that not all of them are asked for."""
        names = [account.id for account in accounts]
        request = Request.weekly(self.day, *DETAILS, *details).of(names)
        found = {account.id: account for account in self._workspace.ask(request).accounts}
        return [found[name] for name in names if name in found]

    # -- the book ----------------------------------------------------------------------------------

    @cached_property
    def revenue_at_risk(self) -> float:
        """Revenue weighed by the risk of leaving: a weighting, not a forecast."""
        return sum(self.totals.at_risk.values())

    @cached_property
    def lost(self) -> tuple[LostAccount, ...]:
        """The accounts that left in the last 365 days, the latest first (of the whole book)."""
        lately = self.day - dt.timedelta(days=YEAR)
        lost = [account for account in self.book.lost if account.day > lately]
        return tuple(sorted(lost, key=lambda account: (-account.day.toordinal(), account.id)))

    @cached_property
    def weeks(self) -> tuple[Week, ...]:
        """Accounts and revenue by band, weekly, twelve weeks ago first and this day last."""
        bands = self.book.column("bands")
        revenue = np.nan_to_num(self.book.column("revenue"))
        if not self.whole:
            places = [account.at for account in self.accounts]
            bands, revenue = bands[places], revenue[places]
        return tuple(
            Week(
                day,
                {name: int((column == at).sum()) for at, name in enumerate(BANDS)},
                {name: float(revenue[column == at].sum()) for at, name in enumerate(BANDS)},
            )
            for day, column in zip(self.book.request.days, bands.T, strict=True)
        )

    # -- what moved --------------------------------------------------------------------------------

    @cached_property
    def since_last_week(self) -> Movement:
        return self._movement(self.week_ago)

    @cached_property
    def since_last_month(self) -> Movement:
        """Since four weeks ago."""
        return self._movement(self.month_ago)

    def _movement(self, since: dt.date) -> Movement:
        moved = [
            change
            for change in self._changes[since]
            if change.old and (change.changed_band or abs(change.change) >= LEAST_MOVE)
        ]
        moved.sort(key=lambda move: (not move.changed_band, -abs(move.change), move.account))
        return Movement(
            since,
            tuple(move for move in moved if move.worse),
            tuple(move for move in moved if not move.worse),
            tuple(change.shown for change in self._changes[since] if change.old is None),
            tuple(account for account in self.lost if account.day > since) if self.whole else (),
        )

    @cached_property
    def _changes(self) -> dict[dt.date, list[AccountChange]]:
        """What became of the accounts since each day, in their order."""
        changes = {
            since: {change.account: change for change in compare.moves(then, self.book, aged)}
            for since, (then, aged) in self._stages.items()
        }
        return {
            since: [named[account.id] for account in self.accounts]
            for since, named in changes.items()
        }

    @cached_property
    def new_alarms(self) -> tuple[NewAlarm, ...]:
        """Alarms that hold and did not a week ago; those that cap at red first."""
        alarms = [
            NewAlarm(change.shown, alarm)
            for change in self._changes[self.week_ago]
            for alarm in (change.risen if change.old else change.shown.alarms)
        ]
        return tuple(sorted(alarms, key=lambda new: new.alarm.caps != "red"))

    # -- who is in trouble -------------------------------------------------------------------------

    @cached_property
    def reds(self) -> tuple[AccountOutcome, ...]:
        """Accounts near exit, most revenue at risk first; each knows its blockers and cause."""
        return tuple(account for account in self.accounts if account.band == "red")

    @property
    def uncovered(self) -> Sequence[AccountOutcome]:
        """No real relationship holds the account."""
        return self._covered.get("uncovered", ())

    @property
    def single_threaded(self) -> Sequence[AccountOutcome]:
        """The account hangs by one relationship."""
        return self._covered.get("single-threaded", ())

    @property
    def hollow(self) -> Sequence[AccountOutcome]:
        """Three on each side, but one person carries it all."""
        return self._covered.get("hollow", ())

    @cached_property
    def _covered(self) -> dict[str, list[AccountOutcome]]:
        """The accounts by the verdict on their coverage."""
        covered: dict[str, list[AccountOutcome]] = {}
        for account in self.accounts:
            if cover := account.coverage:
                covered.setdefault(cover.verdict, []).append(account)
        return covered

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
        by_owner: dict[str | None, tuple[list[Todo], list[Todo]]] = {}
        for account, step in self.todos:
            mine = by_owner.setdefault(step.owner, ([], []))
            mine[step.due < self.day].append((account, step))
        return tuple(
            Agenda(
                owner,
                "Nobody yet" if owner is None else self.book.person(owner),
                tuple(due), tuple(overdue),
            )
            for owner, (due, overdue) in sorted(
                by_owner.items(), key=lambda agenda: agenda[0] is None
            )
        )  # fmt: skip

    @cached_property
    def action_rate(self) -> dict[str, Any]:
        """How much of what was taken on was done by its day: `book`, `judged`, `people` (0-1)."""
        return agenda.action_rate(self.book)

    # -- what to win -------------------------------------------------------------------------------

    @cached_property
    def expansion(self) -> tuple[Expansion, ...]:
        """What to offer to whom, likeliest first; only where nothing needs repair."""
        paths = [
            Expansion(account, space[0].name, *account.buyer, space[0].likelihood)
            for account in self.accounts
            if account.ready and (space := account.white_space)
        ]
        return tuple(sorted(paths, key=lambda path: (-path.likelihood, path.account.id)))

    @cached_property
    def referrals(self) -> tuple[Referral, ...]:
        """Whom to ask who else should know us."""
        return tuple(
            Referral(account, *partner)
            for account in self.accounts
            if (partner := account.referrer)
        )  # fmt: skip

    @cached_property
    def headline(self) -> str:
        """The week in one sentence."""
        fell, rose = len(self.since_last_week.fell), len(self.since_last_week.rose)
        red, late = plural(len(self.reds), "account"), plural(len(self.overdue), "action")
        return f"{red} red; {fell} fell and {rose} rose since last week; {late} overdue"
