"""Action `confirm_goals`."""

from clientfit_cli.engine import Grid, action


@action(
    family="strengthen",
    what="Ask {contact} what must be true a year from now",
    answers=("goals",),
    by="lead",
)
def confirm_goals(answered: Grid) -> Grid:
    """Have their goals confirmed.

    Needs change; what was promised at the sale may not be what they need today.

    Source: CPSA: serve their success.
    """
    return answered
