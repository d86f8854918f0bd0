"""Action `turn_the_slide`."""

from clientfit_cli.engine import Grid, action


@action(
    family="strengthen",
    what="Call {contact}, who has heard less from us lately",
    answers=("momentum",),
    whom="slipping",
)
def turn_the_slide(answered: Grid) -> Grid:
    """Turn the relationship that slips most.

    None is static: it advances or slips.

    Source: Butler Street: every relationship advances or slips.
    """
    return answered
