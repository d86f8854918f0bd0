"""Signal `momentum`."""

from clientfit_cli.engine import Grid, Members, Strength, line, signal


@signal(dimension="relationships", unit="share", fit=line(best=0.3, worst=-0.5), weight=0.5)
def momentum(strength: Strength, contacts_of: Members, least: float = 5) -> Grid:
    """Contacts advancing less contacts slipping, as a share of those who count.

    Counted are active contacts of strength 5 and over, now or 28 days ago. No relationship
    stays as it is.

    Source: Butler Street: a relationship advances or slips.
    """
    lately = strength.met_lately(least)
    moves = strength.advancing.only(lately) - strength.slipping.only(lately)
    return contacts_of.total(moves) / contacts_of.total(lately)
