"""Build: columns of a book -> its outcomes, the only place where an outcome is computed."""

from __future__ import annotations

import hashlib
import json
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from clientfit_cli import __version__
from clientfit_cli.base import plugins
from clientfit_cli.base.vocabulary import (
    CAUSES,
    DIMENSIONS,
    NONE,
    UNSCORED,
    date_of,
    number_of,
)
from clientfit_cli.engine.advice.action import actions
from clientfit_cli.engine.advice.assignees import Whom
from clientfit_cli.engine.advice.growth import Growth
from clientfit_cli.engine.advice.next_band import Thresholds
from clientfit_cli.engine.advice.recommend import Advice
from clientfit_cli.engine.advice.recommendation import plain
from clientfit_cli.engine.algebra.grid import ALWAYS, NEVER
from clientfit_cli.engine.facts import cutoff
from clientfit_cli.engine.scoring import risk, scorecard
from clientfit_cli.engine.scoring.alarm import with_role
from clientfit_cli.engine.scoring.matching import worst_departure
from clientfit_cli.engine.scoring.strength import DIRECTIONS, LEVELS, level
from clientfit_cli.outcome.book import BookOutcome
from clientfit_cli.outcome.columns import Rules
from clientfit_cli.outcome.pieces import Piece, Values
from clientfit_cli.outcome.request import Detail

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from clientfit_cli.base.problems import Where
    from clientfit_cli.book.model import Book
    from clientfit_cli.book.settings import Settings
    from clientfit_cli.engine.algebra.grid import Ints, Row
    from clientfit_cli.engine.facts.columns import Tables
    from clientfit_cli.engine.scoring.risk import Risk
    from clientfit_cli.engine.scoring.scorecard import Scorecard
    from clientfit_cli.outcome.request import Request

POINTS = 9  # digits: thirty of them must add up to a health of six
MOST_PLACES = 10  # of the rows that one signal was read from


def outcomes(
    columns: Tables, requests: Sequence[Request], book: Book | None = None
) -> list[BookOutcome]:
    """Score a book for every request; those about the same facts are scored in one pass.

    `book` is what the columns were made of: only it can say where evidence stands.
    """
    stages: dict[object, list[int]] = {}
    for place, request in enumerate(requests):
        stages.setdefault(request.known_at, []).append(place)
    answers: dict[int, BookOutcome] = {}
    for places in stages.values():
        known_at = requests[places[0]].known_at
        facts = columns if known_at is None else cutoff.cut_off(columns, known_at)
        days = np.unique([number_of(day) for at in places for day in requests[at].days])
        card = scorecard.scored(facts, days)
        weighed = risk.risk(card)
        for place in places:
            answers[place] = _Builder(card, weighed, requests[place], book).outcome()
    return [answers[place] for place in range(len(requests))]


