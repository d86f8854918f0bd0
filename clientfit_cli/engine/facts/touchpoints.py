"""Facts of touchpoints: how we and the client are in touch, about what, and how it went."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from clientfit_cli.base.vocabulary import NONE
from clientfit_cli.book.settings import DEPTH
from clientfit_cli.engine.algebra.events import Events
from clientfit_cli.engine.algebra.grid import NEVER
from clientfit_cli.engine.algebra.spans import Spans
from clientfit_cli.engine.facts.columns import CHANNELS, GIFTS, TOPICS
from clientfit_cli.engine.facts.fact import fact

if TYPE_CHECKING:
    from collections.abc import Callable

    from clientfit_cli.engine.algebra.grid import Bools, Grid, Ints
    from clientfit_cli.engine.facts.columns import Tables
    from clientfit_cli.engine.facts.dated import Dated

LIVE = ("visit", "meeting", "video", "call", "event")


def _channel(tables: Tables, *names: str) -> Bools:
    codes = [CHANNELS.index(name) for name in names]
    return np.isin(tables["touchpoints"]["channel"], codes)


@fact
def touchpoints(dated: Dated, tables: Tables) -> Events:
    """Every touchpoint, weighing its channel's depth."""
    numbers: dict[str, float] = {**DEPTH}
    numbers.update(dict(tables.settings.scoring.strength.depth.items()))
    depth = np.array([numbers[channel] for channel in CHANNELS])
    return dated.events("touchpoints", "date", depth[tables["touchpoints"]["channel"]])


@fact
def direct(touchpoints: Events, tables: Tables) -> Events:
    """Touchpoints other than mailings."""
    return touchpoints.where(~_channel(tables, "mailing"))


@fact
def two_way(touchpoints: Events, tables: Tables) -> Events:
    """Touchpoints in which the client took part, seen from the day on which they did."""
    table = tables["touchpoints"]
    at_once = _channel(tables, *LIVE) | table["by_them"]
    seen = np.where(at_once, table["date"], np.maximum(table["answered"], table["date"]))
    return touchpoints.where(seen < NEVER, seen)


@fact
def visits(touchpoints: Events, tables: Tables) -> Events:
    """Visits to their place."""
    return touchpoints.where(_channel(tables, "visit"))


@fact
def events(touchpoints: Events, tables: Tables) -> Events:
    """Events that we went to with them."""
    return touchpoints.where(_channel(tables, "event"))


@fact
def client_messages(dated: Dated, touchpoints: Events, tables: Tables) -> Spans:
    """What the client began in writing, open until we answered.

    Unknown until the account records answers.
    """
    table = tables["touchpoints"]
    answered = touchpoints.where(
        table["answered"] < NEVER, np.maximum(table["answered"], table["date"])
    )
    groups = touchpoints.kept_from(answered.kept_once_seen().groups.kept).groups
    every = dated.spans("touchpoints", "date", "answered")
    return Spans(
        groups, every.section, every.group, every.start, every.end, every.weight, every.row
    ).where(table["by_them"] & _channel(tables, "message", "email"))


@fact
def by_topic(touchpoints: Events, tables: Tables) -> Events:
    """Touchpoints of which the topic is on file."""
    return touchpoints.where(tables["touchpoints"]["topic"] != NONE).kept_once_seen()


def _about(by_topic: Events, tables: Tables, *topics: str) -> Events:
    codes = [TOPICS.index(topic) for topic in topics]
    return by_topic.where(np.isin(tables["touchpoints"]["topic"], codes)[by_topic.row])


@fact
def strategic_touchpoints(by_topic: Events, tables: Tables) -> Events:
    """Touchpoints about the big picture; reviews of the relationship are."""
    return _about(by_topic, tables, "strategic", "review")


@fact
def operational_touchpoints(by_topic: Events, tables: Tables) -> Events:
    """Touchpoints about the work of the day."""
    return _about(by_topic, tables, "operational")


@fact
def selling_touchpoints(by_topic: Events, tables: Tables) -> Events:
    """Touchpoints about what we sell."""
    return _about(by_topic, tables, "commercial")


