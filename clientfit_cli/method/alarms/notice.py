"""Alarm `notice`."""

from clientfit_cli.engine import Grid, alarm


@alarm(
    caps="red",
    kind="relationship",
    why="The client gave notice {value} days ago",
    role="not_ours_to_end",
)
def notice(notice: Grid) -> Grid:
    """The client gave notice.

    Nothing outweighs it: what can still be done is to learn why, and to leave well.

    Source: Butler Street: failure is failing to act.
    """
    return notice
