"""Signal `known_people`."""

from clientfit_cli.engine import Grid, Members, line, signal


@signal(dimension="relationships", unit="share", fit=line(best=1, worst=0), weight=1)
def known_people(well_known: Grid, key_people: Grid, contacts_of: Members) -> Grid:
    """Decision makers, sponsors and champions whom we know as people, as a share.

    Known is whose preferences were asked (neither assumed nor taken over from a predecessor)
    and of whom something personal is on file.

    Source: CPSA: ask, do not guess; care for the individual, not the title.
    """
    return contacts_of.total(well_known.only(key_people)) / contacts_of.total(key_people)
