"""Action `build_next_strand`."""

from clientfit_cli.engine import Grid, action


@action(
    family="strengthen",
    what="Build a real relationship with {contact}",
    answers=("thin", "coverage"),
    whom="path",
    otherwise="Be introduced to one more person of theirs",
)
def build_next_strand(answered: Grid) -> Grid:
    """Build the next real relationship towards 3x3.

    The first step of the shortest path: a pair that shares nobody with those that are there.

    Source: Butler Street: at least 3x3.
    """
    return answered
