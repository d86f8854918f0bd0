"""Action `fill_in_evidence`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clientfit_cli.engine.advice.action import action

if TYPE_CHECKING:
    from clientfit_cli.engine.algebra.grid import Grid


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
