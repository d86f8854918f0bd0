"""Action `ask_for_referral`."""

from clientfit_cli.engine import Grid, action


@action(
    family="refer",
    what="Ask {contact} who else should know us",
    answers=("referrals",),
    whom="referrer",
)
def ask_for_referral(green: Grid) -> Grid:
    """Ask an advocate for a referral.

    A green account, a trusted contact in a good mood, not asked in half a year.

    Source: Butler Street: get referrals.
    """
    return green
