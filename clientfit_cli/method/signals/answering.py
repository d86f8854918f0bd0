"""Signal `answering`."""

from collections.abc import Callable

from clientfit_cli.engine import Grid, Ints, Spans, fade, signal


@signal(dimension="engagement", unit="business days", fit=fade(best=1, half=2), weight=1)
def answering(
    client_messages: Spans, business_days: Callable[[Ints, Ints], Ints], days: float = 90
) -> Grid:
    """Median working days that we took to answer what the client began in writing.

    Messages and mails of the last 90 days; one without an answer counts the time it has
    waited. Unknown until the account records answers.

    Source: CPSA: honour commitments and time.
    """
    return client_messages.median_age(days, business_days)
