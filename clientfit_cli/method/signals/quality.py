"""Signal `quality`."""

from clientfit_cli.engine import Events, Grid, Members, line, signal


@signal(
    dimension="delivery",
    unit="of 10",
    fit=line(best=9, worst=5),
    weight=2,
    question="How do they rate the quality of our work, from 0 to 10?",
)
def quality(quality_ratings: Events, raters_of: Members, days: float = 365) -> Grid:
    """Mean of the latest quality ratings of a year, one a contact.

    Quality as they see it, whatever we think of it.

    Source: Sobel: actual or perceived quality slips.
    """
    return raters_of.mean(quality_ratings.latest(days))
