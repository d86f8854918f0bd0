"""`clientfit` and `python -m clientfit_cli`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; the version is answered before anything heavy is loaded."""
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
