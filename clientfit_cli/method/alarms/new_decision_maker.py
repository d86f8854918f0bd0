"""Alarm `new_decision_maker`."""

from clientfit_cli.engine import Grid, Members, Strength, alarm


@alarm(
    caps="yellow",
    kind="relationship",
    why="{who} is new in the seat ({value} days) and not yet won",
)
def new_decision_maker(
    strength: Strength,
    days_in_seat: Grid,
    age: Grid,
    contacts_of: Members,
    days: float = 180,
    below: float = 50,
) -> Grid:
    """A decision maker is new in the seat, and the relationship is not yet real.

    180 days or less with strength below 50, in an account older than that: in a new account
    everybody is new.

    Source: Butler Street: change of key decision maker, almost 40% of defections.
    """
    new = (days_in_seat <= days) & (strength.by_contact < below)
    return contacts_of.highest(days_in_seat.only(new)).only(age > days)
