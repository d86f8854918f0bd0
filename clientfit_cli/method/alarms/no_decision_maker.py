"""Alarm `no_decision_maker`."""

from clientfit_cli.engine import Grid, alarm


@alarm(
    caps="yellow",
    kind="relationship",
    why="None of the contacts on file is an active decision maker",
)
def no_decision_maker(decision_maker_count: Grid) -> Grid:
    """Contacts are kept, and none of them is an active decision maker.

    We do not know who would end it.

    Source: Butler Street: change of key decision maker.
    """
    return decision_maker_count.only(decision_maker_count <= 0)
