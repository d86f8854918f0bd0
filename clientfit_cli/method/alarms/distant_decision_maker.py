"""Alarm `distant_decision_maker`."""

from clientfit_cli.engine import Grid, Members, Strength, alarm


@alarm(
    caps="yellow", kind="relationship", why="{who} decides and hardly knows us (strength {value})"
)
def distant_decision_maker(
    strength: Strength,
    days_in_seat: Grid,
    contacts_of: Members,
    days: float = 365,
    below: float = 20,
) -> Grid:
    """A decision maker long in the seat hardly knows us.

    More than 365 days with strength below 20: others would decide for us, until they do not.

    Source: Butler Street: at least 3x3.
    """
    distant = (days_in_seat > days) & (strength.by_contact < below)
    return contacts_of.lowest(strength.by_contact.only(distant))
