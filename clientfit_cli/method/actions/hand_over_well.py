"""Action `hand_over_well`."""

from clientfit_cli.engine import Grid, action


@action(
    family="strengthen",
    what="See {contact} together with the former lead",
    answers=("continuity",),
    whom="strongest",
    by="lead",
)
def hand_over_well(answered: Grid) -> Grid:
    """Make a change of our lead a good one.

    A joint visit, and then a lead who stays.

    Source: Sobel: keep the lead.
    """
    return answered
