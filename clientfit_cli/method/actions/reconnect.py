"""Action `reconnect`."""

from clientfit_cli.engine import Grid, action


@action(
    family="retain",
    what="Reconnect with {contact}: a call about them, with nothing to sell",
    answers=("gone_silent", "silence"),
    whom="strongest",
)
def reconnect(answered: Grid) -> Grid:
    """Reconnect with the contact who knows us best.

    When an account has gone quiet, the warmest relationship opens the door again.

    Source: Sobel: we communicate less, cues are missed.
    """
    return answered
