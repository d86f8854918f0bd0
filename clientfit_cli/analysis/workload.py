"""How much each of ours has taken on, week by week, and which days are working days."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from clientfit_cli.outcome.book import BookOutcome

WEEKS = 14
MOST_A_WEEK = 2  # steps of one person


class Workload:
    """How many steps each of ours has in each week, and the working days of the weeks.

    What people took on counts in the whole book, of which `book` has `Detail.TAKEN`.
    """

    def __init__(self, book: BookOutcome, holidays: Iterable[dt.date]) -> None:
        self.today = book.day
        # Weeks are those of the calendar; on a weekend the first one is the next.
        weekday = self.today.weekday()
        off = 7 - weekday if weekday > 4 else -weekday  # Saturday and Sunday
        self.monday = self.today + dt.timedelta(days=off)
        self.holidays = set(holidays)
        self.carried: Counter[tuple[str | None, int]] = Counter(
            (row.owner, self.week_of(row.due))
            for account in book.everybody
            for row in account.taken
            if row.done is None and row.due is not None
        )

    def week_of(self, day: dt.date) -> int:
        """Number the week of a day; what is overdue is this week's."""
        return max(1, (day - self.monday).days // 7 + 1)

    def day_in(self, week: int) -> dt.date | None:
        """Take the last working day of a week that is still ahead."""
        days = [self.monday + dt.timedelta(days=7 * (week - 1) + at) for at in range(5)]
        return next(
            (day for day in reversed(days) if day not in self.holidays and day >= self.today), None
        )

    def by(self, person: str | None, due: dt.date) -> dt.date:
        """Take the due day, or a day in an earlier week if only that one has room."""
        week = self.week_of(due)
        for earlier in range(week, 0, -1):
            day = due if earlier == week else self.day_in(earlier)
            if day and (self.carried[person, earlier] < MOST_A_WEEK or person is None):
                return day
        return due

    def free(self, person: str | None, wanted: int) -> int:
        """Find the week nearest to the wanted one in which somebody has room; later ones first."""
        wanted = min(wanted, WEEKS)
        order = [*range(wanted, WEEKS + 1), *range(wanted - 1, 0, -1)]
        weeks = [week for week in order if self.day_in(week)]
        for week in weeks:
            if self.carried[person, week] < MOST_A_WEEK or person is None:
                return week
        # Nobody has room for the fourteen weeks: the lightest week, then.
        return min(weeks, key=lambda week: self.carried[person, week], default=wanted)
