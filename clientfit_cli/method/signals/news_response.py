"""Signal `news_response`."""

from collections.abc import Callable

import numpy as np

from clientfit_cli.engine import Grid, Ints, Spans, fade, signal


@signal(
    dimension="value",
    unit="business days",
    fit=fade(best=1, half=3),
    weight=1,
    question="What is changing in their world that we should know of?",
)
def news_response(
    news: Spans, business_days: Callable[[Ints, Ints], Ints], days: float = 365, rival: float = 10
) -> Grid:
    """Median working days from news in the client's world to our word on it, of a year.

    News without a word of ours counts the time since; news on which a rival was first
    counts 10.

    Source: Sobel: a rival's analysis lay on the desk on Monday.
    """
    given = np.where(news.weight > 0, rival, np.nan)
    return news.median_age(days, business_days, given)
