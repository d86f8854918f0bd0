"""A plug-in of clientfit: one fact, and one signal that reads it."""

from clientfit_cli.engine import Events, Grid, Tables, fact, fade, signal


@fact
def calls(touchpoints: Events, tables: Tables) -> Events:
    """Telephone calls, whoever made them."""
    return touchpoints.where(tables.having("touchpoints", "channel", "call"))


@signal(dimension="engagement", unit="days", fit=fade(best=7, half=30), weight=2)
def call_rhythm(calls: Events, most: float = 365) -> Grid:
    """Days since we last spoke on the telephone.

    More than a year counts as a year.

    Source: the firm's own rule.
    """
    return calls.days_since_last().at_most(most)
