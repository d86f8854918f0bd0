"""Action `bring_an_idea`."""

from clientfit_cli.engine import Grid, action


@action(
    family="strengthen",
    what="Bring {contact} one idea that they have not asked for",
    answers=("fresh_ideas",),
)
def bring_an_idea(answered: Grid) -> Grid:
    """Bring a new idea.

    Lack of innovation is behind 22% of defections.

    Source: Sobel: bring fresh ideas; evolve.
    """
    return answered
