"""Action `know_the_person`."""

from clientfit_cli.engine import Grid, action


@action(
    family="strengthen",
    what="Ask {contact} how they like to work, and note it with the day",
    answers=("known_people", "preferred_channel"),
    whom="least_known",
)
def know_the_person(answered: Grid) -> Grid:
    """Ask the people who matter how they like to work, and get to know them.

    Ask, do not guess; care for the individual.

    Source: CPSA: ask, do not guess.
    """
    return answered
