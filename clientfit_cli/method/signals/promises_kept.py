"""Signal `promises_kept`."""

from clientfit_cli.engine import Events, Grid, line, signal


@signal(
    dimension="delivery",
    unit="share",
    fit=line(best=1, worst=0.5),
    weight=3,
    question="What do they feel we have promised them?",
)
def promises_kept(promises_due: Events, days: float = 180) -> Grid:
    """Our commitments due in the last 180 days that were done on time, as a share.

    What falls due today is not judged yet.

    Source: Gitomer: deliver exactly what was promised.
    """
    return promises_due.mean(days)
