"""Action `meet_new_decision_maker`."""

from clientfit_cli.engine import Grid, action


@action(
    family="retain",
    what="Meet {contact}: ask what they want to achieve and how they like to work",
    answers=("new_decision_maker_unmet", "new_decision_maker"),
    lifts=("decision_maker",),
    whom="newest_decision_maker",
    by="lead",
)
def meet_new_decision_maker(answered: Grid) -> Grid:
    """Meet the new decision maker before somebody else does.

    Begin anew: nothing that the predecessor liked is taken for granted.

    Source: Butler Street: change of key decision maker; CPSA: do not assume.
    """
    return answered
