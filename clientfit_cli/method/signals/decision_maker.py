"""Signal `decision_maker`."""

from clientfit_cli.engine import Grid, Members, Strength, line, signal


@signal(
    dimension="relationships",
    unit="strength",
    fit=line(best=80, worst=0),
    weight=4,
    question="Who decides about working with us, and could we be introduced?",
)
def decision_maker(strength: Strength, decision_makers: Grid, contacts_of: Members) -> Grid:
    """Strength of the least-known active decision maker.

    A change of decision maker is behind almost 40% of defections, so the one whom we know
    least decides. Unknown when no active decision maker is on file.

    Source: Butler Street on the change of key decision makers.
    """
    return contacts_of.lowest(strength.by_contact.only(decision_makers))
