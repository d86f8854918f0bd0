"""Action `find_successor`."""

from clientfit_cli.engine import Grid, action


@action(
    family="retain",
    what="Ask {contact} who decides now, and be introduced",
    answers=("vacant_seat", "no_decision_maker"),
    lifts=("decision_maker",),
    whom="next",
    by="lead",
)
def find_successor(answered: Grid) -> Grid:
    """Find out who decides now.

    A seat does not stay empty; whoever fills it should hear of us from their own people.

    Source: Butler Street: change of key decision maker.
    """
    return answered
