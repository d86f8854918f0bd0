"""Questions on a terminal, one at a time, with what may be answered at the Tab key.

Enter takes what stands in brackets, and an answer that will not do is asked for again with the
reason. Completion is readline's, where Python has it.
"""

from __future__ import annotations

import contextlib
import shutil
import sys
import textwrap
from typing import TYPE_CHECKING

from clientfit_cli.base.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


def possible() -> bool:
    """Whether somebody sits there to be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def ask(
    question: str,
    default: str = "",
    choices: Sequence[str] = (),
    wrong: Callable[[str], str] = lambda _: "",
) -> str:
    """Ask until the answer will do; EOFError or KeyboardInterrupt when there is none."""
    shown = f" [{default}]" if default else ""
    while True:
        with _completion(choices):
            answer = input(clean(f"{question}{shown}: ")).strip() or default
        why = wrong(answer)
        if not why:
            return answer
        width = max(20, shutil.get_terminal_size((80, 24)).columns - 1)
        sys.stdout.write(textwrap.fill(clean(why), width, initial_indent="  ",
                                       subsequent_indent="  ") + "\n")  # fmt: skip


def sure(question: str) -> bool:
    """Ask for a yes or a no; Enter is a yes."""
    return ask(question, "yes", ("yes", "no"), _neither).lower() in {"y", "yes"}


def _neither(answer: str) -> str:
    return "" if answer.lower() in {"y", "yes", "n", "no"} else "yes or no?"


@contextlib.contextmanager
def _completion(choices: Sequence[str]) -> Iterator[None]:
    try:
        import readline
    except ImportError:  # Windows, and Pythons built without it
        yield
        return
    before = readline.get_completer(), readline.get_completer_delims()
    libedit = "libedit" in (readline.__doc__ or "")

    def offered(text: str, number: int) -> str | None:
        fits = [one for one in choices if one.startswith(text)]
        return fits[number] if number < len(fits) else None

    readline.set_completer(offered)
    # A comma ends one of several answers; nothing else is between them.
    readline.set_completer_delims(" ,")
    readline.parse_and_bind("bind ^I rl_complete" if libedit else "tab: complete")
    readline.set_auto_history(False)
    try:
        yield
    finally:
        readline.set_completer(before[0])
        readline.set_completer_delims(before[1])
