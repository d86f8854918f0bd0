"""Where an answer goes: terminal, file or folder, in which format."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from clientfit_cli.base.errors import UserError
from clientfit_cli.storage.atomic import put

if TYPE_CHECKING:
    from clientfit_cli.rendering.page import Canvas, Page


ENDINGS = {
    ".csv": "csv", ".json": "json", ".md": "markdown", ".txt": "table", ".html": "html",
    ".xlsx": "xlsx",
}  # fmt: skip


def canvas(stream: Any) -> Canvas:
    """Say how much room a stream has, and whether it shows colour."""
    from clientfit_cli.rendering.page import Canvas

    dumb = os.environ.get("TERM") == "dumb"
    terminal = hasattr(stream, "isatty") and stream.isatty()
    colour = (terminal and not dumb) or bool(os.environ.get("FORCE_COLOR"))
    if os.environ.get("NO_COLOR"):
        colour = False
    encoding = (getattr(stream, "encoding", None) or "ascii").lower().replace("-", "")
    width = shutil.get_terminal_size((80, 24)).columns
    return Canvas(max(20, width), colour, encoding.startswith("utf"))


def format_of(form: str | None, output: Path | None) -> str | None:
    """Say which format is meant: the one asked for, or the one that the file's ending says."""
    return form or (ENDINGS.get(output.suffix.lower()) if output else None)


def is_folder(form: str | None, output: str | None) -> bool:
    """Say whether an answer goes to a folder, as Parquet."""
    if form is not None or output is None:
        return form == "parquet"
    path = Path(output)
    return (
        output.endswith(("/", os.sep))
        or "://" in output
        or (path.is_dir() and path.suffix.lower() not in ENDINGS)
    )


def answer(page: Page, form: str | None, output: Path | None, default: str = "table") -> None:
    """Put a page where it belongs, in the format asked or the one its file's ending says."""
    from clientfit_cli.rendering import page as report

    if output is None:
        say(sys.stdout, report.render(page, form or default, canvas(sys.stdout)))
        return
    form = format_of(form, output)
    if form is None:
        endings = ", ".join(ENDINGS)
        raise UserError(f"{output} has no ending that says a format", f"{endings}, or --format")
    put(output, encoded(report.render(page, form, report.Canvas(100))))


def encoded(content: str | bytes) -> bytes:
    """Make the bytes of an answer; bytes stay as they are."""
    # A name of a file need not be text; what is not becomes a question mark.
    return content if isinstance(content, bytes) else content.encode("utf-8", "replace")


def say(stream: TextIO, content: str | bytes) -> None:
    """Write an answer to a stream; what is no text is kept from a terminal."""
    if isinstance(content, str):
        encoding = stream.encoding or "utf-8"
        stream.write(content.encode(encoding, "replace").decode(encoding))
        return
    if stream.isatty():
        raise UserError("this format is not for a terminal", "write it with --output FILE")
    stream.flush()
    stream.buffer.write(content)
    stream.buffer.flush()
