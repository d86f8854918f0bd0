"""Action `get_closer`."""

from clientfit_cli.engine import Grid, action


@action(
    family="strengthen",
    what="Spend an hour with {contact} on what matters to them this year",
    answers=("distant_decision_maker", "decision_maker"),
    by="lead",
)
def get_closer(answered: Grid, ringing: dict[str, Grid]) -> Grid:
    """Build a relationship of our own with the decision maker whom we know least.

    Somebody new in the seat has an action of their own. Others speak for us until they do not.

    Source: Butler Street: every relationship measured; at least 3x3.
    """
    new = ringing["new_decision_maker"] | ringing["new_decision_maker_unmet"]
    return answered.unless(new)
