"""Action `keep_to_time`."""

from clientfit_cli.engine import Grid, action


@action(
    family="strengthen",
    what="End on time with {contact}: plan less, or ask before going on",
    answers=("time_respected",),
    whom="strongest",
)
def keep_to_time(answered: Grid) -> Grid:
    """Keep meetings to the time that was planned.

    Do not overstay.

    Source: CPSA: honour time limits.
    """
    return answered
