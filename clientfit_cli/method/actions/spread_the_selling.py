"""Action `spread_the_selling`."""

from clientfit_cli.engine import Events, Grid, action


@action(
    family="strengthen",
    what="Move the next offer to {contact} away from the quarter's end",
    whom="strongest",
    by="lead",
)
def spread_the_selling(
    selling_touchpoints: Events,
    quarter_end_selling: Events,
    days: float = 365,
    least: float = 3,
    share: float = 0.6,
) -> Grid:
    """Spread selling over the quarter.

    Offers bunched at a quarter's end serve our quota, and clients know.

    Source: Gitomer: relationship over quota.
    """
    every, late = selling_touchpoints.count(days), quarter_end_selling.count(days)
    return (late >= least) & (late / every >= share)
