"""The laws of the method, over generated books.

Order and splitting change nothing; the future changes nothing; a history is its days one at a
time; meeting someone once more weakens nothing; unknown is never green.
"""

from __future__ import annotations

import copy
from random import Random

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from clientfit_cli.base.vocabulary import CAUSES, number_of
from clientfit_cli.book.sections import SECTIONS
from clientfit_cli.engine.advice.action import actions
from clientfit_cli.engine.facts import tabulate
from clientfit_cli.engine.scoring import scorecard
from clientfit_cli.execution.task import read_book
from clientfit_cli.outcome.build import builders
from clientfit_cli.outcome.request import Detail, Request
from tests.books import TEAM, TODAY, Memory, ago, read, written
from tests.conftest import outcome
from tests.conftest import scored as scored_with

settings.register_profile(
    "laws",
    max_examples=25,
    phases=[Phase.explicit, Phase.generate],  # shrinking a whole book takes minutes
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
PROFILE = settings.get_profile("laws")

PEOPLE = ("dana", "sam", "priya", "lee")
CONTACTS = ("c0", "c1", "c2")
SETTINGS = (
    "team: [{id: dana}, {id: sam}, {id: priya, since: @200}, {id: lee, until: @30}]\n"
    "services: [{id: temp}, {id: perm, fits: {tier: [gold]}}, {id: payroll}]\n"
    "cadence: {gold: 7}\nholidays: [@3, @40]\n"
)

# -- books ---------------------------------------------------------------------------------------

NAMED = {
    "commitments": "what", "issues": "what", "ideas": "what", "results": "what", "news": "what",
    "goals": "what", "actions": "what", "touchpoints": "note", "feedback": "comment",
    "referrals": "who", "rivals": "who",
}  # fmt: skip
DATES = {
    "since", "until", "date", "answered", "made", "due", "done", "opened", "closed", "asked",
    "given", "our_word", "confirmed", "reached", "seen", "created", "notice",
}  # fmt: skip
# Days of a row of which the second may not come before the first.
IN_ORDER = (
    ("since", "until"), ("date", "answered"), ("opened", "closed"), ("asked", "given"),
    ("date", "our_word"), ("confirmed", "reached"), ("asked", "date"), ("seen", "answered"),
)  # fmt: skip


class Draw:
    """Draws rows from a seed: rich ones, faster than a tree of strategies would."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def day(self, first=-20, last=None):
        """Days ago: some in the future, many lately, the rest over a year and a half."""
        if last is None:
            last = self.random.choice((30, 100, 500))
        return self.random.randint(first, last)

    def maybe(self, value, odds=0.5):
        return value if self.random.random() < odds else None

    def one(self, *choices):
        return self.random.choice(choices)

    def some(self, choices, most=3):
        return self.random.sample(choices, self.random.randint(0, min(most, len(choices))))

    def row(self, **fields):
        """A row without the keys that drew None, its days in order."""
        row = {key.rstrip("_"): value for key, value in fields.items() if value is not None}
        for first, second in IN_ORDER:
            if first in row and second in row and row[second] > row[first]:
                row[first], row[second] = row[second], row[first]
        return row

    def contact(self):
        return self.row(
            role=self.one("decision_maker", "decision_maker", "sponsor", "champion", "user", None),
            since=self.maybe(self.day()),
            until=self.maybe(self.day(last=60), 0.3),
            prefers=self.maybe(
                self.row(channel=self.one("call", "email"), asked=self.maybe(self.day(), 0.8))
            ),
            personal=self.one(None, [], ["sails"], ["sails"]),
        )

    def touchpoint(self):
        return self.row(
            date=self.day(),
            channel=self.one(
                "visit", "meeting", "meeting", "video", "call", "event", "gift", "message",
                "email", "email", "mailing",
            ),
            ours=self.some(PEOPLE, 2),
            theirs=self.some(CONTACTS, 2),
            by=self.one(None, "us", "them"),
            answered=self.maybe(self.day(), 0.3),
            topic=self.one(None, "strategic", "operational", "commercial", "review"),
            gave=self.maybe(self.some(("idea", "thanks", "help"), 2), 0.4),
            mood=self.one(None, -2, -1, 0, 1, 1.5, 2),
            minutes=self.maybe(self.random.randint(0, 90)),
            planned_minutes=self.maybe(self.random.randint(0, 90)),
        )  # fmt: skip

    def section(self, name):
        """One row of a section."""
        if name == "touchpoints":
            return self.touchpoint()
        person, contact = self.one(*PEOPLE), self.maybe(self.one(*CONTACTS))
        service = self.one("temp", "perm", "payroll")
        day, later = self.day(), self.maybe(self.day())
        return {
            "team": lambda: self.row(
                person=person, role=self.one("lead", "support"), since=self.maybe(day), until=later
            ),
            "services": lambda: self.row(service=service, since=self.maybe(day), until=later),
            "commitments": lambda: self.row(
                by=self.one(None, "us", "them"), to=contact, person=person,
                made=self.maybe(self.day(80, 300)), due=self.maybe(self.day(-20, 80), 0.8),
                done=self.maybe(self.day(-20, 80)),
            ),
            "issues": lambda: self.row(
                severity=self.one(None, "major", "critical"), opened=day, closed=later,
                owned=self.one(None, "yes", "no"),
            ),
            "ideas": lambda: self.row(date=day, by=person),
            "results": lambda: self.row(date=day, confirmed_by=contact),
            "feedback": lambda: self.row(
                kind=self.one("satisfaction", "quality", "trust"), contact=contact,
                asked=self.maybe(day), given=later, rating=self.one(None, 0, 4.5, 6, 8, 10),
            ),
            "news": lambda: self.row(
                date=day, our_word=later, rival_first=self.one(None, "yes", "no")
            ),
            "goals": lambda: self.row(confirmed=self.maybe(day), reached=later, from_=contact),
            "opportunities": lambda: self.row(
                service=service, opened=day, closed=later, amount=self.maybe(day + 20)
            ),
            "referrals": lambda: self.row(date=self.maybe(day), asked=later, from_=contact),
            "rivals": lambda: self.row(seen=day, answered=later),
            "actions": lambda: self.row(
                signal=self.one(None, "coverage", "silence", "thin", "reconnect"), owner=person,
                contact=contact, created=self.maybe(self.day(20, 90)),
                due=self.maybe(self.day(-20, 20)), done=self.maybe(self.day(-20, 20)),
            ),
        }[name]()  # fmt: skip

    def account(self, name):
        """One account; its dates are numbers of days ago."""
        made = self.row(
            since=self.maybe(self.day(-10, 600), 0.7),
            revenue=self.maybe(self.random.randint(0, 1000)),
            owner=self.maybe(self.one(*PEOPLE)),
            tier=self.one(None, "gold", "tin"),
            notice=self.maybe(self.day(), 0.2),
            lost=self.maybe({"date": self.day(-20, 5)}, 0.2),
        )
        if made.get("since", 999) < made.get("lost", {}).get("date", -999):
            del made["lost"]
        # Rows of other sections name contacts, so all of them are on file.
        contacts = [{"id": one, "name": one.upper(), **self.contact()} for one in CONTACTS]
        if self.random.random() < 0.5:
            contacts[1]["succeeds"] = "c0"
        made = {"account": name, "name": name.upper(), **made, "contacts": contacts}
        kept = self.one(0.5, 0.9, 1.0)
        for section in SECTIONS:
            if section != "contacts" and self.random.random() < kept:
                most = 14 if section == "touchpoints" else 4
                made[section] = [self.section(section) for _ in range(self.random.randint(0, most))]
                for at, row in enumerate(made[section]):
                    if section in NAMED:
                        row[NAMED[section]] = f"{section} {at}"
        return made


seeds = st.integers(0, 2**32 - 1)
accounts = seeds.map(lambda seed: Draw(seed).account("a"))
books = st.tuples(accounts, seeds.map(lambda seed: Draw(seed).account("b"))).map(list)


def in_dates(thing, key=None):
    """Write the numbers of days ago as dates."""
    if isinstance(thing, dict):
        return {name: in_dates(value, name) for name, value in thing.items()}
    if isinstance(thing, list):
        return [in_dates(one, key) for one in thing]
    return ago(thing).isoformat() if key in DATES else thing


def text_of(book):
    return written(in_dates(book))


def opened(files):
    return read(files, SETTINGS)


# -- what is told of a book ----------------------------------------------------------------------


def label(made, one):
    section, at = one
    table = made.tables[section]
    account = made.book.accounts[made.tables.ids[int(table.account[at])]]
    record = account.rows(section)[int(table.place[at])]
    for key in ("id", "what", "note", "comment", "who", "person", "service"):
        if getattr(record, key, None) is not None:
            return (section, getattr(record, key))
    raise AssertionError(section)


def told(made):
    """Everything that an outcome says, with names for positions and rows."""
    found = {}
    for one in made.outcome().accounts:
        drafts = made.advice.drafts(one.at)
        in_hand = made.book.accounts[one.id].rows("actions")
        found[one.id] = {
            "health": one.health,
            "known": one.known,
            "band": one.band,
            "trend": one.trend,
            "risk": (one.risk, one.main_cause, one.causes, one.revenue_at_risk),
            "about": (one.name, one.owner, one.tier, one.industry, one.revenue, one.since),
            "coverage": one.coverage,
            "dimensions": one.dimensions,
            "readings": one.readings,
            "evidence": {
                name: sorted(label(made, row) for row in grid.evidence(one.at, made.column))
                for name, grid in made.card.readings.items()
            },
            "alarms": one.alarms,
            "blockers": one.blockers,
            "next band": one.next_band,
            "points": one.points,
            "relationships": (one.contacts, one.pairs, one.departure, one.introductions),
            "growth": (one.ready, one.white_space, one.buyer, one.referrer),
            "taken": one.taken,
            "first step": one.first_step and one.first_step._replace(taken=None),
            "steps": [
                (
                    step.action, step.what, step.contact, step.owner, step.due, step.why,
                    step.worth, step.open_days, step.urgency,
                    None if step.taken is None else in_hand[step.taken].what,
                    sorted(label(made, row) for row in draft.evidence),
                )
                for step, draft in zip(one.steps, drafts, strict=True)
            ],
        }  # fmt: skip
    return found


DETAILS = set(Detail) - {Detail.EVIDENCE}  # places in files are not names


def scored(book, day):
    found = scored_with(book, day)
    found.request = found.request.asking(DETAILS)
    return found


def assert_same(first, second):
    """Compare piece by piece, so that a failure names the piece."""
    assert list(first) == list(second)
    for name, one in first.items():
        for key, value in one.items():
            assert value == second[name][key], (name, key)


def score(files, *days):
    return [told(scored(opened(files), day)) for day in list(days) or [TODAY]]


# -- order -----------------------------------------------------------------------------------------


@PROFILE
@given(books, seeds)
def test_neither_order_nor_splitting_into_documents_and_files_changes_anything(book, seed):
    random = Random(seed)
    pieces = []
    for made in book:
        rest = copy.deepcopy(made)
        split = []
        for section in SECTIONS:
            rows = rest.get(section, [])
            random.shuffle(rows)
            if rows and random.random() < 0.5:
                cut = random.randrange(len(rows))
                split.append({"account": made["account"], section: rows[:cut]})
                rest[section] = rows[cut:]
        pieces += [rest, *split]
    random.shuffle(pieces)
    files = {}
    for piece in pieces:
        name = random.choice(("a.yaml", "b.yaml", "more/c.yaml", "more/d.yml"))
        files[name] = files.get(name, "") + written([in_dates(piece)])
    assert_same(score(text_of(book))[0], score(files)[0])


# -- as of -----------------------------------------------------------------------------------------

# The day from which a row exists; a row without it always did.
BEGINS = {
    "team": "since", "services": "since", "touchpoints": "date", "commitments": "made",
    "issues": "opened", "ideas": "date", "results": "date", "news": "date",
    "opportunities": "opened", "rivals": "seen", "actions": "created",
}  # fmt: skip
# What is filled in later: deleted by itself.
LATER = (
    "until", "answered", "done", "closed", "our_word", "confirmed", "reached", "asked", "given",
    "date",
)  # fmt: skip


def as_of(book, today):
    """Delete what lies after a day (in days ago): rows, and the closing dates of rows.

    An account that begins later stays, and is not scored.
    """
    kept = []
    for account in book:
        made = copy.deepcopy(account)
        if made.get("lost", {}).get("date", 999) < today:
            del made["lost"]
        if made.get("notice", 999) < today:
            del made["notice"]
        for section in SECTIONS:
            if section not in made:
                continue
            begins = BEGINS.get(section)
            rows = [one for one in made[section] if one.get(begins, 999) >= today]
            for one in rows:
                if section == "feedback" and one.get("given", 999) < today:
                    one.pop("rating", None)
                for holder in (one, one.get("prefers", {})):
                    for key in LATER:
                        if key != begins and holder.get(key, 999) < today:
                            del holder[key]
            made[section] = rows
        kept.append(made)
    return kept


@PROFILE
@given(books, st.sampled_from([0, 0, 1, 40, 120]))
def test_scoring_as_of_a_day_is_scoring_the_book_without_what_came_later(book, today):
    day = ago(today)
    past = as_of(book, today)
    assert_same(score(text_of(book), day)[0], score(text_of(past), day)[0])


# -- a history is its days -------------------------------------------------------------------------


@settings(PROFILE, max_examples=15)
@given(books, st.lists(st.integers(-5, 300), min_size=2, max_size=4, unique=True))
def test_a_history_is_its_days_one_at_a_time(book, back):
    found = opened(text_of(book))
    days = [ago(one) for one in back]
    requests = [Request.weekly(day, *DETAILS) for day in days]
    together = dict(builders(tabulate.tabulated(found), requests, found))
    for place, day in enumerate(days):
        assert_same(told(together[place]), told(scored(found, day)))


# -- strength --------------------------------------------------------------------------------------


def pair_strength(book, days):
    """Strength of every pair on every day, by names."""
    found = scorecard.scored(tabulate.tabulated(opened(text_of(book))), days)
    made, ids = found.tables, found.tables["contacts"]["id"]
    return {
        (int(made.pairs.account[at]), ids[made.pairs.contact[at]],
         made.people[made.pairs.person[at]]): found.inputs.strength.by_pair.values[at]
        for at in range(len(made.pairs))
    }  # fmt: skip


@PROFILE
@given(
    accounts,
    st.integers(0, 200),
    st.sampled_from(PEOPLE),
    st.sampled_from(CONTACTS),
    st.sampled_from(
        (
            {"channel": "call"},
            {"channel": "visit"},
            {"channel": "mailing", "by": "them"},
            {"channel": "email", "answered": 0},
        )
    ),
)
def test_one_more_two_way_touchpoint_never_weakens_its_pair(book, date, ours_, theirs_, how):
    book.pop("lost", None)
    book.setdefault("touchpoints", [])
    more = copy.deepcopy(book)
    more["touchpoints"].append({"date": date, "ours": [ours_], "theirs": [theirs_], **how})
    days = np.unique([number_of(ago(back)) for back in (date, date // 2, 0, -30)])
    days = days[days >= number_of(ago(date))]
    before, after = pair_strength([book], days), pair_strength([more], days)
    pair = (0, theirs_, ours_)
    now = after.pop(pair)
    was = before.pop(pair, np.zeros(len(days)))
    answered = days >= number_of(ago(how.get("answered", date)))
    assert np.array_equal(np.isnan(now), np.isnan(was)) or pair not in before
    assert (np.nan_to_num(now) >= np.nan_to_num(was))[answered].all()
    # And it changes nothing between the others.
    assert all(np.array_equal(before[key], after[key], equal_nan=True) for key in before)


# -- what is never so ------------------------------------------------------------------------------


@PROFILE
@given(books, st.sampled_from([0.0, 10.0, 75.0]))
def test_health_is_a_share_of_100_and_what_is_unknown_is_never_green(book, green):
    files = {
        "clientfit.yaml": TEAM + f"scoring: {{bands: {{green: {green}, red: 0}}}}\n",
        "book.yaml": text_of(book),
    }
    result = outcome(read_book(Memory(files)), TODAY)
    for one in result.accounts:
        assert one.health is None or 0 <= one.health <= 100
        assert 0 <= one.known <= 1
        assert 0 <= one.risk <= 100
        assert sum(one.causes[cause] for cause in CAUSES) <= 100 + 1e-6
        assert all(item.fit is None or 0 <= item.fit <= 100 for item in one.readings)
        ringing = [item.name for item in one.alarms]
        if one.band == "green":
            assert one.known >= 0.7
            assert ringing == []
        if one.known < 0.5 and not any(item.caps == "red" for item in one.alarms):
            assert one.band == "unknown"
        assert ("thin_evidence" in ringing) == (one.known < 0.7)


@PROFILE
@given(accounts)
def test_what_a_signal_costs_is_what_health_would_gain(book):
    book.pop("lost", None)
    book["since"] = 400
    one = outcome(opened(text_of([book])), TODAY).account("a")
    if one.health is not None:
        cost = sum(item.cost for item in one.readings)
        assert one.health + cost == pytest.approx(100, abs=1e-4)


@PROFILE
@given(books)
def test_the_costliest_signal_of_a_troubled_account_calls_for_an_action(book):
    """Where an action asks for nothing else than to be an answer, it is called for."""
    made = scored(opened(text_of(book)), TODAY)
    plain_ones = [one for one in actions().values() if one.inputs == ("answered",)]
    for one in made.outcome().accounts:
        costliest = max(one.readings, key=lambda reading: reading.cost)
        if one.band in {"yellow", "red"} and costliest.cost > 0:
            wanted = {act.name for act in plain_ones if costliest.name in act.answers
                      and act.family not in {"expand", "refer"}}  # fmt: skip
            assert wanted <= {draft.action for draft in made.advice.drafts(one.at)}


@PROFILE
@given(books)
def test_the_next_strand_to_build_is_the_first_introduction(book):
    """By the recommendation, decided by the whole book, and by the path that is worked out."""
    for one in scored(opened(text_of(book)), TODAY).outcome().accounts:
        for step in one.steps:
            if step.action == "build_next_strand" and step.taken is None and one.introductions:
                first = one.introductions[0]
                assert (step.owner, step.contact) == (first.person, first.contact)


def test_the_generated_books_are_rich():
    """So that the laws above say something."""
    bands, rung, known = set(), set(), set()

    @settings(PROFILE, max_examples=40)
    @given(accounts)
    def look(book):
        for one in outcome(opened(text_of([book])), TODAY).accounts:
            bands.add(one.band)
            rung.update(item.name for item in one.alarms)
            known.update(item.name for item in one.readings if item.value is not None)

    look()
    assert {"red", "yellow", "unknown"} <= bands
    assert len(rung) >= 12
    assert len(known) == 34
