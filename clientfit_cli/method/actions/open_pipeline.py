"""Action `open_pipeline`."""

from clientfit_cli.engine import Grid, action


@action(
    family="expand",
    what="Ask {contact} which plan of theirs we could help with next, starting from {service}",
    answers=("pipeline",),
    whom="buyer",
    by="lead",
)
def open_pipeline(answered: Grid) -> Grid:
    """Find the next opportunity with the client.

    Existing clients are the best source of new business.

    Source: Sobel: existing clients are the best source of new business.
    """
    return answered
