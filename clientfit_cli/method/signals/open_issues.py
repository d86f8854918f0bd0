"""Signal `open_issues`."""

from clientfit_cli.engine import Grid, Spans, fade, signal


@signal(
    dimension="delivery",
    unit="points",
    fit=fade(best=0, half=3),
    weight=3,
    question="Is anything not going as it should?",
)
def open_issues(
    minor_issues: Spans,
    major_issues: Spans,
    critical_issues: Spans,
    minor: float = 1,
    major: float = 3,
    critical: float = 9,
) -> Grid:
    """Open issues, by what they weigh: minor 1, major 3, critical 9.

    0 when none is open.

    Source: Butler Street: shortfalls in service are behind 20% of defections.
    """
    small = minor_issues.open() * minor + major_issues.open() * major
    return small + critical_issues.open() * critical
