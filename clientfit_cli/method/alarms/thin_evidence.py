"""Alarm `thin_evidence`."""

from clientfit_cli.engine import Grid, alarm


@alarm(
    caps="yellow",
    kind="relationship",
    why="Only {share} of what makes health is known",
    role="too_little_known",
)
def thin_evidence(known: Grid, below: float = 0.7) -> Grid:
    """Less than 70% of the signals' weight is known.

    A salesperson's own view is too thin to rest a company on: unknown is never green.

    Source: Butler Street: use facts.
    """
    return known.only(known < below)
