"""Alarm `new_decision_maker_unmet`."""

from clientfit_cli.engine import Grid, Members, Strength, alarm


@alarm(
    caps="red", kind="relationship", why="{who} has decided for {value} days and hardly knows us"
)
def new_decision_maker_unmet(
    strength: Strength,
    days_in_seat: Grid,
    contacts_of: Members,
    first: float = 45,
    last: float = 365,
    below: float = 20,
) -> Grid:
    """A decision maker is 45 to 365 days in the seat, and hardly knows us.

    Strength below 20. This is how most accounts are lost.

    Source: Butler Street: change of key decision maker, almost 40% of defections.
    """
    unmet = strength.by_contact < below
    seated = (days_in_seat >= first) & (days_in_seat <= last)
    return contacts_of.highest(days_in_seat.only(seated & unmet))
