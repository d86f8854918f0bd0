"""Action `add_value_anew`."""

from collections.abc import Callable

from clientfit_cli.engine import FOREVER, Events, Grid, action


@action(
    family="strengthen",
    what="Give {contact} what they have gone without for longest: {gift}",
    whom="strongest",
)
def add_value_anew(
    gifts: Events,
    age: Grid,
    kinds_given: Callable[[float], Grid],
    days: float = 180,
    kinds: float = 3,
) -> Grid:
    """Add value in a way not used lately.

    An expert, a sounding board, an introduction, a client for a client, a trend, better terms
    for the long run.

    Source: Sobel: add value in new ways.
    """
    return (kinds_given(days) < kinds) & (age >= days) & (gifts.count(FOREVER) > 0)
