"""Action `invest_in_their_people`."""

from clientfit_cli.engine import Events, Grid, action


@action(
    family="strengthen",
    what="Offer {contact}'s people a training or a hand, unasked",
    whom="strongest",
)
def invest_in_their_people(
    trainings: Events, age: Grid, yellow: Grid, red: Grid, days: float = 365
) -> Grid:
    """Make an unexpected investment in their people.

    A training, or help unasked, when a relationship has cooled.

    Source: Sobel: an unexpected investment in their people.
    """
    none_lately = trainings.count(days) <= 0
    return none_lately & (yellow | red) & (age >= days)
