"""Signal `continuity`."""

from clientfit_cli.engine import Grid, Spans, line, signal


@signal(dimension="relationships", unit="days", fit=line(best=180, worst=0), weight=1)
def continuity(leads: Spans) -> Grid:
    """Days since our lead on the account last changed.

    Each change of ours starts their relationship anew.

    Source: Sobel: add talent, keep the lead.
    """
    return leads.days_since_change()
