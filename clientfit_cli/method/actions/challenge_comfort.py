"""Action `challenge_comfort`."""

from clientfit_cli.engine import Grid, action


@action(
    family="strengthen",
    what="Ask what {contact} would miss if a newcomer called tomorrow",
    by="outsider",
)
def challenge_comfort(
    green: Grid, age: Grid, fit: dict[str, Grid], days: float = 365, below: float = 75
) -> Grid:
    """Challenge a green account whose inputs fall.

    Complacency is the enemy: energy, rhythm or ideas fall first, health later.

    Source: Sobel on complacency.
    """
    falling = (fit["energy"] < below) | (fit["rhythm"] < below) | (fit["fresh_ideas"] < below)
    return green & falling & (age >= days)