class _Builder:
    """Takes the outcome of one request out of a scorecard."""

    def __init__(self, card: Scorecard, risk: Risk, request: Request, book: Book | None) -> None:
        self.card, self.risk, self.request, self.book = card, risk, request, book
        self.tables = card.tables
        numbers = [number_of(day) for day in request.days]
        self.trail: Ints = np.searchsorted(card.days, numbers)
        self.column = int(self.trail[-1])
        self.scored = card.bands[:, self.column] != UNSCORED

    @cached_property
    def growth(self) -> Growth:
        return Growth(self.card, self.column)

    @cached_property
    def whom(self) -> Whom:
        return Whom(self.card, self.column, self.growth)

    @cached_property
    def advice(self) -> Advice:
        return Advice(self.card, self.trail, self.growth, self.whom)

    def outcome(self) -> BookOutcome:
        pieces = {
            detail: MAKERS[detail](self) for detail in Detail if detail in self.request.details
        }
        return BookOutcome(
            self.request.of(None), rules(self.card), self.tables.ids, pieces,
            frozenset(self.whom.there),
        )  # fmt: skip

    def _each(self, value: Callable[[int], Any], blank: Any = None) -> Values:
        """Make a value for every scored account, and a blank one for the others."""
        return Values.of(
            value(at) if scored else blank for at, scored in enumerate(self.scored.tolist())
        )

    def _now(self, grids: Sequence[Any]) -> Any:
        """Stack grids as of the day, side by side."""
        if not grids:
            return np.empty((self.tables.size, 0))
        return np.stack([grid[:, self.column] for grid in grids], axis=1)

    def _person(self, person: int) -> str | None:
        return self.tables.people[person] if person != NONE else None

    # -- details -----------------------------------------------------------------------------------

    def summary(self) -> Piece:
        card, columns, trail = self.card, self.tables.columns, self.trail
        bands, healths = card.bands[:, trail], card.health[:, trail]
        cover = card.inputs.coverage
        arrays = {
            "band": card.bands[:, self.column].astype(np.int8),
            "health": card.health[:, self.column],
            "known": card.known[:, self.column],
            "risk": self.risk.index[:, self.column],
            "revenue": columns["revenue"],
            "at_risk": self.risk.at_risk[:, self.column],
            "since": columns["since"],
            "start": columns["start"],
            "lost": columns["lost"],
            "cadence": columns["cadence"],
            "causes": self._now([self.risk.terms[cause] for cause in CAUSES]),
            "cover": self._now(
                [grid.values for grid in (cover.ours, cover.theirs, cover.strands, cover.points)]
            ),
            "bands": bands.astype(np.int8),
            "healths": healths,
            "trend": np.where(bands != UNSCORED, healths, np.nan),
        }
        return Piece(arrays, Values.of(self._words(at) for at in range(self.tables.size)))

    def _words(self, at: int) -> list[Any]:
        columns, lead = self.tables.columns, int(self.whom.lead[at])
        return [
            columns["name"][at],
            self._person(lead) or columns["owner"][at],
            columns["tier"][at], columns["industry"][at], columns["renewal"][at],
            columns["lost_cause"][at],
            self._alarms(at) if self.scored[at] else [],
            self.growth.holding[at], self.whom.carried[at],
        ]  # fmt: skip

    def _alarms(self, at: int) -> list[list[str]]:
        """List the alarms that hold, those that cap at red first."""
        card, column = self.card, self.column
        hits = []
        for name, grid in card.holding.items():
            if grid.known[at, column]:
                about = self.advice.about(name, at)
                why = card.alarms[name].said(float(grid.values[at, column]), about)
                hits.append([name, card.caps[name], card.alarms[name].kind, why, about])
        return sorted(hits, key=lambda hit: (hit[1] != "red", hit[0]))

    def first(self) -> Piece:
        drafts = self.advice.first_draft
        return Piece({}, self._each(lambda at: (draft := drafts(at)) and plain(draft)))

    def actions(self) -> Piece:
        drafts = self.advice.drafts
        return Piece({}, self._each(lambda at: [plain(draft) for draft in drafts(at)], []))

    def taken(self) -> Piece:
        """The rows of `actions` that were there on the day, in an order that no file decides."""
        table, today = self.tables["actions"], int(self.card.days[self.column])
        ids, rows = self.tables["contacts"]["id"], [[] for _ in range(self.tables.size)]  # type: ignore[var-annotated]

        def day(column: str, row: int) -> str | None:
            number = int(table[column][row])
            return date_of(number).isoformat() if ALWAYS < number < NEVER else None

        for row in np.flatnonzero(table["created"] <= today).tolist():
            contact = int(table["contact"][row])
            rows[table.account[row]].append([
                table["what"][row], table["signal"][row], ids[contact] if contact != NONE else None,
                self._person(int(table["owner"][row])), day("created", row), day("due", row),
                day("done", row) if table["done"][row] <= today else None, self._brought(row),
            ])  # fmt: skip
        for taken in rows:
            taken.sort(key=lambda row: [str(value or "") for value in row[:7]])
        return Piece({}, Values.of(rows))

    def _brought(self, row: int) -> list[list[Any]]:
        """How the fits moved that an action lifts, since the week in which it was done."""
        table, days = self.tables["actions"], self.card.days[self.trail]
        done, account = int(table["done"][row]), int(table.account[row])
        before = [
            column
            for column, day in zip(self.trail, days, strict=True)
            if day <= done < days[-1] + 1
        ]
        action = actions().get(table["signal"][row] or "")
        changes: list[list[Any]] = []
        for signal in action.lifts if action else (table["signal"][row],):
            fit = self.card.fits.get(signal or "")
            if fit is not None and before:
                change = float(fit[account, self.column] - fit[account, before[-1]])
                if not np.isnan(change):
                    changes.append([signal, change])
        return changes

    def signals(self) -> Piece:
        card = self.card
        names = [signal.name for signal in card.signals]
        known = card.known_weight[:, self.column, None]
        fits = self._now([card.fits[name] for name in names])
        weights = np.array([card.weights[name] for name in names])
        parts = np.where(
            np.isnan(fits) | (known == 0), 0.0, weights * fits / np.where(known, known, 1)
        )
        return Piece({
            "dimensions": self._now([card.dimensions[name][0] for name in DIMENSIONS]),
            "known_weight": known[:, 0],
            "values": self._now([card.readings[name].values for name in names]),
            "fits": fits,
            "costs": self._now([card.cost(name) for name in names]),
            "points": np.round(parts, POINTS),
        })  # fmt: skip

    def days(self) -> Piece:
        card, trail, cover = self.card, self.trail, self.card.inputs.coverage
        terms = np.stack([self.risk.terms[cause][:, trail] for cause in CAUSES])
        holding = [card.holding[name].known[:, trail] for name in sorted(card.holding)]
        shape = (self.tables.size, len(trail), 0)
        return Piece({
            "known": card.known[:, trail],
            "risk": self.risk.index[:, trail],
            "at_risk": self.risk.at_risk[:, trail],
            "cause": np.argmax(terms, axis=0).astype(np.int8),
            "ours": cover.ours.values[:, trail],
            "theirs": cover.theirs.values[:, trail],
            "strands": cover.strands.values[:, trail],
            "alarms": np.stack(holding, axis=2) if holding else np.zeros(shape, dtype=bool),
        })  # fmt: skip

    def relationships(self) -> Piece:
        return Piece({}, self._each(self._web))

    def _web(self, at: int) -> list[Any]:
        """Contacts, pairs, who of ours is near, and whose leaving would cost most."""
        tables, column, inputs = self.tables, self.column, self.card.inputs
        strength, table = inputs.strength, tables["contacts"]
        low, high = np.searchsorted(table.account, [at, at + 1]).tolist()
        active = inputs.active.held[low:high, column].tolist()
        contacts = [
            [table["id"][row], table.label(row), tables.role(row), int(there)]
            for row, there in zip(range(low, high), active, strict=True)
        ]
        first, last = np.searchsorted(tables.pairs.account, [at, at + 1]).tolist()
        values = strength.by_pair.values[first:last, column].tolist()
        changes = strength.pair_change.values[first:last, column].tolist()
        real = inputs.coverage.real[first:last, column].tolist()
        people = tables.pairs.person[first:last].tolist()
        theirs = (tables.pairs.contact[first:last] - low).tolist()
        pairs = [
            [
                tables.people[person], contact, value,
                LEVELS.index(level(value, strength.numbers)),
                DIRECTIONS.index(strength.direction(change)), int(is_real),
            ]
            for person, contact, value, change, is_real in zip(
                people, theirs, values, changes, real, strict=True
            )
            if value == value  # noqa: PLR0124  # NaN: somebody is gone
        ]  # fmt: skip
        near = [tables.people[person] for person in self.whom.near(at)]
        edges = [(person, contact) for person, contact, *_, is_real in pairs if is_real]
        worst = worst_departure(edges)
        left = worst and [worst.person, worst.contact, worst.ours, worst.theirs, worst.strands]
        return [contacts, pairs, near, left]

    def growths(self) -> Piece:
        return Piece({}, self._each(self._growth))

    def _growth(self, at: int) -> list[Any]:
        """Whether repair is done, what fits, who buys, and who might recommend us."""
        growth, tables = self.growth, self.tables
        free = [[tables.services[service], self.advice.service_name(service)]
                for service in growth.free(at)]  # fmt: skip
        buyer, referrer = int(self.whom.contact("buyer")[at]), int(growth.referrers[at])
        return [
            bool(growth.ready[at]), free, self._partner(at, buyer),
            self._partner(at, referrer) if referrer != NONE else None,
        ]  # fmt: skip

    def _partner(self, at: int, contact: int) -> list[str | None]:
        label = self.tables["contacts"].label(contact) if contact != NONE else "the client"
        person = self.whom.owner(at, contact, "closest")
        return [label, self.tables.person(person) if person != NONE else None]

    def evidence(self) -> Piece:
        rows: list[dict[str, list[Row]]] = [
            self._evidence(at) if scored else {} for at, scored in enumerate(self.scored.tolist())
        ]
        places = self._places([row for named in rows for found in named.values()
                               for row in found[:MOST_PLACES]])  # fmt: skip
        return Piece({}, Values.of(
            {
                name: [len(found), [list(_plain(places[row])) for row in found[:MOST_PLACES]]]
                for name, found in named.items()
            }
            for named in rows
        ))  # fmt: skip

    def _evidence(self, at: int) -> dict[str, list[Row]]:
        """The rows that signals and alarms were read from, the most telling first."""
        card, column = self.card, self.column
        rows = {name: grid.evidence(at, column) for name, grid in card.readings.items()}
        rows |= {
            f"alarm {name}": grid.evidence(at, column)
            for name, grid in card.holding.items() if grid.known[at, column]
        }  # fmt: skip
        return {name: list(found) for name, found in rows.items() if found}

    def _places(self, rows: list[Row]) -> dict[Row, Where]:
        """Name the places of rows; each file is read once."""
        assert self.book is not None
        wanted = list(dict.fromkeys(rows))
        origins = []
        for section, row in wanted:
            table = self.tables[section]
            account = self.book.accounts[self.tables.ids[int(table.account[row])]]
            origins.append(account.origins[section][int(table.place[row])])
        return dict(zip(wanted, self.book.where(origins), strict=True))


