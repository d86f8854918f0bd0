"""Action `review_promises`."""

from clientfit_cli.engine import Grid, action


@action(
    family="retain",
    what="Go through every open commitment with {contact} and date the ones that stand",
    answers=("promises_kept",),
    whom="strongest",
    by="lead",
)
def review_promises(answered: Grid) -> Grid:
    """Go through all open commitments, and promise only what will be done.

    Exactly what was promised, on the day.

    Source: Gitomer: deliver exactly what was promised.
    """
    return answered
