"""Signal `pipeline`."""

from clientfit_cli.engine import Grid, Spans, line, signal


@signal(
    dimension="growth",
    unit="ratio",
    fit=line(best=0.2, worst=0),
    weight=1,
    question="Which plans of theirs could we help with next?",
)
def pipeline(opportunities: Spans, revenue: Grid) -> Grid:
    """Open opportunities over annual revenue.

    Unknown when the revenue is.

    Source: Sobel: existing clients are the best source of new business.
    """
    return opportunities.open() / revenue
