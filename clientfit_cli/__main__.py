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
    try:
        from clientfit_cli.cli import run

        run()
    except KeyboardInterrupt:
        sys.exit(130)


def _nowhere() -> TextIO:
    # pathlib takes longer to load than the version to be said.
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123


if __name__ == "__main__":
    main()
