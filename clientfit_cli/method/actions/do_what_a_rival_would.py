"""Action `do_what_a_rival_would`."""

from clientfit_cli.engine import Grid, action


@action(
    family="retain",
    what="List what a rival would do to win this client, and do the first of it for {contact}",
    by="outsider",
)
def do_what_a_rival_would(red: Grid, yellow: Grid, age: Grid, days: float = 365) -> Grid:
    """Look at an old client in trouble with a rival's eyes.

    What would a rival do to win them? Do that first.

    Source: Sobel: what would a rival do to win them.
    """
    return (red | yellow) & (age >= days)
