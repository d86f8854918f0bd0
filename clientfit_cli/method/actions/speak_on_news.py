"""Action `speak_on_news`."""

from clientfit_cli.engine import Grid, action


@action(
    family="strengthen",
    what='Give {contact} our word on "{who}" within a working day',
    answers=("news_response",),
)
def speak_on_news(answered: Grid) -> Grid:
    """Be the first with a word on news in their world.

    Else a rival's analysis lies on the desk on Monday.

    Source: Sobel: slow on events in the client's world.
    """
    return answered
