"""Signal `results`."""

from clientfit_cli.engine import Events, Grid, fade, signal


@signal(
    dimension="value",
    unit="days",
    fit=fade(best=60, half=120),
    weight=3,
    question="Which result of our work matters most to them, in their own numbers?",
)
def results(confirmed_results: Events) -> Grid:
    """Days since the client last confirmed a business result of our work.

    In their terms and by their word: our own account of it does not count.

    Source: Gitomer: put what you offer in terms of their results.
    """
    return confirmed_results.days_since_last()