@fact
def quarter_end_selling(selling_touchpoints: Events) -> Events:
    """Selling touchpoints in the last fifteen days of a quarter."""
    day = selling_touchpoints.day.astype("datetime64[D]")
    month = day.astype("datetime64[M]")
    late = (month.astype(np.int64) % 3 == 2) & (day >= (month + 1).astype("datetime64[D]") - 15)
    return selling_touchpoints.where(late)


@fact
def reviews(by_topic: Events, tables: Tables) -> Events:
    """Reviews of the relationship."""
    return _about(by_topic, tables, "review")


@fact
def gifts_recorded(touchpoints: Events, tables: Tables) -> Events:
    """Touchpoints of which it is on file what they gave, or that they gave nothing."""
    return touchpoints.where(tables["touchpoints"]["has_gave"]).kept_once_seen()


@fact
def gifts(gifts_recorded: Events, tables: Tables) -> Events:
    """Touchpoints that we began and that gave the client something."""
    table = tables["touchpoints"]
    return gifts_recorded.where(((table["gave"] > 0) & ~table["by_them"])[gifts_recorded.row])


@fact
def gave(gifts_recorded: Events, tables: Tables) -> Callable[[str], Events]:
    """Touchpoints that gave the client one kind of thing: asked by the name of the gift."""

    def of(gift: str) -> Events:
        given = tables["touchpoints"]["gave"] & (1 << GIFTS.index(gift)) > 0
        return gifts_recorded.where(given[gifts_recorded.row])

    return of


@fact
def thanks(gave: Callable[[str], Events]) -> Events:
    """Touchpoints in which we thanked them."""
    return gave("thanks")


@fact
def trainings(gave: Callable[[str], Events]) -> Events:
    """Touchpoints in which we trained their people."""
    return gave("training")


@fact
def kinds_given(gave: Callable[[str], Events]) -> Callable[[float], Grid]:
    """How many kinds of value touchpoints gave in the last so many days."""

    def within(days: float) -> Grid:
        given = [gave(gift).count(days) > 0 for gift in GIFTS]
        return sum(given[1:], given[0])

    return within


@fact
def moods(touchpoints: Events, tables: Tables) -> Events:
    """Touchpoints of which the mood is on file, weighing it."""
    mood = tables["touchpoints"]["mood"]
    return touchpoints.weighing(np.nan_to_num(mood)).where(~np.isnan(mood)).kept_once_seen()


@fact
def mood_lately(moods: Events) -> Grid:
    """The mood that a request for a referral would meet."""
    return moods.decayed_mean(60)


@fact
def overruns(touchpoints: Events, tables: Tables) -> Events:
    """Touchpoints with planned minutes, weighing the share by which they ran over."""
    table = tables["touchpoints"]
    planned, taken = table["planned_minutes"], table["minutes"]
    known = ~np.isnan(taken) & (np.nan_to_num(planned) > 0)
    over = np.maximum(0.0, taken / np.where(known, planned, 1.0) - 1.0)
    return touchpoints.weighing(np.nan_to_num(over)).where(known).kept_once_seen()


@fact
def preferred(dated: Dated, tables: Tables, preferences_asked: Ints) -> Events:
    """Meetings with contacts whose channel was asked; 1 where it was that channel."""
    pairs, meetings, alone = tables.pairs, tables.meetings, tables.alone
    contact = np.concatenate([pairs.contact[meetings.pair], alone.contact])
    row = np.concatenate([meetings.touchpoint, alone.touchpoint])
    contacts, table = tables["contacts"], tables["touchpoints"]
    # One for each touchpoint and contact, however many of ours took part.
    _, once = np.unique(contact * max(1, len(table)) + row, return_index=True)
    contact, row = contact[once], row[once]
    asked = preferences_asked[contact]
    known = (contacts["prefers"][contact] != NONE) & (asked < NEVER)
    matches = table["channel"][row] == contacts["prefers"][contact]
    every = Events(
        dated.groups("touchpoints"), "touchpoints", table.account[row], table["date"][row],
        matches.astype(np.float64), row, asked,
    )  # fmt: skip
    return every.where(known)
