"""Action `close_issues`."""

from clientfit_cli.engine import Grid, Spans, action


@action(
    family="retain",
    what='Close what is open, oldest first ("{who}"), and tell {contact} each time',
    answers=("open_issues",),
    lifts=("open_issues", "recovery"),
    whom="strongest",
)
def close_issues(answered: Grid, issues: Spans) -> Grid:
    """Close the open issues, the oldest first.

    Fast recovery can leave a client closer than before.

    Source: Butler Street: shortfalls in service.
    """
    return answered & (issues.open() > 0)
