"""Action `say_thanks`."""

from clientfit_cli.engine import Grid, action


@action(
    family="strengthen",
    what="Thank {contact} in person for something of this year",
    answers=("gratitude",),
    whom="strongest",
)
def say_thanks(answered: Grid) -> Grid:
    """Say thanks.

    Be grateful, and say for what.

    Source: Butler Street: be grateful.
    """
    return answered
