"""Action `fill_in_evidence`."""

from clientfit_cli.engine import Grid, action


@action(
    family="retain",
    what="Write down what is known of {missing}, and ask for the rest",
    answers=("thin_evidence",),
    whom="nobody",
    by="lead",
)
def fill_in_evidence(answered: Grid) -> Grid:
    """Get the facts that health needs.

    Unknown is not green: what nobody has written down cannot be trusted.

    Source: Butler Street: use facts.
    """
    return answered
