"""Alarm `thin`."""

from clientfit_cli.engine import Coverage, Grid, alarm


@alarm(caps="yellow", kind="relationship", why="Coverage is thin: {value} real on its thinner side")
def thin(coverage: Coverage, least: float = 2) -> Grid:
    """Coverage is below 2x2.

    One person leaving, on either side, would end it.

    Source: Butler Street: at least 3x3.
    """
    thinner = coverage.ours.at_most(coverage.theirs)
    return thinner.only(thinner < least)
