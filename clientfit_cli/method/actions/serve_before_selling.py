"""Action `serve_before_selling`."""

from clientfit_cli.engine import Grid, action


@action(
    family="strengthen",
    what="See {contact} about something that is not for sale",
    answers=("serving",),
    whom="strongest",
)
def serve_before_selling(answered: Grid) -> Grid:
    """Let serving outweigh selling again.

    Once selling displaces serving it shows.

    Source: CPSA: serve their success.
    """
    return answered
