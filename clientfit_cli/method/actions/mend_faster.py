"""Action `mend_faster`."""

from clientfit_cli.engine import Grid, action


@action(
    family="retain",
    what="Agree with {contact} how fast an issue is to be mended, and whom they call",
    answers=("recovery",),
    whom="strongest",
    by="lead",
)
def mend_faster(answered: Grid) -> Grid:
    """Agree on how fast an issue is mended, where it took long.

    Fast recovery can leave a client closer than before.

    Source: Gitomer: impeccable service after the sale.
    """
    return answered
