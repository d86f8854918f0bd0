"""Action `offer_best_path`."""

from clientfit_cli.engine import Grid, action


@action(
    family="expand",
    what="Talk with {contact} about {service}: what it would do for them",
    answers=("share_of_services",),
    whom="buyer",
    role="offer",
)
def offer_best_path(answered: Grid, green: Grid) -> Grid:
    """Offer the likeliest service that they do not buy, through the relationship that carries it.

    Only where nothing needs repair, and to a client whom it serves.

    Source: Butler Street: best path to expansion.
    """
    return answered | green
