"""Action `own_the_issue`."""

from clientfit_cli.engine import Grid, Spans, action


@action(
    family="retain",
    what="Say to {contact} that the open issue is ours to mend, and how",
    whom="strongest",
    by="lead",
)
def own_the_issue(unowned_issues: Spans) -> Grid:
    """Own an open issue that nobody has called ours yet.

    No excuses: first say whose it is, then mend it together.

    Source: Gitomer: partners admit mistakes.
    """
    return unowned_issues.open() > 0
