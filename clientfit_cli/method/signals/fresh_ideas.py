"""Signal `fresh_ideas`."""

from clientfit_cli.engine import Events, Grid, fade, signal


@signal(dimension="value", unit="days", fit=fade(best=30, half=90), weight=3)
def fresh_ideas(ideas: Events) -> Grid:
    """Days since we last brought a new idea.

    Lack of innovation is behind 22% of defections.

    Source: Butler Street; Sobel: bring fresh ideas.
    """
    return ideas.days_since_last()
