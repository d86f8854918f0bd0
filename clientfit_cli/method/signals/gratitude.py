"""Signal `gratitude`."""

from clientfit_cli.engine import Events, Grid, fade, signal


@signal(dimension="value", unit="days", fit=fade(best=60, half=120), weight=1)
def gratitude(thanks: Events) -> Grid:
    """Days since we last thanked them.

    Unknown until the account records what touchpoints gave.

    Source: Butler Street: be grateful.
    """
    return thanks.days_since_last()
