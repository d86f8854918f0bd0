"""Action `confirm_a_result`."""

from clientfit_cli.engine import Grid, action


@action(
    family="strengthen",
    what="Agree with {contact} on one result of our work, in their numbers",
    answers=("results",),
    by="lead",
)
def confirm_a_result(answered: Grid) -> Grid:
    """Have a business result confirmed.

    In their terms and by their word.

    Source: Gitomer: in terms of their results.
    """
    return answered
