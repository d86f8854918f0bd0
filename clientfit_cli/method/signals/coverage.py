"""Signal `coverage`."""

from clientfit_cli.engine import Coverage, Grid, line, signal


@signal(
    dimension="relationships",
    unit="points",
    fit=line(best=100, worst=0),
    weight=4,
    question="Who else on their side should know us?",
)
def coverage(coverage: Coverage) -> Grid:
    """Coverage points: the mean strength of the three strongest strands.

    A strand is a relationship that shares nobody with the others; a missing one counts 0.
    At least three of ours with three of theirs, so that no one person's leaving ends it.

    Source: Butler Street, at least 3x3.
    """
    return coverage.points
