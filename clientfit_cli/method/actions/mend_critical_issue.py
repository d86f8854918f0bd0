"""Action `mend_critical_issue`."""

from clientfit_cli.engine import Grid, action


@action(
    family="retain",
    what='Put one senior person on "{who}" and tell {contact} when it will be mended',
    answers=("critical_issue_old", "critical_issue"),
    by="lead",
)
def mend_critical_issue(answered: Grid) -> Grid:
    """Put somebody senior on the critical issue, and tell the client when it will be mended.

    Partners admit mistakes and ask for help in mending them.

    Source: Gitomer: impeccable service after the sale.
    """
    return answered
