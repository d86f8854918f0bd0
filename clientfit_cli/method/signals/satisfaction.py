"""Signal `satisfaction`."""

from clientfit_cli.engine import Events, Grid, Members, line, signal


@signal(
    dimension="voice",
    unit="of 10",
    fit=line(best=9, worst=5),
    weight=3,
    question="How satisfied are they with us, from 0 to 10, and what would make it a nine?",
)
def satisfaction(
    satisfaction_ratings: Events,
    raters_of: Members,
    deciding_raters: Grid,
    days: float = 365,
    decision_maker: float = 2,
) -> Grid:
    """Mean of the latest ratings of satisfaction and trust of a year, one a contact.

    Decision makers count double.

    Source: Butler Street: use facts from the client's side.
    """
    weight = deciding_raters * (decision_maker - 1) + 1.0
    return raters_of.mean(satisfaction_ratings.latest(days), weight)
