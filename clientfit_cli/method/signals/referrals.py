"""Signal `referrals`."""

from clientfit_cli.engine import Events, Grid, line, signal


@signal(
    dimension="growth",
    unit="count",
    fit=line(best=2, worst=0),
    weight=1,
    question="Who else should know us?",
)
def referrals(referrals: Events, days: float = 365) -> Grid:
    """Referrals from the client in the last 365 days.

    A client who sends others stands by us.

    Source: Butler Street: get referrals.
    """
    return referrals.count(days)