def _plain(where: Where) -> tuple[str, int, int]:
    return where.file, where.line, where.column


MAKERS: dict[Detail, Callable[[_Builder], Piece]] = {
    Detail.SUMMARY: _Builder.summary,
    Detail.FIRST: _Builder.first,
    Detail.ACTIONS: _Builder.actions,
    Detail.TAKEN: _Builder.taken,
    Detail.SIGNALS: _Builder.signals,
    Detail.TRAIL: _Builder.days,
    Detail.RELATIONSHIPS: _Builder.relationships,
    Detail.GROWTH: _Builder.growths,
    Detail.EVIDENCE: _Builder.evidence,
}


# -- what readers need of the settings -------------------------------------------------------------


def rules(card: Scorecard) -> Rules:
    """Say what readers of an outcome need of the settings."""
    settings = card.settings
    bands, scoring = settings.scoring.bands, settings.scoring
    (thin,) = with_role("too_little_known")
    enough = {**thin.numbers, **settings.numbers("alarms", thin.name)}["below"]
    return Rules(
        settings.currency,
        scoring.budgeted_loss,
        card.inputs.coverage.goal,
        tuple((signal.name, signal.dimension, signal.unit, card.weights[signal.name])
              for signal in card.signals),
        tuple(sorted(card.holding)),
        card.tables.names,
        Thresholds(bands.green, bands.red, bands.known, thin.name, float(enough)),
        float(scoring.strength.step),
        digest(settings),
        __version__,
    )  # fmt: skip


def digest(settings: Settings) -> str:
    """Name the settings that score: equal numbers have equal names, whoever wrote them down."""
    scoring = settings.scoring.model_dump(mode="json")
    for folder in ("signals", "alarms", "actions"):
        scoring[folder] = {
            name: {**member.numbers, **settings.numbers(folder, name)}
            for name, member in plugins.members(folder).items()
        }
    said_so = {
        "scoring": scoring,
        "cadence": settings.cadence,
        "holidays": sorted({number_of(day) for day in settings.holidays}),
        "timezone": settings.timezone,
    }
    return hashlib.sha256(json.dumps(said_so, sort_keys=True).encode()).hexdigest()[:16]
