"""Builds the app from `commands/`, and is the one boundary from errors to exit codes.

0: fine. 1: problems in the files, or a `--fail-on` that was met. 2: wrong usage, or a file that
cannot be read or written. 130: Ctrl-C. A reader that goes away (`| head`) ends it quietly.
"""

from __future__ import annotations

import functools
import gc
import os
import sys
from types import FunctionType
from typing import TYPE_CHECKING, Annotated, Any

import typer

from clientfit_cli import __version__
from clientfit_cli.base import plugins
from clientfit_cli.base.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable

PANELS = ("Look", "Act", "Files", "Learn")


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"clientfit {__version__}")
        raise typer.Exit


def _top(
    version: Annotated[
        bool,
        typer.Option("--version", "-V", callback=_version, is_eager=True, help="Say the version."),
    ] = False,
) -> None:
    """Which clients are you about to lose, why, and what to do on Monday.

    Accounts, contacts and touchpoints are YAML files in a folder, the book. Example:

    clientfit score examples/accounts --as-of 2026-11-16
    """


def app() -> typer.Typer:
    """Make the app: one command for each file of `commands/`."""
    made = typer.Typer(
        name="clientfit",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    made.callback()(_top)
    commands: dict[str, Callable[..., int | None]] = plugins.members("commands", FunctionType)
    for name, command in sorted(commands.items(), key=lambda item: _panel(item[1])):
        made.command(name.rstrip("_"))(_bounded(command))
    return made


def _panel(command: Callable[..., Any]) -> int:
    """Say where a command stands in the help: by the panel that its module names."""
    panel = getattr(sys.modules[command.__module__], "PANEL", "")
    return PANELS.index(panel) if panel in PANELS else len(PANELS)


def _bounded(command: Callable[..., int | None]) -> Callable[..., None]:
    """Turn what a command answers or raises into an exit code."""

    @functools.wraps(command)
    def run(*args: Any, **options: Any) -> None:
        try:
            code = command(*args, **options) or 0
            sys.stdout.flush()
        except UserError as error:
            _complain(error.message, error.hint)
            code = 2
        except BrokenPipeError:
            # Nobody reads any more: let nothing be written to the closed pipe on the way out.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = 0
        except KeyboardInterrupt:
            code = 130
        except OSError as error:
            _complain(f"{error.filename or 'a file'}: {error.strerror or error}", "")
            code = 2
        finally:
            gc.enable()  # who makes much that stays turns the collector off
        raise typer.Exit(code)

    return run


def _complain(message: str, hint: str) -> None:
    from clientfit_cli.base.text import clean

    sys.stderr.write(f"clientfit: {clean(message)}\n")
    if hint:
        sys.stderr.write(f"  {clean(hint)}\n")


def run() -> None:
    """Run the app on the words of the command line."""
    try:
        made = app()
    except UserError as error:  # a plug-in that cannot be taken
        _complain(error.message, error.hint)
        raise SystemExit(2) from None
    made()
