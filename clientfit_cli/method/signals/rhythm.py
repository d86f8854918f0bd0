"""Signal `rhythm`."""

from clientfit_cli.engine import Events, Grid, line, signal


@signal(dimension="engagement", unit="ratio", fit=line(best=1, worst=0), weight=1)
def rhythm(direct: Events, age: Grid, recent: float = 90, base: float = 360) -> Grid:
    """Touchpoints of the last 90 days over the usual number of 90 days before.

    The usual is the rate of the 360 days before (or of as many as the account has, at least
    90). Mailings are left out.

    Source: Sobel: we communicate less.
    """
    since_start = direct.since_start()
    length = (age.at_most(recent + base - 1) + 1.0) - recent
    before = since_start.count(recent + base) - since_start.count(recent)
    usual = (before / length).only(length >= recent)
    return (direct.count(recent) / recent) / usual
