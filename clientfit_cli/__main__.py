"""`clientfit` and `python -m clientfit_cli`."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def main() -> None:
    """Run the command line; the version is answered before anything heavy is loaded."""
    # Without standard streams (`>&-`) there is nobody to tell.
    sys.stdout = sys.stdout or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    if sys.argv[1:] in (["--version"], ["-V"]):
        from clientfit_cli import __version__

        sys.stdout.write(f"clientfit {__version__}\n")
        return
    try:
        from clientfit_cli.cli import run

        run()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
