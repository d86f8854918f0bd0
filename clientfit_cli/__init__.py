"""clientfit: which clients are you about to lose, why, and what to do on Monday."""

from __future__ import annotations

TYPE_CHECKING = False  # `typing` alone would take a third of the time of `--version`
if TYPE_CHECKING:
    from clientfit_cli.api import OpenBook, open_book

__version__ = "0.1.0"
__all__ = ["OpenBook", "__version__", "open_book"]


def __getattr__(name: str) -> object:
    # The library pulls in numpy and pandas; `clientfit --help` must not.
    if name in {"open_book", "OpenBook"}:
        from clientfit_cli import api

        return getattr(api, name)
    raise AttributeError(name)
