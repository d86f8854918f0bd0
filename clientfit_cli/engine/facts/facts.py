"""Tables -> Facts: the dated facts by the names that signals and alarms ask for them.

The name of a parameter in a signal is the name of a property here. Each is an `Events` or `Spans`
by account unless it says otherwise, over the same as-of days.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from clientfit_cli.base.vocabulary import NONE
from clientfit_cli.book.settings import DEPTH
from clientfit_cli.engine.algebra.events import Events
from clientfit_cli.engine.algebra.grid import ALWAYS, NEVER, Grid
from clientfit_cli.engine.algebra.groups import Groups
from clientfit_cli.engine.algebra.nested import Members
from clientfit_cli.engine.algebra.spans import Spans
from clientfit_cli.engine.facts.columns import CHANNELS, GIFTS, KINDS, ROLES, SEVERITIES, TOPICS

if TYPE_CHECKING:
    from clientfit_cli.engine.algebra.grid import Bools, Floats, Ints
    from clientfit_cli.engine.facts.columns import Tables

LIVE = ("visit", "meeting", "video", "call", "event")
DECISION_MAKER = ROLES.index("decision_maker")


class Facts:
    """What a book says, as of a list of days."""

    def __init__(self, tables: Tables, days: Ints) -> None:
        self.tables = tables
        self.days = days
        self.settings = tables.settings

    # -- who is asked about ---------------------------------------------------------------------

    def _groups(self, section: str) -> Groups:
        kept = np.where(self.tables.kept[section], ALWAYS, NEVER)
        return Groups(self.days, self.tables.size, self.tables.columns["start"], kept)

    def _groups_of(self, of: Ints, kept: Bools) -> Groups:
        """Ask about groups within accounts."""
        start = self.tables.columns["start"][of]
        return Groups(self.days, len(of), start, np.where(kept[of], ALWAYS, NEVER))

    def _events(self, section: str, day: Ints, weight: Floats | None = None) -> Events:
        table = self.tables[section]
        ones = np.ones(len(table)) if weight is None else weight
        rows = np.arange(len(table))
        every = Events(self._groups(section), section, table.account, day, ones, rows)
        return every.where(day < NEVER)

    def _spans(self, section: str, start: Ints, end: Ints, weight: Floats | None = None) -> Spans:
        table = self.tables[section]
        ones = np.ones(len(table)) if weight is None else weight
        rows = np.arange(len(table))
        return Spans(self._groups(section), section, table.account, start, end, ones, rows).where(
            start < NEVER
        )

    def _per_account(self, values: Floats) -> Grid:
        return Grid(np.repeat(values[:, None], len(self.days), axis=1))

    # -- the account ----------------------------------------------------------------------------

    @cached_property
    def age(self) -> Grid:
        """Days since the account's start."""
        return Grid(self._groups("touchpoints").age)

    @cached_property
    def revenue(self) -> Grid:
        return self._per_account(self.tables.columns["revenue"])

    @cached_property
    def notice(self) -> Grid:
        """Days since the client gave notice; unknown before."""
        since = self.days[None, :] - self.tables.columns["notice"][:, None]
        return Grid(np.where(since >= 0, since, np.nan).astype(np.float64))

    @cached_property
    def scored(self) -> Bools:
        """Accounts x days: begun, and not lost."""
        columns, days = self.tables.columns, self.days[None, :]
        since, lost = columns["since"][:, None], columns["lost"][:, None]
        return ((since <= days) | (since == NEVER)) & (lost > days)

    # -- touchpoints ----------------------------------------------------------------------------

    @cached_property
    def _touchpoint_depth(self) -> Floats:
        numbers: dict[str, float] = {**DEPTH}
        numbers.update(dict(self.settings.scoring.strength.depth.items()))
        depth = np.array([numbers[channel] for channel in CHANNELS])
        return depth[self.tables["touchpoints"]["channel"]]

    def _channel(self, *names: str) -> Bools:
        codes = [CHANNELS.index(name) for name in names]
        return np.isin(self.tables["touchpoints"]["channel"], codes)

    def _topic(self, *names: str) -> Bools:
        codes = [TOPICS.index(name) for name in names]
        return np.isin(self.tables["touchpoints"]["topic"], codes)

    @cached_property
    def _two_way_from(self) -> Ints:
        """The day from which each touchpoint is one in which the client took part."""
        table = self.tables["touchpoints"]
        at_once = self._channel(*LIVE) | table["by_them"]
        return np.where(at_once, table["date"], np.maximum(table["answered"], table["date"]))

    @cached_property
    def touchpoints(self) -> Events:
        """Every touchpoint, weighing its channel's depth."""
        return self._events(
            "touchpoints", self.tables["touchpoints"]["date"], self._touchpoint_depth
        )

    def _some(self, mask: Bools) -> Events:
        return self.touchpoints.where(mask)

    @cached_property
    def direct(self) -> Events:
        """Touchpoints other than mailings."""
        return self._some(~self._channel("mailing"))

    @cached_property
    def two_way(self) -> Events:
        """Touchpoints in which the client took part."""
        seen = self._two_way_from
        return self.touchpoints.where(seen < NEVER, seen)

    @cached_property
    def visits(self) -> Events:
        return self._some(self._channel("visit"))

    @cached_property
    def events(self) -> Events:
        """Events that we went to with them."""
        return self._some(self._channel("event"))

    @cached_property
    def _answer_kept(self) -> Ints:
        table = self.tables["touchpoints"]
        answered = table["answered"] < NEVER
        seen = np.maximum(table["answered"], table["date"])
        return self.touchpoints.where(answered, seen).kept_once_seen().groups.kept

    @cached_property
    def client_messages(self) -> Spans:
        """What the client began in writing, open until we answered."""
        table = self.tables["touchpoints"]
        every = self._spans("touchpoints", table["date"], table["answered"])
        groups = self.touchpoints.kept_from(self._answer_kept).groups
        ours_to_answer = table["by_them"] & self._channel("message", "email")
        return Spans(
            groups, every.section, every.group, every.start, every.end, every.weight, every.row
        ).where(ours_to_answer)

    @cached_property
    def by_topic(self) -> Events:
        """Touchpoints of which the topic is on file."""
        return self._some(self.tables["touchpoints"]["topic"] != NONE).kept_once_seen()

    def _on(self, *topics: str) -> Events:
        every = self.by_topic
        return every.where(self._topic(*topics)[every.row])

    @cached_property
    def strategic_touchpoints(self) -> Events:
        return self._on("strategic", "review")

    @cached_property
    def operational_touchpoints(self) -> Events:
        return self._on("operational")

    @cached_property
    def selling_touchpoints(self) -> Events:
        return self._on("commercial")

    @cached_property
    def quarter_end_selling(self) -> Events:
        """Selling touchpoints in the last fifteen days of a quarter."""
        every = self.selling_touchpoints
        day = every.day.astype("datetime64[D]")
        month = day.astype("datetime64[M]")
        late = (month.astype(np.int64) % 3 == 2) & (day >= (month + 1).astype("datetime64[D]") - 15)
        return every.where(late)

    @cached_property
    def reviews(self) -> Events:
        return self._on("review")

    @cached_property
    def _gifts(self) -> Events:
        return self._some(self.tables["touchpoints"]["has_gave"]).kept_once_seen()

    @cached_property
    def gifts(self) -> Events:
        """Touchpoints that we began and that gave the client something."""
        every, table = self._gifts, self.tables["touchpoints"]
        return every.where(((table["gave"] > 0) & ~table["by_them"])[every.row])

    def gave(self, gift: str) -> Events:
        """Touchpoints that gave the client one kind of thing."""
        every, bit = self._gifts, 1 << GIFTS.index(gift)
        return every.where((self.tables["touchpoints"]["gave"] & bit > 0)[every.row])

    @cached_property
    def thanks(self) -> Events:
        return self.gave("thanks")

    @cached_property
    def trainings(self) -> Events:
        return self.gave("training")

    def kinds_given(self, days: float) -> Grid:
        """How many kinds of value touchpoints gave in the last `days` days."""
        given = [self.gave(gift).count(days) > 0 for gift in GIFTS]
        return sum(given[1:], given[0])

    @cached_property
    def moods(self) -> Events:
        """Touchpoints of which the mood is on file, weighing it."""
        mood = self.tables["touchpoints"]["mood"]
        known = ~np.isnan(mood)
        return self.touchpoints.weighing(np.nan_to_num(mood)).where(known).kept_once_seen()

    @cached_property
    def mood_lately(self) -> Grid:
        """The mood that a request for a referral would meet."""
        return self.moods.decayed_mean(60)

    @cached_property
    def overruns(self) -> Events:
        """Touchpoints with planned minutes, weighing the share by which they ran over."""
        table = self.tables["touchpoints"]
        planned, taken = table["planned_minutes"], table["minutes"]
        known = ~np.isnan(taken) & (np.nan_to_num(planned) > 0)
        over = np.maximum(0.0, taken / np.where(known, planned, 1.0) - 1.0)
        return self.touchpoints.weighing(np.nan_to_num(over)).where(known).kept_once_seen()

    @cached_property
    def preferred(self) -> Events:
        """Meetings with contacts whose channel was asked; 1 where it was that channel."""
        pairs, meetings = self.tables.pairs, self.tables.meetings
        alone = self.tables.alone
        contact = np.concatenate([pairs.contact[meetings.pair], alone.contact])
        row = np.concatenate([meetings.touchpoint, alone.touchpoint])
        # One for each touchpoint and contact, however many of ours took part.
        _, once = np.unique(contact * max(1, len(self.tables["touchpoints"])) + row,
                            return_index=True)  # fmt: skip
        contact, row = contact[once], row[once]
        contacts, table = self.tables["contacts"], self.tables["touchpoints"]
        asked = self._asked_day[contact]
        known = (contacts["prefers"][contact] != NONE) & (asked < NEVER)
        matches = table["channel"][row] == contacts["prefers"][contact]
        every = Events(
            self._groups("touchpoints"), "touchpoints", table.account[row], table["date"][row],
            matches.astype(np.float64), row, asked,
        )  # fmt: skip
        return every.where(known)

    # -- people ---------------------------------------------------------------------------------

    @cached_property
    def _asked_day(self) -> Ints:
        """The day each contact's preferences became known; what a predecessor liked does not count.

        A preference from before the contact followed somebody into the seat is inherited.
        """
        contacts = self.tables["contacts"]
        inherited = contacts["succeeds"] & (contacts["asked"] < contacts["since"])
        return np.where(inherited, NEVER, contacts["asked"])

    @cached_property
    def contacts_of(self) -> Members:
        """The contacts of each account."""
        return Members(self.tables["contacts"].account, self.tables.size, "contacts")

    @cached_property
    def contact_groups(self) -> Groups:
        return self._groups_of(self.tables["contacts"].account, self.tables.kept["contacts"])

    @cached_property
    def contacts(self) -> Spans:
        """Every contact, in the role; by contact."""
        table = self.tables["contacts"]
        every = np.arange(len(table))
        return Spans(
            self.contact_groups, "contacts", every, table["since"], table["until"],
            np.ones(len(table)), every,
        )  # fmt: skip

    @cached_property
    def active(self) -> Grid:
        """Which contacts are there; by contact."""
        return self.contacts.open()

    def in_role(self, *roles: str) -> Grid:
        """Which contacts are there in one of some roles; by contact."""
        codes = [ROLES.index(role) for role in roles]
        mask = np.isin(self.tables["contacts"]["role"], codes)
        return Grid(np.where(mask[:, None], self.active.values, np.nan))

    @cached_property
    def decision_makers(self) -> Grid:
        """Active decision makers (1); by contact."""
        return self.in_role("decision_maker").only(self.active)

    @cached_property
    def days_in_seat(self) -> Grid:
        """Days that each active decision maker has been one; long when not said. By contact."""
        since = self.tables["contacts"]["since"]
        days = (self.days[None, :] - since[:, None]).astype(np.float64)
        return Grid(days).only(self.decision_makers)

    @cached_property
    def decision_maker_count(self) -> Grid:
        return self._kept_only(self.contacts_of.total(self.decision_makers), "contacts")

    def _kept_only(self, grid: Grid, section: str) -> Grid:
        tracked = self._groups(section).tracked
        return Grid(np.where(tracked, grid.values, np.nan), grid.evidence)

    @cached_property
    def seats(self) -> Spans:
        """The decision makers' seats: from the first day in it to the last; by account."""
        table = self.tables["contacts"]
        return self._spans("contacts", table["since"], table["until"]).where(
            table["role"] == DECISION_MAKER
        )

    @cached_property
    def key_people(self) -> Grid:
        """Decision makers, sponsors and champions who are there; by contact."""
        return self.in_role("decision_maker", "sponsor", "champion").only(self.active)

    @cached_property
    def well_known(self) -> Grid:
        """Whose preferences were asked and of whom something personal is on file; by contact."""
        asked = self._asked_day[:, None] <= self.days[None, :]
        return Grid((asked & self.tables["contacts"]["personal"][:, None]).astype(np.float64))

    @cached_property
    def leads(self) -> Spans:
        """Our leads on the account."""
        table = self.tables["team"]
        return self._spans("team", table["since"], table["until"]).where(table["lead"])

    # -- delivery -------------------------------------------------------------------------------

    @cached_property
    def promises_due(self) -> Events:
        """Our commitments on the day after they fell due, weighing 1 when done on time."""
        table = self.tables["commitments"]
        due = table["due"]
        on_time = (table["done"] <= due).astype(np.float64)
        judged = np.where(due < NEVER, due + 1, NEVER)
        return self._events("commitments", judged, on_time).where(
            (table["by_us"])[due < NEVER], table["made"][due < NEVER]
        )

    @cached_property
    def overdue_promises(self) -> Spans:
        """Our commitments, open from the day they were due until they were done."""
        table = self.tables["commitments"]
        start = np.maximum(table["due"], table["made"])
        late = table["by_us"] & (table["done"] > table["due"])
        return self._spans("commitments", start, table["done"]).where(late[start < NEVER])

    def _issues(self, severity: str) -> Spans:
        table = self.tables["issues"]
        return self._spans("issues", table["opened"], table["closed"]).where(
            table["severity"] == SEVERITIES.index(severity)
        )

    @cached_property
    def issues(self) -> Spans:
        table = self.tables["issues"]
        return self._spans("issues", table["opened"], table["closed"])

    @cached_property
    def minor_issues(self) -> Spans:
        return self._issues("minor")

    @cached_property
    def major_issues(self) -> Spans:
        return self._issues("major")

    @cached_property
    def critical_issues(self) -> Spans:
        return self._issues("critical")

    @cached_property
    def unowned_issues(self) -> Spans:
        """Issues of which we have not said that they are ours to mend."""
        return self.issues.where(~self.tables["issues"]["owned"])

    # -- value ----------------------------------------------------------------------------------

    @cached_property
    def ideas(self) -> Events:
        return self._events("ideas", self.tables["ideas"]["date"])

    @cached_property
    def confirmed_results(self) -> Events:
        table = self.tables["results"]
        return self._events("results", table["date"]).where(table["confirmed_by"] != NONE)

    @cached_property
    def news(self) -> Spans:
        """Events in the client's world, open until our word on them; weighs 1 if a rival was first.

        Who was first is not dated: it holds from the day of the news.
        """
        table = self.tables["news"]
        return self._spans(
            "news", table["date"], table["our_word"], table["rival_first"].astype(np.float64)
        )

    def business_days(self, start: Ints, end: Ints) -> Ints:
        """Count the working days after `start`, up to and with `end`."""
        first = np.maximum(start, end.min(initial=0) - NEVER).astype("datetime64[D]")
        counted = np.busday_count(
            first + 1, end.astype("datetime64[D]") + 1, holidays=self._holidays
        )
        return counted.astype(np.int64)

    @cached_property
    def _holidays(self) -> np.ndarray[Any, np.dtype[np.datetime64]]:
        return np.array(self.settings.holidays, dtype="datetime64[D]")

    # -- voice ----------------------------------------------------------------------------------

    @cached_property
    def _raters(self) -> tuple[Ints, Ints, Ints]:
        """Who rates us: the account and contact of each, and the rater of each row.

        Feedback without a contact counts as one unnamed rater of its account.
        """
        table = self.tables["feedback"]
        width = len(self.tables["contacts"]) + 1
        keys, rater = np.unique(table.account * width + table["contact"] + 1, return_inverse=True)
        return keys // width, keys % width - 1, rater

    @cached_property
    def raters_of(self) -> Members:
        """The raters of each account."""
        return Members(self._raters[0], self.tables.size)

    def _ratings(self, *kinds: str) -> Events:
        table = self.tables["feedback"]
        account, _, rater = self._raters
        groups = self._groups_of(account, self.tables.kept["feedback"])
        order = np.argsort(rater, kind="stable")
        day = np.where(table["given"] < NEVER, table["given"], table["asked"])
        mask = np.isin(table["kind"], [KINDS.index(kind) for kind in kinds])
        mask &= ~np.isnan(table["rating"]) & (day < NEVER)
        every = Events(
            groups, "feedback", rater[order], day[order], np.nan_to_num(table["rating"])[order],
            order,
        )  # fmt: skip
        return every.where(mask[order])

    @cached_property
    def quality_ratings(self) -> Events:
        """Ratings of our work, 0-10; by rater."""
        return self._ratings("quality")

    @cached_property
    def satisfaction_ratings(self) -> Events:
        """Ratings of satisfaction and trust, 0-10; by rater."""
        return self._ratings("satisfaction", "trust")

    @cached_property
    def deciding_raters(self) -> Grid:
        """Raters who are active decision makers (1, else 0); by rater."""
        _, contact, _ = self._raters
        if not len(self.tables["contacts"]):
            return Grid(np.zeros((len(contact), len(self.days))))
        deciding = self.decision_makers.held[np.maximum(contact, 0)]
        return Grid((deciding & (contact[:, None] != NONE)).astype(np.float64))

    @cached_property
    def feedback_asked(self) -> Events:
        return self._events("feedback", self.tables["feedback"]["asked"])

    @cached_property
    def goals_confirmed(self) -> Events:
        return self._events("goals", self.tables["goals"]["confirmed"])

    # -- growth ---------------------------------------------------------------------------------

    @cached_property
    def holdings(self) -> tuple[Ints, Ints, Spans]:
        """What is or was bought: account and service of each holding, and its rows."""
        table = self.tables["services"]
        width = max(1, len(self.tables.services))
        keys, holding = np.unique(table.account * width + table["service"], return_inverse=True)
        order = np.argsort(holding, kind="stable")
        groups = self._groups_of(keys // width, self.tables.kept["services"])
        spans = Spans(
            groups, "services", holding[order], table["since"][order], table["until"][order],
            np.ones(len(order)), order,
        )  # fmt: skip
        return keys // width, keys % width, spans

    @cached_property
    def held(self) -> Grid:
        """Which holdings are bought now; by holding."""
        return self.holdings[2].open()

    @cached_property
    def fitting_services_bought(self) -> Grid:
        """How many services of the catalogue that fit the account it buys."""
        account, service, _ = self.holdings
        bought = self.held
        fits = self.tables.fits[account, service]
        counted = Grid(((bought.values > 0) & fits[:, None]).astype(np.float64), bought.evidence)
        return self._kept_only(Members(account, self.tables.size).total(counted), "services")

    @cached_property
    def fitting_services(self) -> Grid:
        """How many services of the catalogue fit the account."""
        return self._per_account(self.tables.fits.sum(axis=1).astype(np.float64))

    @cached_property
    def opportunities(self) -> Spans:
        """Open opportunities, weighing their amounts."""
        table = self.tables["opportunities"]
        return self._spans(
            "opportunities", table["opened"], table["closed"], np.nan_to_num(table["amount"])
        )

    @cached_property
    def referrals(self) -> Events:
        return self._events("referrals", self.tables["referrals"]["date"])

    @cached_property
    def referrals_asked(self) -> Events:
        return self._events("referrals", self.tables["referrals"]["asked"])

    @cached_property
    def rivals(self) -> Spans:
        """Rivals seen at the client, open until answered."""
        table = self.tables["rivals"]
        return self._spans("rivals", table["seen"], table["answered"])
