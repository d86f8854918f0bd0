"""`clientfit` and `python -m clientfit_cli`."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO


def main() -> None:
    """Run the command line; the version is answered before anything heavy is loaded."""
    # Without standard streams (`>&-`) there is nobody to tell.
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    if sys.argv[1:] in (["--version"], ["-V"]):
        from clientfit_cli import __version__

        sys.stdout.write(f"clientfit {__version__}\n")
        return
    code: object
    try:
        from clientfit_cli.cli.app import run

        run()
        code = 0
    except SystemExit as ended:
        code = ended.code or 0
    except KeyboardInterrupt:
        code = 130
    if not isinstance(code, int):  # a message
        sys.exit(str(code))
    _leave(code)


def _leave(code: int) -> None:
    """End at once: the system frees memory as a whole, Python object by object."""
    import contextlib

    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):  # nobody reads any more
            stream.flush()
    os._exit(code)


def _nowhere() -> TextIO:
    # pathlib takes longer to load than the version to be said.
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123


if __name__ == "__main__":
    main()
