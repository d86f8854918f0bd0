"""Action `bring_in_someone_new`."""

from clientfit_cli.engine import Coverage, Grid, action


@action(
    family="strengthen",
    what="Bring {outsider} along to the next meeting with {contact}, and keep the lead",
    whom="strongest",
    by="lead",
)
def bring_in_someone_new(coverage: Coverage, goal: float = 3) -> Grid:
    """Bring in one new person of ours, where fewer than three carry the account.

    New talent brings new ideas, and a second strand.

    Source: Sobel: add talent, keep the lead.
    """
    return (coverage.ours < goal) & (coverage.ours > 0)
