"""Action `make_it_right`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.engine.advice.action import action

if TYPE_CHECKING:
    from clientfit_cli.engine.algebra.grid import Grid


@action(
    family="retain",
    what="Ask {contact} what would make working with us easier, and do it",
    answers=(
        "satisfaction",
        "mood",
    ),
)
def make_it_right(answered: Grid) -> Grid:
    """Find out what spoils the mood, and make it right.

    Every touch sways them.

    Source: Butler Street: the client is people.
    """
    return answered
