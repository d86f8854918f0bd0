"""Action `answer_sooner`."""

from clientfit_cli.engine import Grid, action


@action(
    family="retain",
    what="Answer {contact} the same day, if only to say when the answer comes",
    answers=("answering",),
    whom="strongest",
)
def answer_sooner(answered: Grid) -> Grid:
    """Answer what the client writes within a working day.

    Even if only to say when the answer will come.

    Source: CPSA: honour time.
    """
    return answered
