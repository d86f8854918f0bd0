"""Signal `constancy`."""

from clientfit_cli.engine import Events, Grid, line, signal


@signal(dimension="engagement", unit="months", fit=line(best=12, worst=0), weight=3)
def constancy(direct: Events, months: float = 12, length: float = 30) -> Grid:
    """Months of the last twelve that hold a touchpoint, mailings left out.

    A month is 30 days. A young relationship has yet to prove itself.

    Source: Gitomer: friendships over month-end totals.
    """
    return direct.months(int(months), int(length))
