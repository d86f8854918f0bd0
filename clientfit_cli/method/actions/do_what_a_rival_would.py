"""Action `do_what_a_rival_would`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.engine.advice.action import action

if TYPE_CHECKING:
    from clientfit_cli.engine.algebra.grid import Grid


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
