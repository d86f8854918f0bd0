"""Signal `goals`."""

from clientfit_cli.engine import Events, Grid, fade, signal


@signal(
    dimension="voice",
    unit="days",
    fit=fade(best=90, half=180),
    weight=1,
    question="What do they want to achieve in the next twelve months?",
)
def goals(goals_confirmed: Events) -> Grid:
    """Days since the client last confirmed a goal.

    What was promised at the sale is not what they need today.

    Source: Butler Street: adapt to changing needs.
    """
    return goals_confirmed.days_since_last()
