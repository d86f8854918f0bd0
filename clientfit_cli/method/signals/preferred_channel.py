"""Signal `preferred_channel`."""

from clientfit_cli.engine import Events, Grid, line, signal


@signal(dimension="engagement", unit="share", fit=line(best=0.9, worst=0.3), weight=1)
def preferred_channel(preferred: Events, days: float = 180) -> Grid:
    """Touchpoints of 180 days that used the contact's preferred channel, as a share.

    Only where the preference was asked.

    Source: CPSA: know how this client likes to work.
    """
    return preferred.mean(days)
