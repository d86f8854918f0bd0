"""Signal `quality`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.engine.scoring.fit import line
from clientfit_cli.engine.scoring.signal import signal

if TYPE_CHECKING:
    from clientfit_cli.engine.algebra.events import Events
    from clientfit_cli.engine.algebra.grid import Grid
    from clientfit_cli.engine.algebra.nested import Members


@signal(
    dimension="delivery",
    unit="of 10",
    fit=line(best=9, worst=5),
    weight=2,
    question="How do they rate the quality of our work, from 0 to 10?",
)
def quality(quality_ratings: Events, raters_of: Members, days: float = 365) -> Grid:
    """Mean of the latest quality ratings of a year, one a contact.

    Quality as they see it, whatever we think of it.

    Source: Sobel: actual or perceived quality slips.
    """
    return raters_of.mean(quality_ratings.latest(days))
