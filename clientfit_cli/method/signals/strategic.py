"""Signal `strategic`."""

from clientfit_cli.engine import Events, Grid, line, signal


@signal(
    dimension="value",
    unit="share",
    fit=line(best=0.4, worst=0.05),
    weight=2,
    question="Where do they want to be in three years?",
)
def strategic(
    strategic_touchpoints: Events, operational_touchpoints: Events, days: float = 180
) -> Grid:
    """Strategic touchpoints of 180 days, as a share of strategic and operational ones.

    A relationship review is strategic.

    Source: Sobel: back to expert for hire, no big picture.
    """
    strategic = strategic_touchpoints.count(days)
    return strategic / (strategic + operational_touchpoints.count(days))
