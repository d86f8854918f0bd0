"""Action `change_the_scenery`."""

from clientfit_cli.engine import Events, Grid, action


@action(
    family="strengthen",
    what="Visit {contact} at their place, or take them to an event",
    answers=("curiosity",),
    whom="strongest",
)
def change_the_scenery(
    answered: Grid,
    touchpoints: Events,
    visits: Events,
    events: Events,
    days: float = 90,
    least: float = 5,
) -> Grid:
    """Change the scenery and the format.

    A visit or an event where all was calls and mail.

    Source: Sobel: change the scenery; CPSA: go there.
    """
    indoors = (visits.count(days) + events.count(days) <= 0) & (touchpoints.count(days) >= least)
    return answered | indoors
