"""Action `reconsider_the_lead`."""

from clientfit_cli.engine import Grid, Spans, action


@action(
    family="retain",
    what="Talk over whether the lead is still the right one for this client",
    whom="strongest",
    by="outsider",
)
def reconsider_the_lead(
    fit: dict[str, Grid], leads: Spans, below: float = 50, days: float = 730
) -> Grid:
    """Ask whether ours is still the right person for them.

    When energy and mood are both low after years with the same lead. No blame: people fit
    or they do not.

    Source: CPSA: is it the right client, the right person of ours?.
    """
    tired = (fit["energy"] < below) & (fit["mood"] < below)
    return tired & (leads.days_since_change() >= days)
