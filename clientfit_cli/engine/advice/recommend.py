"""Advice: which actions every account is called for, and each as a step with its names and day."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from clientfit_cli.base.vocabulary import GREEN, NONE, RED, YELLOW, date_of
from clientfit_cli.engine.advice.action import actions, shown, unit_of
from clientfit_cli.engine.advice.growth import Growth
from clientfit_cli.engine.advice.recommendation import Open, Reach, Step
from clientfit_cli.engine.algebra.grid import ALWAYS, DIGITS, NEVER, Grid
from clientfit_cli.engine.facts.columns import GIFTS

if TYPE_CHECKING:
    import datetime as dt

    from clientfit_cli.engine.advice.action import Action
    from clientfit_cli.engine.advice.assignees import Whom
    from clientfit_cli.engine.algebra.grid import Bools, Floats, Ints, Row
    from clientfit_cli.engine.scoring.matching import Strand
    from clientfit_cli.engine.scoring.scorecard import Scorecard


def _yes(grid: Grid) -> Grid:
    return Grid(grid.known.astype(np.float64))


class _Grids(dict[str, Grid]):
    """Grids by signal or alarm; one that is turned off is unknown."""

    def __init__(self, grids: dict[str, Grid], shape: tuple[int, ...]) -> None:
        super().__init__(grids)
        self._shape = shape

    def __missing__(self, name: str) -> Grid:
        return Grid(np.full(self._shape, np.nan))


def pressing(step: Step) -> tuple[object, ...]:
    """Sort steps of one account: alarms that cap at red first, then what gains most."""
    return (step.urgency != 0, -step.worth, step.urgency, step.action)


class Advice:
    """What to do in every account, as of one day (the last of the scorecard's `trail`)."""

    def __init__(self, card: Scorecard, trail: Ints, growth: Growth, whom: Whom) -> None:
        self.card = card
        self.trail = trail  # columns of the scorecard, a week apart, the last one the day itself
        self.column = int(trail[-1])
        self.growth = growth
        self.whom = whom
        self.tables = card.tables
        self.day = int(card.days[self.column])
        self._working_days: dict[int, dt.date] = {}

    @cached_property
    def actions(self) -> dict[str, Action]:
        settings = self.card.settings
        return {
            name: one
            for name, one in actions().items()
            if settings.numbers("actions", name).get("on", True)
        }

    @cached_property
    def called_for(self) -> dict[str, Bools]:
        """Where each action is called for: accounts x columns."""
        card = self.card
        band = card.bands
        inputs = card.inputs.and_(
            green=Grid((band == GREEN).astype(np.float64)),
            yellow=Grid((band == YELLOW).astype(np.float64)),
            red=Grid((band == RED).astype(np.float64)),
            fit=_Grids({name: Grid(fit) for name, fit in card.fits.items()}, band.shape),
            ringing=_Grids({name: _yes(grid) for name, grid in card.holding.items()}, band.shape),
        )
        found = {}
        for name, one in self.actions.items():
            numbers = {**one.numbers, **card.settings.numbers("actions", name)}
            answered = Grid(self._answered(one).astype(np.float64))
            called = one(inputs.and_(answered=answered), numbers).held & card.scored
            if one.family in {"expand", "refer"}:
                called &= self._open_to(one.family)
            found[name] = called
        return found

    @cached_property
    def _growths(self) -> dict[int, Growth]:
        """What there was to expand in each week of the trail; the families share it."""
        before = {column: Growth(self.card, column) for column in self.trail[:-1].tolist()}
        return {**before, self.column: self.growth}

    def _open_to(self, family: str) -> Bools:
        """Where there is something to expand, or somebody to ask for a referral, week by week."""
        found = np.zeros(self.card.bands.shape, dtype=bool)
        for column, here in self._growths.items():
            found[:, column] = (
                here.ready & here.has_white_space if family == "expand" else here.referrers != NONE
            )
        return found

    def _answered(self, one: Action) -> Bools:
        card = self.card
        answered = np.zeros((self.tables.size, len(card.days)), dtype=bool)
        for name in one.answers:
            if name in card.holding:
                answered |= card.holding[name].known
            elif name in card.fits:
                answered |= card.fits[name] < card.settings.scoring.below
                answered |= self._costliest == self._place[name]
        return answered

    @cached_property
    def _place(self) -> dict[str, int]:
        return {one.name: at for at, one in enumerate(self.card.signals)}

    @cached_property
    def _costliest(self) -> Ints:
        """The signal that costs each yellow or red account most (-1 elsewhere)."""
        card = self.card
        if not card.signals:
            return np.full(card.bands.shape, -1)
        cost = np.stack([card.cost(one.name) for one in card.signals])
        worst = np.argmax(cost, axis=0)
        troubled = (card.bands == YELLOW) | (card.bands == RED)
        return np.where(troubled & (cost.max(axis=0) > 0), worst, -1)

    @cached_property
    def worth(self) -> dict[str, Floats]:
        """Health points that each action would gain if its signals went to their best."""
        found = {}
        for name, one in self.actions.items():
            gain = np.zeros(self.tables.size)
            for answer in one.lifts:
                if answer in self.card.fits:
                    gain += self.card.cost(answer)[:, self.column]
            found[name] = np.round(gain, DIGITS)
        return found

    @cached_property
    def _open_days(self) -> dict[str, Ints]:
        days = self.card.days[self.trail]
        found = {}
        for name, called in self.called_for.items():
            run = np.logical_and.accumulate(called[:, self.trail][:, ::-1], axis=1).sum(axis=1)
            first = days[::-1][np.maximum(run, 1) - 1]
            found[name] = self.day - first
        return found

    @cached_property
    def urgency(self) -> dict[str, Ints]:
        """How pressing each action is: 0 an alarm that caps at red, 1 at yellow, 2 points."""
        found = {}
        for name, one in self.actions.items():
            urgency = np.full(self.tables.size, 2, dtype=np.int64)
            for answer in one.answers:
                grid = self.card.holding.get(answer)
                if grid is not None:
                    at = 0 if self.card.caps[answer] == "red" else 1
                    urgency = np.where(grid.known[:, self.column], np.minimum(urgency, at), urgency)
            found[name] = urgency
        return found

    def drafts(self, account: int) -> list[Step]:
        """List the steps of one account, with what only the whole book can decide left open."""
        found = [
            self._step(account, one)
            for name, one in self.actions.items()
            if self.called_for[name][account, self.column]
        ]
        taken = self._taken_on(account)
        found = [self._with_taker(step, taken) for step in found]
        matched = {step.taken for step in found}
        place = self.tables["actions"].place
        found += [self._own(row) for row in taken if place[row] not in matched]
        return sorted(found, key=pressing)

    def first_draft(self, account: int) -> Step | None:
        """The first of `drafts`, without working out the others."""
        name = self._first[account]
        if name is None:
            return next(iter(self.drafts(account)), None)
        return self._with_taker(self._step(account, self.actions[name]), self._taken_on(account))

    @cached_property
    def _first(self) -> list[str | None]:
        """The most pressing action of every account, in the order of `pressing`."""
        size = self.tables.size
        best: list[str | None] = [None] * size
        keys = np.full((3, size), np.inf)
        for name in sorted(self.actions):
            urgency = self.urgency[name]
            mine = np.stack([urgency != 0, -self.worth[name], urgency]).astype(np.float64)
            differs = mine != keys
            at = np.argmax(differs, axis=0)
            ahead = np.take_along_axis(mine < keys, at[None, :], axis=0)[0]
            ahead &= self.called_for[name][:, self.column]
            keys[:, ahead] = mine[:, ahead]
            for account in np.flatnonzero(ahead).tolist():
                best[account] = name
        return best

    def _step(self, account: int, one: Action) -> Step:
        urgency = int(self.urgency[one.name][account])
        why, who, evidence = self._reasons(account, one)
        due = self.card.settings.scoring.due
        days = (due.red, due.yellow, due.other)[urgency]
        contact, person = self._people(account, one)
        waits = self._open(account, one, contact, who)
        return Step(
            action=one.name,
            family=one.family,
            what=one.what,
            contact=self._contact_id(contact),
            owner=self._person_id(person),
            due=self._working_day(int(days)),
            why=why,
            worth=float(self.worth[one.name][account]),
            open_days=int(self._open_days[one.name][account]),
            urgency=urgency,
            evidence=evidence,
            open=waits,
        )

    def _contact_id(self, contact: int) -> str | None:
        return self.tables["contacts"]["id"][contact] if contact != NONE else None

    def _person_id(self, person: int) -> str | None:
        return self.tables.people[person] if person != NONE else None

    def _people(self, account: int, one: Action) -> tuple[int, int]:
        """Say for whom an action is, and by whom of ours, as far as the account itself decides."""
        lead = int(self.whom.lead[account])
        if one.whom == "path":
            return NONE, lead
        contact = int(self.whom.contact(one.whom)[account])
        return contact, lead if one.by == "outsider" else self.whom.owner(account, contact, one.by)

    def _open(self, account: int, one: Action, contact: int, who: str) -> Open:
        """Say what is left to decide: the words, with the names in them, and who it takes."""
        tables, whom = self.tables, self.whom
        names = {
            "contact": tables["contacts"].label(contact) if contact != NONE else "the client",
            "outsider": "somebody new",
            "who": who or "it",
            "service": "",
            "gift": self._unused_gift(account) if "{gift}" in one.what else "",
            "missing": self._missing(account) if "{missing}" in one.what else "",
        }
        waits: dict[str, Any] = {}
        if one.whom == "path":
            strands, near = whom.first_strands(account)
            waits["path"] = tuple(self._reach(strand) for strand in strands)
            waits["near"] = tuple(tables.people[at] for at in near)
        if one.by == "outsider" or "{outsider}" in one.what:
            waits["inside"] = tuple(tables.people[at] for at in whom.inside(account))
            waits["to_newcomer"] = one.by == "outsider"
        if "{service}" in one.what:
            ready = bool(self.growth.ready[account])
            free = self.growth.free(account) if ready else []
            waits["free"] = tuple((tables.services[at], self.service_name(at)) for at in free)
            waits["held"] = self.growth.holding[account]
        lead = self._person_id(int(whom.lead[account]))
        return Open(one.what, one.otherwise, names, lead, **waits)

    def _reach(self, strand: Strand) -> Reach:
        contact, people, anyone = strand
        contacts, ours = self.tables["contacts"], self.tables.people
        return Reach(
            contacts["id"][contact], contacts.label(contact),
            tuple((ours[person], strength) for person, strength in people), anyone,
        )  # fmt: skip

    def _working_day(self, after: int) -> dt.date:
        """The working day that lies so many after the as-of day."""
        if after in self._working_days:
            return self._working_days[after]
        holidays = np.array(self.card.settings.holidays, dtype="datetime64[D]")
        today = np.datetime64(self.day, "D")
        found = np.busday_offset(today, after, roll="backward", holidays=holidays)
        self._working_days[after] = date_of(int(found.astype(np.int64)))
        return self._working_days[after]

    def _reasons(self, account: int, one: Action) -> tuple[str, str, tuple[Row, ...]]:
        """Say why: the alarm that holds, else the signals that cost, else what the action is."""
        card, column = self.card, self.column
        for name in one.answers:
            grid = card.holding.get(name)
            if grid is not None and grid.known[account, column]:
                about = self.about(name, account)
                why = card.alarms[name].said(float(grid.values[account, column]), about)
                return why, about, tuple(grid.evidence(account, column))
        poor = [
            (-float(card.cost(name)[account, column]), name)
            for name in one.answers
            if name in card.fits and card.fits[name][account, column] < 100
        ]
        reasons: list[str] = []
        evidence: list[Row] = []
        for _, name in sorted(poor)[:2]:
            reading = card.readings[name]
            reasons.append(
                f"{name} {shown(float(reading.values[account, column]), unit_of(card, name))}"
            )
            evidence += reading.evidence(account, column)
        who = self._label(evidence[0]) if evidence else ""
        return "; ".join(reasons) or one.summary.rstrip("."), who, tuple(dict.fromkeys(evidence))

    def about(self, alarm: str, account: int) -> str:
        """Name who or what an alarm is about."""
        rows = self.card.holding[alarm].evidence(account, self.column)
        return self._label(rows[0]) if rows else ""

    def _label(self, row: Row) -> str:
        section, at = row
        if section == "touchpoints":
            return ""
        return self.tables[section].label(at)

    def service_name(self, service: int) -> str:
        """Name a service as the catalogue does."""
        if service == NONE:
            return "a further service"
        catalogue = self.card.settings.services
        named = catalogue[service].name if service < len(catalogue) else None
        return named or self.tables.services[service]

    def _unused_gift(self, account: int) -> str:
        """The kind of value that they have gone without for longest."""
        waits = []
        for gift in GIFTS:
            events = self.card.inputs.gave(gift)
            mine = slice(*np.searchsorted(events.group, [account, account + 1]))
            days = events.day[mine]
            last = days[days <= self.day].max(initial=-1)
            waits.append((int(last), GIFTS.index(gift)))
        return GIFTS[min(waits)[1]].replace("help", "a helping hand")

    def _missing(self, account: int) -> str:
        """The unknown signals that weigh most."""
        card = self.card
        unknown = [
            one for one in card.signals if np.isnan(card.fits[one.name][account, self.column])
        ]
        unknown.sort(key=lambda one: -card.weights[one.name])
        return ", ".join(one.name for one in unknown[:3]) or "what is missing"

    def _taken_on(self, account: int) -> list[int]:
        """The account's open rows of `actions`."""
        table = self.tables["actions"]
        if not len(table):
            return []
        low, high = np.searchsorted(table.account, [account, account + 1])
        return [
            row
            for row in range(int(low), int(high))
            if table["created"][row] <= self.day < table["done"][row]
        ]

    def _with_taker(self, step: Step, taken: list[int]) -> Step:
        """Hand a recommendation to whoever took it on."""
        table = self.tables["actions"]
        one = self.actions[step.action]
        for row in taken:
            if table["signal"][row] in {one.name, *one.answers}:
                return self._handed(step, row)
        return step

    def _handed(self, step: Step, row: int) -> Step:
        table = self.tables["actions"]
        contact, due = int(table["contact"][row]), int(table["due"][row])
        named = contact != NONE
        return step._replace(
            what=table["what"][row],
            contact=self._contact_id(contact) if named else step.contact,
            owner=self._person_id(int(table["owner"][row])),
            due=date_of(due) if due < NEVER else step.due,
            taken=int(table.place[row]),
            open=None if named or step.open is None or step.open.path is None else step.open,
        )

    def _own(self, row: int) -> Step:
        """Something that was taken on and that no reading asks for (any more)."""
        table = self.tables["actions"]
        created = int(table["created"][row])
        said = created > ALWAYS
        blank = Step(
            action=table["signal"][row] or "own",
            family="retain",
            what="",
            contact=None,
            owner=None,
            due=self._working_day(int(self.card.settings.scoring.due.other)),
            why=f"in hand since {date_of(created)}" if said else "in hand",
            worth=0.0,
            open_days=self.day - created if said else 0,
            urgency=3,
        )
        return self._handed(blank, row)
