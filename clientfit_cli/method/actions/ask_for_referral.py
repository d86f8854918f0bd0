"""Action `ask_for_referral`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.engine.advice.action import action

if TYPE_CHECKING:
    from clientfit_cli.engine.algebra.grid import Grid


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
