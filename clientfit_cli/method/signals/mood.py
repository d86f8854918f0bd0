"""Signal `mood`."""

from clientfit_cli.engine import Events, Grid, line, signal


@signal(dimension="voice", unit="-2 to 2", fit=line(best=1, worst=-1), weight=2)
def mood(moods: Events, half_life: float = 60) -> Grid:
    """Mean mood in which their people came out of touchpoints, recent ones counting more.

    The client is people, not a building or a logo.

    Source: Butler Street: every touch sways them.
    """
    return moods.decayed_mean(half_life)
