"""Signal `energy`."""

from clientfit_cli.engine import Events, Grid, line, signal


@signal(dimension="engagement", unit="ratio", fit=line(best=1, worst=0), weight=1)
def energy(touchpoints: Events, age: Grid, recent: float = 90, courtship: float = 100) -> Grid:
    """Depth of touchpoints a day lately, over that of the courtship.

    Lately is the last 90 days, the courtship the first 100 days of the account. Unknown
    before both have passed.

    Source: Sobel: the extra mile is gone; treat the old client like a new one.
    """
    first = touchpoints.in_first(courtship) / courtship
    lately = touchpoints.total(recent) / recent
    return (lately / first).only(age >= recent + courtship)
